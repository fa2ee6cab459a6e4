using System.Numerics;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Gadgets;

/// <summary>The products of bytes that make each 16-bit position of a product, and the carries between the positions.</summary>
/// <remarks>
/// Position k is sum over i + j = 2 k of a_i b_j plus 256 times the sum over i + j = 2 k + 1: below 2^28 for 8 bytes, so nothing reaches p.
/// A carry is (position + carry in - limb) / 2^16; p = 2^16 * 32512 + 1, so a carry of 32512 or more would alias: its low byte is
/// looked up and its high part is made of at most 3 bits, which bounds it below 2^11.
/// Cost: the bits, one lookup for two carries.
/// </remarks>
internal static class ByteProduct
{
    /// <summary>The position as an expression of degree 2.</summary>
    internal static Expression Position(Cell[] left, Cell[] right, int position) =>
        Diagonal(left, right, 2 * position) + 256 * Diagonal(left, right, 2 * position + 1);

    /// <summary>The sum of a_i b_j over i + j = diagonal.</summary>
    internal static Expression Diagonal(Cell[] left, Cell[] right, int diagonal)
    {
        Expression sum = Expression.Zero;
        for (int i = Math.Max(0, diagonal - right.Length + 1); i < left.Length && i <= diagonal; i++)
            sum += left[i] * right[diagonal - i];
        return sum;
    }

    /// <summary>The position as a number.</summary>
    internal static ulong Position(ulong left, ulong right, int bytes, int position)
    {
        ulong sum = 0;
        for (int odd = 0; odd < 2; odd++)
        {
            int diagonal = 2 * position + odd;
            for (int i = Math.Max(0, diagonal - bytes + 1); i < bytes && i <= diagonal; i++)
                sum += (ulong)Limbs.ByteOf(left, i) * Limbs.ByteOf(right, diagonal - i) << (8 * odd);
        }

        return sum;
    }

    /// <summary>The number of bits above the low byte of the carry out of a position.</summary>
    internal static int HighBits(int position)
    {
        // The largest position of full-length operands, one more limb and the largest carry in.
        const ulong product = 255 * 255;
        ulong carry = 0;
        for (int k = 0; k <= position; k++)
            carry = (product * ((2 * (ulong)k) + 1 + (256 * ((2 * (ulong)k) + 2))) + 0xFFFF + carry) >> 16;
        return BitOperations.Log2((uint)carry >> 8) + 1;
    }
}
