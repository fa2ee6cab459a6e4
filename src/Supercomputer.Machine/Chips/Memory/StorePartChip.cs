using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Memory;

/// <summary>Stores the low 8 or 16 bits of a 32-bit register inside one word.</summary>
/// <remarks>
/// Statement: the word's byte at the position becomes the value's first, the next one the second for 16 bits; the others stay.
/// Soundness: <see cref="AddressGadget"/>; the page is inside the memory; old bytes and the value's two bytes by lookup;
/// position 3 has no 16 bits. Cost: 26 columns, 18 interactions.
/// </remarks>
internal sealed class StorePartChip : InstructionChip
{
    private readonly Cell isByte;
    private readonly Cell isHalf;
    private readonly Cell[] pointer;
    private readonly Cell[] value;
    private readonly Cell valueHigh;
    private readonly Cell[] bytes;
    private readonly AddressGadget address;
    private readonly RegisterRead a;
    private readonly RegisterRead b;
    private readonly CellAccess word;

    internal StorePartChip()
        : base("StorePart")
    {
        isByte = Air.Boolean("is_byte");
        isHalf = Air.Boolean("is_half");
        Expression isReal = Air.OneOf(isByte, isHalf);
        pointer = Air.Columns("a", 2);
        value = Air.Columns("b.byte", 2);
        valueHigh = Air.Column("b.high");
        bytes = Air.Columns("word.byte", 4);
        address = new(Air, isReal, Limbs.Expressions(pointer), true);
        Air.Range16(isReal, State.Pages - 1 - address.Page);
        Air.AssertZero("a half begins below position 3", isHalf * address.Position[3]);
        Air.Bytes(isReal, bytes[0], bytes[1]);
        Air.Bytes(isReal, bytes[2], bytes[3]);
        Air.Bytes(isReal, value[0], value[1]);
        Expression[] stored = new Expression[4];
        for (int k = 0; k < 4; k++)
        {
            stored[k] = bytes[k] + address.Position[k] * (value[0] - bytes[k]);
            if (k > 0) stored[k] += isHalf * address.Position[k - 1] * (value[1] - bytes[k]);
        }

        a = new(Air, State, "a", isReal, (long)Space.Register32, Limbs.Expressions(pointer), 0);
        b = new(Air, State, "b", isReal, (long)Space.Register32, [value[0] + 256 * value[1], valueHigh], 1);
        word = new(
            Air, "word", isReal, (long)Space.Memory, address.WordAddress, Limbs.FromBytes(bytes),
            [stored[0] + 256 * stored[1], stored[2] + 256 * stored[3]], State.Clock + 2);
        State.Step(isReal, State.ProgramCounter + 1);
        State.Instruction(
            isReal, (long)Operation.Store8 * isByte + (long)Operation.Store16 * isHalf,
            null, a.Index, b.Index, address.Offset);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        Limbs.Write(row, pointer, step.A);
        address.Fill(step.A, (uint)instruction.Immediate, row, counts);
        counts.Range16(step.Pages - 1 - (uint)((step.A + instruction.Immediate) >> 16));
        WordAccess access = words[step.FirstWord];
        Limbs.WriteBytes(row, bytes, access.Old);
        Limbs.WriteBytes(row, value, step.B);
        row[valueHigh.Index] = Limbs.Of(step.B, 1);
        counts.Bytes(Limbs.ByteOf(access.Old, 0), Limbs.ByteOf(access.Old, 1));
        counts.Bytes(Limbs.ByteOf(access.Old, 2), Limbs.ByteOf(access.Old, 3));
        counts.Bytes(Limbs.ByteOf(step.B, 0), Limbs.ByteOf(step.B, 1));
        row[(instruction.Operation == Operation.Store8 ? isByte : isHalf).Index] = 1;
        a.Fill(instruction.A, step.ATime, step.Clock, row, counts);
        b.Fill(instruction.B, step.BTime, step.Clock, row, counts);
        word.Fill(access.PreviousTime, step.Clock + 2, row, counts);
    }
}
