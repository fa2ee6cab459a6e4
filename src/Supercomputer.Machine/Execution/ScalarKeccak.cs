using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Machine.Execution;

/// <summary>Keccak-f[1600] over 50 words of 32 bits, low half of each lane first.</summary>
internal static unsafe class ScalarKeccak
{
    internal static void Permute(uint* words)
    {
        ulong* lanes = stackalloc ulong[25];
        for (int i = 0; i < 25; i++) lanes[i] = words[2 * i] | (ulong)words[2 * i + 1] << 32;
        KeccakF1600.PermuteScalar(lanes);
        for (int i = 0; i < 25; i++)
        {
            words[2 * i] = (uint)lanes[i];
            words[2 * i + 1] = (uint)(lanes[i] >> 32);
        }
    }
}
