using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Chips.Arithmetic;

/// <summary>Multiplication of 32 or 64 bits: <see cref="BinaryFetch"/> and <see cref="MultiplyGadget"/>.</summary>
/// <remarks>Cost: 27 columns and 19 interactions for 32 bits, 45 and 26 for 64.</remarks>
internal sealed class MultiplyChip : InstructionChip
{
    private readonly Cell isReal;
    private readonly Cell[] left;
    private readonly Cell[] right;
    private readonly MultiplyGadget product;
    private readonly BinaryFetch fetch;

    internal MultiplyChip(bool isWide)
        : base(isWide ? "Multiply64" : "Multiply32")
    {
        isReal = Air.Boolean("is_real");
        left = Air.Columns("a.byte", isWide ? 8 : 4);
        right = Air.Columns("b.byte", isWide ? 8 : 4);
        product = new(Air, isReal, left, right);
        fetch = new(
            Air, State, OperandForm.Either, isReal, (long)(isWide ? Operation.Mul64 : Operation.Mul32), null,
            Limbs.FromBytes(left), Limbs.FromBytes(right), product.Result);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        row[isReal.Index] = 1;
        Limbs.WriteBytes(row, left, step.A);
        Limbs.WriteBytes(row, right, step.B);
        product.Fill(step.A, step.B, row, counts);
        fetch.Fill(step, instruction, row, counts);
    }
}
