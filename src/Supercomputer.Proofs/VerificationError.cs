namespace Supercomputer.Proofs;

/// <summary>Why a proof is refused.</summary>
/// <param name="Check">Which check failed.</param>
/// <param name="Expected">What it asks for.</param>
/// <param name="Actual">What the proof has.</param>
public sealed record VerificationError(string Check, string Expected, string Actual)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Check}: expected {Expected}, actual {Actual}";
}
