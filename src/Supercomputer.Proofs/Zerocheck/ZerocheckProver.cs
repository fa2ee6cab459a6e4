using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Lookups;
using Supercomputer.Proofs.Sumcheck;
using Supercomputer.Proofs.Transcripts;

namespace Supercomputer.Proofs.Zerocheck;

/// <summary>
/// Proves: sum over chips c and rows x of eq(r, x) G_c(x) = T, where T comes from the leaf claim; so every constraint is zero in
/// every row and the leaves are what the columns say. Reduces to all columns at one point.
/// </summary>
/// <remarks>Steps, as in <see cref="ZerocheckVerifier"/>: (a) lambda, mu and the claim; (b) one round a variable, the highest first,
/// a chip of 2^k rows waiting as its constant sum until round k-1; (c) the columns' values. Soundness: a trace that breaks a constraint
/// gives messages that do not verify, though not those of an evaluation row by row.</remarks>
public static class ZerocheckProver
{
    /// <summary>Runs the argument.</summary>
    /// <param name="layout">The leaves.</param>
    /// <param name="traces">The traces of the chips present, in the layout's order.</param>
    /// <param name="fingerprint">alpha and beta.</param>
    /// <param name="claim">What LogUp-GKR left.</param>
    /// <param name="channel">Where messages go.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    public static ColumnClaims<TField> Prove<TField>(
        LeafLayout layout,
        IReadOnlyList<Trace> traces,
        Fingerprint<TField> fingerprint,
        LeafClaim<TField> claim,
        ProverChannel channel)
        where TField : unmanaged, IChallengeField<TField>
    {
        // a. The challenges and the claim.
        TField lambda = channel.Transcript.Sample<TField>(), mu = channel.Transcript.Sample<TField>();
        ZerocheckTerms<TField>[] terms = ZerocheckTerms<TField>.Create(layout, fingerprint, claim, lambda, mu, out TField sum);
        int variables = layout.Shapes.Max(shape => shape.LogHeight);
        TField[] point = claim.Point[..variables], rho = new TField[variables], coefficients = new TField[3];
        ZerocheckTable<TField>[] tables = new ZerocheckTable<TField>[traces.Count];
        ParallelChunks.ForEach(tables.Length, index => tables[index] = new(traces[(int)index], terms[index], point));
        try
        {
            // b. The rounds.
            for (int i = variables - 1; i >= 0; i--)
            {
                Round(tables, layout, i, point[i], sum, coefficients);
                channel.Send<TField>(coefficients);
                rho[i] = channel.Transcript.Sample<TField>();
                sum = RoundPolynomial.Next(sum, point[i], coefficients, rho[i]);
                for (int t = 0; t < tables.Length; t++)
                    if (layout.Shapes[t].LogHeight > i) tables[t].Bind(rho[i]);
            }

            // c. The columns' values.
            TField[][] ends = [.. tables.Select(table => table.Ends())];
            foreach (TField[] end in ends) channel.Send<TField>(end);
            return new(rho, ends);
        }
        finally
        {
            foreach (ZerocheckTable<TField> table in tables) table.Dispose();
        }
    }

    private static void Round<TField>(
        ZerocheckTable<TField>[] tables, LeafLayout layout, int variable, TField coordinate, TField claim, TField[] coefficients)
        where TField : unmanaged, IChallengeField<TField>
    {
        bool atOne = RoundPolynomial.EvaluateAtOne(coordinate);
        TField? inverse = atOne ? null : coordinate.Inverse();
        Span<TField> values = stackalloc TField[3];
        values.Clear();

        // Low tables are one block each: side by side they keep all cores at work.
        TField[][] ofTables = new TField[tables.Length][];
        ParallelChunks.ForEach(tables.Length, t =>
        {
            ofTables[t] = new TField[3];
            if (layout.Shapes[(int)t].LogHeight > variable) tables[t].AddRound(inverse, ofTables[t]);
            else Array.Fill(ofTables[t], tables[t].Waiting);
        });
        foreach (TField[] ofTable in ofTables)
            for (int at = 0; at < values.Length; at++) values[at] += ofTable[at];

        // The tables give h(-1) in place of h(3); the fourth difference of a cubic is zero.
        (TField at0, TField at1) = atOne ? (claim, values[0]) : (values[0], values[0] + (claim - values[0]) * inverse!.Value);
        KoalaBear four = KoalaBear.FromCanonical(4), six = KoalaBear.FromCanonical(6);
        TField at3 = (values[2] + at0) * four - at1 * six - values[1];
        RoundPolynomial.Cubic(claim, coordinate, [values[0], values[2], at3], coefficients);
    }
}
