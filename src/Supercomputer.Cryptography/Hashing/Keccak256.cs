using System.Runtime.CompilerServices;

namespace Supercomputer.Cryptography.Hashing;

/// <summary>Keccak-256 as Ethereum uses it: rate 136 bytes, padding byte 0x01 (SHA3-256 of FIPS 202 pads with 0x06).</summary>
/// <remarks>Source: the Keccak submission, version 3; yellow paper, section 3 (KEC).</remarks>
public static unsafe class Keccak256
{
    /// <summary>Bytes absorbed by each permutation.</summary>
    public const int Rate = 136;

    /// <summary>Writes the hash of <paramref name="message"/> to the first 32 bytes of <paramref name="digest"/>.</summary>
    [SkipLocalsInit]
    public static void Hash(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        ulong* state = stackalloc ulong[KeccakF1600.Words];
        new Span<ulong>(state, KeccakF1600.Words).Clear();
        while (message.Length >= Rate)
        {
            Absorb(state, message[..Rate]);
            KeccakF1600.PermuteScalar(state);
            message = message[Rate..];
        }

        Finish(state, message);
        new ReadOnlySpan<byte>(state, Digest.Size).CopyTo(digest);
    }

    /// <summary>The hash of <paramref name="message"/>.</summary>
    [SkipLocalsInit]
    public static Digest Hash(ReadOnlySpan<byte> message)
    {
        Digest digest;
        Hash(message, new Span<byte>(&digest, Digest.Size));
        return digest;
    }

    /// <summary>Adds a whole block of <see cref="Rate"/> bytes into the state, without permuting.</summary>
    internal static void Absorb(ulong* state, ReadOnlySpan<byte> block)
    {
        fixed (byte* bytes = block)
        {
            // In bounds: a block has 17 words. States are little-endian words, as are the machines .NET 10 runs on.
            for (int word = 0; word < Rate / 8; word++) state[word] ^= Unsafe.ReadUnaligned<ulong>(bytes + 8 * word);
        }
    }

    /// <summary>Absorbs the last, partial block with its padding, and permutes.</summary>
    internal static void Finish(ulong* state, ReadOnlySpan<byte> tail)
    {
        byte* bytes = (byte*)state;
        for (int i = 0; i < tail.Length; i++) bytes[i] ^= tail[i];
        bytes[tail.Length] ^= 0x01;
        bytes[Rate - 1] ^= 0x80;
        KeccakF1600.PermuteScalar(state);
    }
}
