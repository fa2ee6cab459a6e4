using System.Runtime.CompilerServices;

namespace Supercomputer.Cryptography.Hashing;

/// <summary>Proof of work over Keccak-256: the least nonce whose hash begins with enough zero bits.</summary>
/// <remarks>Statement: <c>Keccak256(prefix || nonce as 8 little-endian bytes)</c>, its first eight bytes read as a little-endian
/// number, is divisible by 2^bits.</remarks>
public static unsafe class KeccakGrinding
{
    /// <summary>Bytes of the prefix: words, so that a nonce never straddles two of them.</summary>
    public const int PrefixSize = 40;

    /// <summary>The greatest difficulty: more would not end.</summary>
    public const int MaximumBits = 48;

    private const ulong NoncesPerTask = 1 << 13;

    /// <summary>Whether the nonce does the work.</summary>
    public static bool Check(ReadOnlySpan<byte> prefix, int bits, ulong nonce)
    {
        Span<byte> message = stackalloc byte[PrefixSize + sizeof(ulong)];
        prefix[..PrefixSize].CopyTo(message);
        Unsafe.WriteUnaligned(ref message[PrefixSize], nonce);
        return (FirstWord(Keccak256.Hash(message)) & Mask(bits)) == 0;
    }

    /// <summary>Finds the least nonce that does the work.</summary>
    /// <remarks>Cost: 2^bits hashes expected, on all cores, eight lanes each.</remarks>
    public static ulong Search(ReadOnlySpan<byte> prefix, int bits)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bits, (uint)MaximumBits, nameof(bits));
        byte[] kept = prefix[..PrefixSize].ToArray();
        ulong mask = Mask(bits);
        int tasks = bits <= 12 ? 1 : Environment.ProcessorCount;
        ulong?[] found = new ulong?[tasks];
        for (ulong start = 0; ; start += (ulong)tasks * NoncesPerTask)
        {
            ulong begin = start;
            if (tasks == 1) found[0] = SearchRange(kept, mask, begin);
            else Parallel.For(0, tasks, task => found[task] = SearchRange(kept, mask, begin + (ulong)task * NoncesPerTask));
            foreach (ulong? nonce in found)
                if (nonce is not null) return nonce.Value;
        }
    }

    private static ulong? SearchRange(byte[] prefix, ulong mask, ulong start)
    {
        ulong* scratch = stackalloc ulong[KeccakF1600.Words * KeccakF1600.Lanes + 8];
        ulong* state = (ulong*)LaneTranspose.Align((uint*)scratch);
        for (ulong nonce = start; nonce < start + NoncesPerTask; nonce += KeccakF1600.Lanes)
        {
            Fill(state, prefix, nonce);
            KeccakF1600.Permute8(state);
            for (uint lane = 0; lane < KeccakF1600.Lanes; lane++)
                if ((state[lane] & mask) == 0) return nonce + lane;
        }

        return null;
    }

    /// <summary>Writes eight padded one-block messages: five words of prefix, one of nonce, the padding bits.</summary>
    private static void Fill(ulong* state, byte[] prefix, ulong nonce)
    {
        new Span<ulong>(state, KeccakF1600.Words * KeccakF1600.Lanes).Clear();
        for (uint lane = 0; lane < KeccakF1600.Lanes; lane++)
        {
            for (int word = 0; word < 5; word++)
                state[8 * word + lane] = Unsafe.ReadUnaligned<ulong>(ref prefix[8 * word]);
            state[8 * 5 + lane] = nonce + lane;
            state[8 * 6 + lane] = 0x01;
            state[8 * 16 + lane] = 0x80UL << 56;
        }
    }

    private static ulong FirstWord(Digest digest) => Unsafe.ReadUnaligned<ulong>(in Digest.AsBytes(in digest)[0]);

    private static ulong Mask(int bits) => (1UL << bits) - 1;
}
