using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Sumcheck;

namespace Supercomputer.Proofs.Lookups;

/// <summary>
/// The prover's work for one layer: sum over x of eq(r, x) (p0 q1 + a q0), where a = p1 + lambda q1, and p0, p1, q0, q1 are the halves of
/// the layer's numerators and denominators.
/// </summary>
/// <remarks>A round binds the variable of the round before in the same pass that evaluates its own polynomial, block by block, so that each
/// element is read and written once a round. The layer's memory is consumed.</remarks>
/// <typeparam name="TField">The challenge field.</typeparam>
internal sealed unsafe class LayerSumcheck<TField> : IDisposable
    where TField : unmanaged, IChallengeField<TField>
{
    private const int BlockLog = 6;

    // p0, a, q0, q1, by index.
    private readonly uint*[] vectors = new uint*[4];
    private readonly uint* p1;
    private readonly uint* baseP0;
    private readonly WordBuffer? ownA;
    private readonly WordBuffer? ownP0;
    private readonly WordBuffer constants = new(2 * Lanes<TField>.GroupWords);
    private readonly SplitEq<TField> eq;
    private readonly TField lambda;
    private int logLength;
    private bool isPrepared;
    private bool isPending;
    private bool isFolded;

    /// <summary>Takes a layer over, at a point of one coordinate less than its log size.</summary>
    public LayerSumcheck(FractionLayer<TField> layer, ReadOnlySpan<TField> point, TField lambda)
    {
        this.lambda = lambda;
        logLength = layer.LogSize - 1;
        eq = new(point, BlockLog);
        nint half = (nint)1 << logLength, words = half / Lanes<TField>.GroupSize * Lanes<TField>.GroupWords;
        if (half < Lanes<TField>.GroupSize)
        {
            words = Lanes<TField>.GroupWords;
            ownA = new(2 * words);
            Halves.CopyHigh<TField>(layer.P, (int)half, ownA.Pointer);
            Halves.CopyHigh<TField>(layer.Q, (int)half, ownA.Pointer + words);
            p1 = ownA.Pointer;
            SetVectors(layer.P, p1, layer.Q, ownA.Pointer + words);
        }
        else if (layer.IsBase)
        {
            // The numerators are words: a and p0 need room of their own once they are folded; until then a is made where it is needed,
            // since a pass over memory costs more than a product.
            ownA = new(words / 2);
            ownP0 = new(words / 2);
            baseP0 = layer.P;
            p1 = layer.P + half;
            SetVectors(ownP0.Pointer, ownA.Pointer, layer.Q, layer.Q + words);
        }
        else
        {
            p1 = layer.P + words;
            SetVectors(layer.P, p1, layer.Q, layer.Q + words);
        }
    }

    /// <summary>The challenge that the next pass binds; set after each round.</summary>
    public void Bind(TField challenge)
    {
        Lanes<TField>.Broadcast(constants.Pointer + Lanes<TField>.GroupWords, challenge);
        isPending = true;
    }

    /// <summary>One round: h(0) (or h(1)) and the leading coefficient of the round's polynomial.</summary>
    public (TField Value, TField Leading) Round(bool atOne)
    {
        eq.DropHighest();
        if (!isPrepared) Lanes<TField>.Broadcast(constants.Pointer, lambda);
        int log = isPending ? logLength - 1 : logLength;
        nint half = (nint)1 << (log - 1);
        (TField Value, TField Leading) sums = half < Lanes<TField>.GroupSize ? SmallRound((int)half, atOne) : LargeRound(half, atOne);
        logLength = log;
        isFolded |= isPending;
        (isPrepared, isPending) = (true, false);
        return sums;
    }

    /// <summary>After the last challenge: p0, p1, q0, q1 at the point.</summary>
    public TField[] Ends()
    {
        using WordBuffer scratch = new(Lanes<TField>.GroupWords);
        TField[] ends = new TField[4];
        for (int v = 0; v < 4; v++)
        {
            Halves.Fold<TField>(vectors[v], 1, constants.Pointer + Lanes<TField>.GroupWords, scratch.Pointer);
            ends[v] = Lanes<TField>.Read(vectors[v], 0);
        }

        ends[1] -= lambda * ends[3];
        return ends;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ownA?.Dispose();
        ownP0?.Dispose();
        constants.Dispose();
        eq.Dispose();
    }

    private void SetVectors(uint* p0, uint* a, uint* q0, uint* q1)
    {
        vectors[0] = p0;
        vectors[1] = a;
        vectors[2] = q0;
        vectors[3] = q1;
    }

    private (TField Value, TField Leading) SmallRound(int half, bool atOne)
    {
        int words = Lanes<TField>.GroupWords;
        using WordBuffer scratch = new(12 * words, clear: true);
        uint* s = scratch.Pointer;
        if (!isPrepared) Prepare(At(1, 0), 0, 1);
        if (isPending && half == Lanes<TField>.GroupSize / 2) FoldVectors(0, Lanes<TField>.GroupSize, 1);
        uint** high = stackalloc uint*[4];
        uint** low = stackalloc uint*[4];
        for (int v = 0; v < 4; v++)
        {
            if (isPending && half < Lanes<TField>.GroupSize / 2) Halves.Fold<TField>(vectors[v], 2 * half, constants.Pointer + words, s);
            low[v] = vectors[v];
            high[v] = s + ((8 + v) * words);
            Halves.CopyHigh<TField>(vectors[v], half, high[v]);
        }

        Evaluate(low, high, atOne, s, 1, s + (6 * words), s + (7 * words));
        TField weight = eq.High(0);
        return (Lanes<TField>.SumGroup(s + (6 * words)) * weight, Lanes<TField>.SumGroup(s + (7 * words)) * weight);
    }

    private (TField Value, TField Leading) LargeRound(nint half, bool atOne)
    {
        TField value = TField.Zero, leading = TField.Zero;
        Lock gate = new();
        nint chunk = Math.Max(16, eq.Blocks / 32);
        ParallelChunks.Run(eq.Blocks, chunk, (from, to) =>
        {
            (TField v, TField l) = LargeChunk(half, atOne, from, to);
            lock (gate)
            {
                value += v;
                leading += l;
            }
        });
        return (value, leading);
    }

    private (TField Value, TField Leading) LargeChunk(nint half, bool atOne, nint from, nint to)
    {
        nint groups = eq.BlockGroups, words = Lanes<TField>.GroupWords;
        using WordBuffer scratch = new(((7 * groups) + 5) * words, clear: true);
        uint* sums = scratch.Pointer + (7 * groups * words), totals = sums + (2 * words), weight = totals + (2 * words);
        uint** low = stackalloc uint*[4];
        uint** high = stackalloc uint*[4];
        for (nint block = from; block < to; block++)
        {
            nint x = block * groups * Lanes<TField>.GroupSize;
            if (isPending)
            {
                FoldVectors(x, 2 * half, groups);
                FoldVectors(x + half, 2 * half, groups);
            }

            for (int v = 0; v < 4; v++)
            {
                low[v] = At(v, x);
                high[v] = At(v, x + half);
            }

            if (!isPrepared)
            {
                if (baseP0 != null)
                {
                    low[1] = scratch.Pointer + (5 * groups * words);
                    high[1] = low[1] + (groups * words);
                }

                Prepare(low[1], x, groups);
                Prepare(high[1], x + half, groups);
            }

            new Span<uint>(sums, (int)(2 * words)).Clear();
            if (!isPending && baseP0 != null) EvaluateLeaves(baseP0 + x, baseP0 + x + half, low, high, atOne, scratch.Pointer, groups, sums, sums + words);
            else Evaluate(low, high, atOne, scratch.Pointer, groups, sums, sums + words);
            Lanes<TField>.Broadcast(weight, eq.High(block));
            Lanes<TField>.MultiplyAdd(totals, words, sums, words, weight, 0, 2);
        }

        return (Lanes<TField>.SumGroup(totals), Lanes<TField>.SumGroup(totals + words));
    }

    private uint* At(int vector, nint x) => vectors[vector] + (x / Lanes<TField>.GroupSize * Lanes<TField>.GroupWords);

    /// <summary>a = p1 + lambda q1.</summary>
    private void Prepare(uint* a, nint x, nint groups)
    {
        nint words = Lanes<TField>.GroupWords;
        if (baseP0 != null)
        {
            Lanes<TField>.Multiply(a, words, At(3, x), words, constants.Pointer, 0, groups);
            Lanes<TField>.AddBase(a, p1 + x, groups);
        }
        else
        {
            Lanes<TField>.MultiplyAdd(a, words, At(3, x), words, constants.Pointer, 0, groups);
        }
    }

    /// <summary>Binds the pending challenge for elements from x on: their partners lie <paramref name="distance"/> further.</summary>
    private void FoldVectors(nint x, nint distance, nint groups)
    {
        nint words = Lanes<TField>.GroupWords;
        uint* challenge = constants.Pointer + words;
        bool isFirst = baseP0 != null && !isFolded;
        for (int v = isFirst ? 2 : 0; v < 4; v++) Lanes<TField>.Fold(At(v, x), At(v, x), At(v, x + distance), challenge, groups);
        if (!isFirst) return;
        Lanes<TField>.FoldBase(At(0, x), baseP0 + x, baseP0 + x + distance, challenge, groups);
        Lanes<TField>.FoldBase(At(1, x), p1 + x, p1 + x + distance, challenge, groups);
        Lanes<TField>.MultiplyAdd(At(1, x), words, At(3, x), words, constants.Pointer, 0, groups);
    }

    /// <summary>Adds eq (p0 q1 + a q0) at X = 0 or 1, and of the differences, into two groups.</summary>
    private void Evaluate(uint** low, uint** high, bool atOne, uint* scratch, nint groups, uint* value, uint* leading)
    {
        nint words = Lanes<TField>.GroupWords, block = groups * words;
        uint** at = atOne ? high : low;
        uint* t = scratch + (4 * block);
        Lanes<TField>.Multiply(t, words, at[0], words, at[3], words, groups);
        Lanes<TField>.MultiplyAdd(t, words, at[1], words, at[2], words, groups);
        Lanes<TField>.MultiplyAdd(value, 0, t, words, eq.Low, words, groups);
        for (int v = 0; v < 4; v++) Lanes<TField>.Subtract(scratch + (v * block), high[v], low[v], groups);
        Lanes<TField>.Multiply(t, words, scratch, words, scratch + (3 * block), words, groups);
        Lanes<TField>.MultiplyAdd(t, words, scratch + block, words, scratch + (2 * block), words, groups);
        Lanes<TField>.MultiplyAdd(leading, 0, t, words, eq.Low, words, groups);
    }

    /// <summary>The same while p0 is in the base field.</summary>
    private void EvaluateLeaves(
        uint* p0Low, uint* p0High, uint** low, uint** high, bool atOne, uint* scratch, nint groups, uint* value, uint* leading)
    {
        nint words = Lanes<TField>.GroupWords, block = groups * words;
        uint** at = atOne ? high : low;
        uint* t = scratch + (4 * block);
        Lanes<TField>.MultiplyBase(t, at[3], words, atOne ? p0High : p0Low, Lanes<TField>.GroupSize, groups);
        Lanes<TField>.MultiplyAdd(t, words, at[1], words, at[2], words, groups);
        Lanes<TField>.MultiplyAdd(value, 0, t, words, eq.Low, words, groups);
        for (int v = 1; v < 4; v++) Lanes<TField>.Subtract(scratch + (v * block), high[v], low[v], groups);
        KoalaBearLanes.Subtract(scratch, p0High, p0Low, groups * Lanes<TField>.GroupSize);
        Lanes<TField>.MultiplyBase(t, scratch + (3 * block), words, scratch, Lanes<TField>.GroupSize, groups);
        Lanes<TField>.MultiplyAdd(t, words, scratch + block, words, scratch + (2 * block), words, groups);
        Lanes<TField>.MultiplyAdd(leading, 0, t, words, eq.Low, words, groups);
    }
}
