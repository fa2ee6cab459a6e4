using System.Numerics;

namespace Supercomputer.Machine.Chips.Accelerators;

/// <summary>One round of Keccak-f[1600], with the values between its steps that the round chip commits to.</summary>
/// <remarks>
/// Lane x + 5 y holds the bits z = 0 to 63 of column (x, y). theta: C[x] = xor over y of A[x, y]; A'[x, y] = A[x, y] xor C[x - 1] xor
/// C[x + 1] rotated by 1. rho and pi: B[y, 2 x + 3 y] = A'[x, y] rotated by its offset. chi: A''[x, y] = B[x, y] xor (not B[x + 1, y]
/// and B[x + 2, y]). iota: lane 0 xor the round's constant. Source: FIPS 202, sections 3.2 and 3.3.
/// </remarks>
internal static unsafe class KeccakRoundFunction
{
    internal const int Rounds = 24;

    internal const int Lanes = 25;

    /// <summary>The seven bits of lane 0 that constants touch are 2^j - 1.</summary>
    internal const int ConstantBits = 7;

    private static readonly int[] s_offsets = BuildOffsets();
    private static readonly ulong[] s_constants = BuildConstants();

    /// <summary>The place in lane 0 of bit j of the round constants.</summary>
    internal static int ConstantPlace(int bit) => (1 << bit) - 1;

    /// <summary>Whether the round's constant has bit j.</summary>
    internal static bool HasConstant(int round, int bit) => (s_constants[round] >> ConstantPlace(bit) & 1) != 0;

    /// <summary>The lane of A' that pi moves to (x, y), and by how much rho rotates it.</summary>
    internal static (int Lane, int Offset) Source(int x, int y)
    {
        int lane = ((x + 3 * y) % 5) + 5 * x;
        return (lane, s_offsets[lane]);
    }

    /// <summary>Applies a round.</summary>
    /// <param name="round">Its number.</param>
    /// <param name="state">The 25 lanes; overwritten.</param>
    /// <param name="theta">Receives the 25 lanes of A'.</param>
    /// <param name="parity">Receives C.</param>
    /// <param name="thetaParity">Receives the parities of A'.</param>
    internal static void Apply(int round, ulong* state, ulong* theta, ulong* parity, ulong* thetaParity)
    {
        for (int x = 0; x < 5; x++) parity[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
        for (int x = 0; x < 5; x++)
        {
            ulong change = parity[(x + 4) % 5] ^ BitOperations.RotateLeft(parity[(x + 1) % 5], 1);
            thetaParity[x] = parity[x] ^ change;
            for (int lane = x; lane < Lanes; lane += 5) theta[lane] = state[lane] ^ change;
        }

        ulong* row = stackalloc ulong[5];
        for (int y = 0; y < 5; y++)
        {
            for (int x = 0; x < 5; x++)
            {
                (int lane, int offset) = Source(x, y);
                row[x] = BitOperations.RotateLeft(theta[lane], offset);
            }

            for (int x = 0; x < 5; x++) state[x + 5 * y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
        }

        state[0] ^= s_constants[round];
    }

    private static int[] BuildOffsets()
    {
        int[] offsets = new int[Lanes];
        int x = 1, y = 0;
        for (int t = 0; t < 24; t++)
        {
            offsets[x + 5 * y] = (t + 1) * (t + 2) / 2 % 64;
            (x, y) = (y, (2 * x + 3 * y) % 5);
        }

        return offsets;
    }

    // The shift register of x^8 + x^6 + x^5 + x^4 + 1, seven steps a round.
    private static ulong[] BuildConstants()
    {
        ulong[] constants = new ulong[Rounds];
        uint register = 1;
        for (int step = 0; step < Rounds * ConstantBits; step++)
        {
            constants[step / ConstantBits] |= (ulong)(register & 1) << ConstantPlace(step % ConstantBits);
            register <<= 1;
            if (register > 0xFF) register ^= 0x171;
        }

        return constants;
    }
}
