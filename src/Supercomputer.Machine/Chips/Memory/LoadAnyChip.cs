using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Memory;

/// <summary>Loads 1 to 8 bytes from any address to a register of either width, or traps.</summary>
/// <remarks>
/// Statement: y_j is the byte at position + j of the words touched; the value is y_0 .. y_(size-1), extended by zeros or the sign; out of
/// bounds nothing is written and the next pc is the halt of MemoryOutOfBounds.
/// Soundness: <see cref="SpanGadget"/>; only bytes of accessed words enter the value; the sign by its limb's lookup.
/// Cost: 48 columns, 29 interactions.
/// </remarks>
internal sealed class LoadAnyChip : InstructionChip
{
    private readonly Cell isSigned;
    private readonly Cell sign;
    private readonly Cell isWide;
    private readonly Cell[] pointer;
    private readonly SpanGadget span;
    private readonly ThreeWords memory;
    private readonly RegisterRead a;
    private readonly RegisterWrite d;

    internal LoadAnyChip()
        : base("LoadAny")
    {
        pointer = Air.Columns("a", 2);
        span = new(Air, Limbs.Expressions(pointer), State.Pages);
        isSigned = Air.Boolean("is_signed");
        sign = Air.Boolean("sign");
        isWide = Air.Boolean("is_wide");
        memory = new(Air);
        Expression isReal = span.IsReal;
        Expression[] sizes = span.Sizes;
        Air.AssertZero("only a real row is wide", isWide * (1 - isReal));
        Air.AssertZero("8 bytes need a wide register", sizes[3] * (1 - isWide));
        Air.AssertZero("the sign extends less than the register", isSigned * (1 - sizes[0] - sizes[1] - sizes[2] * isWide));
        Air.AssertZero("the sign is used only when signed", (1 - isSigned) * sign);
        Expression[] half = new Expression[4];
        for (int j = 0; j < 4; j++) half[j] = Selected(2 * j) + 256 * Selected(2 * j + 1);
        Expression one = Selected(0);
        Air.Range16(isSigned, 256 * sizes[0] * one + sizes[1] * half[0] + sizes[2] * half[1] + 32768 - 65536 * sign);
        memory.Access(Air, span, memory.Bytes, State.Clock + 2);
        a = new(Air, State, "a", isReal, (long)Space.Register32, Limbs.Expressions(pointer), 0);
        Expression[] value =
        [
            sizes[0] * (one + 0xFF00 * sign) + (isReal - sizes[0]) * half[0],
            (sizes[0] + sizes[1]) * (0xFFFF * sign) + (sizes[2] + sizes[3]) * half[1],
            isWide * (0xFFFF * sign) + sizes[3] * half[2],
            isWide * (0xFFFF * sign) + sizes[3] * half[3],
        ];
        d = new(Air, State, isReal - span.Traps, isReal + isWide, value);
        Expression next = State.ProgramCounter + 1;
        State.Step(isReal, next + span.Traps * ((long)Outcome.MemoryOutOfBounds - next));
        State.Instruction(isReal, Code(sizes), d.Index, a.Index, null, span.Address.Offset);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        Operation operation = instruction.Operation;
        Limbs.Write(row, pointer, step.A);
        int size = operation.AccessBytes();
        int touched = span.Fill(size, step.A, (uint)instruction.Immediate, step.Pages, row, counts);
        row[isWide.Index] = operation >= Operation.Load8S64 ? 1u : 0;
        row[d.Index.Index] = instruction.D;
        if (operation is Operation.Load8S or Operation.Load16S or Operation.Load8S64 or Operation.Load16S64 or Operation.Load32S64)
        {
            uint limb = (uint)(size == 1 ? step.D << 8 : step.D >> (8 * size - 16)) & 0xFFFF;
            row[isSigned.Index] = 1;
            row[sign.Index] = limb >> 15;
            counts.Range16(limb ^ 0x8000);
        }

        a.Fill(instruction.A, step.ATime, step.Clock, row, counts);
        if (touched == 0) return;
        memory.Fill(words.Slice(step.FirstWord, touched), step.Clock + 2, row, counts);
        d.Fill(instruction.D, step.OldD, step.DTime, step.Clock, row, counts);
    }

    // Load8U, Load16U, Load32 are 127, 129, 130; the wide forms 132, 134, 136, 137; a signed form is one less than its unsigned one.
    private Expression Code(Expression[] sizes) =>
        (long)Operation.Load8U * sizes[0] + (long)Operation.Load16U * sizes[1] + (long)Operation.Load32 * sizes[2]
        + ((long)Operation.Load64 - 5) * sizes[3] + isWide * (5 + sizes[2]) - isSigned;

    private Expression Selected(int index)
    {
        Expression sum = Expression.Zero;
        for (int k = 0; k < 4; k++) sum += span.Address.Position[k] * memory.Bytes[k + index];
        return sum;
    }
}
