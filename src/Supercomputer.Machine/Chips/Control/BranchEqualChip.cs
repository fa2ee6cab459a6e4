using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Control;

/// <summary>Continues at the target when two words of 32 bits are equal, or when they are not.</summary>
/// <remarks>
/// Statement: pc' = pc + 1 + holds (target - pc - 1), where holds = is_ne differs + is_eq (1 - differs).
/// Soundness: with no mark the high limbs are equal and D is the low limbs' difference; with a mark D is the high limbs' difference,
/// which must not be 0. differs = [D != 0] by an inverse, and the inverse of 0 is kept 0.
/// Cost: 18 columns and 9 interactions, 16 and 6 with an immediate.
/// </remarks>
internal sealed class BranchEqualChip : InstructionChip
{
    private readonly Cell isEqual;
    private readonly Cell isUnequal;
    private readonly Cell[] left;
    private readonly Cell[] right;
    private readonly Cell target;
    private readonly Cell mark;
    private readonly Cell inverse;
    private readonly Cell differs;
    private readonly RegisterRead a;
    private readonly SecondOperand b;

    internal BranchEqualChip(OperandForm form)
        : base("Branch32Equal" + Suffix(form))
    {
        isEqual = Air.Boolean("is_eq");
        isUnequal = Air.Boolean("is_ne");
        Expression isReal = Air.OneOf(isEqual, isUnequal);
        left = Air.Columns("a", 2);
        right = Air.Columns("b", 2);
        target = Air.Column("target");
        mark = Air.Boolean("differs_in_limb_1");
        inverse = Air.Column("inverse");
        differs = Air.Column("differs");
        Expression high = left[1] - right[1];
        Expression difference = mark * high + (isReal - mark) * (left[0] - right[0]);
        Air.AssertZero("limb 1 is equal below the mark", (isReal - mark) * high);
        Air.AssertZero("a mark is in a real row", mark * (1 - isReal));
        Air.AssertEqual("differs by the inverse", differs, difference * inverse);
        Air.AssertZero("differs unless the difference is zero", difference * (1 - differs));
        Air.AssertZero("the inverse of zero is zero", inverse * (1 - differs));
        Air.AssertZero("a mark differs", mark * (1 - differs));
        a = new(Air, State, "a", isReal, 1, Limbs.Expressions(left), 0);
        b = new(Air, State, form, isReal, null, Limbs.Expressions(right));
        Expression next = State.ProgramCounter + 1;
        State.Step(isReal, next + (isUnequal * differs + isEqual * (1 - differs)) * (target - next));
        State.Instruction(
            isReal, (long)Operation.BrEq32 * isEqual + (long)Operation.BrNe32 * isUnequal + b.IsImmediate, target, a.Index, b.Index, b.Immediates);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        row[(instruction.Operation is Operation.BrEq32 or Operation.BrEq32Imm ? isEqual : isUnequal).Index] = 1;
        Limbs.Write(row, left, step.A);
        Limbs.Write(row, right, step.B);
        row[target.Index] = instruction.D;
        int high = (int)Limbs.Of(step.A, 1) - (int)Limbs.Of(step.B, 1);
        int difference = high != 0 ? high : (int)Limbs.Of(step.A, 0) - (int)Limbs.Of(step.B, 0);
        if (high != 0) row[mark.Index] = 1;
        row[inverse.Index] = SmallInverses.Of(difference);
        row[differs.Index] = difference == 0 ? 0u : 1;
        a.Fill(instruction.A, step.ATime, step.Clock, row, counts);
        b.Fill(step, instruction, row, counts);
    }
}
