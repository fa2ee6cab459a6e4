using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Chips.Arithmetic;

/// <summary>Shifts and rotations of 32 or 64 bits: <see cref="BinaryFetch"/> and <see cref="ShiftGadget"/>.</summary>
/// <remarks>Cost: 38 columns and 17 interactions for 32 bits with a register, 36 and 14 with an immediate; 57 and 20 for 64 bits.</remarks>
internal sealed class ShiftChip : InstructionChip
{
    private readonly Operation first;
    private readonly Cell[] left;
    private readonly Cell[] right;
    private readonly ShiftGadget shift;
    private readonly BinaryFetch fetch;

    internal ShiftChip(bool isWide, OperandForm form = OperandForm.Either)
        : base((isWide ? "Shift64" : "Shift32") + Suffix(form))
    {
        first = isWide ? Operation.Shl64 : Operation.Shl32;
        left = Air.Columns("a", isWide ? 4 : 2);
        right = Air.Columns("b", isWide ? 4 : 2);
        shift = new(Air, Limbs.Expressions(left), right[0]);
        fetch = new(
            Air, State, form, shift.IsReal, shift.Operation(first), null,
            Limbs.Expressions(left), Limbs.Expressions(right), shift.Result);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        Limbs.Write(row, left, step.A);
        Limbs.Write(row, right, step.B);
        shift.Fill((instruction.Operation - first) >> 1, step.A, Limbs.Of(step.B, 0), row, counts);
        fetch.Fill(step, instruction, row, counts);
    }
}
