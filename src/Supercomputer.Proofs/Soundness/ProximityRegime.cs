namespace Supercomputer.Proofs.Soundness;

/// <summary>
/// How far from the code a word may be and still be argued about: the unique-decoding radius, or the Johnson radius with
/// multiplicity m. Only what is proved is offered; the conjectures up to capacity were refuted.
/// </summary>
/// <remarks>
/// Statement: for a Reed-Solomon code of rate rho and length n over F,
/// unique decoding: radius delta = (1 - rho)/2, list size 1, error of a random line (delta n + 1)/|F|;
/// Johnson: delta = 1 - sqrt(rho) - sqrt(rho)/(2m), list size (m + 1/2)/sqrt(rho), error of a random line
/// ((2 (m+1/2)^5 + 3 (m+1/2) delta rho) n / (3 rho^1.5) + (m+1/2)/sqrt(rho)) / |F|.
/// Both hold unchanged for interleaved words: a random combination of the interleaved rows keeps agreement sets, keeps
/// list elements apart and misses a row outside the code with probability 1/|F| only.
/// Source: Ben-Sasson, Carmon, Haboeck, Kopparty, Saraf 2025 ("On proximity gaps for Reed-Solomon codes"), Corollary 1.4
/// and Theorem 4.2; Guruswami-Sudan list size.
/// </remarks>
public readonly record struct ProximityRegime
{
    private ProximityRegime(int multiplicity) => Multiplicity = multiplicity;

    /// <summary>Half the distance of the code: one codeword at most.</summary>
    public static ProximityRegime UniqueDecoding => new(0);

    /// <summary>The multiplicity m of the Johnson regime; 0 for unique decoding.</summary>
    public int Multiplicity { get; }

    /// <summary>True in the Johnson regime, where a root binds the prover to a list only.</summary>
    public bool IsJohnson => Multiplicity > 0;

    /// <summary>The short name used in tables: UDR or JBR(m=..).</summary>
    public string Name => IsJohnson ? $"JBR(m={Multiplicity})" : "UDR";

    /// <summary>The Johnson radius less sqrt(rho)/(2m).</summary>
    public static ProximityRegime Johnson(int multiplicity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(multiplicity, 1);
        return new(multiplicity);
    }

    /// <summary>1 - delta: the probability that one query misses a word at distance delta.</summary>
    public double Agreement(int logInverseRate)
    {
        double rate = Math.ScaleB(1, -logInverseRate);
        return IsJohnson ? Math.Sqrt(rate) * (1 + (0.5 / Multiplicity)) : 1 - ((1 - rate) / 2);
    }

    /// <summary>The greatest number of codewords within the radius.</summary>
    public double ListSize(int logInverseRate) =>
        IsJohnson ? (Multiplicity + 0.5) / Math.Sqrt(Math.ScaleB(1, -logInverseRate)) : 1;

    /// <summary>
    /// The probability that a random point of a line through two words agrees with the code on a set where the two words
    /// do not (mutual correlated agreement).
    /// </summary>
    public double LineError(int logInverseRate, int logDimension, double fieldSize)
    {
        double rate = Math.ScaleB(1, -logInverseRate);
        double length = Math.ScaleB(1, logDimension + logInverseRate);
        double radius = 1 - Agreement(logInverseRate);
        if (!IsJohnson)
            return ((radius * length) + 1) / fieldSize;
        double shifted = Multiplicity + 0.5;
        double root = Math.Sqrt(rate);
        double numerator = (2 * Math.Pow(shifted, 5)) + (3 * shifted * radius * rate);
        return ((numerator * length / (3 * rate * root)) + (shifted / root)) / fieldSize;
    }
}
