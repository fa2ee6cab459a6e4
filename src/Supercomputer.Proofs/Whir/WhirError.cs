namespace Supercomputer.Proofs.Whir;

/// <summary>Why an opening or a parameter set is refused.</summary>
/// <param name="Check">Which check, in the words of the numbered steps.</param>
/// <param name="Expected">What it asks for.</param>
/// <param name="Actual">What was found.</param>
/// <param name="NextStep">What the caller can do.</param>
public sealed record WhirError(string Check, string Expected, string Actual, string NextStep)
{
    /// <summary>One sentence with all four.</summary>
    public override string ToString() => $"{Check}: expected {Expected}, found {Actual}; {NextStep}";
}
