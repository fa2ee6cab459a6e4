using System.Collections.Immutable;

namespace Supercomputer.Proofs.Soundness;

/// <summary>
/// The numbers a WHIR opening is made of, sound or not: what the calculator reads. A prover and a verifier take
/// <see cref="Whir.WhirParameters"/>, which exist only at or above their target.
/// </summary>
/// <param name="FieldDegree">Degree of the challenge field over KoalaBear.</param>
/// <param name="LogCells">Variables of the committed multilinear.</param>
/// <param name="LogInverseRate">log2(1/rate) of the first code.</param>
/// <param name="Regime">Unique decoding or Johnson.</param>
/// <param name="InitialOutOfDomainSamples">Samples drawn right after the first root.</param>
/// <param name="Rounds">One per committed function, the first for the base-field commitment.</param>
public sealed record WhirShape(
    int FieldDegree,
    int LogCells,
    int LogInverseRate,
    ProximityRegime Regime,
    int InitialOutOfDomainSamples,
    ImmutableArray<WhirRoundShape> Rounds)
{
    /// <summary>Variables m_i of the function committed in round i; with i = number of rounds, of the final polynomial.</summary>
    public int Variables(int round)
    {
        int variables = LogCells;
        for (int i = 0; i < round; i++)
            variables -= Rounds[i].FoldingFactor;
        return variables;
    }

    /// <summary>log2(1/rate) of the code of round i: the degree shrinks by 2^k, the domain by 2^shift only.</summary>
    public int LogInverseRateOf(int round)
    {
        int logInverseRate = LogInverseRate;
        for (int i = 0; i < round; i++)
            logInverseRate += Rounds[i].FoldingFactor - Rounds[i].DomainShift;
        return logInverseRate;
    }

    /// <summary>log2 of the number of Merkle leaves of round i: each leaf holds 2^k interleaved values.</summary>
    public int LogRows(int round) => Variables(round) + LogInverseRateOf(round) - Rounds[round].FoldingFactor;
}
