using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Air;

/// <summary>A preprocessed column that holds some consecutive bits of the row index: floor(row / 2^low) mod 2^count.</summary>
/// <param name="low">The lowest bit taken.</param>
/// <param name="count">The number of bits taken.</param>
public sealed class IndexBitsColumn(int low, int count) : PreprocessedColumn
{
    /// <inheritdoc/>
    public override uint ValueAt(int row) => ((uint)row >> low) & ((1u << count) - 1);

    /// <inheritdoc/>
    public override TField Evaluate<TField>(ReadOnlySpan<TField> point)
    {
        TField sum = TField.Zero;
        for (int bit = 0; bit < count && low + bit < point.Length; bit++)
            sum += point[low + bit] * KoalaBear.FromCanonical(1u << bit);
        return sum;
    }
}
