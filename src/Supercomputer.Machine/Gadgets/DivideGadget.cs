using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Gadgets;

/// <summary>The unsigned quotient q and remainder r of a word a by a word b.</summary>
/// <remarks>
/// Statement: q b + r = a without overflow, and r &lt; b.
/// Soundness: position_k + r_k + carry_(k-1) = a_k + 2^16 carry_k with bounded carries (<see cref="ByteProduct"/>), the last carry is 0, and
/// all products of bytes beyond the word add up to 0, hence each is 0: equality of integers. r &lt; b: limbs above a
/// one-hot mark are equal, and b - r - 1 at the mark lies in [0, 2^16). So q and r are unique, and b = 0 has no row.
/// Cost for n limbs: 4 n - 1 columns and the carries' bits; 3 n + 1 + n / 2 lookups.
/// </remarks>
internal sealed class DivideGadget
{
    private readonly Cell[] quotient;
    private readonly Cell[] remainder;
    private readonly Cell[] marks;
    private readonly CarryColumns carryColumns;

    /// <summary>Declares the division.</summary>
    /// <param name="air">The chip.</param>
    /// <param name="isReal">Whether the row is real.</param>
    /// <param name="dividend">The limbs of a.</param>
    /// <param name="divisor">The bytes of b.</param>
    internal DivideGadget(AirBuilder air, Expression isReal, Expression[] dividend, Cell[] divisor)
    {
        int limbs = dividend.Length;
        quotient = air.Columns("quotient.byte", 2 * limbs);
        remainder = air.Columns("remainder", limbs);
        marks = air.Booleans("remainder_less_first_above", limbs - 1);
        Expression[] carries = new Expression[limbs];
        for (int k = 0; k < limbs; k++)
        {
            air.Bytes(isReal, quotient[2 * k], quotient[2 * k + 1]);
            air.Bytes(isReal, divisor[2 * k], divisor[2 * k + 1]);
            air.Range16(isReal, remainder[k]);
            Expression sum = ByteProduct.Position(quotient, divisor, k) + remainder[k] + (k == 0 ? Expression.Zero : carries[k - 1]);
            carries[k] = AirBuilder.InverseOf65536 * (sum - dividend[k]);
        }

        air.AssertZero("the last carry is zero", carries[limbs - 1]);
        Expression overflow = Expression.Zero;
        for (int diagonal = 2 * limbs; diagonal < 4 * limbs - 1; diagonal++)
            overflow += ByteProduct.Diagonal(quotient, divisor, diagonal);
        air.AssertZero("nothing beyond the word", overflow);
        carryColumns = new(air, isReal, carries[..^1]);
        AssertLess(air, isReal, divisor);
    }

    internal Expression[] Quotient => Limbs.FromBytes(quotient);

    internal Expression[] Remainder => Limbs.Expressions(remainder);

    internal void Fill(ulong dividend, ulong divisor, Span<uint> row, LookupCounts counts)
    {
        int limbs = remainder.Length;
        (ulong q, ulong r) = Math.DivRem(dividend, divisor);
        Limbs.WriteBytes(row, quotient, q);
        Limbs.Write(row, remainder, r);
        Span<uint> carries = stackalloc uint[limbs];
        ulong carry = 0;
        for (int k = 0; k < limbs; k++)
        {
            counts.Bytes(Limbs.Of(q, k) & 0xFF, Limbs.Of(q, k) >> 8);
            counts.Bytes(Limbs.Of(divisor, k) & 0xFF, Limbs.Of(divisor, k) >> 8);
            counts.Range16(Limbs.Of(r, k));
            carry = (carry + ByteProduct.Position(q, divisor, 2 * limbs, k) + Limbs.Of(r, k)) >> 16;
            carries[k] = (uint)carry;
        }

        carryColumns.Fill(carries[..^1], row, counts);
        int mark = limbs - 1;
        while (mark > 0 && Limbs.Of(r, mark) == Limbs.Of(divisor, mark)) mark--;
        if (mark > 0) row[marks[mark - 1].Index] = 1;
        counts.Range16(Limbs.Of(divisor, mark) - Limbs.Of(r, mark) - 1);
    }

    private void AssertLess(AirBuilder air, Expression isReal, Cell[] divisor)
    {
        Expression[] b = Limbs.FromBytes(divisor);
        Expression marked = Expression.Zero;
        Expression difference = Expression.Zero;
        for (int limb = b.Length - 1; limb >= 1; limb--)
        {
            marked += marks[limb - 1];
            difference += marks[limb - 1] * (b[limb] - remainder[limb]);
            air.AssertZero($"limb {limb} is equal below the mark", (isReal - marked) * (b[limb] - remainder[limb]));
        }

        air.AssertBoolean("one mark", isReal - marked);
        difference += (isReal - marked) * (b[0] - remainder[0]);
        air.Range16(isReal, difference - 1);
    }
}
