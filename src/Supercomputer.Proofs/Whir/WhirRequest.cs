using Supercomputer.Proofs.Soundness;

namespace Supercomputer.Proofs.Whir;

/// <summary>What decides the parameters of an opening.</summary>
/// <param name="LogCells">Variables of the committed multilinear.</param>
/// <param name="LogInverseRate">log2(1/rate) of the first code.</param>
/// <param name="FieldDegree">Degree of the challenge field.</param>
/// <param name="TargetBits">Every error source must reach so many bits.</param>
/// <param name="Claims">Greatest number of column claims batched into the opening.</param>
/// <param name="FirstDomainShift">How much smaller the second domain is, in bits: 1 gives the smallest proof, more a faster prover.</param>
/// <param name="QueryGrindingBits">Proof of work before each draw of queries.</param>
/// <param name="MaximumFoldingGrindingBits">Most proof of work before a folding challenge.</param>
/// <param name="UniqueDecoding">Argue in the unique-decoding regime: larger proofs, no list.</param>
public sealed record WhirRequest(
    int LogCells,
    int LogInverseRate,
    int FieldDegree,
    int TargetBits,
    int Claims,
    int FirstDomainShift = 1,
    int QueryGrindingBits = 16,
    int MaximumFoldingGrindingBits = 16,
    bool UniqueDecoding = false)
{
    /// <summary>The request of a profile at its usual rate: 1/4 up to 2^22 cells, 1/2 above.</summary>
    /// <remarks>
    /// The second domain is an eighth of the first. Each further halving halves the extension codewords, which are most of the
    /// opening's time, and lengthens the proof by 4 to 17 KiB: a sixteenth would take a whole proof of 2^26 cells above 300 KiB.
    /// </remarks>
    public static WhirRequest ForProfile(int logCells, int fieldDegree, int claims) =>
        new(
            logCells,
            logCells <= 22 ? 2 : 1,
            fieldDegree,
            ChallengeFieldSize.TargetBits(fieldDegree),
            claims,
            FirstDomainShift: 3);
}
