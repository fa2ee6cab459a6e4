namespace Supercomputer.Proofs.Air;

/// <summary>What a checker found wrong.</summary>
/// <param name="Chip">The chip, or "public" for a public term.</param>
/// <param name="Row">The row.</param>
/// <param name="Check">The constraint or the bus.</param>
/// <param name="Detail">The values at hand.</param>
public sealed record CheckFailure(string Chip, int Row, string Check, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Chip}, row {Row}: {Check}: {Detail}";
}
