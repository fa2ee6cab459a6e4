using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Sumcheck;

namespace Supercomputer.Proofs.Zerocheck;

/// <summary>One chip's columns while the zerocheck binds their variables.</summary>
/// <remarks>The first round runs over base words and takes two evaluations, since what is not affine vanishes on the rows themselves; its
/// challenge lifts the columns into lanes. Each later round binds the challenge before it in the pass that evaluates its own polynomial.
/// Memory: Degree words for each two cells.</remarks>
/// <typeparam name="TField">The challenge field.</typeparam>
internal sealed unsafe class ZerocheckTable<TField> : IDisposable
    where TField : unmanaged, IChallengeField<TField>
{
    private const int BaseBlockLog = 9;
    private const int BlockLog = 6;

    // The groups of sums that a pass fills: the higher-degree part at 0 (or 1), -1 and 2, the affine part at 0 and 1.
    private const int Sums = 5;

    private readonly ZerocheckPlan<TField> plan;
    private readonly ColumnPointers columns;
    private readonly TField[] point;
    private readonly WordBuffer affine;
    private readonly WordBuffer constants;
    private WordBuffer? lifted;
    private SplitEq<TField> eq;
    private bool isPending;
    private int logLength;

    /// <summary>Takes a trace at the low coordinates of the zerocheck's point.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="terms">What G is made of.</param>
    /// <param name="point">At least as many coordinates as the chip has variables.</param>
    public ZerocheckTable(Trace trace, ZerocheckTerms<TField> terms, ReadOnlySpan<TField> point)
    {
        plan = new(terms);
        columns = new(trace);
        logLength = trace.LogHeight;
        IsWaiting = point.Length > logLength;
        this.point = point[..logLength].ToArray();
        affine = new((nint)trace.Height / Lanes<TField>.GroupSize * Words);
        constants = new((1 + plan.Registers.Length) * Words);
        for (int j = 0; j < plan.Registers.Length; j++) Lanes<TField>.Broadcast(constants.Pointer + ((1 + j) * Words), plan.Weights[1 + j]);
        FillAffine();
        if (IsWaiting) Waiting = SumOfRows();
        eq = new(point[..(logLength - 1)], BaseBlockLog);
    }

    /// <summary>The sum of eq G over all rows, which the chip adds to every round before its own.</summary>
    public TField Waiting { get; }

    private bool IsWaiting { get; }

    private static int Words => Lanes<TField>.GroupWords;

    // One group beyond a power of two, so that columns do not all fall on the same cache sets.
    private nint Stride => (((nint)1 << (columns.Trace.LogHeight - 1)) / Lanes<TField>.GroupSize + 1) * Words;

    private uint* Challenge => constants.Pointer;

    /// <summary>The challenge that the next pass binds.</summary>
    public void Bind(TField challenge)
    {
        Lanes<TField>.Broadcast(Challenge, challenge);
        isPending = true;
    }

    /// <summary>The round's polynomial at 0 (or 1), -1 and 2, added to <paramref name="values"/>.</summary>
    public void AddRound(bool atOne, Span<TField> values)
    {
        if (isPending)
        {
            logLength--;
            if (lifted is null)
            {
                lifted = new(columns.Count * Stride);
                eq.Dispose();
                eq = new(point.AsSpan(0, logLength - 1), BlockLog);
                AddSums(atOne, values, RunBlocks(atOne, isFirstFold: true));
            }
            else
            {
                eq.DropHighest();
                AddSums(atOne, values, logLength <= 4 ? SmallRound(atOne) : RunBlocks(atOne, isFirstFold: false));
            }

            isPending = false;
        }
        else
        {
            AddSums(atOne, values, BaseRound(atOne));
        }
    }

    /// <summary>After the last challenge: the value of every committed column.</summary>
    public TField[] Ends()
    {
        using WordBuffer scratch = new(Words);
        TField[] ends = new TField[columns.Trace.Chip.Width];
        for (int c = 0; c < ends.Length; c++)
        {
            uint* column = lifted!.Pointer + (c * Stride);
            Halves.Fold<TField>(column, 1, Challenge, scratch.Pointer);
            ends[c] = Lanes<TField>.Read(column, 0);
        }

        return ends;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        columns.Dispose();
        affine.Dispose();
        constants.Dispose();
        lifted?.Dispose();
        eq.Dispose();
    }

    private static void AddSums(bool atOne, Span<TField> values, TField[] sums)
    {
        (TField at0, TField at1) = (sums[3], sums[4]);
        values[0] += sums[0] + (atOne ? at1 : at0);
        values[1] += sums[1] + at0 + at0 - at1;
        values[2] += sums[2] + at1 + at1 - at0;
    }

    private static TField[] Reduce(uint* sums, TField weight)
    {
        TField[] result = new TField[Sums];
        for (int s = 0; s < Sums; s++) result[s] = Lanes<TField>.SumGroup(sums + (s * Words)) * weight;
        return result;
    }

    private void FillAffine() => ParallelChunks.Run(columns.Trace.Height / Lanes<TField>.GroupSize, 2048, (from, to) =>
    {
        uint** pointers = stackalloc uint*[plan.AffineColumns.Length + 1];
        for (int i = 0; i < plan.AffineColumns.Length; i++) pointers[i] = columns[plan.AffineColumns[i]];
        fixed (TField* coefficients = plan.AffineCoefficients)
            Lanes<TField>.LinearCombination(
                affine.Pointer + (from * Words), coefficients, pointers, plan.AffineColumns.Length, from * Lanes<TField>.GroupSize, to - from);
    });

    private TField SumOfRows()
    {
        using SplitEq<TField> all = new(point, BaseBlockLog);
        return SumBlocks(all, (block, scratch, sums) =>
        {
            nint rows = all.BlockGroups * Lanes<TField>.GroupSize, row = block * rows;
            uint* eqLow = all.Low;
            Lanes<TField>.MultiplyAdd(sums, 0, affine.Pointer + (block * all.BlockGroups * Words), Words, eqLow, Words, all.BlockGroups);
            if (plan.VanishesOnRows) return;
            uint** at = stackalloc uint*[columns.Count];
            for (int c = 0; c < columns.Count; c++) at[c] = columns[c] + row;
            AddBase(at, scratch, all.BlockGroups, eqLow, sums);
        })[0];
    }

    private TField[] BaseRound(bool atOne) => SumBlocks(eq, (block, scratch, sums) =>
    {
        nint groups = eq.BlockGroups, rows = groups * Lanes<TField>.GroupSize, row = block * rows;
        nint half = (nint)1 << (logLength - 1), affineHalf = half / Lanes<TField>.GroupSize * Words;
        uint* ell = affine.Pointer + (block * groups * Words);
        Lanes<TField>.MultiplyAdd(sums + (3 * Words), 0, ell, Words, eq.Low, Words, groups);
        Lanes<TField>.MultiplyAdd(sums + (4 * Words), 0, ell + affineHalf, Words, eq.Low, Words, groups);
        if (plan.Registers.Length == 0) return;
        uint** at = stackalloc uint*[columns.Count];
        if (!plan.VanishesOnRows)
        {
            for (int c = 0; c < columns.Count; c++) at[c] = columns[c] + row + (atOne ? half : 0);
            AddBase(at, scratch, groups, eq.Low, sums);
        }

        for (int s = 1; s <= 2; s++)
        {
            uint* next = scratch + ((plan.Program.Registers * rows) + (groups * Words));
            foreach (int c in plan.Program.Columns)
            {
                uint* near = columns[c] + row + (s == 1 ? 0 : half), far = columns[c] + row + (s == 1 ? half : 0);
                KoalaBearLanes.Extrapolate(next, near, far, rows);
                at[c] = next;
                next += rows;
            }

            AddBase(at, scratch, groups, eq.Low, sums + (s * Words));
        }
    });

    /// <summary>Adds eq times the weighted slots at the given base rows into a group.</summary>
    private void AddBase(uint** at, uint* scratch, nint groups, uint* eqLow, uint* sum)
    {
        nint rows = groups * Lanes<TField>.GroupSize;
        plan.Program.RunBase(at, scratch, rows);
        uint* combined = scratch + (plan.Program.Registers * rows);
        uint** roots = stackalloc uint*[plan.Registers.Length];
        for (int j = 0; j < plan.Registers.Length; j++) roots[j] = scratch + (plan.Registers[j] * rows);
        fixed (TField* weights = plan.Weights)
            Lanes<TField>.LinearCombination(combined, weights, roots, plan.Registers.Length, 0, groups);
        Lanes<TField>.MultiplyAdd(sum, 0, combined, Words, eqLow, Words, groups);
    }

    /// <summary>A round over lanes whose halves are whole groups: binds the pending challenge, then evaluates.</summary>
    private TField[] RunBlocks(bool atOne, bool isFirstFold) => SumBlocks(eq, (block, scratch, sums) =>
    {
        nint groups = eq.BlockGroups, first = block * groups, half = ((nint)1 << (logLength - 1)) / Lanes<TField>.GroupSize;
        uint** low = stackalloc uint*[columns.Count], high = stackalloc uint*[columns.Count];
        for (int c = 0; c < columns.Count; c++)
        {
            low[c] = lifted!.Pointer + (c * Stride) + (first * Words);
            high[c] = low[c] + (half * Words);
            if (isFirstFold)
            {
                uint* from = columns[c] + (first * Lanes<TField>.GroupSize);
                nint quarter = half * Lanes<TField>.GroupSize;
                Lanes<TField>.FoldBase(low[c], from, from + (2 * quarter), Challenge, groups);
                Lanes<TField>.FoldBase(high[c], from + quarter, from + (3 * quarter), Challenge, groups);
            }
            else
            {
                Lanes<TField>.Fold(low[c], low[c], low[c] + (2 * half * Words), Challenge, groups);
                Lanes<TField>.Fold(high[c], high[c], high[c] + (2 * half * Words), Challenge, groups);
            }
        }

        uint* ell = affine.Pointer + (first * Words);
        Lanes<TField>.Fold(ell, ell, ell + (2 * half * Words), Challenge, groups);
        Lanes<TField>.Fold(ell + (half * Words), ell + (half * Words), ell + (3 * half * Words), Challenge, groups);
        Evaluate(low, high, ell, ell + (half * Words), atOne, groups, scratch, sums);
    });

    /// <summary>A round over at most sixteen elements a column.</summary>
    private TField[] SmallRound(bool atOne)
    {
        int half = 1 << (logLength - 1);
        using WordBuffer scratch = new(ScratchWords(1) + ((columns.Count + 1) * Words), clear: true);
        uint* s = scratch.Pointer, highs = s + ScratchWords(1);
        uint** low = stackalloc uint*[columns.Count + 1], high = stackalloc uint*[columns.Count + 1];
        for (int c = 0; c <= columns.Count; c++)
        {
            low[c] = c < columns.Count ? lifted!.Pointer + (c * Stride) : affine.Pointer;
            high[c] = highs + (c * Words);
            if (half == Lanes<TField>.GroupSize / 2) Lanes<TField>.Fold(low[c], low[c], low[c] + Words, Challenge, 1);
            else Halves.Fold<TField>(low[c], 2 * half, Challenge, high[c]);
            Halves.CopyHigh<TField>(low[c], half, high[c]);
        }

        uint* sums = s + ((Evaluation + plan.Program.Registers + plan.Program.Columns.Count) * Words);
        Evaluate(low, high, low[columns.Count], high[columns.Count], atOne, 1, s, sums);
        return Reduce(sums, eq.High(0));
    }

    /// <summary>Adds eq times the parts of G on the lines through low and high into the groups of sums.</summary>
    private void Evaluate(uint** low, uint** high, uint* ellLow, uint* ellHigh, bool atOne, nint groups, uint* scratch, uint* sums)
    {
        nint block = groups * Words;
        Lanes<TField>.MultiplyAdd(sums + (3 * Words), 0, ellLow, Words, eq.Low, Words, groups);
        Lanes<TField>.MultiplyAdd(sums + (4 * Words), 0, ellHigh, Words, eq.Low, Words, groups);
        if (plan.Registers.Length == 0) return;
        uint** at = stackalloc uint*[columns.Count];
        for (int s = 0; s <= 2; s++)
        {
            uint* next = scratch + ((1 + plan.Program.Registers) * block);
            foreach (int c in plan.Program.Columns)
            {
                at[c] = atOne ? high[c] : low[c];
                if (s == 0) continue;
                KoalaBearLanes.Extrapolate(next, s == 1 ? low[c] : high[c], s == 1 ? high[c] : low[c], block);
                at[c] = next;
                next += block;
            }

            plan.Program.RunLanes<TField>(at, scratch + block, groups);
            for (int j = 0; j < plan.Registers.Length; j++)
            {
                uint* slot = scratch + ((1 + plan.Registers[j]) * block), weight = constants.Pointer + ((1 + j) * Words);
                if (j == 0) Lanes<TField>.Multiply(scratch, Words, slot, Words, weight, 0, groups);
                else Lanes<TField>.MultiplyAdd(scratch, Words, slot, Words, weight, 0, groups);
            }

            Lanes<TField>.MultiplyAdd(sums + (s * Words), 0, scratch, Words, eq.Low, Words, groups);
        }
    }

    private const int Evaluation = 1;

    private nint ScratchWords(nint groups) =>
        ((Evaluation + plan.Program.Registers + plan.Program.Columns.Count) * groups * Words) + (Sums * Words);

    private delegate void BlockBody(nint block, uint* scratch, uint* sums);

    /// <summary>Runs a pass over all blocks on all cores; each block's sums count with its weight.</summary>
    private TField[] SumBlocks(SplitEq<TField> weights, BlockBody body)
    {
        TField[] total = new TField[Sums];
        Lock gate = new();
        ParallelChunks.Run(weights.Blocks, Math.Max(4, weights.Blocks / 32), (from, to) =>
        {
            using WordBuffer scratch = new(ScratchWords(weights.BlockGroups) + ((Sums + 1) * Words), clear: true);
            uint* sums = scratch.Pointer + ScratchWords(weights.BlockGroups), totals = sums - (Sums * Words), weight = sums + (Sums * Words);
            for (nint block = from; block < to; block++)
            {
                new Span<uint>(sums, Sums * Words).Clear();
                body(block, scratch.Pointer, sums);
                Lanes<TField>.Broadcast(weight, weights.High(block));
                Lanes<TField>.MultiplyAdd(totals, Words, sums, Words, weight, 0, Sums);
            }

            TField[] subtotal = Reduce(totals, TField.One);

            lock (gate)
                for (int s = 0; s < Sums; s++) total[s] += subtotal[s];
        });
        return total;
    }
}
