using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Memory;

/// <summary>Stores 1 to 8 bytes of a register of either width to any address, or traps.</summary>
/// <remarks>
/// Statement: the bytes at position .. position + size - 1 of the words touched become the value's, the others stay; out of bounds nothing is
/// written and the next pc is the halt of MemoryOutOfBounds. Soundness: <see cref="SpanGadget"/>; old bytes and the value's
/// bytes by lookup, so the words written are of 16-bit limbs. Cost: 50 columns, 32 interactions.
/// </remarks>
internal sealed class StoreAnyChip : InstructionChip
{
    private readonly Cell isWide;
    private readonly Cell[] pointer;
    private readonly Cell[] value;
    private readonly SpanGadget span;
    private readonly ThreeWords memory;
    private readonly RegisterRead a;
    private readonly RegisterRead b;

    internal StoreAnyChip()
        : base("StoreAny")
    {
        pointer = Air.Columns("a", 2);
        span = new(Air, Limbs.Expressions(pointer), State.Pages);
        isWide = Air.Boolean("is_wide");
        value = Air.Columns("b.byte", 8);
        memory = new(Air);
        Expression isReal = span.IsReal;
        Expression[] sizes = span.Sizes;
        Air.AssertZero("only a real row is wide", isWide * (1 - isReal));
        Air.AssertZero("8 bytes need a wide register", sizes[3] * (1 - isWide));
        for (int k = 0; k < 8; k += 2) Air.Bytes(isReal, value[k], value[k + 1]);
        memory.Access(Air, span, [.. Enumerable.Range(0, 12).Select(Stored)], State.Clock + 2);
        a = new(Air, State, "a", isReal, (long)Space.Register32, Limbs.Expressions(pointer), 0);
        b = new(Air, State, "b", isReal, isReal + isWide, Limbs.FromBytes(value), 1);
        Expression next = State.ProgramCounter + 1;
        State.Step(isReal, next + span.Traps * ((long)Outcome.MemoryOutOfBounds - next));
        Expression code = 3 * isWide;
        for (int size = 0; size < 4; size++) code += ((long)Operation.Store8 + size) * sizes[size];
        State.Instruction(isReal, code, null, a.Index, b.Index, span.Address.Offset);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        Operation operation = instruction.Operation;
        Limbs.Write(row, pointer, step.A);
        Limbs.WriteBytes(row, value, step.B);
        for (int limb = 0; limb < 4; limb++)
            counts.Bytes(Limbs.Of(step.B, limb) & 0xFF, Limbs.Of(step.B, limb) >> 8);
        int touched = span.Fill(
            operation.AccessBytes(), step.A, (uint)instruction.Immediate, step.Pages, row, counts);
        row[isWide.Index] = operation >= Operation.Store8From64 ? 1u : 0;
        a.Fill(instruction.A, step.ATime, step.Clock, row, counts);
        b.Fill(instruction.B, step.BTime, step.Clock, row, counts);
        if (touched > 0) memory.Fill(words.Slice(step.FirstWord, touched), step.Clock + 2, row, counts);
    }

    private Expression Stored(int index)
    {
        Expression[] sizes = span.Sizes;
        Expression old = memory.Bytes[index];
        Expression sum = old;
        for (int j = 0; j < 8; j++)
        {
            int position = index - j;
            if (position is < 0 or > 3) continue;
            Expression reaches = j switch
            {
                0 => Expression.One,
                1 => sizes[1] + sizes[2] + sizes[3],
                < 4 => sizes[2] + sizes[3],
                _ => sizes[3],
            };
            sum += reaches * span.Address.Position[position] * (value[j] - old);
        }

        return sum;
    }
}
