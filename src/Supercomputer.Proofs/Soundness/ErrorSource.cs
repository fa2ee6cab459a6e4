namespace Supercomputer.Proofs.Soundness;

/// <summary>One way in which a false statement may slip through, and how unlikely it is.</summary>
/// <param name="Name">Where in the protocol, in the words of the protocol's numbered steps.</param>
/// <param name="Bits">-log2 of the error after grinding.</param>
/// <param name="Formula">The bound as a formula in the names that docs/soundness.md defines.</param>
public sealed record ErrorSource(string Name, double Bits, string Formula)
{
    /// <summary>The greatest whole number k such that the error is at most 2^-k.</summary>
    public int WholeBits => (int)Math.Floor(Bits);

    /// <summary>The source with this error probability, lowered by grinding.</summary>
    /// <param name="name">Where in the protocol.</param>
    /// <param name="error">The probability before grinding, in (0, 1).</param>
    /// <param name="grindingBits">Proof of work a cheating prover repeats for each new draw.</param>
    /// <param name="formula">The bound as a formula.</param>
    public static ErrorSource FromError(string name, double error, int grindingBits, string formula) =>
        new(name, grindingBits - Math.Log2(error), formula);
}
