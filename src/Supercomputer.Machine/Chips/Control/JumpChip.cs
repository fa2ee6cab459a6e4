using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Control;

/// <summary>Continues at a target, or at a base plus a register.</summary>
/// <remarks>
/// Statement: pc' = target, or base + r32[a] where indirect. Soundness: the sum is taken in the field; a program tests
/// r32[a] &lt; 2^16 before. Cost: 11 columns, 6 interactions.
/// </remarks>
internal sealed class JumpChip : InstructionChip
{
    private readonly Cell isJump;
    private readonly Cell isIndirect;
    private readonly Cell target;
    private readonly Cell[] value;
    private readonly RegisterRead a;

    internal JumpChip()
        : base("Jump")
    {
        isJump = Air.Boolean("is_jump");
        isIndirect = Air.Boolean("is_indirect");
        target = Air.Column("target");
        value = Air.Columns("a", 2);
        Expression isReal = Air.OneOf(isJump, isIndirect);
        a = new(Air, State, "a", isIndirect, 1, Limbs.Expressions(value), 0);
        foreach (Cell limb in value) Air.AssertZero("a jump to a target reads nothing", (1 - isIndirect) * limb);
        State.Step(isReal, target + value[0] + 65536 * value[1]);
        State.Instruction(
            isReal, (long)Operation.Jump * isJump + (long)Operation.JumpIndirect * isIndirect,
            isJump * target, a.Index, null, isIndirect * target);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        if (instruction.Operation == Operation.Jump)
        {
            row[isJump.Index] = 1;
            row[target.Index] = instruction.D;
            return;
        }

        row[isIndirect.Index] = 1;
        row[target.Index] = instruction.I0;
        Limbs.Write(row, value, step.A);
        a.Fill(instruction.A, step.ATime, step.Clock, row, counts);
    }
}
