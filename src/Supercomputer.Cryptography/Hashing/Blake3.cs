using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Supercomputer.Cryptography.Hashing;

/// <summary>BLAKE3 with 32 bytes of output: plain and keyed.</summary>
/// <remarks>Cost: messages of 16 KiB and more are hashed sixteen chunks at a time. Source: BLAKE3 specification, sections 2.1 to 2.5.</remarks>
public static unsafe class Blake3
{
    /// <summary>Bytes of a block, the input of one compression.</summary>
    public const int BlockSize = 64;

    /// <summary>Bytes of a chunk, a leaf of the tree.</summary>
    public const int ChunkSize = 1024;

    internal const uint ChunkStart = 1, ChunkEnd = 2, Parent = 4, Root = 8, Keyed = 16;
    private const int Lanes = LaneTranspose.Lanes;
    private const int DigestWords = LaneTranspose.DigestWords;

    /// <summary>The chaining value of an unkeyed hash.</summary>
    private static ReadOnlySpan<uint> InitialValue =>
        [0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19];

    /// <summary>Writes the hash of <paramref name="message"/> to the first 32 bytes of <paramref name="digest"/>.</summary>
    public static void Hash(ReadOnlySpan<byte> message, Span<byte> digest) => Hash(message).CopyTo(digest);

    /// <summary>The hash of <paramref name="message"/>.</summary>
    public static Digest Hash(ReadOnlySpan<byte> message)
    {
        fixed (uint* key = InitialValue) return Hash(key, 0, message);
    }

    /// <summary>The hash of <paramref name="message"/> under a key.</summary>
    public static Digest KeyedHash(Digest key, ReadOnlySpan<byte> message) => Hash((uint*)&key, Keyed, message);

    private static Digest Hash(uint* key, uint flags, ReadOnlySpan<byte> message)
    {
        Digest digest;
        fixed (byte* bytes = message)
        {
            if (message.Length <= ChunkSize)
            {
                CompressChunk(key, bytes, message.Length, 0, flags, Root, (uint*)&digest);
                return digest;
            }

            int chunks = (message.Length + ChunkSize - 1) / ChunkSize;
            uint* values = (uint*)NativeMemory.AlignedAlloc((nuint)chunks * Digest.Size, 64);
            CompressChunks(key, bytes, message.Length, flags, values);
            while (chunks > 2) chunks = CompressParents(key, chunks, flags, values);
            digest = *(Digest*)key;
            Blake3Compression.CompressScalar((uint*)&digest, values, 0, BlockSize, flags | Parent | Root);
            NativeMemory.AlignedFree(values);
            return digest;
        }
    }

    /// <summary>The chaining value of one chunk.</summary>
    [SkipLocalsInit]
    private static void CompressChunk(uint* key, byte* bytes, int length, ulong counter, uint flags, uint lastFlags, uint* value)
    {
        Digest chaining = *(Digest*)key;
        uint start = ChunkStart;
        for (; length > BlockSize; length -= BlockSize, bytes += BlockSize, start = 0)
            Blake3Compression.CompressScalar((uint*)&chaining, (uint*)bytes, counter, BlockSize, flags | start);
        uint* last = stackalloc uint[LaneTranspose.BlockWords];
        Span<byte> padded = new(last, BlockSize);
        padded.Clear();
        new ReadOnlySpan<byte>(bytes, length).CopyTo(padded);
        Blake3Compression.CompressScalar((uint*)&chaining, last, counter, (uint)length, flags | start | ChunkEnd | lastFlags);
        *(Digest*)value = chaining;
    }

    /// <summary>The chaining values of all chunks: sixteen whole ones at a time, the others one by one.</summary>
    [SkipLocalsInit]
    private static void CompressChunks(uint* key, byte* bytes, int length, uint flags, uint* values)
    {
        uint* scratch = stackalloc uint[Lanes * (2 * DigestWords + LaneTranspose.BlockWords) + 16];
        uint* chaining = LaneTranspose.Align(scratch);
        uint* message = chaining + Lanes * DigestWords, keys = message + Lanes * LaneTranspose.BlockWords;
        Spread(key, keys);
        uint counter = 0;
        for (; length >= Lanes * ChunkSize; length -= Lanes * ChunkSize, counter += Lanes)
        {
            for (int block = 0; block < ChunkSize; block += BlockSize, bytes += BlockSize)
            {
                uint ends = (block == 0 ? ChunkStart : 0) | (block == ChunkSize - BlockSize ? ChunkEnd : 0);
                LaneTranspose.ToLanes((uint*)bytes, ChunkSize, message);
                Blake3Compression.Compress16(block == 0 ? keys : chaining, message, counter, 1, BlockSize, flags | ends, chaining);
            }

            bytes += (Lanes - 1) * ChunkSize;
            LaneTranspose.ToDigests(chaining, values + counter * DigestWords);
        }

        for (; length > 0; length -= ChunkSize, bytes += ChunkSize, counter++)
            CompressChunk(key, bytes, Math.Min(length, ChunkSize), counter, flags, 0, values + counter * DigestWords);
    }

    /// <summary>Replaces pairs of chaining values by their parents; an odd one goes up as it is.</summary>
    [SkipLocalsInit]
    private static int CompressParents(uint* key, int count, uint flags, uint* values)
    {
        uint* scratch = stackalloc uint[Lanes * (2 * DigestWords + LaneTranspose.BlockWords) + 16];
        uint* chaining = LaneTranspose.Align(scratch);
        uint* message = chaining + Lanes * DigestWords, keys = message + Lanes * LaneTranspose.BlockWords;
        Spread(key, keys);
        int pair = 0, pairs = count / 2;
        for (; pair + Lanes <= pairs; pair += Lanes)
        {
            LaneTranspose.ToLanes(values + 2 * DigestWords * pair, BlockSize, message);
            Blake3Compression.Compress16(keys, message, 0, 0, BlockSize, flags | Parent, chaining);
            LaneTranspose.ToDigests(chaining, values + DigestWords * pair);
        }

        for (; pair < pairs; pair++)
        {
            Digest parent = *(Digest*)key;
            Blake3Compression.CompressScalar((uint*)&parent, values + 2 * DigestWords * pair, 0, BlockSize, flags | Parent);
            ((Digest*)values)[pair] = parent;
        }

        if (count % 2 == 1) ((Digest*)values)[pairs] = ((Digest*)values)[count - 1];
        return (count + 1) / 2;
    }

    /// <summary>Writes one chaining value to all lanes.</summary>
    internal static void Spread(uint* key, uint* chaining)
    {
        for (int word = 0; word < DigestWords; word++) new Span<uint>(chaining + Lanes * word, Lanes).Fill(key[word]);
    }
}
