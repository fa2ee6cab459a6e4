using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Chips.Arithmetic;

/// <summary>And, or, exclusive or of 32 or 64 bits: <see cref="BinaryFetch"/> and <see cref="BitwiseGadget"/>.</summary>
/// <remarks>Cost: 27 columns and 16 interactions for 32 bits with a register, 25 and 13 with an immediate, 4 and 3 less in place; 42 and 20 for
/// 64 bits.</remarks>
internal sealed class BitwiseChip : InstructionChip
{
    private readonly Operation first;
    private readonly Cell[] left;
    private readonly Cell[] right;
    private readonly BitwiseGadget bitwise;
    private readonly BinaryFetch fetch;

    internal BitwiseChip(bool isWide, OperandForm form = OperandForm.Either, bool inPlace = false)
        : base((isWide ? "Bitwise64" : "Bitwise32") + Suffix(form, inPlace))
    {
        first = isWide ? Operation.And64 : Operation.And32;
        left = Air.Columns("a.byte", isWide ? 8 : 4);
        right = Air.Columns("b.byte", isWide ? 8 : 4);
        bitwise = new(Air, left, right);
        fetch = new(
            Air, State, form, bitwise.IsReal, bitwise.Operation(first), null,
            Limbs.FromBytes(left), Limbs.FromBytes(right), bitwise.Result, inPlace);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        Limbs.WriteBytes(row, left, step.A);
        Limbs.WriteBytes(row, right, step.B);
        bitwise.Fill((instruction.Operation - first) >> 1, step.A, step.B, row, counts);
        fetch.Fill(step, instruction, row, counts);
    }
}
