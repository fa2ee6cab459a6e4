using System.Collections.Immutable;

namespace Supercomputer.Proofs.Soundness;

/// <summary>Error of each step of a WHIR opening, round by round, and its expected size.</summary>
/// <remarks>
/// Statement, with l_i the list size, delta_i the radius, m_i the variables, d = 3 and C_{i,s} the code after s folds of round i:
/// fold(i,s) = (d l_i + |F| err(C_{i,s}))/|F|; ood(i) = l_i^2/2 (2^{m_i}/|F|)^w; shift(i) = (1 - delta_{i-1})^{t_{i-1}}
/// + l_i (t_{i-1} + w)/|F|; fin = (1 - delta_{M-1})^{t_{M-1}}. Grinding divides the step it stands before.
/// Source: WHIR (eprint 2024/1586) Theorem 5.2, with the bounds of <see cref="ProximityRegime"/>.
/// </remarks>
public static class WhirSoundness
{
    /// <summary>Degree bound d of a sumcheck message plus one, as the theorem counts it.</summary>
    public const int ConstraintDegree = 3;

    /// <summary>The error sources from the first fold to the final check, in the order of the protocol.</summary>
    /// <remarks>Soundness: the first root's own out-of-domain step is <see cref="InitialOutOfDomain"/>.</remarks>
    public static ImmutableArray<ErrorSource> Compute(WhirShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var sources = ImmutableArray.CreateBuilder<ErrorSource>();
        for (int i = 0; i < shape.Rounds.Length; i++)
        {
            if (i > 0)
            {
                WhirRoundShape previous = shape.Rounds[i - 1];
                sources.Add(ErrorSource.FromError(
                    $"OOD(i={i})", OutOfDomainError(shape, i, previous.OutOfDomainSamples), 0, "l^2/2 (2^m/|F|)^w"));
                sources.Add(ErrorSource.FromError(
                    $"Shift(i={i})", ShiftError(shape, i), previous.QueryGrindingBits, "(1-delta)^t + l (t+w)/|F|"));
            }
            for (int s = 1; s <= shape.Rounds[i].FoldingFactor; s++)
                sources.Add(ErrorSource.FromError(
                    $"fold(i={i},s={s})",
                    FoldError(shape, i, s),
                    shape.Rounds[i].FoldingGrindingBits[s - 1],
                    "d l/|F| + err(line)"));
        }
        WhirRoundShape last = shape.Rounds[^1];
        sources.Add(ErrorSource.FromError(
            "fin", QueryError(shape, shape.Rounds.Length - 1), last.QueryGrindingBits, "(1-delta)^t"));
        return sources.ToImmutable();
    }

    /// <summary>The step after the first root: two list elements agree on all w samples.</summary>
    public static ErrorSource InitialOutOfDomain(WhirShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return ErrorSource.FromError(
            "initial OOD",
            OutOfDomainError(shape, 0, shape.InitialOutOfDomainSamples),
            0,
            "l^2/2 (2^m/|F|)^w");
    }

    /// <summary>The powers of gamma that batch all column claims and the first out-of-domain answers into one weight.</summary>
    public static ErrorSource ClaimBatching(WhirShape shape, int claims)
    {
        ArgumentNullException.ThrowIfNull(shape);
        double terms = Math.Max(1, claims + shape.InitialOutOfDomainSamples - 1);
        double error = shape.Regime.ListSize(shape.LogInverseRate) * terms / ChallengeFieldSize.Of(shape.FieldDegree);
        return ErrorSource.FromError("claim batching", error, 0, "l (claims + w - 1)/|F|");
    }

    /// <summary>Expected bytes of the opening: messages, final polynomial, and leaves with pruned paths.</summary>
    public static double ExpectedBytes(WhirShape shape, int elementBits = 32)
    {
        ArgumentNullException.ThrowIfNull(shape);
        const int hashBits = 256;
        double extensionBits = elementBits * shape.FieldDegree;
        double bits = Math.ScaleB(extensionBits, shape.Variables(shape.Rounds.Length));
        for (int i = 0; i < shape.Rounds.Length; i++)
        {
            WhirRoundShape round = shape.Rounds[i];
            bits += hashBits + (round.FoldingFactor * (ConstraintDegree - 1) * extensionBits);
            bits += i + 1 < shape.Rounds.Length ? round.OutOfDomainSamples * extensionBits : 0;
            double leafBits = Math.ScaleB(i == 0 ? elementBits : extensionBits, round.FoldingFactor);
            double opened = Math.Min(round.Queries, Math.ScaleB(1, shape.LogRows(i)));
            bits += (opened * leafBits) + (ExpectedPathDigests(shape.LogRows(i), round.Queries) * hashBits);
        }
        return bits / 8;
    }

    internal static double FoldError(WhirShape shape, int round, int step)
    {
        int logInverseRate = shape.LogInverseRateOf(round);
        double fieldSize = ChallengeFieldSize.Of(shape.FieldDegree);
        return (ConstraintDegree * shape.Regime.ListSize(logInverseRate) / fieldSize)
            + shape.Regime.LineError(logInverseRate, shape.Variables(round) - step, fieldSize);
    }

    internal static double OutOfDomainError(WhirShape shape, int round, int samples)
    {
        double list = shape.Regime.ListSize(shape.LogInverseRateOf(round));
        double agreement = Math.ScaleB(1, shape.Variables(round)) / ChallengeFieldSize.Of(shape.FieldDegree);
        return list * list / 2 * Math.Pow(agreement, samples);
    }

    internal static double ShiftError(WhirShape shape, int round)
    {
        WhirRoundShape previous = shape.Rounds[round - 1];
        double terms = previous.Queries + Math.Max(1, previous.OutOfDomainSamples);
        return QueryError(shape, round - 1) + (shape.Regime.ListSize(shape.LogInverseRateOf(round)) * terms
            / ChallengeFieldSize.Of(shape.FieldDegree));
    }

    internal static double QueryError(WhirShape shape, int round) =>
        Math.Pow(shape.Regime.Agreement(shape.LogInverseRateOf(round)), shape.Rounds[round].Queries);

    /// <summary>
    /// A node at depth d is sent when none of the queries fell below it and one fell below its sibling.
    /// </summary>
    private static double ExpectedPathDigests(int logRows, int queries)
    {
        double digests = 0;
        for (int depth = 1; depth <= logRows; depth++)
        {
            double aside = Math.Pow(1 - Math.ScaleB(1, -depth), queries);
            double above = Math.Pow(1 - Math.ScaleB(1, 1 - depth), queries);
            digests += Math.Ceiling(Math.ScaleB(aside - above, depth));
        }
        return digests;
    }
}
