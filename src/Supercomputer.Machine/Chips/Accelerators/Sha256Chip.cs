using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Accelerators;

/// <summary>SHA-256 compression, a row a call: reads the chaining value and the block, writes the next chaining value.</summary>
/// <remarks>
/// Statement: with V the words of the state and B those of the block, each the big-endian number of its four bytes in memory,
/// (clock, 0, V, B) is sent to the <see cref="Sha256RoundChip"/>, (clock, 4, F, 0) received, and V + F modulo 2^32 written.
/// Soundness: all words are bytes by lookup, so the turned numbers are unique. The limbs of F are below 2^16 because a round row sends no
/// others; V + F = result + 2^16 carry with boolean carries and a result below 2^16 leaves one result. No two rows have one clock
/// (<see cref="Buses.State"/>), and only this chip sends step 0 and receives step 4: the rows of a clock are one path.
/// Cost: 210 columns, 177 interactions.
/// </remarks>
internal sealed class Sha256Chip : InstructionChip
{
    private const int StateWords = 8, BlockWords = 16;

    private readonly Cell isReal;
    private readonly Cell[] state;
    private readonly Cell[] block;
    private readonly Cell[] result;
    private readonly Cell[] old;
    private readonly Cell[] carries;
    private readonly AcceleratorOperands operands;

    internal Sha256Chip()
        : base("Sha256")
    {
        isReal = Air.Boolean("is_real");
        operands = new(Air, State, isReal, AcceleratorCall.Of(Operation.Sha256)!, Operation.Sha256);
        state = Bytes("state", StateWords);
        block = Bytes("block", BlockWords);
        result = Bytes("result", StateWords);
        old = Air.Columns("old", 2 * StateWords);
        carries = Air.Booleans("carry", 2 * StateWords);
        State.Step(isReal, State.ProgramCounter + 1);
        Expression[] stateLimbs = Limbs.FromBytes(state), blockLimbs = Limbs.FromBytes(block);
        operands.Access(0, stateLimbs, stateLimbs);
        operands.Access(1, blockLimbs, blockLimbs);
        operands.Access(2, Limbs.Expressions(old), Limbs.FromBytes(result));
        Expression[] before = Turned(state), after = Turned(result), zero = [.. Enumerable.Repeat(Expression.Zero, 2 * BlockWords)];
        Expression[] final = new Expression[2 * StateWords];
        for (int limb = 0; limb < final.Length; limb++)
        {
            Expression carryIn = (limb & 1) == 0 ? Expression.Zero : carries[limb - 1];
            final[limb] = after[limb] - before[limb] - carryIn + 65536 * carries[limb];
        }

        Air.Send(Buses.Sha256, isReal, [State.Clock, Expression.Zero, .. before, .. Turned(block)]);
        Air.Receive(Buses.Sha256, isReal, [State.Clock, Sha256RoundChip.RowsOfCall, .. final, .. zero]);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        row[isReal.Index] = 1;
        operands.Fill(step, instruction, words, row, counts);
        words = words[(step.FirstWord + 2)..];
        for (int word = 0; word < StateWords; word++)
        {
            ref readonly WordAccess access = ref words[StateWords + BlockWords + word];
            FillBytes(state, word, words[word].Old, row, counts);
            FillBytes(result, word, access.New, row, counts);
            row[old[2 * word].Index] = Limbs.Of(access.Old, 0);
            row[old[2 * word + 1].Index] = Limbs.Of(access.Old, 1);
            uint before = Turned(words[word].Old), after = Turned(access.New), final = after - before;
            row[carries[2 * word].Index] = ((before & 0xFFFF) + (final & 0xFFFF)) >> 16;
            row[carries[2 * word + 1].Index] = (uint)(((ulong)before + final) >> 32);
        }

        for (int word = 0; word < BlockWords; word++) FillBytes(block, word, words[StateWords + word].Old, row, counts);
    }

    private static uint Turned(ulong word) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((uint)word);

    /// <summary>The limbs of the big-endian numbers that fours of bytes make, the low limb first.</summary>
    private static Expression[] Turned(Cell[] bytes) =>
        [.. Enumerable.Range(0, bytes.Length / 2).Select(limb => bytes[2 * (limb ^ 1) + 1] + 256 * bytes[2 * (limb ^ 1)])];

    private static void FillBytes(Cell[] bytes, int word, ulong value, Span<uint> row, LookupCounts counts)
    {
        Limbs.WriteBytes(row, bytes[(4 * word)..(4 * word + 4)], value);
        counts.Bytes(Limbs.ByteOf(value, 0), Limbs.ByteOf(value, 1));
        counts.Bytes(Limbs.ByteOf(value, 2), Limbs.ByteOf(value, 3));
    }

    private Cell[] Bytes(string name, int words)
    {
        Cell[] bytes = Air.Columns(name, 4 * words);
        for (int index = 0; index < bytes.Length; index += 2) Air.Bytes(isReal, bytes[index], bytes[index + 1]);
        return bytes;
    }
}
