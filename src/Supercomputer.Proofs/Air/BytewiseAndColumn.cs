using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Air;

/// <summary>A preprocessed column of height 2^16: the low byte of the row index AND its high byte.</summary>
public sealed class BytewiseAndColumn : PreprocessedColumn
{
    /// <inheritdoc/>
    public override uint ValueAt(int row) => (uint)row & ((uint)row >> 8) & 0xff;

    /// <inheritdoc/>
    public override TField Evaluate<TField>(ReadOnlySpan<TField> point)
    {
        TField sum = TField.Zero;
        for (int bit = 0; bit < 8; bit++)
            sum += point[bit] * point[bit + 8] * KoalaBear.FromCanonical(1u << bit);
        return sum;
    }
}
