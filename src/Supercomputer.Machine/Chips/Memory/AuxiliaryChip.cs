using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Memory;

/// <summary>Loads and stores words of the Auxiliary space, at a fixed address or at a base plus a register.</summary>
/// <remarks>
/// Statement: Auxiliary[base + index] and the register x (d of a load, b of a store) hold the value afterwards; what the destination held
/// is "old". Soundness: the address is a sum in the field; the program tests an index before, and only addresses below
/// 2^29 have cells. Cost: 19 columns, 12 interactions.
/// </remarks>
internal sealed class AuxiliaryChip : InstructionChip
{
    private readonly Cell isLoad;
    private readonly Cell isStore;
    private readonly Cell isIndexed;
    private readonly Cell start;
    private readonly Cell[] index;
    private readonly Cell[] value;
    private readonly Cell[] old;
    private readonly Cell register;
    private readonly RegisterRead a;
    private readonly CellAccess x;
    private readonly CellAccess word;

    internal AuxiliaryChip()
        : base("Auxiliary")
    {
        isLoad = Air.Boolean("is_load");
        isStore = Air.Boolean("is_store");
        isIndexed = Air.Boolean("is_indexed");
        Expression isReal = Air.OneOf(isLoad, isStore);
        Air.AssertZero("only a real row is indexed", isIndexed * (1 - isReal));
        start = Air.Column("base");
        index = Air.Columns("a", 2);
        value = Air.Columns("value", 2);
        old = Air.Columns("old", 2);
        register = Air.Column("x.index");
        foreach (Cell limb in index) Air.AssertZero("no index unless indexed", (1 - isIndexed) * limb);
        a = new(Air, State, "a", isIndexed, (long)Space.Register32, Limbs.Expressions(index), 0);
        Expression[] limbs = Limbs.Expressions(value);
        Expression[] Choose(Cell takesOld) => [.. limbs.Select((limb, k) => limb + takesOld * (old[k] - limb))];
        x = new(
            Air, "x", isReal, (long)Space.Register32, State.FramePointer + register, Choose(isLoad), limbs,
            State.Clock + 3 * isLoad + isStore);
        word = new(
            Air, "word", isReal, (long)Space.Auxiliary, start + index[0] + 65536 * index[1], Choose(isStore), limbs,
            State.Clock + 2);
        State.Step(isReal, State.ProgramCounter + 1);
        State.Instruction(
            isReal, (long)Operation.AuxLoad * isLoad + (long)Operation.AuxStore * isStore + isIndexed,
            isLoad * register, a.Index, isStore * register, start);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        Operation operation = instruction.Operation;
        bool load = operation is Operation.AuxLoad or Operation.AuxLoadIndexed;
        row[(load ? isLoad : isStore).Index] = 1;
        row[start.Index] = instruction.I0;
        if (operation is Operation.AuxLoadIndexed or Operation.AuxStoreIndexed)
        {
            row[isIndexed.Index] = 1;
            Limbs.Write(row, index, step.A);
            a.Fill(instruction.A, step.ATime, step.Clock, row, counts);
        }

        WordAccess access = words[step.FirstWord];
        word.Fill(access.PreviousTime, step.Clock + 2, row, counts);
        Limbs.Write(row, value, access.New);
        row[register.Index] = load ? instruction.D : instruction.B;
        Limbs.Write(row, old, load ? step.OldD : access.Old);
        x.Fill(load ? step.DTime : step.BTime, step.Clock + (load ? 3u : 1), row, counts);
    }
}
