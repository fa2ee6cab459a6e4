using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Lookups;

/// <summary>One layer of the fractional-sum tree: 2^LogSize numerators and denominators.</summary>
/// <remarks>Shape: denominators in lanes; numerators in lanes, or as base words where they are leaves of the tree.</remarks>
/// <typeparam name="TField">The challenge field.</typeparam>
internal sealed unsafe class FractionLayer<TField> : IDisposable
    where TField : unmanaged, IChallengeField<TField>
{
    private readonly WordBuffer numerators;
    private readonly WordBuffer denominators;

    /// <summary>Allocates a layer.</summary>
    public FractionLayer(int logSize, bool isBase)
    {
        LogSize = logSize;
        IsBase = isBase;
        nint words = Lanes<TField>.GroupsFor((nint)1 << logSize) * Lanes<TField>.GroupWords;
        denominators = new(words);
        numerators = new(isBase ? (nint)1 << logSize : words);
    }

    /// <summary>The log of the number of fractions.</summary>
    public int LogSize { get; }

    /// <summary>Whether numerators are base words.</summary>
    public bool IsBase { get; }

    /// <summary>The numerators.</summary>
    public uint* P => numerators.Pointer;

    /// <summary>The denominators.</summary>
    public uint* Q => denominators.Pointer;

    /// <summary>The layer above: p' = p0 q1 + p1 q0 and q' = q0 q1, where the top bit tells 0 from 1.</summary>
    public FractionLayer<TField> Sum()
    {
        FractionLayer<TField> above = new(LogSize - 1, false);
        nint half = (nint)1 << above.LogSize, words = Lanes<TField>.GroupWords;
        if (half < Lanes<TField>.GroupSize)
        {
            using WordBuffer high = new(2 * words);
            Sumcheck.Halves.CopyHigh<TField>(P, (int)half, high.Pointer);
            Sumcheck.Halves.CopyHigh<TField>(Q, (int)half, high.Pointer + words);
            SumBlock(above, P, high.Pointer, Q, high.Pointer + words, 0, 1);
            return above;
        }

        nint groups = half / Lanes<TField>.GroupSize;
        nint numeratorHalf = IsBase ? half : groups * words;
        ParallelChunks.Run(groups, 512, (from, to) =>
        {
            // Blocks that stay in the first-level cache between the three products.
            for (nint at = from; at < to; at += 8)
            {
                nint start = at * words, p = IsBase ? at * Lanes<TField>.GroupSize : start;
                SumBlock(above, P + p, P + numeratorHalf + p, Q + start, Q + (groups * words) + start, start, Math.Min(8, to - at));
            }
        });
        return above;
    }

    /// <summary>The two layers above in one pass: what the nearer one gets is still in the cache when the farther one reads it.</summary>
    public (FractionLayer<TField> Near, FractionLayer<TField> Far) SumTwice()
    {
        nint quarter = (nint)1 << (LogSize - 2), words = Lanes<TField>.GroupWords;
        if (quarter < Lanes<TField>.GroupSize)
        {
            FractionLayer<TField> sum = Sum();
            return (sum, sum.Sum());
        }

        FractionLayer<TField> near = new(LogSize - 1, false), far = new(LogSize - 2, false);
        nint groups = quarter / Lanes<TField>.GroupSize, distance = groups * words;
        nint numerator = IsBase ? Lanes<TField>.GroupSize : words;
        ParallelChunks.Run(groups, 512, (from, to) =>
        {
            for (nint at = from; at < to; at += 4)
            {
                nint count = Math.Min(4, to - at);
                for (nint half = 0; half < 2; half++)
                {
                    nint group = at + (half * groups);
                    uint* p = P + (group * numerator), q = Q + (group * words);
                    SumBlock(near, p, p + (2 * groups * numerator), q, q + (2 * distance), group * words, count);
                }

                uint* p0 = near.P + (at * words), q0 = near.Q + (at * words);
                near.SumBlock(far, p0, p0 + distance, q0, q0 + distance, at * words, count);
            }
        });
        return (near, far);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        numerators.Dispose();
        denominators.Dispose();
    }

    private void SumBlock(FractionLayer<TField> above, uint* p0, uint* p1, uint* q0, uint* q1, nint at, nint groups)
    {
        nint words = Lanes<TField>.GroupWords;
        uint* p = above.P + at, q = above.Q + at;
        if (IsBase)
        {
            Lanes<TField>.MultiplyBase(p, q1, words, p0, Lanes<TField>.GroupSize, groups);
            Lanes<TField>.MultiplyBase(q, q0, words, p1, Lanes<TField>.GroupSize, groups);
            Lanes<TField>.Add(p, p, q, groups);
        }
        else
        {
            Lanes<TField>.Multiply(p, words, p0, words, q1, words, groups);
            Lanes<TField>.MultiplyAdd(p, words, p1, words, q0, words, groups);
        }

        Lanes<TField>.Multiply(q, words, q0, words, q1, words, groups);
    }
}
