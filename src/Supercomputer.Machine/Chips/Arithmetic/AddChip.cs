using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Chips.Arithmetic;

/// <summary>Addition and subtraction of 32 or 64 bits: <see cref="BinaryFetch"/> and <see cref="AddGadget"/>.</summary>
/// <remarks>Cost: 25 columns and 14 interactions for 32 bits, 35 and 16 for 64.</remarks>
internal sealed class AddChip : InstructionChip
{
    private readonly bool isWide;
    private readonly Cell isAdd;
    private readonly Cell isSubtract;
    private readonly Cell[] left;
    private readonly Cell[] right;
    private readonly AddGadget sum;
    private readonly BinaryFetch fetch;

    internal AddChip(bool isWide)
        : base(isWide ? "Add64" : "Add32")
    {
        this.isWide = isWide;
        isAdd = Air.Boolean("is_add");
        isSubtract = Air.Boolean("is_subtract");
        left = Air.Columns("a", isWide ? 4 : 2);
        right = Air.Columns("b", isWide ? 4 : 2);
        sum = new(Air, isAdd, isSubtract, Limbs.Expressions(left), Limbs.Expressions(right));
        long add = (long)(isWide ? Operation.Add64 : Operation.Add32);
        long subtract = (long)(isWide ? Operation.Sub64 : Operation.Sub32);
        fetch = new(
            Air, State, Air.OneOf(isAdd, isSubtract), add * isAdd + subtract * isSubtract, isSubtract,
            Limbs.Expressions(left), Limbs.Expressions(right), sum.Result);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        bool subtract = instruction.Operation == (isWide ? Operation.Sub64 : Operation.Sub32);
        row[(subtract ? isSubtract : isAdd).Index] = 1;
        Limbs.Write(row, left, step.A);
        Limbs.Write(row, right, step.B);
        sum.Fill(subtract, step.A, step.B, row, counts);
        fetch.Fill(step, instruction, row, counts);
    }
}
