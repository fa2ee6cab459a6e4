using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Chips.Control;

/// <summary>Writes a byte of the public output.</summary>
/// <remarks>
/// Statement: byte r32[a] of the output is r32[b]. Soundness: the statement receives each index once, with a byte; both pass by limbs.
/// Cost: 13 columns, 10 interactions.
/// </remarks>
internal sealed class OutputChip : InstructionChip
{
    private readonly Cell isReal;
    private readonly Cell[] index;
    private readonly Cell[] value;
    private readonly RegisterRead a;
    private readonly RegisterRead b;

    internal OutputChip()
        : base("Output")
    {
        isReal = Air.Boolean("is_real");
        index = Air.Columns("a", 2);
        value = Air.Columns("b", 2);
        Air.Send(Buses.Output, isReal, index[0], index[1], value[0], value[1]);
        a = new(Air, State, "a", isReal, (long)Space.Register32, Limbs.Expressions(index), 0);
        b = new(Air, State, "b", isReal, (long)Space.Register32, Limbs.Expressions(value), 1);
        State.Step(isReal, State.ProgramCounter + 1);
        State.Instruction(isReal, (long)Operation.Output, null, a.Index, b.Index);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        row[isReal.Index] = 1;
        Limbs.Write(row, index, step.A);
        Limbs.Write(row, value, step.B);
        a.Fill(instruction.A, step.ATime, step.Clock, row, counts);
        b.Fill(instruction.B, step.BTime, step.Clock, row, counts);
    }
}
