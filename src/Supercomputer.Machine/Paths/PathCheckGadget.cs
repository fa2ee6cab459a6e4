using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Paths;

/// <summary>Requires that two words in range are equal, unequal, less or not less, as a branch of the path needs.</summary>
/// <remarks>
/// Equal: both limbs are. Unequal: the difference of the marked limb times an inverse is 1. Less: without the mark the high limbs are
/// equal and low_b - low_a - 1 lies in [0, 2^16); with it high_b - high_a - 1 does. Not less: the same with b and a, without the - 1 at the low
/// limb. Signed: the top bit is flipped on both sides, the sign by high + 2^15 - 2^16 sign in [0, 2^16).
/// Soundness: operands are in range, so differences are integers above -2^16 and a lookup or inverse says what it seems to; no
/// assignment fits a pair for which the branch goes the other way. Cost: 0, 2 or 1 columns; 0, 0 or 1 lookups; one of each more a sign.
/// </remarks>
internal sealed class PathCheckGadget
{
    private readonly PathCheck check;
    private readonly bool isEquality;
    private readonly Cell? mark;
    private readonly Cell? inverse;
    private readonly Cell?[] signs = new Cell?[2];

    internal PathCheckGadget(AirBuilder air, string name, Expression isReal, PathCheck check, PathWire left, PathWire right)
    {
        this.check = check;
        isEquality = check.Condition == PathCondition.Equal;
        if (isEquality && check.Holds)
        {
            for (int limb = 0; limb < 2; limb++)
                air.AssertZero($"{name} limb {limb} is equal", isReal * (left.Limbs[limb] - right.Limbs[limb]));
            return;
        }

        Cell marked = air.Boolean($"{name}.mark");
        mark = marked;
        if (isEquality)
        {
            Cell reciprocal = air.Column($"{name}.inverse");
            inverse = reciprocal;
            Expression difference = marked * (left.Limbs[1] - right.Limbs[1]) + (isReal - marked) * (left.Limbs[0] - right.Limbs[0]);
            air.AssertZero($"{name} differs", difference * reciprocal - isReal);
            return;
        }

        Expression a = High(air, name, isReal, 0, left), b = High(air, name, isReal, 1, right);
        Expression high = check.Holds ? b - a : a - b;
        Expression low = check.Holds ? right.Limbs[0] - left.Limbs[0] - 1 : left.Limbs[0] - right.Limbs[0];
        air.AssertZero($"{name} high limbs are equal without the mark", (isReal - marked) * high);
        air.Range16(isReal, marked * (high - 1) + (isReal - marked) * low);
    }

    internal void Fill(in PathRow row)
    {
        if (mark is not { } marked) return;
        uint left = row.Values[check.Left], right = row.Values[check.Right];
        uint a = left >> 16, b = right >> 16;
        row.Cells[marked.Index] = a != b ? 1u : 0;
        if (isEquality)
        {
            int difference = a != b ? (int)a - (int)b : (int)(left & 0xFFFF) - (int)(right & 0xFFFF);
            row.Cells[inverse!.Value.Index] = SmallInverses.Of(difference);
            return;
        }

        FillSign(row, 0, ref a);
        FillSign(row, 1, ref b);
        uint high = check.Holds ? b - a : a - b;
        uint low = check.Holds ? (right & 0xFFFF) - (left & 0xFFFF) - 1 : (left & 0xFFFF) - (right & 0xFFFF);
        row.Counts.Range16(a != b ? high - 1 : low);
    }

    private void FillSign(in PathRow row, int side, ref uint limb)
    {
        if (check.Condition != PathCondition.LessSigned) return;
        uint plain = limb;
        limb ^= 0x8000;
        if (signs[side] is not { } sign) return;
        row.Cells[sign.Index] = plain >> 15;
        row.Counts.Range16(limb);
    }

    private Expression High(AirBuilder air, string name, Expression isReal, int side, PathWire wire)
    {
        if (check.Condition != PathCondition.LessSigned) return wire.Limbs[1];
        if (wire.Limbs[1].Kind == ExpressionKind.Constant) return wire.Limbs[1].Value ^ 0x8000;
        Cell sign = air.Boolean($"{name}.sign[{side}]");
        signs[side] = sign;
        Expression flipped = wire.Limbs[1] + 32768 - 65536 * sign;
        air.Range16(isReal, flipped);
        return flipped;
    }
}
