using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Gadgets;

/// <summary>And, or, exclusive or of two words given as bytes.</summary>
/// <remarks>
/// Statement: c_i = a_i and b_i by lookup, which also makes both bytes; or = a + b - c, xor = a + b - 2 c.
/// Cost: one column and one lookup a byte.
/// </remarks>
internal sealed class BitwiseGadget
{
    private readonly Cell[] and;
    private readonly Cell isAnd;
    private readonly Cell isOr;
    private readonly Cell isXor;

    internal BitwiseGadget(AirBuilder air, Cell[] left, Cell[] right)
    {
        isAnd = air.Boolean("is_and");
        isOr = air.Boolean("is_or");
        isXor = air.Boolean("is_xor");
        IsReal = air.OneOf(isAnd, isOr, isXor);
        and = air.Columns("and", left.Length);
        for (int index = 0; index < left.Length; index++) air.And(IsReal, left[index], right[index], and[index]);
        Expression[] a = Limbs.FromBytes(left), b = Limbs.FromBytes(right), c = Limbs.FromBytes(and);
        Result =
        [
            .. Enumerable.Range(0, a.Length).Select(limb =>
                (isAnd - isOr - 2 * isXor) * c[limb] + (isOr + isXor) * (a[limb] + b[limb])),
        ];
    }

    internal Expression IsReal { get; }

    /// <summary>The limbs of the result, of degree 2.</summary>
    internal Expression[] Result { get; }

    /// <summary>The code of the operation, given the code of And; Or and Xor follow it by 2 and 4.</summary>
    internal Expression Operation(Operation first) =>
        (long)first * isAnd + (long)(first + 2) * isOr + (long)(first + 4) * isXor;

    /// <summary>Fills the row.</summary>
    /// <param name="operation">0 for and, 1 for or, 2 for exclusive or.</param>
    /// <param name="left">Operand A.</param>
    /// <param name="right">Operand B.</param>
    /// <param name="row">The row.</param>
    /// <param name="counts">Receives the lookups.</param>
    internal void Fill(int operation, ulong left, ulong right, Span<uint> row, LookupCounts counts)
    {
        row[(operation switch { 0 => isAnd, 1 => isOr, _ => isXor }).Index] = 1;
        for (int index = 0; index < and.Length; index++)
        {
            uint a = Limbs.ByteOf(left, index), b = Limbs.ByteOf(right, index);
            row[and[index].Index] = a & b;
            counts.And(a, b);
        }
    }
}
