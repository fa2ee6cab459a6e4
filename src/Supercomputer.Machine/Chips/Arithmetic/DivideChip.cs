using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Arithmetic;

/// <summary>Unsigned quotient or remainder of 32 or 64 bits: <see cref="BinaryFetch"/> and <see cref="DivideGadget"/>.</summary>
/// <remarks>Soundness: a divisor of 0 has no valid row, programs test it before. Cost: 29 columns and 20 interactions for 32 bits, 50 and
/// 27 for 64.</remarks>
internal sealed class DivideChip : InstructionChip
{
    private readonly Cell isQuotient;
    private readonly Cell isRemainder;
    private readonly Cell[] left;
    private readonly Cell[] right;
    private readonly DivideGadget division;
    private readonly BinaryFetch fetch;

    internal DivideChip(bool isWide)
        : base(isWide ? "Divide64" : "Divide32")
    {
        isQuotient = Air.Boolean("is_quotient");
        isRemainder = Air.Boolean("is_remainder");
        Expression isReal = Air.OneOf(isQuotient, isRemainder);
        left = Air.Columns("a", isWide ? 4 : 2);
        right = Air.Columns("b.byte", isWide ? 8 : 4);
        division = new(Air, isReal, Limbs.Expressions(left), right);
        long quotient = (long)(isWide ? Operation.DivU64 : Operation.DivU32);
        Expression[] q = division.Quotient, r = division.Remainder;
        fetch = new(
            Air, State, OperandForm.Either, isReal, quotient * isQuotient + (quotient + 2) * isRemainder, null,
            Limbs.Expressions(left), Limbs.FromBytes(right),
            [.. Enumerable.Range(0, q.Length).Select(limb => isQuotient * q[limb] + isRemainder * r[limb])]);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        bool quotient = instruction.Operation is Operation.DivU32 or Operation.DivU32Imm or Operation.DivU64 or Operation.DivU64Imm;
        row[(quotient ? isQuotient : isRemainder).Index] = 1;
        Limbs.Write(row, left, step.A);
        Limbs.WriteBytes(row, right, step.B);
        division.Fill(step.A, step.B, row, counts);
        fetch.Fill(step, instruction, row, counts);
    }
}
