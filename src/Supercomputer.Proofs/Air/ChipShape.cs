namespace Supercomputer.Proofs.Air;

/// <summary>A chip that is present in a proof, and how tall it is there.</summary>
/// <param name="Chip">The chip.</param>
/// <param name="LogHeight">The log of its number of rows.</param>
public readonly record struct ChipShape(Chip Chip, int LogHeight);
