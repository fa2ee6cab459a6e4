using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Gadgets;

/// <summary>Compares two words of n limbs: unequal, and less (unsigned or signed).</summary>
/// <remarks>
/// Statement: differs = [a != b]; less = [a &lt; b], as two's complement numbers when is_signed.
/// How: one-hot marks choose the highest limb that differs. Limbs above the mark are equal; D is the difference at the mark (limb 0
/// is marked when all are equal), with the top limb's sign bit flipped on both sides when signed. differs = [D != 0] by an inverse, and
/// D + 2^16 less lies in [0, 2^16).
/// Soundness: a mark above limb 0 requires D != 0, so it is the highest differing limb; operands are below 2^16, hence
/// |D| &lt; 2^16 and the lookup leaves one value for less. The sign bit is unique: limb + 2^15 - 2^16 sign is looked up.
/// The inverse of 0 is kept 0. Cost: n + 4 columns, 3 lookups; 2 of each less where nothing is signed.
/// </remarks>
internal sealed class CompareGadget
{
    private readonly Cell leftSign; // the signs are not declared where nothing is signed
    private readonly Cell rightSign;
    private readonly Cell[] marks;
    private readonly Cell inverse;

    internal CompareGadget(
        AirBuilder air, Expression isReal, Expression? isSigned, Expression[] left, Expression[] right)
    {
        int top = left.Length - 1;
        Expression signs = Expression.Zero;
        if (isSigned is not null)
        {
            leftSign = air.Boolean("a.sign");
            rightSign = air.Boolean("b.sign");
            AssertSigns(air, isSigned, left[top], right[top]);
            signs = leftSign - rightSign;
        }

        marks = air.Booleans("differs_first_above", top);
        inverse = air.Column("inverse");
        Differs = air.Column("differs");
        Less = air.Boolean("less");

        Expression marked = Expression.Zero;
        Expression difference = -(65536 * marks[top - 1]) * signs;
        for (int limb = top; limb >= 1; limb--)
        {
            Expression delta = left[limb] - right[limb];
            marked += marks[limb - 1];
            difference += marks[limb - 1] * delta;
            air.AssertZero($"limb {limb} is equal below the mark", (isReal - marked) * delta);
        }

        air.AssertBoolean("one mark", isReal - marked);
        difference += (isReal - marked) * (left[0] - right[0]);
        air.AssertEqual("differs by the inverse", Differs, difference * inverse);
        air.AssertZero("differs unless the difference is zero", difference * (1 - Differs));
        air.AssertZero("the inverse of zero is zero", inverse * (1 - Differs));
        air.AssertZero("a mark above limb 0 differs", marked * (1 - Differs));
        air.Range16(isReal, difference + 65536 * Less);
    }

    /// <summary>1 when the words differ.</summary>
    internal Cell Differs { get; }

    /// <summary>1 when the left word is less.</summary>
    internal Cell Less { get; }

    internal void Fill(bool isSigned, ulong left, ulong right, Span<uint> row, LookupCounts counts)
    {
        int limb = marks.Length;
        uint flip = 0;
        if (isSigned)
        {
            flip = 0x8000;
            FillSign(Limbs.Of(left, limb), leftSign, row, counts);
            FillSign(Limbs.Of(right, limb), rightSign, row, counts);
        }

        int top = limb;
        while (limb > 0 && Limbs.Of(left, limb) == Limbs.Of(right, limb)) limb--;
        if (limb > 0) row[marks[limb - 1].Index] = 1;
        if (limb < top) flip = 0;
        int difference = (int)(Limbs.Of(left, limb) ^ flip) - (int)(Limbs.Of(right, limb) ^ flip);
        row[inverse.Index] = SmallInverses.Of(difference);
        row[Differs.Index] = difference == 0 ? 0u : 1;
        row[Less.Index] = (uint)difference >> 31;
        counts.Range16((uint)difference & 0xFFFF);
    }

    private void AssertSigns(AirBuilder air, Expression isSigned, Expression left, Expression right)
    {
        air.AssertZero("a's sign is used only when signed", (1 - isSigned) * leftSign);
        air.AssertZero("b's sign is used only when signed", (1 - isSigned) * rightSign);
        air.Range16(isSigned, left + 32768 - 65536 * leftSign);
        air.Range16(isSigned, right + 32768 - 65536 * rightSign);
    }

    private static void FillSign(uint limb, Cell sign, Span<uint> row, LookupCounts counts)
    {
        row[sign.Index] = limb >> 15;
        counts.Range16(limb ^ 0x8000);
    }
}
