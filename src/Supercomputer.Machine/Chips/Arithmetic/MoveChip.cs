using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Arithmetic;

/// <summary>Copies a register, or loads a constant, of 32 or 64 bits.</summary>
/// <remarks>
/// Statement: r[d] = r[a], or the instruction's immediate. Soundness: limbs of registers and of the program are below 2^16.
/// Cost: 14 columns for 32 bits, 18 for 64; 9 interactions.
/// </remarks>
internal sealed class MoveChip : InstructionChip
{
    private readonly Cell isMove;
    private readonly Cell isConstant;
    private readonly Cell[] value;
    private readonly RegisterRead a;
    private readonly RegisterWrite d;

    internal MoveChip(bool isWide)
        : base(isWide ? "Move64" : "Move32")
    {
        isMove = Air.Boolean("is_move");
        isConstant = Air.Boolean("is_constant");
        Expression isReal = Air.OneOf(isMove, isConstant);
        value = Air.Columns("value", isWide ? 4 : 2);
        Expression[] limbs = Limbs.Expressions(value);
        a = new(Air, State, "a", isMove, limbs.Length / 2, limbs, 0);
        d = new(Air, State, isReal, limbs.Length / 2, limbs);
        long move = (long)(isWide ? Operation.Move64 : Operation.Move32);
        long constant = (long)(isWide ? Operation.Const64 : Operation.Const32);
        State.Step(isReal, State.ProgramCounter + 1);
        State.Instruction(
            isReal, move * isMove + constant * isConstant, d.Index, a.Index, null, [.. limbs.Select(limb => isConstant * limb)]);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        if (instruction.Operation is Operation.Move32 or Operation.Move64)
        {
            row[isMove.Index] = 1;
            a.Fill(instruction.A, step.ATime, step.Clock, row, counts);
        }
        else
        {
            row[isConstant.Index] = 1;
        }

        Limbs.Write(row, value, step.D);
        d.Fill(instruction.D, step.OldD, step.DTime, step.Clock, row, counts);
    }
}
