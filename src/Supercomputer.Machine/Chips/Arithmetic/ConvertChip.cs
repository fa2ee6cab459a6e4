using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Arithmetic;

/// <summary>Wrapping, extending and sign extension between the two register spaces.</summary>
/// <remarks>
/// Statement: of the source's limbs, the low byte, the low limb or the low two limbs are kept and the rest are the sign's; Wrap keeps two
/// limbs, ExtendU extends by zeros.
/// Soundness: low byte and (a_0 - low) / 256 are bytes by lookup; the sign by limb + 2^15 - 2^16 sign in [0, 2^16) of the limb (or 256 times
/// the byte) that holds it. Limbs 2 and 3 of an r32 source are 0 because its messages carry 0. Cost: 26 columns, 11 interactions.
/// </remarks>
internal sealed class ConvertChip : InstructionChip
{
    private const int First = (int)Operation.Wrap;

    private readonly Cell[] flags;
    private readonly Cell[] value;
    private readonly Cell lowByte;
    private readonly Cell sign;
    private readonly RegisterRead a;
    private readonly RegisterWrite d;

    internal ConvertChip()
        : base("Convert")
    {
        flags =
        [
            .. Enumerable.Range(First, Operation.Extend32S64 - Operation.Wrap + 1)
                .Select(code => Air.Boolean($"is_{(Operation)code}")),
        ];
        Expression isReal = Air.OneOf(flags);
        value = Air.Columns("a", 4);
        lowByte = Air.Column("low_byte");
        sign = Air.Boolean("sign");
        Cell Flag(Operation operation) => flags[(int)operation - First];

        Expression bytes = Flag(Operation.Extend8S32) + Flag(Operation.Extend8S64);
        Expression halves = Flag(Operation.Extend16S32) + Flag(Operation.Extend16S64);
        Expression words = Flag(Operation.ExtendS) + Flag(Operation.Extend32S64);
        Expression isSigned = bytes + halves + words;
        Expression fromWide = Flag(Operation.Wrap) + Flag(Operation.Extend8S64) + Flag(Operation.Extend16S64) + Flag(Operation.Extend32S64);
        Expression toWide = isReal - Flag(Operation.Wrap) - Flag(Operation.Extend8S32) - Flag(Operation.Extend16S32);
        Air.AssertZero("the low byte is used only by byte extensions", (1 - bytes) * lowByte);
        Air.AssertZero("the sign is used only by signed extensions", (1 - isSigned) * sign);
        Air.Bytes(bytes, lowByte, AirBuilder.InverseOf65536 * 256 * (value[0] - lowByte));
        Air.Range16(isSigned, 256 * lowByte + halves * value[0] + words * value[1] + 32768 - 65536 * sign);
        Expression[] result =
        [
            value[0] + bytes * (lowByte + 0xFF00 * sign - value[0]),
            value[1] + (bytes + halves) * (0xFFFF * sign - value[1]),
            0xFFFF * sign * toWide,
            0xFFFF * sign * toWide,
        ];
        a = new(Air, State, "a", isReal, isReal + fromWide, Limbs.Expressions(value), 0);
        d = new(Air, State, isReal, isReal + toWide, result);
        Expression code = Expression.Zero;
        for (int index = 0; index < flags.Length; index++) code += (First + (long)index) * flags[index];
        State.Step(isReal, State.ProgramCounter + 1);
        State.Instruction(isReal, code, d.Index, a.Index);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        Operation operation = instruction.Operation;
        row[flags[(int)operation - First].Index] = 1;
        Limbs.Write(row, value, step.A);
        uint signLimb = Limbs.Of(step.A, 0);
        if (operation is Operation.Extend8S32 or Operation.Extend8S64)
        {
            uint low = signLimb & 0xFF;
            row[lowByte.Index] = low;
            counts.Bytes(low, signLimb >> 8);
            signLimb = low << 8;
        }
        else if (operation is Operation.ExtendS or Operation.Extend32S64)
        {
            signLimb = Limbs.Of(step.A, 1);
        }

        if (operation is not (Operation.Wrap or Operation.ExtendU))
        {
            row[sign.Index] = signLimb >> 15;
            counts.Range16(signLimb ^ 0x8000);
        }

        a.Fill(instruction.A, step.ATime, step.Clock, row, counts);
        d.Fill(instruction.D, step.OldD, step.DTime, step.Clock, row, counts);
    }
}
