using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Gadgets;

/// <summary>The sum or the difference of two words, modulo 2^(16 n).</summary>
/// <remarks>
/// Statement: with s = 1 for a sum and -1 for a difference, a_i + s (b_i + carry_(i-1)) = r_i + s 2^16 carry_i in every limb.
/// Soundness: carries are boolean and r_i below 2^16, so both sides are integers below p in size and r is unique.
/// Cost: 2 n columns, n lookups.
/// </remarks>
internal sealed class AddGadget
{
    private readonly Cell[] result;
    private readonly Cell[] carries;

    internal AddGadget(AirBuilder air, Expression isAdd, Expression isSubtract, Expression[] left, Expression[] right)
    {
        result = air.Columns("result", left.Length);
        carries = air.Booleans("carry", left.Length);
        Expression sign = isAdd - isSubtract;
        Expression carryIn = 0;
        for (int limb = 0; limb < left.Length; limb++)
        {
            air.AssertEqual(
                $"limb {limb} of the sum", left[limb] + sign * (right[limb] + carryIn - 65536 * carries[limb]), result[limb]);
            air.Range16(isAdd + isSubtract, result[limb]);
            carryIn = carries[limb];
        }
    }

    internal Expression[] Result => Limbs.Expressions(result);

    internal void Fill(bool isSubtract, ulong left, ulong right, Span<uint> row, LookupCounts counts)
    {
        uint carry = 0;
        for (int limb = 0; limb < result.Length; limb++)
        {
            uint sum = Limbs.Of(left, limb);
            sum = isSubtract ? sum - Limbs.Of(right, limb) - carry : sum + Limbs.Of(right, limb) + carry;
            carry = sum >> 16 & 1;
            row[result[limb].Index] = sum & 0xFFFF;
            row[carries[limb].Index] = carry;
            counts.Range16(sum & 0xFFFF);
        }
    }
}
