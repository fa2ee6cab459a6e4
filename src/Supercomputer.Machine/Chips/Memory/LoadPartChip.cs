using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Memory;

/// <summary>Loads 8 or 16 bits that lie inside one word to a 32-bit register.</summary>
/// <remarks>
/// Statement: of the word's bytes m_0..m_3 the one at the position, and the next for 16 bits, extended by zeros or the sign.
/// Soundness: <see cref="AddressGadget"/>; the page is inside the memory; the word's bytes by lookup; position 3 has no 16 bits;
/// the sign by limb + 2^15 - 2^16 sign in [0, 2^16). Cost: 27 columns, 18 interactions.
/// </remarks>
internal sealed class LoadPartChip : InstructionChip
{
    private readonly Cell isByte;
    private readonly Cell isHalf;
    private readonly Cell isSigned;
    private readonly Cell sign;
    private readonly Cell[] pointer;
    private readonly Cell[] bytes;
    private readonly AddressGadget address;
    private readonly RegisterRead a;
    private readonly CellAccess word;
    private readonly RegisterWrite d;

    internal LoadPartChip()
        : base("LoadPart")
    {
        isByte = Air.Boolean("is_byte");
        isHalf = Air.Boolean("is_half");
        isSigned = Air.Boolean("is_signed");
        sign = Air.Boolean("sign");
        Expression isReal = Air.OneOf(isByte, isHalf);
        Air.AssertZero("only a real row is signed", isSigned * (1 - isReal));
        Air.AssertZero("the sign is used only when signed", (1 - isSigned) * sign);
        pointer = Air.Columns("a", 2);
        bytes = Air.Columns("word.byte", 4);
        address = new(Air, isReal, Limbs.Expressions(pointer), true);
        Air.Range16(isReal, State.Pages - 1 - address.Page);
        Air.AssertZero("a half begins below position 3", isHalf * address.Position[3]);
        Air.Bytes(isReal, bytes[0], bytes[1]);
        Air.Bytes(isReal, bytes[2], bytes[3]);
        Expression low = Expression.Zero, high = Expression.Zero;
        for (int k = 0; k < 4; k++)
        {
            low += address.Position[k] * bytes[k];
            if (k < 3) high += address.Position[k] * bytes[k + 1];
        }

        Expression half = isHalf * (low + 256 * high);
        Air.Range16(isSigned, 256 * isByte * low + half + 32768 - 65536 * sign);
        a = new(Air, State, "a", isReal, (long)Space.Register32, Limbs.Expressions(pointer), 0);
        Expression[] limbs = Limbs.FromBytes(bytes);
        word = new(Air, "word", isReal, (long)Space.Memory, address.WordAddress, limbs, limbs, State.Clock + 2);
        d = new(
            Air, State, isReal, (long)Space.Register32, [isByte * (low + 0xFF00 * sign) + half, 0xFFFF * sign]);
        State.Step(isReal, State.ProgramCounter + 1);
        State.Instruction(
            isReal, (long)Operation.Load8U * isByte + (long)Operation.Load16U * isHalf - isSigned,
            d.Index, a.Index, null, address.Offset);
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
        counts.Bytes(Limbs.ByteOf(access.Old, 0), Limbs.ByteOf(access.Old, 1));
        counts.Bytes(Limbs.ByteOf(access.Old, 2), Limbs.ByteOf(access.Old, 3));
        bool isByteLoad = instruction.Operation is Operation.Load8S or Operation.Load8U;
        row[(isByteLoad ? isByte : isHalf).Index] = 1;
        if (instruction.Operation is Operation.Load8S or Operation.Load16S)
        {
            uint limb = isByteLoad ? (uint)(step.D & 0xFF) << 8 : (uint)step.D & 0xFFFF;
            row[isSigned.Index] = 1;
            row[sign.Index] = limb >> 15;
            counts.Range16(limb ^ 0x8000);
        }

        a.Fill(instruction.A, step.ATime, step.Clock, row, counts);
        word.Fill(access.PreviousTime, step.Clock + 2, row, counts);
        d.Fill(instruction.D, step.OldD, step.DTime, step.Clock, row, counts);
    }
}
