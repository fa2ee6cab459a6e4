namespace Supercomputer.Proofs.Soundness;

/// <summary>The sizes of a machine proof that its error outside the commitment depends on.</summary>
/// <param name="LogRows">log2 of the tallest chip's height.</param>
/// <param name="Constraints">Constraints batched by powers of one challenge, over all chips.</param>
/// <param name="ConstraintDegree">Greatest degree of a constraint in the columns.</param>
/// <param name="LogFractions">log2 of the leaves of the fractional-sum tree: rows times interactions, chips concatenated, padded.</param>
/// <param name="PublicFractions">Terms that the verifier adds itself.</param>
/// <param name="TupleLength">Longest bus tuple, the bus id counted.</param>
/// <param name="ColumnClaims">Column evaluations handed to the commitment.</param>
/// <param name="DigestBits">Output of the hash of tree and transcript.</param>
public sealed record ArgumentShape(
    int LogRows,
    int Constraints,
    int ConstraintDegree,
    int LogFractions,
    long PublicFractions,
    int TupleLength,
    int ColumnClaims,
    int DigestBits = 256);
