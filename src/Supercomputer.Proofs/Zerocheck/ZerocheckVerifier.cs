using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Lookups;
using Supercomputer.Proofs.Sumcheck;
using Supercomputer.Proofs.Transcripts;

namespace Supercomputer.Proofs.Zerocheck;

/// <summary>
/// Verifies: sum over chips c and rows x of eq(r, x) G_c(x) = T, where T comes from the leaf claim. Reduces to all columns at one point.
/// </summary>
/// <remarks>Steps, as in <see cref="ZerocheckProver"/>: (a) lambda, mu and the claim; (b) one round a variable, the highest first;
/// (c) the columns' values, from which G follows. The result must be opened against the commitment.</remarks>
public static class ZerocheckVerifier
{
    /// <summary>Runs the argument.</summary>
    /// <param name="layout">The leaves.</param>
    /// <param name="fingerprint">alpha and beta.</param>
    /// <param name="claim">What LogUp-GKR left.</param>
    /// <param name="channel">Where messages come from.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    public static Checked<ColumnClaims<TField>> Verify<TField>(
        LeafLayout layout, Fingerprint<TField> fingerprint, LeafClaim<TField> claim, VerifierChannel channel)
        where TField : unmanaged, IChallengeField<TField>
    {
        // a. The challenges and the claim.
        TField lambda = channel.Transcript.Sample<TField>(), mu = channel.Transcript.Sample<TField>();
        ZerocheckTerms<TField>[] terms = ZerocheckTerms<TField>.Create(layout, fingerprint, claim, lambda, mu, out TField sum);
        int variables = layout.Shapes.Max(shape => shape.LogHeight);
        TField[] point = claim.Point[..variables], rho = new TField[variables];

        // b. The rounds.
        Span<TField> coefficients = stackalloc TField[3];
        for (int i = variables - 1; i >= 0; i--)
        {
            if (!channel.Receive("zerocheck round", coefficients)) return channel.Error;
            rho[i] = channel.Transcript.Sample<TField>();
            sum = RoundPolynomial.Next(sum, point[i], coefficients, rho[i]);
        }

        // c. The columns' values.
        TField[][] values = new TField[terms.Length][];
        for (int index = 0; index < terms.Length; index++)
        {
            values[index] = new TField[terms[index].Shape.Chip.Width];
            if (!channel.Receive("column values", values[index])) return channel.Error;
            sum -= Evaluate(terms[index], values[index], rho);
        }

        if (sum != TField.Zero)
            return new VerificationError("zerocheck: the columns' values", "give the sumcheck's claim", "they do not");
        return new ColumnClaims<TField>(rho, values);
    }

    private static TField Evaluate<TField>(ZerocheckTerms<TField> terms, TField[] columns, TField[] rho)
        where TField : unmanaged, IChallengeField<TField>
    {
        Chip chip = terms.Shape.Chip;
        TField[] point = rho[..terms.Shape.LogHeight];
        TField[] preprocessed = [.. chip.Preprocessed.Select(column => column.Evaluate<TField>(point))];
        TField[] slots = new TField[chip.Program.Nodes.Length];
        chip.Program.Evaluate<TField>(columns, preprocessed, slots);
        return terms.Combine(slots);
    }
}
