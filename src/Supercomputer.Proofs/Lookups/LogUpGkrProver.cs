using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Sumcheck;
using Supercomputer.Proofs.Transcripts;

namespace Supercomputer.Proofs.Lookups;

/// <summary>
/// Proves: sum over leaves of numerator/denominator, plus the public terms, is 0. Reduces to the extensions of the leaves at one point.
/// </summary>
/// <remarks>Steps, as in <see cref="LogUpGkrVerifier"/>: (a) the root layer; (b) for each layer a sumcheck and four values;
/// result: a <see cref="LeafClaim{TField}"/>. Cost: about fifteen products a leaf; 28 bytes a leaf and 48 an inner fraction (degree 6),
/// freed layer by layer. Source: eprint 2023/1284.</remarks>
public static class LogUpGkrProver
{
    /// <summary>Runs the argument.</summary>
    /// <param name="layout">The leaves.</param>
    /// <param name="traces">The traces of the chips present, in the layout's order.</param>
    /// <param name="fingerprint">alpha and beta.</param>
    /// <param name="channel">Where messages go.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    public static LeafClaim<TField> Prove<TField>(
        LeafLayout layout, IReadOnlyList<Trace> traces, Fingerprint<TField> fingerprint, ProverChannel channel)
        where TField : unmanaged, IChallengeField<TField>
    {
        FractionLayer<TField>[] layers = new FractionLayer<TField>[layout.LogSize + 1];
        layers[layout.LogSize] = LeafTable.Build(layout, traces, fingerprint);
        for (int j = layout.LogSize; j >= 3; j -= 2) (layers[j - 1], layers[j - 2]) = layers[j].SumTwice();
        if (layout.LogSize % 2 == 0) layers[1] = layers[2].Sum();

        // a. The root layer's two fractions.
        TField[] ends = ReadRoot(layers[1]);
        channel.Send<TField>(ends);
        TField tau = channel.Transcript.Sample<TField>();
        TField numerator = Interpolate(ends[0], ends[1], tau), denominator = Interpolate(ends[2], ends[3], tau);
        TField[] point = [tau];

        // b. From layer j to layer j + 1.
        for (int j = 1; j < layout.LogSize; j++)
        {
            TField lambda = channel.Transcript.Sample<TField>();
            using FractionLayer<TField> layer = layers[j + 1];
            (TField[] rho, ends) = ProveLayer(layer, point, numerator + lambda * denominator, lambda, channel);
            channel.Send<TField>(ends);
            tau = channel.Transcript.Sample<TField>();
            (numerator, denominator) = (Interpolate(ends[0], ends[1], tau), Interpolate(ends[2], ends[3], tau));
            point = LayerVariables.Insert<TField>(rho, tau);
        }

        return new(point, numerator, denominator);
    }

    private static (TField[] Rho, TField[] Ends) ProveLayer<TField>(
        FractionLayer<TField> layer, TField[] point, TField claim, TField lambda, ProverChannel channel)
        where TField : unmanaged, IChallengeField<TField>
    {
        using LayerSumcheck<TField> sumcheck = new(layer, point, lambda);
        TField[] rho = new TField[point.Length], coefficients = new TField[2];
        for (int round = 0; round < point.Length; round++)
        {
            int i = LayerVariables.Bound(point.Length, round);
            (TField value, TField leading) = sumcheck.Round(i, RoundPolynomial.EvaluateAtOne(point[i]));
            RoundPolynomial.Quadratic(claim, point[i], value, leading, coefficients);
            channel.Send<TField>(coefficients);
            rho[i] = channel.Transcript.Sample<TField>();
            claim = RoundPolynomial.Next(claim, point[i], coefficients, rho[i]);
            sumcheck.Bind(rho[i]);
        }

        return (rho, sumcheck.Ends());
    }

    private static unsafe TField[] ReadRoot<TField>(FractionLayer<TField> root)
        where TField : unmanaged, IChallengeField<TField> =>
        [Lanes<TField>.Read(root.P, 0), Lanes<TField>.Read(root.P, 1), Lanes<TField>.Read(root.Q, 0), Lanes<TField>.Read(root.Q, 1)];

    private static TField Interpolate<TField>(TField low, TField high, TField at)
        where TField : unmanaged, IChallengeField<TField> => low + at * (high - low);
}
