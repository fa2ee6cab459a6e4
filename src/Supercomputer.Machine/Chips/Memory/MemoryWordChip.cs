using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Memory;

/// <summary>Loads and stores a whole aligned word from or to a 32-bit register.</summary>
/// <remarks>
/// Statement: Memory[(a + offset) / 4] and the register x (d of a load, b of a store) hold the value afterwards; what the destination held
/// is "old". Soundness: <see cref="AddressGadget"/> at position 0; pages - 1 - page in [0, 2^16) keeps the word inside the memory;
/// the value is a cell's and so of 16-bit limbs. Cost: 20 columns, 15 interactions.
/// </remarks>
internal sealed class MemoryWordChip : InstructionChip
{
    private readonly Cell isLoad;
    private readonly Cell isStore;
    private readonly Cell[] pointer;
    private readonly Cell[] value;
    private readonly Cell[] old;
    private readonly Cell register;
    private readonly AddressGadget address;
    private readonly RegisterRead a;
    private readonly CellAccess x;
    private readonly CellAccess word;

    internal MemoryWordChip()
        : base("MemoryWord")
    {
        isLoad = Air.Boolean("is_load");
        isStore = Air.Boolean("is_store");
        Expression isReal = Air.OneOf(isLoad, isStore);
        pointer = Air.Columns("a", 2);
        value = Air.Columns("value", 2);
        old = Air.Columns("old", 2);
        register = Air.Column("x.index");
        address = new(Air, isReal, Limbs.Expressions(pointer), false);
        Air.Range16(isReal, State.Pages - 1 - address.Page);
        a = new(Air, State, "a", isReal, (long)Space.Register32, Limbs.Expressions(pointer), 0);
        Expression[] limbs = Limbs.Expressions(value);
        Expression[] Choose(Cell takesOld) => [.. limbs.Select((limb, index) => limb + takesOld * (old[index] - limb))];
        x = new(
            Air, "x", isReal, (long)Space.Register32, State.FramePointer + register, Choose(isLoad), limbs,
            State.Clock + 3 * isLoad + isStore);
        word = new(
            Air, "word", isReal, (long)Space.Memory, address.WordAddress, Choose(isStore), limbs, State.Clock + 2);
        State.Step(isReal, State.ProgramCounter + 1);
        State.Instruction(
            isReal, (long)Operation.Load32 * isLoad + (long)Operation.Store32 * isStore,
            isLoad * register, a.Index, isStore * register, address.Offset);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        Limbs.Write(row, pointer, step.A);
        address.Fill(step.A, (uint)instruction.Immediate, row, counts);
        counts.Range16(step.Pages - 1 - (uint)((step.A + instruction.Immediate) >> 16));
        a.Fill(instruction.A, step.ATime, step.Clock, row, counts);
        WordAccess access = words[step.FirstWord];
        word.Fill(access.PreviousTime, step.Clock + 2, row, counts);
        Limbs.Write(row, value, access.New);
        bool load = instruction.Operation == Operation.Load32;
        row[(load ? isLoad : isStore).Index] = 1;
        row[register.Index] = load ? instruction.D : instruction.B;
        Limbs.Write(row, old, load ? step.OldD : access.Old);
        x.Fill(load ? step.DTime : step.BTime, step.Clock + (load ? 3u : 1), row, counts);
    }
}
