using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Lookups;
using Supercomputer.Proofs.Sumcheck;
using Supercomputer.Proofs.Transcripts;
using Supercomputer.Proofs.Zerocheck;

namespace Supercomputer.Proofs.Tests.Reference;

/// <summary>
/// Proves: sum over chips c and rows x of eq(r, x) G_c(x) = T, where T comes from the leaf claim; so every constraint is zero in
/// every row and the leaves are what the columns say. Reduces to all columns at one point.
/// </summary>
/// <remarks>Steps, as in <see cref="ZerocheckVerifier"/>: (a) lambda, mu and the claim; (b) one round a variable, the highest first,
/// a chip of 2^k rows waiting as its constant sum until round k-1; (c) the columns' values.</remarks>
public static class ReferenceZerocheckProver
{
    private static readonly KoalaBear[] Points = [KoalaBear.Zero, KoalaBear.FromCanonical(2), KoalaBear.FromCanonical(3)];

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
        Table<TField>[] tables = [.. traces.Select((trace, index) => new Table<TField>(trace, terms[index], point))];

        // b. The rounds.
        Span<TField> values = stackalloc TField[3];
        for (int i = variables - 1; i >= 0; i--)
        {
            values.Clear();
            foreach (Table<TField> table in tables) table.AddRound(i, point[i], values);
            RoundPolynomial.Cubic(sum, point[i], values, coefficients);
            channel.Send<TField>(coefficients);
            rho[i] = channel.Transcript.Sample<TField>();
            sum = RoundPolynomial.Next(sum, point[i], coefficients, rho[i]);
            foreach (Table<TField> table in tables) table.Fold(i, rho[i]);
        }

        // c. The columns' values.
        TField[][] ends = [.. tables.Select(table => table.Ends())];
        foreach (TField[] end in ends) channel.Send<TField>(end);
        return new(rho, ends);
    }

    /// <summary>One chip's columns while the rounds fold them.</summary>
    private sealed class Table<TField>
        where TField : unmanaged, IChallengeField<TField>
    {
        private readonly ZerocheckTerms<TField> terms;
        private readonly TField[][] columns;
        private readonly TField[][] preprocessed;
        private readonly TField waiting;
        private Memory<TField> eq;

        public Table(Trace trace, ZerocheckTerms<TField> terms, ReadOnlySpan<TField> point)
        {
            this.terms = terms;
            Chip chip = trace.Chip;
            columns = [.. Enumerable.Range(0, chip.Width).Select(c => Lift(trace.Column(c)))];
            preprocessed =
            [
                .. chip.Preprocessed.Select(column => Enumerable.Range(0, trace.Height)
                    .Select(row => TField.FromBase(KoalaBear.FromCanonical(column.ValueAt(row)))).ToArray()),
            ];
            eq = EqTables.Build(point[..trace.LogHeight]);
            for (int row = 0; row < trace.Height; row++)
                waiting += eq.Span[row] * Evaluate(row, 0, KoalaBear.Zero);
        }

        public void AddRound(int i, TField coordinate, Span<TField> values)
        {
            int size = 1 << i;
            if (terms.Shape.LogHeight <= i)
            {
                for (int at = 0; at < values.Length; at++) values[at] += waiting;
                return;
            }

            eq = EqTables.DropHighest(eq);
            for (int at = 0; at < values.Length; at++)
            {
                KoalaBear x = at == 0 && RoundPolynomial.EvaluateAtOne(coordinate) ? KoalaBear.One : Points[at];
                for (int row = 0; row < size; row++) values[at] += eq.Span[row] * Evaluate(row, size, x);
            }
        }

        public void Fold(int i, TField challenge)
        {
            if (terms.Shape.LogHeight <= i) return;
            int size = 1 << i;
            foreach (TField[] column in columns.Concat(preprocessed))
                for (int row = 0; row < size; row++) column[row] += challenge * (column[row + size] - column[row]);
        }

        public TField[] Ends() => [.. columns.Select(column => column[0])];

        private static TField[] Lift(ReadOnlySpan<KoalaBear> column)
        {
            TField[] lifted = new TField[column.Length];
            for (int row = 0; row < column.Length; row++) lifted[row] = TField.FromBase(column[row]);
            return lifted;
        }

        /// <summary>G on the line through rows <paramref name="row"/> and row + size, at <paramref name="x"/>.</summary>
        private TField Evaluate(int row, int size, KoalaBear x)
        {
            ExpressionProgram program = terms.Shape.Chip.Program;
            Span<TField> at = stackalloc TField[columns.Length], known = stackalloc TField[preprocessed.Length];
            for (int c = 0; c < at.Length; c++) at[c] = columns[c][row] + (columns[c][row + size] - columns[c][row]) * x;
            for (int c = 0; c < known.Length; c++)
                known[c] = preprocessed[c][row] + (preprocessed[c][row + size] - preprocessed[c][row]) * x;
            TField[] slots = new TField[program.Nodes.Length];
            program.Evaluate<TField>(at, known, slots);
            return terms.Combine(slots);
        }
    }
}
