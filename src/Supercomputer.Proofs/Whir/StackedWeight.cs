using System.Numerics;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Commitments;

namespace Supercomputer.Proofs.Whir;

/// <summary>
/// The initial weight of an opening: W(x) = sum over columns c of gamma^c eq(prefix_c, x_high) eq(point_low, x_low)
/// + sum over samples s of gamma^(columns + s) zeta_s^x.
/// </summary>
/// <remarks>
/// The column parts are one tensor scaled, so neither side ever holds the 2^N weights. The prover needs W only after the
/// first fold, and before it the products of every block of cells with every block of weights (<see cref="BlockProducts"/>).
/// </remarks>
internal sealed unsafe partial class StackedWeight<TField>
    where TField : unmanaged, IChallengeField<TField>
{
    private readonly StackedLayout layout;
    private readonly TField[] point;
    private readonly TField[] scales;
    private readonly TField[] samples;

    /// <summary>The weight for the challenge gamma.</summary>
    /// <param name="layout">The columns.</param>
    /// <param name="point">The shared point; column c uses its lowest coordinates.</param>
    /// <param name="samples">The out-of-domain points.</param>
    /// <param name="gamma">The batching challenge.</param>
    public StackedWeight(StackedLayout layout, ReadOnlySpan<TField> point, TField[] samples, TField gamma)
    {
        this.layout = layout;
        this.point = point.ToArray();
        this.samples = samples;
        scales = Tensors.Powers(gamma, layout.Count + samples.Length);
    }

    private int LogCells => layout.LogCells;

    /// <summary>The claim that goes with the weight: the same combination of evaluations and sample answers.</summary>
    public TField Claim(ReadOnlySpan<TField> evaluations, ReadOnlySpan<TField> answers) =>
        Tensors.Inner(scales.AsSpan(0, layout.Count), evaluations)
        + Tensors.Inner(scales.AsSpan(layout.Count), answers);

    /// <summary>
    /// The verifier's side: the sum over y of final[y] W(challenges high, y), with challenges[v] for each bound variable v.
    /// </summary>
    /// <remarks>Cost: about two products a column, because neighbours share the factors of their high bits.</remarks>
    public TField Evaluate(ReadOnlySpan<TField> challenges, ReadOnlySpan<TField> final)
    {
        int free = BitOperations.Log2((uint)final.Length);
        TField[][] partial = PartialEvaluations(final);
        TField[] pointFactors = BoundFactors(challenges, free);
        // prefix[v] is the product over variables u >= v of eq(bit u of the offset, challenge u).
        var prefix = new TField[LogCells + 1];
        prefix[LogCells] = TField.One;
        long previous = -1;
        TField total = TField.Zero;
        foreach (int column in layout.StackingOrder)
        {
            long offset = layout.Offset(column);
            int height = layout.LogHeight(column);
            int top = previous < 0 ? LogCells - 1 : BitOperations.Log2((ulong)(offset ^ previous));
            for (int v = top; v >= Math.Max(height, free); v--)
                prefix[v] = prefix[v + 1] * (((offset >> v) & 1) == 1 ? challenges[v] : TField.One - challenges[v]);
            previous = offset;
            TField inner = height >= free
                ? pointFactors[height] * partial[free][0]
                : partial[height][(offset & ((1L << free) - 1)) >> height];
            total += scales[column] * prefix[Math.Max(height, free)] * inner;
        }
        for (int s = 0; s < samples.Length; s++)
            total += scales[layout.Count + s] * PowerWeight<TField>.Evaluate(samples[s], LogCells, challenges, final);
        return total;
    }

    /// <summary>partial[l][j] = sum over y of 2^l values of final[j 2^l + y] eq(point low l, y).</summary>
    private TField[][] PartialEvaluations(ReadOnlySpan<TField> final)
    {
        int levels = Math.Min(BitOperations.Log2((uint)final.Length), point.Length);
        var partial = new TField[BitOperations.Log2((uint)final.Length) + 1][];
        partial[0] = final.ToArray();
        for (int l = 0; l < levels; l++)
            partial[l + 1] = FoldLow(partial[l], point[l]);
        for (int l = levels + 1; l < partial.Length; l++)
            partial[l] = [TField.Zero];
        return partial;
    }

    /// <summary>factors[k] = product over bound variables v below k of eq(point v, challenge v).</summary>
    private TField[] BoundFactors(ReadOnlySpan<TField> challenges, int free)
    {
        var factors = new TField[Math.Max(free, point.Length) + 1];
        factors[free] = TField.One;
        for (int v = free; v < point.Length; v++)
        {
            TField both = point[v] * challenges[v];
            factors[v + 1] = factors[v] * (TField.One - point[v] - challenges[v] + both + both);
        }
        return factors;
    }

    private static TField[] FoldLow(ReadOnlySpan<TField> table, TField coordinate)
    {
        var folded = new TField[table.Length / 2];
        for (int j = 0; j < folded.Length; j++)
            folded[j] = table[2 * j] + (coordinate * (table[(2 * j) + 1] - table[2 * j]));
        return folded;
    }
}
