using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Gadgets;

/// <summary>One of the six conditions (Eq, Ne, LtS, LtU, GeS, GeU) on two words.</summary>
/// <remarks>
/// Statement: with e = is_equality and l = is_less, holds = (e (1 - differs) + l less) xor negated. The operation's code follows
/// from the same flags, in the order of the six in <see cref="Operation"/>. Cost: <see cref="CompareGadget"/> and 5 columns.
/// </remarks>
internal sealed class ConditionGadget
{
    private readonly Operation first;
    private readonly Cell isEquality;
    private readonly Cell isLess;
    private readonly Cell? isSigned;
    private readonly Cell isNegated;
    private readonly CompareGadget compare;

    /// <summary>Declares the condition.</summary>
    /// <param name="air">The chip.</param>
    /// <param name="first">The Eq operation of the group of six.</param>
    /// <param name="left">The left word's limbs.</param>
    /// <param name="right">The right word's limbs.</param>
    /// <param name="hasSigned">Whether signed conditions are among those taken.</param>
    internal ConditionGadget(AirBuilder air, Operation first, Expression[] left, Expression[] right, bool hasSigned = true)
    {
        this.first = first;
        isEquality = air.Boolean("is_equality");
        isLess = air.Boolean("is_less");
        if (hasSigned) isSigned = air.Boolean("is_signed");
        Expression? signed = hasSigned ? isSigned!.Value : null;
        isNegated = air.Boolean("is_negated");
        Holds = air.Column("holds");
        IsReal = air.OneOf(isEquality, isLess);
        if (signed is not null) air.AssertZero("only less is signed", signed * (1 - isLess));
        air.AssertZero("only a real row is negated", isNegated * (1 - IsReal));
        compare = new(air, IsReal, signed, left, right);
        Expression plain = isEquality * (1 - compare.Differs) + isLess * compare.Less;
        air.AssertEqual("the condition", Holds, plain + isNegated - 2 * plain * isNegated);
        Operation = (long)first * isEquality + (long)(first + 6) * isLess - 2 * (signed ?? Expression.Zero)
            + isNegated * (2 * isEquality + 4 * isLess);
    }

    internal Expression IsReal { get; }

    /// <summary>The code of the register form.</summary>
    internal Expression Operation { get; }

    /// <summary>1 when the condition holds.</summary>
    internal Cell Holds { get; }

    internal void Fill(Operation operation, ulong left, ulong right, Span<uint> row, LookupCounts counts)
    {
        // Pairs of a register and an immediate form: Eq, Ne, LtS, LtU, GeS, GeU.
        int condition = (operation - first) >> 1;
        bool signed = condition is 2 or 4;
        row[(condition < 2 ? isEquality : isLess).Index] = 1;
        if (signed) row[isSigned!.Value.Index] = 1;
        uint negated = condition is 1 or 4 or 5 ? 1u : 0;
        row[isNegated.Index] = negated;
        compare.Fill(signed, left, right, row, counts);
        uint plain = condition < 2 ? 1 - row[compare.Differs.Index] : row[compare.Less.Index];
        row[Holds.Index] = plain ^ negated;
    }
}
