using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Supercomputer.Cryptography.Hashing;

/// <summary>SHA-256, one message or many equally long ones.</summary>
/// <remarks>Source: FIPS 180-4. The base class library's costs 800 ns a call, which small messages cannot bear.</remarks>
public static unsafe class Sha256
{
    private const int BlockSize = 64;
    private const int LengthSize = sizeof(ulong);
    private const int Lanes = LaneTranspose.Lanes;
    private const int DigestWords = LaneTranspose.DigestWords;

    /// <summary>Writes the hash of <paramref name="message"/> to the first 32 bytes of <paramref name="digest"/>.</summary>
    public static void Hash(ReadOnlySpan<byte> message, Span<byte> digest) => Hash(message).CopyTo(digest);

    /// <summary>The hash of <paramref name="message"/>.</summary>
    [SkipLocalsInit]
    public static Digest Hash(ReadOnlySpan<byte> message)
    {
        uint* state = stackalloc uint[DigestWords];
        Sha256Compression.InitialState.CopyTo(new Span<uint>(state, DigestWords));
        byte* tail = stackalloc byte[2 * BlockSize];
        int whole = message.Length / BlockSize * BlockSize;
        fixed (byte* bytes = message)
        {
            for (int at = 0; at < whole; at += BlockSize) Sha256Compression.CompressScalar(state, (uint*)(bytes + at));
        }

        int padded = Pad(message[whole..], message.Length, new Span<byte>(tail, 2 * BlockSize));
        for (int at = 0; at < padded; at += BlockSize) Sha256Compression.CompressScalar(state, (uint*)(tail + at));
        Span<uint> words = new(state, DigestWords);
        BinaryPrimitives.ReverseEndianness(words, words);
        return new(MemoryMarshal.AsBytes(words));
    }

    /// <summary>One compression: a chaining value, in the byte order of a digest, becomes the one after <paramref name="block"/>.</summary>
    /// <param name="state">32 bytes.</param>
    /// <param name="block">64 bytes.</param>
    [SkipLocalsInit]
    public static void Compress(Span<byte> state, ReadOnlySpan<byte> block)
    {
        if (state.Length != sizeof(uint) * DigestWords || block.Length != BlockSize)
            throw new ArgumentException($"a chaining value of {state.Length} and a block of {block.Length} bytes: 32 and 64 expected", nameof(state));
        uint* words = stackalloc uint[DigestWords];
        for (int i = 0; i < DigestWords; i++) words[i] = BinaryPrimitives.ReadUInt32BigEndian(state[(sizeof(uint) * i)..]);
        fixed (byte* bytes = block) Sha256Compression.CompressScalar(words, (uint*)bytes);
        for (int i = 0; i < DigestWords; i++) BinaryPrimitives.WriteUInt32BigEndian(state[(sizeof(uint) * i)..], words[i]);
    }

    /// <summary>The hashes of equally long messages that lie one after another, sixteen at a time.</summary>
    /// <param name="messages">Exactly <c>messageLength * digests.Length</c> bytes.</param>
    /// <param name="messageLength">Bytes of a message.</param>
    /// <param name="digests">The hashes, in order.</param>
    [SkipLocalsInit]
    public static void HashMany(ReadOnlySpan<byte> messages, int messageLength, Span<Digest> digests)
    {
        CheckMany(messages, messageLength, digests);
        int full = digests.Length - digests.Length % Lanes;
        int whole = messageLength / BlockSize * BlockSize;
        uint* scratch = stackalloc uint[Lanes * (DigestWords + LaneTranspose.BlockWords) + 16];
        uint* state = LaneTranspose.Align(scratch);
        uint* lanes = state + Lanes * DigestWords;
        byte* tails = stackalloc byte[Lanes * 2 * BlockSize];
        fixed (byte* bytes = messages)
        fixed (Digest* output = digests)
        {
            for (int first = 0; first < full; first += Lanes)
            {
                byte* group = bytes + (long)first * messageLength;
                for (int word = 0; word < DigestWords; word++)
                    new Span<uint>(state + Lanes * word, Lanes).Fill(Sha256Compression.InitialState[word]);
                CompressGroup(state, lanes, group, messageLength, whole);
                int padded = 0;
                for (int lane = 0; lane < Lanes; lane++)
                    padded = Pad(
                        new(group + (long)lane * messageLength + whole, messageLength - whole), messageLength,
                        new(tails + lane * 2 * BlockSize, 2 * BlockSize));
                CompressGroup(state, lanes, tails, 2 * BlockSize, padded);
                LaneTranspose.ToDigests(state, (uint*)(output + first));
                Span<uint> words = new((uint*)(output + first), Lanes * DigestWords);
                BinaryPrimitives.ReverseEndianness(words, words);
            }
        }

        HashManyScalar(messages[(full * messageLength)..], messageLength, digests[full..]);
    }

    /// <summary>The scalar twin of <see cref="HashMany"/>.</summary>
    internal static void HashManyScalar(ReadOnlySpan<byte> messages, int messageLength, Span<Digest> digests)
    {
        CheckMany(messages, messageLength, digests);
        for (int i = 0; i < digests.Length; i++) digests[i] = Hash(messages.Slice(i * messageLength, messageLength));
    }

    /// <summary>Absorbs the first <paramref name="length"/> bytes, whole blocks, of sixteen messages.</summary>
    private static void CompressGroup(uint* state, uint* lanes, byte* messages, nint stride, int length)
    {
        for (int at = 0; at < length; at += BlockSize)
        {
            LaneTranspose.ToLanes((uint*)(messages + at), stride, lanes);
            Sha256Compression.Compress16(state, lanes);
        }
    }

    /// <summary>Writes the last bytes, the bit, zeros and the length in bits; one block or two.</summary>
    private static int Pad(ReadOnlySpan<byte> rest, long messageLength, Span<byte> tail)
    {
        int padded = rest.Length + 1 + LengthSize <= BlockSize ? BlockSize : 2 * BlockSize;
        tail.Clear();
        rest.CopyTo(tail);
        tail[rest.Length] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(tail[(padded - LengthSize)..], 8 * messageLength);
        return padded;
    }

    private static void CheckMany(ReadOnlySpan<byte> messages, int messageLength, Span<Digest> digests)
    {
        if (messages.Length != (long)messageLength * digests.Length)
            throw new ArgumentException($"{digests.Length} messages of {messageLength} bytes are not {messages.Length} bytes", nameof(messages));
    }
}
