namespace Supercomputer.Proofs.Air;

/// <summary>An expression that is zero in every row, padding rows included.</summary>
/// <param name="Name">What it says, for error messages.</param>
/// <param name="Expression">The polynomial, of degree at most <see cref="Chip.MaxDegree"/>.</param>
public sealed record Constraint(string Name, Expression Expression);
