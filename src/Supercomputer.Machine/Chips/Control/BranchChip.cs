using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Control;

/// <summary>Compares two words of 32 or 64 bits and continues at the target when the condition holds.</summary>
/// <remarks>
/// Statement: pc' = pc + 1 + holds (target - pc - 1). Soundness: <see cref="ConditionGadget"/> fixes holds; the target is the
/// program's. Cost: 25 columns for 32 bits, 31 for 64; 12 interactions; without signed conditions 10, and 7 with an immediate.
/// </remarks>
internal sealed class BranchChip : InstructionChip
{
    private readonly Cell[] left;
    private readonly Cell[] right;
    private readonly Cell target;
    private readonly ConditionGadget condition;
    private readonly RegisterRead a;
    private readonly SecondOperand b;

    /// <summary>Declares the chip.</summary>
    /// <param name="isWide">Whether words have 64 bits.</param>
    /// <param name="hasSigned">Whether it takes signed conditions.</param>
    /// <param name="form">What operand B may be.</param>
    internal BranchChip(bool isWide, bool hasSigned = true, OperandForm form = OperandForm.Either)
        : base((isWide ? "Branch64" : "Branch32") + (hasSigned ? "" : "Unsigned") + Suffix(form))
    {
        left = Air.Columns("a", isWide ? 4 : 2);
        right = Air.Columns("b", isWide ? 4 : 2);
        target = Air.Column("target");
        Operation first = isWide ? Operation.BrEq64 : Operation.BrEq32;
        condition = new(Air, first, Limbs.Expressions(left), Limbs.Expressions(right), hasSigned);
        Expression isReal = condition.IsReal;
        a = new(Air, State, "a", isReal, left.Length / 2, Limbs.Expressions(left), 0);
        b = new(Air, State, form, isReal, null, Limbs.Expressions(right));
        Expression next = State.ProgramCounter + 1;
        State.Step(isReal, next + condition.Holds * (target - next));
        State.Instruction(
            isReal, condition.Operation + b.IsImmediate, target, a.Index, b.Index, b.Immediates);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        Limbs.Write(row, left, step.A);
        Limbs.Write(row, right, step.B);
        row[target.Index] = instruction.D;
        condition.Fill(instruction.Operation, step.A, step.B, row, counts);
        a.Fill(instruction.A, step.ATime, step.Clock, row, counts);
        b.Fill(step, instruction, row, counts);
    }
}
