using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Gadgets;

/// <summary>The low half of the product of two words given as bytes.</summary>
/// <remarks>
/// Statement: position_k + carry_(k-1) = r_k + 2^16 carry_k for every limb of the result; the last carry is dropped.
/// Soundness: operands are bytes by lookup, r_k is below 2^16, carries are bounded (<see cref="ByteProduct"/>): equality
/// of integers, hence r is unique. Cost for n limbs: n + 3 columns for n = 2, n + 9 for n = 4; 3 n + n / 2 lookups.
/// </remarks>
internal sealed class MultiplyGadget
{
    private readonly Cell[] result;
    private readonly CarryColumns carryColumns;

    internal MultiplyGadget(AirBuilder air, Expression isReal, Cell[] left, Cell[] right)
    {
        int limbs = left.Length / 2;
        result = air.Columns("result", limbs);
        Expression[] carries = new Expression[limbs];
        for (int k = 0; k < limbs; k++)
        {
            air.Bytes(isReal, left[2 * k], left[2 * k + 1]);
            air.Bytes(isReal, right[2 * k], right[2 * k + 1]);
            air.Range16(isReal, result[k]);
            Expression sum = ByteProduct.Position(left, right, k) + (k == 0 ? Expression.Zero : carries[k - 1]);
            carries[k] = AirBuilder.InverseOf65536 * (sum - result[k]);
        }

        carryColumns = new(air, isReal, carries);
    }

    internal Expression[] Result => Limbs.Expressions(result);

    internal void Fill(ulong left, ulong right, Span<uint> row, LookupCounts counts)
    {
        Span<uint> carries = stackalloc uint[result.Length];
        ulong carry = 0;
        for (int k = 0; k < result.Length; k++)
        {
            uint a = Limbs.Of(left, k), b = Limbs.Of(right, k);
            counts.Bytes(a & 0xFF, a >> 8);
            counts.Bytes(b & 0xFF, b >> 8);
            carry += ByteProduct.Position(left, right, 2 * result.Length, k);
            row[result[k].Index] = (uint)carry & 0xFFFF;
            counts.Range16((uint)carry & 0xFFFF);
            carry >>= 16;
            carries[k] = (uint)carry;
        }

        carryColumns.Fill(carries, row, counts);
    }
}
