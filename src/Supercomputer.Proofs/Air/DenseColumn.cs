using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Air;

/// <summary>A preprocessed column given by its values; rows beyond them hold zero.</summary>
/// <param name="values">Canonical values, below p.</param>
public sealed class DenseColumn(uint[] values) : PreprocessedColumn
{
    private readonly uint[] values = values;

    /// <inheritdoc/>
    public override uint ValueAt(int row) => row < values.Length ? values[row] : 0;

    /// <inheritdoc/>
    public override TField Evaluate<TField>(ReadOnlySpan<TField> point, Lazy<TField[]> eq)
    {
        TField[] weights = eq.Value;
        TField sum = TField.Zero;
        for (int row = 0; row < values.Length; row++)
            if (values[row] != 0)
                sum += weights[row] * KoalaBear.FromCanonical(values[row]);
        return sum;
    }
}
