using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Sumcheck;
using Supercomputer.Proofs.Transcripts;

namespace Supercomputer.Proofs.Lookups;

/// <summary>
/// Verifies: sum over leaves of numerator/denominator, plus the public terms, is 0. Reduces to the extensions of the leaves at one point.
/// </summary>
/// <remarks>Steps, as in <see cref="LogUpGkrProver"/>: (a) the root layer; (b) for each layer a sumcheck and four values;
/// result: a <see cref="LeafClaim{TField}"/>, which the zerocheck must consume. Source: eprint 2023/1284.</remarks>
public static class LogUpGkrVerifier
{
    /// <summary>Runs the argument.</summary>
    /// <param name="layout">The leaves.</param>
    /// <param name="publicSum">The sum of the public terms' fractions.</param>
    /// <param name="channel">Where messages come from.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    public static Checked<LeafClaim<TField>> Verify<TField>(LeafLayout layout, TField publicSum, VerifierChannel channel)
        where TField : unmanaged, IChallengeField<TField>
    {
        Span<TField> ends = stackalloc TField[4];

        // a. The root layer's two fractions: their sum and the public terms cancel, and no denominator is zero.
        if (!channel.Receive("root fractions", ends)) return channel.Error;
        TField rootDenominator = ends[2] * ends[3];
        TField rootNumerator = ends[0] * ends[3] + ends[1] * ends[2];
        if (rootDenominator == TField.Zero)
            return new VerificationError("lookups: root denominator", "not zero", "zero");
        if (rootNumerator + publicSum * rootDenominator != TField.Zero)
            return new VerificationError("lookups: buses balance", "sum of all fractions zero", "not zero");
        TField tau = channel.Transcript.Sample<TField>();
        TField numerator = Interpolate(ends[0], ends[1], tau), denominator = Interpolate(ends[2], ends[3], tau);
        TField[] point = [tau];

        // b. From layer j to layer j + 1.
        for (int j = 1; j < layout.LogSize; j++)
        {
            TField lambda = channel.Transcript.Sample<TField>();
            TField claim = numerator + lambda * denominator;
            TField[] rho = new TField[j];
            if (!VerifyRounds(channel, point, rho, ref claim)) return channel.Error;
            if (!channel.Receive("layer values", ends)) return channel.Error;
            if (claim != ends[0] * ends[3] + ends[1] * ends[2] + lambda * ends[2] * ends[3])
                return new VerificationError($"lookups: layer {j + 1}", "its four values give the sumcheck's claim", "they do not");
            tau = channel.Transcript.Sample<TField>();
            (numerator, denominator) = (Interpolate(ends[0], ends[1], tau), Interpolate(ends[2], ends[3], tau));
            point = LayerVariables.Insert<TField>(rho, tau);
        }

        return new LeafClaim<TField>(point, numerator, denominator);
    }

    private static bool VerifyRounds<TField>(VerifierChannel channel, TField[] point, TField[] rho, ref TField claim)
        where TField : unmanaged, IChallengeField<TField>
    {
        Span<TField> coefficients = stackalloc TField[2];
        for (int round = 0; round < point.Length; round++)
        {
            int i = LayerVariables.Bound(point.Length, round);
            if (!channel.Receive("layer round", coefficients)) return false;
            rho[i] = channel.Transcript.Sample<TField>();
            claim = RoundPolynomial.Next(claim, point[i], coefficients, rho[i]);
        }

        return true;
    }

    private static TField Interpolate<TField>(TField low, TField high, TField at)
        where TField : unmanaged, IChallengeField<TField> => low + at * (high - low);
}
