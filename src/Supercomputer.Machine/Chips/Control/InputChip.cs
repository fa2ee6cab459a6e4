using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Control;

/// <summary>Reads an entry of an input stream into a register.</summary>
/// <remarks>
/// Statement: r32[d] is word r32[a] (the length at -1) of the public or disclosed stream, as the statement gives it; or any word where the stream is private.
/// Soundness: the index passes by limbs, so it does not wrap around p; a private word's limbs are looked up in [0, 2^16). A private stream
/// has no entry in the Input table. Cost: 17 columns, 12 interactions.
/// </remarks>
internal sealed class InputChip : InstructionChip
{
    private const int PrivateStream = 2;

    private readonly Cell isStated;
    private readonly Cell isPrivate;
    private readonly Cell stream;
    private readonly Cell[] index;
    private readonly Cell[] value;
    private readonly RegisterRead a;
    private readonly RegisterWrite d;

    internal InputChip()
        : base("Input")
    {
        isStated = Air.Boolean("is_stated");
        isPrivate = Air.Boolean("is_private");
        stream = Air.Column("stream");
        index = Air.Columns("a", 2);
        value = Air.Columns("value", 2);
        Expression isReal = Air.OneOf(isStated, isPrivate);
        Air.AssertZero("the private stream", isPrivate * (stream - PrivateStream));
        Air.Send(Buses.Input, isStated, stream + 1, index[0], index[1], value[0], value[1]);
        Air.Range16(isPrivate, value[0]);
        Air.Range16(isPrivate, value[1]);
        a = new(Air, State, "a", isReal, (long)Space.Register32, Limbs.Expressions(index), 0);
        d = new(Air, State, isReal, (long)Space.Register32, Limbs.Expressions(value));
        State.Step(isReal, State.ProgramCounter + 1);
        State.Instruction(isReal, (long)Operation.Input * isReal, d.Index, a.Index, null, stream);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        row[stream.Index] = instruction.I0;
        Limbs.Write(row, index, step.A);
        Limbs.Write(row, value, step.D);
        if (instruction.I0 == PrivateStream)
        {
            row[isPrivate.Index] = 1;
            counts.Range16(Limbs.Of(step.D, 0));
            counts.Range16(Limbs.Of(step.D, 1));
        }
        else
        {
            row[isStated.Index] = 1;
        }

        a.Fill(instruction.A, step.ATime, step.Clock, row, counts);
        d.Fill(instruction.D, step.OldD, step.DTime, step.Clock, row, counts);
    }
}
