using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Arithmetic;

/// <summary>Writes 1 or 0 for a comparison of two words of 32 or 64 bits: <see cref="BinaryFetch"/> and <see cref="ConditionGadget"/>.</summary>
/// <remarks>Cost: 28 columns and 15 interactions for 32 bits, 34 and 15 for 64.</remarks>
internal sealed class SetChip : InstructionChip
{
    private readonly Cell[] left;
    private readonly Cell[] right;
    private readonly ConditionGadget condition;
    private readonly BinaryFetch fetch;

    internal SetChip(bool isWide)
        : base(isWide ? "Set64" : "Set32")
    {
        left = Air.Columns("a", isWide ? 4 : 2);
        right = Air.Columns("b", isWide ? 4 : 2);
        Operation first = isWide ? Operation.SetEq64 : Operation.SetEq32;
        condition = new(Air, first, Limbs.Expressions(left), Limbs.Expressions(right));
        fetch = new(
            Air, State, OperandForm.Either, condition.IsReal, condition.Operation, null,
            Limbs.Expressions(left), Limbs.Expressions(right), [condition.Holds, Expression.Zero]);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        Limbs.Write(row, left, step.A);
        Limbs.Write(row, right, step.B);
        condition.Fill(instruction.Operation, step.A, step.B, row, counts);
        fetch.Fill(step, instruction, row, counts);
    }
}
