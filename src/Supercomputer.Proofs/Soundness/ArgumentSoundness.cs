using System.Collections.Immutable;

namespace Supercomputer.Proofs.Soundness;

/// <summary>Error of every step of a machine proof: lookups, zerocheck, claim batching, WHIR, hash.</summary>
/// <remarks>
/// Statement, with N fractions and L the longest tuple:
/// fingerprints: N L/|F|. Let M_t be the multiplicity of tuple t summed over the run, not all 0 mod p. The numerator of
/// sum M_t/(alpha - fingerprint_t(beta)) over the distinct tuples is a nonzero polynomial of degree below N L in (alpha, beta).
/// Zero denominators: N/|F|, for a draw that makes some denominator 0; the verifier rejects it, the prover never redraws.
/// GKR over n = log2 N layers: layer k is a sumcheck of k rounds of degree 3, one draw that joins numerator and denominator
/// and one for the new coordinate: sum over k of (3k + 2)/|F|.
/// Zerocheck: n/|F| for the point, (C + 2)/|F| for the powers that batch C constraints with the two lookup claims,
/// (degree + 1)/|F| for each sumcheck round.
/// Hash: collisions, half its digest. With the out-of-domain answer observed before any of these challenges the root binds
/// one list element, so none of these terms carries the list size.
/// Source: LogUp (eprint 2022/1530), LogUp-GKR (2023/1284), Schwartz-Zippel.
/// </remarks>
public static class ArgumentSoundness
{
    /// <summary>The whole report of a proof with this argument and this opening.</summary>
    public static SoundnessReport Compute(ArgumentShape argument, WhirShape opening, int targetBits, string title)
    {
        ArgumentNullException.ThrowIfNull(argument);
        ArgumentNullException.ThrowIfNull(opening);
        var sources = ImmutableArray.CreateBuilder<ErrorSource>();
        sources.Add(WhirSoundness.InitialOutOfDomain(opening));
        sources.AddRange(Lookups(argument, opening.FieldDegree));
        sources.AddRange(Zerocheck(argument, opening.FieldDegree));
        sources.Add(WhirSoundness.ClaimBatching(opening, argument.ColumnClaims));
        sources.AddRange(WhirSoundness.Compute(opening));
        sources.Add(new("hash collision", argument.DigestBits / 2.0, "digest bits / 2"));
        return new(title, targetBits, opening.Regime.Name, sources.ToImmutable());
    }

    /// <summary>The report of an opening alone.</summary>
    public static SoundnessReport Compute(WhirShape opening, int claims, int targetBits, string title)
    {
        ArgumentNullException.ThrowIfNull(opening);
        return new(
            title,
            targetBits,
            opening.Regime.Name,
            [
                WhirSoundness.InitialOutOfDomain(opening),
                WhirSoundness.ClaimBatching(opening, claims),
                .. WhirSoundness.Compute(opening),
                new("hash collision", 128, "digest bits / 2"),
            ]);
    }

    /// <summary>Fingerprint collisions, zero denominators and the fractional-sum tree.</summary>
    internal static ImmutableArray<ErrorSource> Lookups(ArgumentShape argument, int fieldDegree)
    {
        double fieldSize = ChallengeFieldSize.Of(fieldDegree);
        double fractions = Math.ScaleB(1, argument.LogFractions) + argument.PublicFractions;
        double layers = 0;
        for (int k = 0; k < argument.LogFractions; k++)
            layers += (3 * k) + 2;
        return
        [
            ErrorSource.FromError(
                "LogUp fingerprints", fractions * argument.TupleLength / fieldSize, 0, "N L/|F|"),
            ErrorSource.FromError("LogUp zero denominators", fractions / fieldSize, 0, "N/|F|"),
            ErrorSource.FromError(
                "LogUp GKR layers", Math.Max(1, layers) / fieldSize, 0, "sum over layers of (3k + 2)/|F|"),
        ];
    }

    /// <summary>The point, the batching and the rounds of the zerocheck.</summary>
    internal static ImmutableArray<ErrorSource> Zerocheck(ArgumentShape argument, int fieldDegree)
    {
        double fieldSize = ChallengeFieldSize.Of(fieldDegree);
        return
        [
            ErrorSource.FromError("zerocheck point", Math.Max(1, argument.LogRows) / fieldSize, 0, "n/|F|"),
            ErrorSource.FromError("zerocheck batching", (argument.Constraints + 2) / fieldSize, 0, "(C + 2)/|F|"),
            ErrorSource.FromError(
                "zerocheck round", (argument.ConstraintDegree + 1) / fieldSize, 0, "(degree + 1)/|F|"),
        ];
    }
}
