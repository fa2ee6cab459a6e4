using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Air;

/// <summary>A column that is part of the key or the statement: the prover reads its values, the verifier evaluates its multilinear extension.</summary>
public abstract class PreprocessedColumn
{
    /// <summary>The name in error messages.</summary>
    public required string Name { get; init; }

    /// <summary>The canonical value in a row.</summary>
    /// <param name="row">The row, below 2^height.</param>
    public abstract uint ValueAt(int row);

    /// <summary>The multilinear extension at a point.</summary>
    /// <param name="point">One coordinate for each bit of the row, the lowest first.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    public abstract TField Evaluate<TField>(ReadOnlySpan<TField> point)
        where TField : unmanaged, IChallengeField<TField>;
}
