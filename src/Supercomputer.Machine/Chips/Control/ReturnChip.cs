using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Control;

/// <summary>Returns to the caller: (pc', fp') = Call[fp].</summary>
/// <remarks>Soundness: the cell holds what the Call chip wrote, or (0, 0) in the entry's frame, which leads to the halt at 0.
/// Cost: 8 columns, 6 interactions.</remarks>
internal sealed class ReturnChip : InstructionChip
{
    private readonly Cell isReal;
    private readonly Cell[] caller;
    private readonly CellAccess cell;

    internal ReturnChip()
        : base("Return")
    {
        isReal = Air.Boolean("is_real");
        caller = Air.Columns("caller", 2);
        Expression[] frame = Limbs.Expressions(caller);
        cell = new(Air, "call", isReal, (long)Space.Call, State.FramePointer, frame, frame, State.Clock + 2);
        State.Step(isReal, caller[0], caller[1]);
        State.Instruction(isReal, (long)Operation.Return);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        row[isReal.Index] = 1;
        WordAccess word = words[step.FirstWord];
        row[caller[0].Index] = (uint)word.Old;
        row[caller[1].Index] = (uint)(word.Old >> 32);
        cell.Fill(word.PreviousTime, step.Clock + 2, row, counts);
    }
}
