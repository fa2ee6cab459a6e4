using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Control;

/// <summary>Calls a function, or traps when its frame would begin at the stack limit or above.</summary>
/// <remarks>
/// Statement: fp' = fp + frame. A call: Call[fp'] = (pc + 1, fp), and the callee is the target, or r32[a] where indirect.
/// A trap: fp' >= stack limit, fp stays, and the next pc is the halt of CallStackExhausted.
/// Soundness: the Call space has cells only below the stack limit (<see cref="Buses.Chain"/>), so a call's fp' is below it and no
/// lookup is needed; a trap looks up fp' - limit in [0, 2^16), which is complete because fp is below the limit and a
/// frame below 2^16, and excludes a call in the same place. Cost: 16 columns, 10 interactions.
/// </remarks>
internal sealed class CallChip : InstructionChip
{
    private readonly Cell isCall;
    private readonly Cell isIndirect;
    private readonly Cell isTrap;
    private readonly Cell frame;
    private readonly Cell target;
    private readonly Cell[] value;
    private readonly Cell[] old;
    private readonly RegisterRead a;
    private readonly CellAccess cell;

    internal CallChip(uint stackLimit)
        : base("Call")
    {
        StackLimit = stackLimit;
        isCall = Air.Boolean("is_call");
        isIndirect = Air.Boolean("is_indirect");
        isTrap = Air.Boolean("is_trap");
        frame = Air.Column("frame");
        target = Air.Column("target");
        value = Air.Columns("a", 2);
        old = Air.Columns("old", 2);
        Expression isReal = Air.OneOf(isCall, isIndirect);
        Air.AssertZero("only a real row traps", isTrap * (1 - isReal));
        Air.AssertZero("an indirect call has no target", isIndirect * target);
        a = new(Air, State, "a", isIndirect, 1, Limbs.Expressions(value), 0);
        foreach (Cell limb in value) Air.AssertZero("a direct call reads nothing", (1 - isIndirect) * limb);
        Expression newFrame = State.FramePointer + frame;
        cell = new(
            Air, "call", isReal - isTrap, (long)Space.Call, newFrame, Limbs.Expressions(old),
            [State.ProgramCounter + 1, State.FramePointer], State.Clock + 2);
        Air.Range16(isTrap, newFrame - stackLimit);
        Expression callee = target + value[0] + 65536 * value[1];
        State.Step(
            isReal, callee + isTrap * ((long)Outcome.CallStackExhausted - callee), newFrame - isTrap * frame);
        State.Instruction(
            isReal, (long)Operation.Call * isCall + (long)Operation.CallIndirect * isIndirect, target, a.Index, null, frame);
    }

    /// <summary>Frames begin below this.</summary>
    internal uint StackLimit { get; }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        row[frame.Index] = instruction.I0;
        if (instruction.Operation == Operation.Call)
        {
            row[isCall.Index] = 1;
            row[target.Index] = instruction.D;
        }
        else
        {
            row[isIndirect.Index] = 1;
            Limbs.Write(row, value, step.A);
            a.Fill(instruction.A, step.ATime, step.Clock, row, counts);
        }

        if (step.FirstWord < 0)
        {
            row[isTrap.Index] = 1;
            counts.Range16(step.FramePointer + instruction.I0 - StackLimit);
            return;
        }

        WordAccess word = words[step.FirstWord];
        row[old[0].Index] = (uint)word.Old;
        row[old[1].Index] = (uint)(word.Old >> 32);
        cell.Fill(word.PreviousTime, step.Clock + 2, row, counts);
    }
}
