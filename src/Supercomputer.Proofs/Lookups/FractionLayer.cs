using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Sumcheck;

namespace Supercomputer.Proofs.Lookups;

/// <summary>One layer of the fractional-sum tree: 2^LogSize numerators and denominators, of which those in front are stored.</summary>
/// <remarks>Shape: denominators in lanes; numerators in lanes, or as base words where they are leaves of the tree. What follows the stored
/// groups is 0/1. Variable 4 of the index tells the two fractions of a sum apart (<see cref="LayerVariables"/>): groups 2i and 2i + 1.</remarks>
/// <typeparam name="TField">The challenge field.</typeparam>
internal sealed unsafe class FractionLayer<TField> : IDisposable
    where TField : unmanaged, IChallengeField<TField>
{
    /// <summary>Stored groups are a multiple of this, or all there are: whole blocks for the rounds.</summary>
    private const nint Granule = 16;

    private readonly WordBuffer numerators;
    private readonly WordBuffer denominators;

    /// <summary>Allocates a layer.</summary>
    /// <param name="logSize">The log of the number of fractions.</param>
    /// <param name="used">The groups in front that are not padding.</param>
    /// <param name="isBase">Whether numerators are base words.</param>
    public FractionLayer(int logSize, nint used, bool isBase)
    {
        LogSize = logSize;
        IsBase = isBase;
        nint all = Lanes<TField>.GroupsFor((nint)1 << logSize);
        Groups = Math.Min(all, (used + Granule - 1) / Granule * Granule);
        denominators = new(Groups * Lanes<TField>.GroupWords);
        Signs = isBase ? new(Groups) : null;
        numerators = new(isBase ? Math.Min((nint)1 << logSize, Groups * Lanes<TField>.GroupSize) : Groups * Lanes<TField>.GroupWords);
    }

    /// <summary>The log of the number of fractions.</summary>
    public int LogSize { get; }

    /// <summary>The groups that are stored.</summary>
    public nint Groups { get; }

    /// <summary>Whether numerators are base words.</summary>
    public bool IsBase { get; }

    /// <summary>Which numerators are all 1 or all -1, where they are leaves; null elsewhere.</summary>
    public NumeratorSigns? Signs { get; }

    /// <summary>The numerators.</summary>
    public uint* P => numerators.Pointer;

    /// <summary>The denominators.</summary>
    public uint* Q => denominators.Pointer;

    /// <summary>Words from one group of numerators to the next.</summary>
    public nint NumeratorWords => IsBase ? Lanes<TField>.GroupSize : Lanes<TField>.GroupWords;

    /// <summary>Makes the stored groups from one on 0/1.</summary>
    public void Pad(nint from)
    {
        for (nint group = from; group < Groups; group++)
        {
            new Span<uint>(P + (group * NumeratorWords), (int)NumeratorWords).Clear();
            Lanes<TField>.Broadcast(Q + (group * Lanes<TField>.GroupWords), TField.One);
        }
    }

    /// <summary>The layer above: p' = p0 q1 + p1 q0 and q' = q0 q1.</summary>
    public FractionLayer<TField> Sum()
    {
        nint words = Lanes<TField>.GroupWords;
        if (LogSize <= LayerVariables.Lanes)
        {
            FractionLayer<TField> small = new(LogSize - 1, 1, false);
            using WordBuffer high = new(2 * words);
            int half = 1 << small.LogSize;
            Halves.CopyHigh<TField>(P, half, high.Pointer);
            Halves.CopyHigh<TField>(Q, half, high.Pointer + words);
            SumPairs(small, P, high.Pointer, Q, high.Pointer + words, 0, 0, 0, 1);
            return small;
        }

        FractionLayer<TField> above = new(LogSize - 1, Groups / 2, false);
        ParallelChunks.Run(Groups / 2, 512, (from, to) =>
        {
            // Blocks that stay in the first-level cache between the three products.
            for (nint at = from; at < to; at += 8) SumBlock(above, at, Math.Min(8, to - at));
        });
        above.Pad(Groups / 2);
        return above;
    }

    /// <summary>The two layers above in one pass: what the nearer one gets is still in the cache when the farther one reads it.</summary>
    public (FractionLayer<TField> Near, FractionLayer<TField> Far) SumTwice()
    {
        if (LogSize < LayerVariables.Lanes + 2)
        {
            FractionLayer<TField> sum = Sum();
            return (sum, sum.Sum());
        }

        FractionLayer<TField> near = new(LogSize - 1, Groups / 2, false), far = new(LogSize - 2, Groups / 4, false);
        ParallelChunks.Run(Groups / 4, 256, (from, to) =>
        {
            for (nint at = from; at < to; at += 4)
            {
                nint count = Math.Min(4, to - at);
                if (at + 4 < to)
                {
                    Prefetch.Words(P + (4 * (at + 4) * NumeratorWords), 16 * NumeratorWords);
                    Prefetch.Words(Q + (4 * (at + 4) * Lanes<TField>.GroupWords), 16 * Lanes<TField>.GroupWords);
                }

                SumBlock(near, 2 * at, 2 * count);
                near.SumBlock(far, at, count);
            }
        });
        near.Pad(Groups / 2);
        far.Pad(Groups / 4);
        return (near, far);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        numerators.Dispose();
        denominators.Dispose();
    }

    private void SumBlock(FractionLayer<TField> above, nint at, nint groups)
    {
        nint words = Lanes<TField>.GroupWords;
        uint* p = P + (2 * at * NumeratorWords), q = Q + (2 * at * words);
        int sign = Signs?.OfBlock(0, at / NumeratorSigns.BlockGroups) ?? 0;
        if (sign != 0 && at % NumeratorSigns.BlockGroups + groups <= NumeratorSigns.BlockGroups) SumSigned(above, q, at * words, groups, sign);
        else SumPairs(above, p, p + NumeratorWords, q, q + words, 2 * NumeratorWords, 2 * words, at * words, groups);
    }

    /// <summary>Numerators that are all s: p' = s (q0 + q1), without a product.</summary>
    private static void SumSigned(FractionLayer<TField> above, uint* q, nint at, nint groups, int sign)
    {
        nint words = Lanes<TField>.GroupWords;
        for (nint group = 0; group < groups; group++)
        {
            uint* q0 = q + (2 * group * words), p = above.P + at + (group * words);
            KoalaBearLanes.Add(p, q0, q0 + words, words);
            if (sign < 0) KoalaBearLanes.Scale(p, p, -KoalaBear.One, words);
        }

        Lanes<TField>.Multiply(above.Q + at, words, q, 2 * words, q + words, 2 * words, groups);
    }

    private void SumPairs(
        FractionLayer<TField> above, uint* p0, uint* p1, uint* q0, uint* q1, nint numeratorStep, nint step, nint at, nint groups)
    {
        nint words = Lanes<TField>.GroupWords;
        uint* p = above.P + at, q = above.Q + at;
        if (IsBase)
        {
            Lanes<TField>.MultiplyBase(p, q1, step, p0, numeratorStep, groups);
            Lanes<TField>.MultiplyBase(q, q0, step, p1, numeratorStep, groups);
            Lanes<TField>.Add(p, p, q, groups);
        }
        else
        {
            Lanes<TField>.Multiply(p, words, p0, numeratorStep, q1, step, groups);
            Lanes<TField>.MultiplyAdd(p, words, p1, numeratorStep, q0, step, groups);
        }

        Lanes<TField>.Multiply(q, words, q0, step, q1, step, groups);
    }
}
