using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Sumcheck;

namespace Supercomputer.Proofs.Zerocheck;

/// <summary>One chip's columns while the zerocheck binds their variables.</summary>
/// <remarks>The first two rounds run over base words. What is not affine vanishes on the rows themselves, so the first takes two evaluations;
/// the second evaluates on a grid of both variables and interpolates to the first challenge, ten evaluations on a quarter of the rows, each
/// a tenth of the cost of one over the extension. Constraints of degree 2 (most: columns that are boolean) have a claim of their own
/// (<see cref="QuadraticClaim{TField}"/>) that saves the evaluation at 2: one in the first round, four in the second, two in the others. Then both challenges lift the columns into lanes, and each later round binds the challenge
/// before it in the pass that evaluates its own polynomial. Memory: Degree words for each four cells.</remarks>
/// <typeparam name="TField">The challenge field.</typeparam>
internal sealed unsafe class ZerocheckTable<TField> : IDisposable
    where TField : unmanaged, IChallengeField<TField>
{
    private const int BaseBlockLog = 9;
    private const int LeastBaseBlockLog = 7;
    private const int BlockLog = 6;
    private const int LeastBlockLog = 5;
    private const nint CacheBytes = 1 << 20;

    /// <summary>Low chips have shorter blocks, so that there are enough for all cores.</summary>
    private const int LogLeastBlocks = 2;

    // The groups of sums that a pass fills: what is of degree 3 at 0 (or 1), -1 and 2, the affine part at 0 and 1; in the second round what is of
    // degree 3 counts once for each of the values 0, 1, -1 and 2 of the first variable. Behind them the constraints of degree 2: at 0 (or 1) and -1;
    // in the second round at 0 (or 1), where they are zero for the first variable's 0 and 1, for its -1, and at -1 for its 0, 1 and -1.
    private const int QuadraticSums = 14;
    private const int SumCount = 18;

    private readonly ZerocheckPlan<TField> plan;
    private readonly ColumnPointers columns;
    private readonly TField[] point;
    private readonly int[] places;
    private readonly WordBuffer affine;
    private readonly WordBuffer constants;
    private readonly BooleanLift<TField> booleans = new();
    private WordBuffer? lifted;
    private SplitEq<TField> eq;
    private TField pending;
    private TField[] liftWeights = [];
    private QuadraticClaim<TField> quadratic;
    private int round;
    private int logLength;

    /// <summary>Takes a trace at the low coordinates of the zerocheck's point.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="terms">What G is made of.</param>
    /// <param name="point">At least as many coordinates as the chip has variables.</param>
    public ZerocheckTable(Trace trace, ZerocheckTerms<TField> terms, ReadOnlySpan<TField> point)
    {
        plan = new(terms);
        columns = new(trace);
        places = new int[columns.Count];
        for (int place = 0; place < plan.Columns.Length; place++) places[plan.Columns[place]] = place;
        logLength = trace.LogHeight;
        IsWaiting = point.Length > logLength;
        this.point = point[..logLength].ToArray();
        affine = new((nint)trace.Height / Lanes<TField>.GroupSize * Words);
        TField[] weights = [.. plan.Others.Weights, .. plan.Quadratic.Weights];
        constants = new((1 + weights.Length) * Words);
        for (int j = 0; j < weights.Length; j++) Lanes<TField>.Broadcast(constants.Pointer + ((1 + j) * Words), weights[j]);
        FillAffine();
        if (IsWaiting) Waiting = SumOfRows();
        eq = new(point[..(logLength - 1)], BlockLogOf(isBase: true));
    }

    /// <summary>The sum of eq G over all rows, which the chip adds to every round before its own.</summary>
    public TField Waiting { get; }

    private bool IsWaiting { get; }

    private static int Words => Lanes<TField>.GroupWords;

    // One group beyond a power of two, so that columns do not all fall on the same cache sets.
    private nint Stride => (((nint)1 << (columns.Trace.LogHeight - 2)) / Lanes<TField>.GroupSize + 1) * Words;

    private uint* Challenge => constants.Pointer;

    /// <summary>The challenge that the next pass binds.</summary>
    public void Bind(TField challenge)
    {
        pending = challenge;
        quadratic.Bind(challenge);
        Lanes<TField>.Broadcast(Challenge, challenge);
        TField rest = TField.One - challenge;
        if (round == 1) liftWeights = [TField.Zero, rest, challenge];
        else if (round == 2)
        {
            liftWeights = [TField.Zero, liftWeights[1] * rest, liftWeights[1] * challenge, liftWeights[2] * rest, liftWeights[2] * challenge];
            booleans.Fill(liftWeights.AsSpan(1));
        }

        logLength--;
    }

    /// <summary>The round's polynomial at 0 (or 1), -1 and 2, added to <paramref name="values"/>.</summary>
    /// <param name="inverse">The inverse of the round's coordinate; null where it is zero, and the first value is taken at 1.</param>
    /// <param name="values">Three values.</param>
    public void AddRound(TField? inverse, Span<TField> values)
    {
        bool atOne = inverse is null;
        if (round == 2)
        {
            lifted = new(columns.Count * Stride);
            eq.Dispose();
            eq = new(point.AsSpan(0, logLength - 1), BlockLogOf(isBase: false));
        }
        else if (round > 0)
        {
            eq.DropHighest();
        }

        TField[] sums = round switch
        {
            0 => BaseRound(atOne),
            1 => GridRound(atOne),
            _ => logLength <= 4 ? SmallRound(atOne) : RunBlocks(atOne),
        };
        (TField at0, TField at1) = (sums[3], sums[4]);
        values[0] += sums[0] + sums[QuadraticSums] + (atOne ? at1 : at0);
        values[1] += sums[1] + sums[QuadraticSums + 1] + at0 + at0 - at1;
        values[2] += sums[2] + quadratic.AtTwo(inverse, sums[QuadraticSums], sums[QuadraticSums + 1]) + at1 + at1 - at0;
        round++;
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
        booleans.Dispose();
        lifted?.Dispose();
        eq.Dispose();
    }

    private static TField[] Reduce(uint* sums, TField weight)
    {
        TField[] result = new TField[SumCount];
        for (int s = 0; s < SumCount; s++) result[s] = Lanes<TField>.SumGroup(sums + (s * Words)) * weight;
        return result;
    }

    /// <summary>The log of a block's rows: wide chips have shorter blocks, whose columns and registers stay in the second-level cache.</summary>
    private int BlockLogOf(bool isBase)
    {
        (int most, int least, nint wordBytes) = isBase ? (BaseBlockLog, LeastBaseBlockLog, sizeof(uint)) : (BlockLog, LeastBlockLog, sizeof(uint) * TField.Degree);
        nint rowBytes = (plan.Registers + plan.Columns.Length) * wordBytes;
        while (most > least && rowBytes << most > CacheBytes) most--;
        return Math.Clamp(logLength - 1 - LogLeastBlocks, 4, most);
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
        using SplitEq<TField> all = new(point, BlockLogOf(isBase: true));
        return SumBlocks(all, (block, scratch, sums) =>
        {
            nint rows = all.BlockGroups * Lanes<TField>.GroupSize, row = block * rows;
            uint* eqLow = all.Low;
            Lanes<TField>.MultiplyAdd(sums, 0, affine.Pointer + (block * all.BlockGroups * Words), Words, eqLow, Words, all.BlockGroups);
            if (plan.VanishesOnRows) return;
            uint** at = stackalloc uint*[columns.Count];
            for (int c = 0; c < columns.Count; c++) at[c] = columns[c] + row;
            AddBase(plan.Others, at, scratch, all.BlockGroups, eqLow, sums);
        })[0];
    }

    private TField[] BaseRound(bool atOne) => SumBlocks(eq, (block, scratch, sums) =>
    {
        nint groups = eq.BlockGroups, rows = groups * Lanes<TField>.GroupSize, row = block * rows;
        nint half = (nint)1 << (logLength - 1), affineHalf = half / Lanes<TField>.GroupSize * Words;
        uint* ell = affine.Pointer + (block * groups * Words);
        Lanes<TField>.MultiplyAdd(sums + (3 * Words), 0, ell, Words, eq.Low, Words, groups);
        Lanes<TField>.MultiplyAdd(sums + (4 * Words), 0, ell + affineHalf, Words, eq.Low, Words, groups);
        if (plan.Columns.Length == 0) return;
        uint** at = stackalloc uint*[columns.Count];
        if (!plan.VanishesOnRows)
        {
            for (int c = 0; c < columns.Count; c++) at[c] = columns[c] + row + (atOne ? half : 0);
            AddBase(plan.Others, at, scratch, groups, eq.Low, sums);
        }

        for (int s = 1; s <= 2; s++)
        {
            uint* next = Values(scratch, groups);
            foreach (int c in s == 1 ? plan.Columns : plan.Others.Program.Columns)
            {
                uint* near = columns[c] + row + (s == 1 ? 0 : half), far = columns[c] + row + (s == 1 ? half : 0);
                KoalaBearLanes.Extrapolate(next, near, far, rows);
                at[c] = next;
                next += rows;
            }

            AddBase(plan.Others, at, scratch, groups, eq.Low, sums + (s * Words));
            if (s == 1) AddBase(plan.Quadratic, at, scratch, groups, eq.Low, sums + ((QuadraticSums + 1) * Words));
        }
    });

    /// <summary>The second round, over base words: sums on the grid of the first variable's values and this one's, taken to the first challenge.</summary>
    private TField[] GridRound(bool atOne)
    {
        TField[] grid = SumBlocks(eq, (block, scratch, sums) =>
        {
            nint groups = eq.BlockGroups, row = block * groups * Lanes<TField>.GroupSize;
            nint quarter = (nint)1 << (logLength - 1), affineQuarter = quarter / Lanes<TField>.GroupSize * Words;
            uint* ell = affine.Pointer + (block * groups * Words);
            Lanes<TField>.Fold(ell, ell, ell + (2 * affineQuarter), Challenge, groups);
            Lanes<TField>.Fold(ell + affineQuarter, ell + affineQuarter, ell + (3 * affineQuarter), Challenge, groups);
            Lanes<TField>.MultiplyAdd(sums + (12 * Words), 0, ell, Words, eq.Low, Words, groups);
            Lanes<TField>.MultiplyAdd(sums + (13 * Words), 0, ell + affineQuarter, Words, eq.Low, Words, groups);
            if (plan.Columns.Length == 0) return;
            for (int s = 0; s <= 2; s++) AddGrid(s, atOne, row, quarter, scratch, groups, sums);
        });

        // The Lagrange polynomials of 0, 1, -1 and 2 at the first challenge.
        TField x = pending, x1 = x - KoalaBear.One, xm = x + KoalaBear.One, x2 = x - KoalaBear.FromCanonical(2);
        KoalaBear half = KoalaBear.FromCanonical(2).Inverse(), sixth = KoalaBear.FromCanonical(6).Inverse();
        TField[] basis = [x1 * xm * x2 * half, -(x * xm * x2) * half, -(x * x1 * x2) * sixth, x * x1 * xm * sixth];
        TField[] result = new TField[SumCount];
        for (int s = 0; s <= 2; s++)
            for (int a = 0; a < 4; a++) result[s] += basis[a] * grid[(4 * s) + a];
        (result[3], result[4]) = (grid[12], grid[13]);

        // The same of 0, 1 and -1.
        TField at1 = x * xm * half, atMinus1 = x * x1 * half;
        result[QuadraticSums] = atMinus1 * grid[QuadraticSums];
        result[QuadraticSums + 1] = atMinus1 * grid[QuadraticSums + 3] + at1 * grid[QuadraticSums + 2] - x1 * xm * grid[QuadraticSums + 1];
        return result;
    }

    /// <summary>Adds, for one value of the second variable, eq times the weighted slots at the values of the first into their groups.</summary>
    private void AddGrid(int s, bool atOne, nint row, nint quarter, uint* scratch, nint groups, uint* sums)
    {
        nint rows = groups * Lanes<TField>.GroupSize, count = plan.Columns.Length;
        uint* values = Values(scratch, groups), line0 = values + (count * rows), line1 = line0 + (count * rows);
        uint** at = stackalloc uint*[columns.Count];
        for (int a = s == 0 && plan.VanishesOnRows ? 2 : 0; a < 4; a++)
        {
            // Where the constraints of degree 2 count: see the groups of sums.
            bool withQuadratic = a < 3 && (s == 1 || (s == 0 && a == 2));
            nint place = 0;
            foreach (int c in withQuadratic ? plan.Columns : plan.Others.Program.Columns)
            {
                uint* low = columns[c] + row, high = low + (2 * quarter), v0 = low, v1 = high;
                if (s == 0 && atOne)
                {
                    v0 += quarter;
                    v1 += quarter;
                }
                else if (s > 0)
                {
                    nint line = places[c] * rows;
                    v0 = line0 + line;
                    v1 = line1 + line;
                    if (a == 0)
                    {
                        KoalaBearLanes.Extrapolate(v0, low + (s == 1 ? 0 : quarter), low + (s == 1 ? quarter : 0), rows);
                        KoalaBearLanes.Extrapolate(v1, high + (s == 1 ? 0 : quarter), high + (s == 1 ? quarter : 0), rows);
                    }
                }

                at[c] = a == 0 ? v0 : a == 1 ? v1 : values + place;
                if (a >= 2) KoalaBearLanes.Extrapolate(at[c], a == 2 ? v0 : v1, a == 2 ? v1 : v0, rows);
                place += rows;
            }

            AddBase(plan.Others, at, scratch, groups, eq.Low, sums + (((4 * s) + a) * Words));
            if (withQuadratic) AddBase(plan.Quadratic, at, scratch, groups, eq.Low, sums + ((QuadraticSums + (s == 0 ? 0 : 1 + a)) * Words));
        }
    }

    /// <summary>Adds eq times the weighted slots at the given base rows into a group.</summary>
    private void AddBase(ZerocheckPlan<TField>.Part part, uint** at, uint* scratch, nint groups, uint* eqLow, uint* sum)
    {
        if (part.IsEmpty) return;
        nint rows = groups * Lanes<TField>.GroupSize;
        uint* combined = scratch + (plan.Registers * rows), all = combined + (groups * Words);
        uint** roots = stackalloc uint*[BlockProgram.BatchSize];
        for (int batch = 0; batch < part.Program.Batches; batch++)
        {
            part.Program.RunBase(batch, at, scratch, rows);
            int first = batch * BlockProgram.BatchSize, count = Math.Min(BlockProgram.BatchSize, part.Registers.Length - first);
            for (int j = 0; j < count; j++) roots[j] = scratch + (part.Registers[first + j] * rows);
            fixed (TField* weights = part.BatchWeights[batch])
                Lanes<TField>.LinearCombination(batch == 0 ? all : combined, weights, roots, count, 0, groups);
            if (batch > 0) KoalaBearLanes.Add(all, all, combined, groups * Words);
        }

        Lanes<TField>.MultiplyAdd(sum, 0, all, Words, eqLow, Words, groups);
    }

    /// <summary>The lines of columns in the scratch of a base round, behind registers and two vectors.</summary>
    private uint* Values(uint* scratch, nint groups) => scratch + (plan.Registers * groups * Lanes<TField>.GroupSize) + (2 * groups * Words);

    /// <summary>A round over lanes whose halves are whole groups: binds the pending challenge, then evaluates.</summary>
    private TField[] RunBlocks(bool atOne) => SumBlocks(eq, (block, scratch, sums) =>
    {
        nint groups = eq.BlockGroups, first = block * groups, half = ((nint)1 << (logLength - 1)) / Lanes<TField>.GroupSize;
        uint** low = stackalloc uint*[columns.Count], high = stackalloc uint*[columns.Count];
        for (int c = 0; c < columns.Count; c++)
        {
            low[c] = lifted!.Pointer + (c * Stride) + (first * Words);
            high[c] = low[c] + (half * Words);
            if (round == 2)
            {
                Lift(c, first, low[c], groups);
                Lift(c, first + half, high[c], groups);
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

    /// <summary>Binds the first two challenges of a base column, for groups of a quarter of its rows.</summary>
    private void Lift(int column, nint firstGroup, uint* destination, nint groups)
    {
        nint quarter = (nint)1 << (columns.Trace.LogHeight - 2);
        uint** parts = stackalloc uint*[4];
        for (int part = 0; part < 4; part++) parts[part] = columns[column] + (part * quarter);
        if (booleans.TryLift(destination, parts, firstGroup * Lanes<TField>.GroupSize, groups)) return;
        fixed (TField* weights = liftWeights)
            Lanes<TField>.LinearCombination(destination, weights, parts, 4, firstGroup * Lanes<TField>.GroupSize, groups);
    }

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
            if (round == 2 && c < columns.Count) Lift(c, 0, low[c], 1);
            else if (half == Lanes<TField>.GroupSize / 2) Lanes<TField>.Fold(low[c], low[c], low[c] + Words, Challenge, 1);
            else Halves.Fold<TField>(low[c], 2 * half, Challenge, high[c]);
            Halves.CopyHigh<TField>(low[c], half, high[c]);
        }

        uint* sums = s + ((Evaluation + plan.Registers + plan.Columns.Length) * Words);
        Evaluate(low, high, low[columns.Count], high[columns.Count], atOne, 1, s, sums);
        return Reduce(sums, eq.High(0));
    }

    /// <summary>Adds eq times the parts of G on the lines through low and high into the groups of sums.</summary>
    private void Evaluate(uint** low, uint** high, uint* ellLow, uint* ellHigh, bool atOne, nint groups, uint* scratch, uint* sums)
    {
        nint block = groups * Words;
        Lanes<TField>.MultiplyAdd(sums + (3 * Words), 0, ellLow, Words, eq.Low, Words, groups);
        Lanes<TField>.MultiplyAdd(sums + (4 * Words), 0, ellHigh, Words, eq.Low, Words, groups);
        if (plan.Columns.Length == 0) return;
        uint** at = stackalloc uint*[columns.Count];
        for (int s = 0; s <= 2; s++)
        {
            uint* next = scratch + ((1 + plan.Registers) * block);
            foreach (int c in s == 2 ? plan.Others.Program.Columns : plan.Columns)
            {
                at[c] = atOne ? high[c] : low[c];
                if (s == 0) continue;
                KoalaBearLanes.Extrapolate(next, s == 1 ? low[c] : high[c], s == 1 ? high[c] : low[c], block);
                at[c] = next;
                next += block;
            }

            AddLanes(plan.Others, 1, at, groups, scratch, sums + (s * Words));
            if (s < 2) AddLanes(plan.Quadratic, 1 + plan.Others.Weights.Length, at, groups, scratch, sums + ((QuadraticSums + s) * Words));
        }
    }

    /// <summary>Adds eq times the weighted slots at the given lanes into a group.</summary>
    private void AddLanes(ZerocheckPlan<TField>.Part part, int firstWeight, uint** at, nint groups, uint* scratch, uint* sum)
    {
        if (part.IsEmpty) return;
        nint block = groups * Words;
        for (int batch = 0, j = 0; batch < part.Program.Batches; batch++)
        {
            part.Program.RunLanes<TField>(batch, at, scratch + block, groups);
            for (int end = Math.Min(j + BlockProgram.BatchSize, part.Registers.Length); j < end; j++)
            {
                uint* slot = scratch + ((1 + part.Registers[j]) * block), weight = constants.Pointer + ((firstWeight + j) * Words);
                if (j == 0) Lanes<TField>.Multiply(scratch, Words, slot, Words, weight, 0, groups);
                else Lanes<TField>.MultiplyAdd(scratch, Words, slot, Words, weight, 0, groups);
            }
        }

        Lanes<TField>.MultiplyAdd(sum, 0, scratch, Words, eq.Low, Words, groups);
    }

    private const int Evaluation = 1;

    /// <summary>The words that a block of a round takes: over base words registers, up to three lines of every column and two vectors in lanes; over
    /// lanes a vector, registers and a line of every column; and sums.</summary>
    private nint ScratchWords(nint groups)
    {
        nint registers = plan.Registers, count = plan.Columns.Length;
        nint group = round < 2 ? ((registers + (3 * count)) * Lanes<TField>.GroupSize) + (2 * Words) : (Evaluation + registers + count) * Words;
        return (groups * group) + (SumCount * Words);
    }

    private delegate void BlockBody(nint block, uint* scratch, uint* sums);

    /// <summary>Runs a pass over all blocks on all cores; each block's sums count with its weight.</summary>
    private TField[] SumBlocks(SplitEq<TField> weights, BlockBody body)
    {
        TField[] total = new TField[SumCount];
        Lock gate = new();
        ParallelChunks.Run(weights.Blocks, Math.Max(weights.Blocks <= 16 ? 1 : 4, weights.Blocks / 32), (from, to) =>
        {
            using WordBuffer scratch = new(ScratchWords(weights.BlockGroups) + ((SumCount + 1) * Words));
            uint* sums = scratch.Pointer + ScratchWords(weights.BlockGroups), totals = sums - (SumCount * Words), weight = sums + (SumCount * Words);
            new Span<uint>(totals, SumCount * Words).Clear();
            for (nint block = from; block < to; block++)
            {
                new Span<uint>(sums, SumCount * Words).Clear();
                body(block, scratch.Pointer, sums);
                Lanes<TField>.Broadcast(weight, weights.High(block));
                Lanes<TField>.MultiplyAdd(totals, Words, sums, Words, weight, 0, SumCount);
            }

            TField[] subtotal = Reduce(totals, TField.One);
            lock (gate)
                for (int s = 0; s < SumCount; s++) total[s] += subtotal[s];
        });
        return total;
    }
}
