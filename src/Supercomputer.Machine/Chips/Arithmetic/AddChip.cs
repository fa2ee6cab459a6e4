using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Arithmetic;

/// <summary>Addition and subtraction of 32 or 64 bits: <see cref="BinaryFetch"/> and <see cref="AddGadget"/>.</summary>
/// <remarks>Cost: 22 columns and 14 interactions for 32 bits with a register, 19 and 11 with an immediate, 4 and 3 less in place; 33 and 16 for
/// 64 bits.</remarks>
internal sealed class AddChip : InstructionChip
{
    private readonly bool isWide;
    private readonly Cell isAdd;
    private readonly Cell isSubtract; // not declared where operand B is an immediate: there is no such form
    private readonly Cell[] left;
    private readonly Cell[] right;
    private readonly AddGadget sum;
    private readonly BinaryFetch fetch;

    internal AddChip(bool isWide, OperandForm form = OperandForm.Either, bool inPlace = false)
        : base((isWide ? "Add64" : "Add32") + Suffix(form, inPlace))
    {
        this.isWide = isWide;
        isAdd = Air.Boolean("is_add");
        Expression subtracts = Expression.Zero;
        if (form != OperandForm.Immediate) subtracts = isSubtract = Air.Boolean("is_subtract");
        left = Air.Columns("a", isWide ? 4 : 2);
        right = Air.Columns("b", isWide ? 4 : 2);
        sum = new(Air, isAdd, subtracts, Limbs.Expressions(left), Limbs.Expressions(right));
        long add = (long)(isWide ? Operation.Add64 : Operation.Add32);
        long subtract = (long)(isWide ? Operation.Sub64 : Operation.Sub32);
        fetch = new(
            Air, State, form, form == OperandForm.Immediate ? isAdd : Air.OneOf(isAdd, isSubtract),
            add * isAdd + subtract * subtracts, subtracts,
            Limbs.Expressions(left), Limbs.Expressions(right), sum.Result, inPlace);
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
