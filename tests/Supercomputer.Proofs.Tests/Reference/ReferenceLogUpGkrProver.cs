using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Lookups;
using Supercomputer.Proofs.Sumcheck;
using Supercomputer.Proofs.Transcripts;

namespace Supercomputer.Proofs.Tests.Reference;

/// <summary>
/// Proves: sum over leaves of numerator/denominator, plus the public terms, is 0. Reduces to the extensions of the leaves at one point.
/// </summary>
/// <remarks>Steps, as in <see cref="LogUpGkrVerifier"/>: (a) the root layer; (b) for each layer a sumcheck and four values;
/// result: a <see cref="LeafClaim{TField}"/>. Cost: 48 bytes a leaf for each of the layers. Source: eprint 2023/1284.</remarks>
public static class ReferenceLogUpGkrProver
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
        Layer<TField>[] layers = BuildTree(layout, traces, fingerprint);

        // a. The root layer's two fractions.
        Layer<TField> root = layers[1];
        channel.Send<TField>([root.P[0], root.P[1], root.Q[0], root.Q[1]]);
        TField tau = channel.Transcript.Sample<TField>();
        TField numerator = Interpolate(root.P[0], root.P[1], tau), denominator = Interpolate(root.Q[0], root.Q[1], tau);
        List<TField> point = [tau];

        // b. From layer j to layer j + 1.
        for (int j = 1; j < layout.LogSize; j++)
        {
            TField lambda = channel.Transcript.Sample<TField>();
            (TField[] rho, TField[] ends) = ProveLayer(layers[j + 1], [.. point], numerator + lambda * denominator, lambda, channel);
            channel.Send<TField>(ends);
            tau = channel.Transcript.Sample<TField>();
            (numerator, denominator) = (Interpolate(ends[0], ends[1], tau), Interpolate(ends[2], ends[3], tau));
            point = [.. LayerVariables.Insert<TField>(rho, tau)];
        }

        return new([.. point], numerator, denominator);
    }

    private static TField Interpolate<TField>(TField low, TField high, TField at)
        where TField : unmanaged, IChallengeField<TField> => low + at * (high - low);

    private static (TField[] Rho, TField[] Ends) ProveLayer<TField>(
        Layer<TField> layer, TField[] point, TField claim, TField lambda, ProverChannel channel)
        where TField : unmanaged, IChallengeField<TField>
    {
        int half = layer.P.Length / 2, summed = LayerVariables.Summed(point.Length + 1);
        int[] zero = [.. Enumerable.Range(0, half).Select(x => Spread(x, summed, 0))];
        int[] one = [.. Enumerable.Range(0, half).Select(x => Spread(x, summed, 1))];
        TField[] p0 = [.. zero.Select(x => layer.P[x])], p1 = [.. one.Select(x => layer.P[x])];
        TField[] q0 = [.. zero.Select(x => layer.Q[x])], q1 = [.. one.Select(x => layer.Q[x])];
        TField[] rho = new TField[point.Length], coefficients = new TField[2];

        // The variables that are left, lowest first: what is bound leaves the list.
        List<int> left = [.. Enumerable.Range(0, point.Length)];
        for (int round = 0; round < point.Length; round++)
        {
            int i = LayerVariables.Bound(point.Length, round), at = left.IndexOf(i), size = 1 << (left.Count - 1);
            left.RemoveAt(at);
            TField[] weights = EqTables.Build<TField>([.. left.Select(variable => point[variable])]);
            int edge = RoundPolynomial.EvaluateAtOne(point[i]) ? 1 : 0;
            TField value = TField.Zero, leading = TField.Zero;
            for (int x = 0; x < size; x++)
            {
                int low = Spread(x, at, 0), high = Spread(x, at, 1), end = Spread(x, at, edge);
                value += weights[x] * Combine(p0[end], p1[end], q0[end], q1[end], lambda);
                leading += weights[x] * Combine(
                    p0[high] - p0[low], p1[high] - p1[low], q0[high] - q0[low], q1[high] - q1[low], lambda);
            }

            RoundPolynomial.Quadratic(claim, point[i], value, leading, coefficients);
            channel.Send<TField>(coefficients);
            rho[i] = channel.Transcript.Sample<TField>();
            claim = RoundPolynomial.Next(claim, point[i], coefficients, rho[i]);
            foreach (TField[] values in new[] { p0, p1, q0, q1 })
                for (int x = 0; x < size; x++) values[x] = Interpolate(values[Spread(x, at, 0)], values[Spread(x, at, 1)], rho[i]);
        }

        return (rho, [p0[0], p1[0], q0[0], q1[0]]);
    }

    /// <summary>The index with one more bit, put in at a place.</summary>
    private static int Spread(int index, int at, int bit) => ((index >> at) << (at + 1)) | (bit << at) | (index & ((1 << at) - 1));

    private static TField Combine<TField>(TField p0, TField p1, TField q0, TField q1, TField lambda)
        where TField : unmanaged, IChallengeField<TField> => p0 * q1 + (p1 + lambda * q1) * q0;

    private static Layer<TField>[] BuildTree<TField>(LeafLayout layout, IReadOnlyList<Trace> traces, Fingerprint<TField> fingerprint)
        where TField : unmanaged, IChallengeField<TField>
    {
        Layer<TField>[] layers = new Layer<TField>[layout.LogSize + 1];
        layers[layout.LogSize] = Leaves(layout, traces, fingerprint);
        for (int j = layout.LogSize - 1; j >= 1; j--)
        {
            Layer<TField> below = layers[j + 1];
            int half = 1 << j, summed = LayerVariables.Summed(j + 1);
            Layer<TField> layer = layers[j] = new(new TField[half], new TField[half]);
            for (int x = 0; x < half; x++)
            {
                int zero = Spread(x, summed, 0), one = Spread(x, summed, 1);
                layer.P[x] = below.P[zero] * below.Q[one] + below.P[one] * below.Q[zero];
                layer.Q[x] = below.Q[zero] * below.Q[one];
            }
        }

        return layers;
    }

    private static Layer<TField> Leaves<TField>(LeafLayout layout, IReadOnlyList<Trace> traces, Fingerprint<TField> fingerprint)
        where TField : unmanaged, IChallengeField<TField>
    {
        Layer<TField> leaves = new(new TField[1 << layout.LogSize], new TField[1 << layout.LogSize]);
        leaves.Q.AsSpan((int)layout.Count).Fill(TField.One);
        for (int shape = 0; shape < traces.Count; shape++)
        {
            LeafBlock[] blocks = [.. layout.Blocks.Where(block => block.Shape == shape)];
            FillBlocks(traces[shape], blocks, fingerprint, leaves);
        }

        return leaves;
    }

    private static void FillBlocks<TField>(
        Trace trace, LeafBlock[] blocks, Fingerprint<TField> fingerprint, Layer<TField> leaves)
        where TField : unmanaged, IChallengeField<TField>
    {
        Chip chip = trace.Chip;
        ExpressionProgram program = chip.Program;
        KoalaBear[] columns = new KoalaBear[chip.Width], preprocessed = new KoalaBear[chip.Preprocessed.Count];
        KoalaBear[] slots = new KoalaBear[program.Nodes.Length], values = new KoalaBear[fingerprint.Powers.Length];
        for (int row = 0; row < trace.Height; row++)
        {
            trace.CopyRow(row, columns, preprocessed);
            program.Evaluate<KoalaBear>(columns, preprocessed, slots);
            foreach (LeafBlock block in blocks)
            {
                Interaction interaction = chip.Interactions[block.Interaction];
                ExpressionProgram.InteractionSlots at = program.Interactions[block.Interaction];
                for (int i = 0; i < at.Values.Length; i++) values[i] = slots[at.Values[i]];
                KoalaBear multiplicity = slots[at.Multiplicity];
                leaves.P[block.Offset + row] = TField.FromBase(interaction.IsSend ? multiplicity : -multiplicity);
                leaves.Q[block.Offset + row] = fingerprint.Denominator(
                    interaction.Bus, (ReadOnlySpan<KoalaBear>)values.AsSpan(0, at.Values.Length));
            }
        }
    }

    private sealed record Layer<TField>(TField[] P, TField[] Q);
}
