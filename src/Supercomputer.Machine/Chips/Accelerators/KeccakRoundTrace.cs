using System.Runtime.Intrinsics;
using Supercomputer.Machine.Execution;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Accelerators;

/// <summary>Fills the rows of the <see cref="KeccakRoundChip"/> from the calls of a run.</summary>
/// <remarks>Cost: the rounds of eight permutations are computed first; then each column of bits is written for their 192 rows at once,
/// eight rows a store, so that a page of the trace is met once for eight permutations.</remarks>
internal static unsafe class KeccakRoundTrace
{
    private const int Calls = 8;
    private const int Rows = Calls * KeccakRoundFunction.Rounds;
    private const int Words = 36;

    /// <summary>Fills all rows of all parts: row 24 k + r is round r of call k.</summary>
    internal static Trace[] Fill(ExecutionRecord record)
    {
        GrowingBuffer<Step> steps = record.Steps(Lowering.OperationClass.Keccak);
        TraceBuilder[] parts = TraceBuilder.Parts(KeccakRoundChip.Instance.Value.Chip, steps.Count * KeccakRoundFunction.Rounds);
        Parallel.For(0, (steps.Count + Calls - 1) / Calls, block => FillBlock(record, steps, parts, block));
        return [.. parts.Select(part => part.Seal())];
    }

    private static void FillBlock(ExecutionRecord record, GrowingBuffer<Step> steps, TraceBuilder[] parts, int block)
    {
        // planes[word, half, row]: lanes of A', C, C', and lane 0 of the result, each as two halves of 32 bits.
        uint[] planes = new uint[Words * 2 * Rows];
        KeccakRoundChip chip = KeccakRoundChip.Instance.Value;
        int first = block * Calls, calls = Math.Min(Calls, steps.Count - first), firstRow = first * KeccakRoundFunction.Rounds;
        for (int call = 0; call < calls; call++)
        {
            ref readonly Step step = ref steps[first + call];
            int row = call * KeccakRoundFunction.Rounds;
            Permute(record.Words.Span.Slice(step.FirstWord, 50), planes, row);
            FillFlags(chip, parts, step.Clock, firstRow + row);
        }

        int rows = calls * KeccakRoundFunction.Rounds;
        for (int word = 0; word < Words - 1; word++)
        {
            int column = word < 25 ? chip.Theta(word, 0) : word < 30 ? chip.Parity(word - 25, 0) : chip.ThetaParity(word - 30, 0);
            for (int bit = 0; bit < 64; bit++)
                FillBit(planes.AsSpan(((2 * word) + (bit >> 5)) * Rows, rows), bit & 31, parts, column + bit, firstRow);
        }

        for (int bit = 0; bit < KeccakRoundFunction.ConstantBits; bit++)
        {
            int place = KeccakRoundFunction.ConstantPlace(bit);
            Span<uint> plane = planes.AsSpan(((2 * (Words - 1)) + (place >> 5)) * Rows, rows);
            FillBit(plane, place & 31, parts, chip.ConstantBit(bit), firstRow);
        }
    }

    private static void Permute(ReadOnlySpan<WordAccess> words, uint[] planes, int firstRow)
    {
        ulong* state = stackalloc ulong[KeccakRoundFunction.Lanes];
        ulong* values = stackalloc ulong[Words];
        for (int lane = 0; lane < KeccakRoundFunction.Lanes; lane++) state[lane] = words[2 * lane].Old | words[(2 * lane) + 1].Old << 32;
        for (int round = 0; round < KeccakRoundFunction.Rounds; round++)
        {
            KeccakRoundFunction.Apply(round, state, values, values + 25, values + 30);
            values[Words - 1] = state[0];
            for (int word = 0; word < Words; word++)
            {
                planes[(2 * word * Rows) + firstRow + round] = (uint)values[word];
                planes[(((2 * word) + 1) * Rows) + firstRow + round] = (uint)(values[word] >> 32);
            }
        }
    }

    private static void FillFlags(KeccakRoundChip chip, TraceBuilder[] parts, uint clock, int firstRow)
    {
        for (int round = 0; round < KeccakRoundFunction.Rounds; round++)
        {
            int row = firstRow + round;
            TraceBuilder part = PartOf(parts, ref row);
            (int group, int member) = chip.Flags(round);
            part.Column(chip.Clock)[row] = clock;
            part.Column(group)[row] = 1;
            part.Column(member)[row] = 1;
        }
    }

    /// <summary>The part that a row lies in; the row becomes one of the part.</summary>
    private static TraceBuilder PartOf(TraceBuilder[] parts, ref int row)
    {
        int part = 0;
        while (row >= parts[part].Height) row -= parts[part++].Height;
        return parts[part];
    }

    /// <summary>Writes one bit of each word, into one part after the other.</summary>
    private static void FillBit(ReadOnlySpan<uint> words, int bit, TraceBuilder[] parts, int column, int row)
    {
        while (words.Length > 0)
        {
            int first = row;
            Span<uint> cells = PartOf(parts, ref first).Column(column)[first..];
            int count = Math.Min(words.Length, cells.Length);
            FillBit(words[..count], bit, cells[..count]);
            words = words[count..];
            row += count;
        }
    }

    /// <summary>Writes one bit of each word. Safety: the words are a multiple of eight (24 rows a call, and parts are powers of two); the column is as long.</summary>
    private static void FillBit(ReadOnlySpan<uint> words, int bit, Span<uint> column)
    {
        fixed (uint* source = words, target = column)
        {
            for (int row = 0; row < words.Length; row += Vector256<uint>.Count)
                ((Vector256.Load(source + row) >> bit) & Vector256<uint>.One).Store(target + row);
        }
    }
}
