using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Control;

/// <summary>Compares two words of 32 or 64 bits and continues at the target when the condition holds.</summary>
/// <remarks>
/// Statement: pc' = pc + 1 + holds (target - pc - 1). Soundness: <see cref="ConditionGadget"/> fixes holds; the target is the
/// program's. Cost: 27 columns for 32 bits, 33 for 64; 12 interactions.
/// </remarks>
internal sealed class BranchChip : InstructionChip
{
    private readonly Cell[] left;
    private readonly Cell[] right;
    private readonly Cell isImmediate;
    private readonly Cell target;
    private readonly ConditionGadget condition;
    private readonly RegisterRead a;
    private readonly RegisterRead b;

    internal BranchChip(bool isWide)
        : base(isWide ? "Branch64" : "Branch32")
    {
        left = Air.Columns("a", isWide ? 4 : 2);
        right = Air.Columns("b", isWide ? 4 : 2);
        target = Air.Column("target");
        isImmediate = Air.Boolean("is_immediate");
        Operation first = isWide ? Operation.BrEq64 : Operation.BrEq32;
        condition = new(Air, first, Limbs.Expressions(left), Limbs.Expressions(right));
        Expression isReal = condition.IsReal;
        Air.AssertZero("only a real row has an immediate", isImmediate * (1 - isReal));
        a = new(Air, State, "a", isReal, left.Length / 2, Limbs.Expressions(left), 0);
        b = new(Air, State, "b", isReal - isImmediate, left.Length / 2, Limbs.Expressions(right), 1);
        Expression next = State.ProgramCounter + 1;
        State.Step(isReal, next + condition.Holds * (target - next));
        State.Instruction(
            isReal, condition.Operation + isImmediate, target, a.Index, b.Index,
            [.. right.Select(limb => isImmediate * limb)]);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, instruction, row);
        Limbs.Write(row, left, step.A);
        Limbs.Write(row, right, step.B);
        row[target.Index] = instruction.D;
        condition.Fill(instruction.Operation, step.A, step.B, row, counts);
        a.Fill(instruction.A, step.ATime, step.Clock, row, counts);
        if ((instruction.Operation.Forms() & OperandForms.Value) != 0) row[isImmediate.Index] = 1;
        else b.Fill(instruction.B, step.BTime, step.Clock, row, counts);
    }
}
