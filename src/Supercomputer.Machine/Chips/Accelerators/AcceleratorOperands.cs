using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Accelerators;

/// <summary>The instruction of an <see cref="AcceleratorCall"/>: its pointers in consecutive registers, and the words behind them.</summary>
/// <remarks>
/// Statement: r32[A], r32[A + 1], ... are read at clock; word k behind a pointer is accessed at pointer / 4 + k in the space that the
/// instruction names, at the operand's time.
/// Soundness: a pointer is lo + 2^16 hi, and lo / 4 is looked up as 16 bits: lo = 4 q without wrapping, so an unaligned pointer has no row. The
/// word's address is below 2^30 + 2^14, and only addresses below 2^29 have cells. That words are in bounds is the routine's to test.
/// Cost for n pointers and w words: 3 n columns, 1 for each space, 1 for each word, and 4 n + 3 w interactions.
/// </remarks>
internal sealed class AcceleratorOperands
{
    /// <summary>1/4 in the field.</summary>
    private const long Quarter = -(1L << 22) * 127;

    private readonly AirBuilder air;
    private readonly StateColumns state;
    private readonly Expression isReal;
    private readonly AcceleratorCall call;
    private readonly Cell[] spaces;
    private readonly Cell[][] pointers;
    private readonly RegisterRead first;
    private readonly CellAccess[] others;
    private readonly CellAccess[][] accesses;

    internal AcceleratorOperands(AirBuilder air, StateColumns state, Expression isReal, AcceleratorCall call, Operation operation)
    {
        (this.air, this.state, this.isReal, this.call) = (air, state, isReal, call);
        int count = call.Operands.Count;
        spaces = air.Columns("space", 1 + call.Operands.Max(operand => operand.SpaceLimb));
        pointers = [.. Enumerable.Range(0, count).Select(index => air.Columns($"pointer[{index}]", 2))];
        first = new(air, state, "a", isReal, (long)Space.Register32, Limbs.Expressions(pointers[0]), 0);
        others = [.. Enumerable.Range(1, count - 1).Select(Register)];
        accesses = new CellAccess[count][];
        foreach (Cell[] pointer in pointers) air.Range16(isReal, Quarter * pointer[0]);
        state.Instruction(isReal, (long)operation, a: first.Index, immediates: Limbs.Expressions(spaces));
    }

    /// <summary>Declares the accesses to the words of an operand, given by limbs.</summary>
    internal void Access(int operand, IReadOnlyList<Expression> old, IReadOnlyList<Expression> after)
    {
        AcceleratorCall.Operand shape = call.Operands[operand];
        Expression start = Quarter * pointers[operand][0] + 16384 * pointers[operand][1];
        accesses[operand] =
        [
            .. Enumerable.Range(0, shape.Words).Select(word => new CellAccess(
                air, $"operand[{operand}].word[{word}]", isReal, spaces[shape.SpaceLimb], start + word,
                [old[2 * word], old[2 * word + 1]], [after[2 * word], after[2 * word + 1]], state.Clock + shape.Time)),
        ];
    }

    internal void Fill(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        words = words.Slice(step.FirstWord, call.WordCount);
        for (int limb = 0; limb < spaces.Length; limb++) row[spaces[limb].Index] = Limbs.Of(instruction.Immediate, limb);
        first.Fill(instruction.A, step.ATime, step.Clock, row, counts);
        FillPointer(0, step.A, row, counts);
        int next = 0;
        foreach (CellAccess access in others)
        {
            access.Fill(words[next].PreviousTime, step.Clock, row, counts);
            FillPointer(next + 1, words[next].Old, row, counts);
            next++;
        }

        for (int operand = 0; operand < accesses.Length; operand++)
            foreach (CellAccess access in accesses[operand])
                access.Fill(words[next++].PreviousTime, step.Clock + call.Operands[operand].Time, row, counts);
    }

    private CellAccess Register(int index) => new(
        air, $"pointer[{index}]", isReal, (long)Space.Register32, state.FramePointer + first.Index + index,
        Limbs.Expressions(pointers[index]), Limbs.Expressions(pointers[index]), state.Clock);

    private void FillPointer(int index, ulong value, Span<uint> row, LookupCounts counts)
    {
        Limbs.Write(row, pointers[index], value);
        counts.Range16(Limbs.Of(value, 0) >> 2);
    }
}
