using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Lookups;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Proofs.Tests.Reference;
using Supercomputer.Proofs.Tests.SmallMachine;
using Supercomputer.Proofs.Transcripts;
using Supercomputer.Proofs.Zerocheck;
using Xunit;

namespace Supercomputer.Proofs.Tests.Zerocheck;

public sealed class LookupsAndZerocheckTests
{
    private static readonly byte[] Protocol = "test"u8.ToArray();

    [Fact]
    public void An_honest_run_reduces_to_the_columns_evaluations() => RoundTrip<KoalaBear6>();

    [Fact]
    public void An_honest_run_reduces_to_the_columns_evaluations_in_degree_5() => RoundTrip<KoalaBear5>();

    [Theory]
    [InlineData(5)]
    [InlineData(100)]
    [InlineData(3000)]
    public void The_vectorised_provers_write_the_bytes_of_the_reference_provers(int steps)
    {
        AssertSameBytes<KoalaBear6>(steps);
        AssertSameBytes<KoalaBear5>(steps);
    }

    [Fact]
    public void A_changed_cell_is_rejected_or_contradicts_the_commitment()
    {
        for (int column = 0; column < FibonacciMachine.Fibonacci.Width; column++)
        {
            using FibonacciMachine machine = new(100);
            machine.Traces[0].MutableColumn(column)[7] += KoalaBear.One;
            byte[] proof = Prove<KoalaBear6>(machine, out _);
            Assert.False(Verify<KoalaBear6>(machine, proof).TryGet(out _, out _), $"column {column}");
        }
    }

    [Fact]
    public void A_public_term_that_does_not_balance_is_rejected()
    {
        using FibonacciMachine machine = new(100);
        byte[] proof = Prove<KoalaBear6>(machine, out _);
        PublicTerm[] terms = [.. machine.PublicTerms.SkipLast(1)];
        Assert.False(Verify<KoalaBear6>(machine, proof, terms).TryGet(out _, out VerificationError? error));
        Assert.Equal("lookups: buses balance", error.Check);
    }

    [Fact]
    public void A_wrong_multiplicity_is_rejected()
    {
        using FibonacciMachine machine = new(100);
        machine.Traces[1].MutableColumn(0)[3] += KoalaBear.One;
        byte[] proof = Prove<KoalaBear6>(machine, out _);
        Assert.False(Verify<KoalaBear6>(machine, proof).TryGet(out _, out VerificationError? error));
        Assert.Equal("lookups: buses balance", error.Check);
    }

    [Fact]
    public void A_zero_denominator_at_the_root_is_rejected()
    {
        // 0/0 balances any sum: p(0) = 0 and q(0) = 0 make both root numbers zero.
        using FibonacciMachine machine = new(70);
        byte[] proof = Prove<KoalaBear6>(machine, out _);
        proof.AsSpan(0, 24).Clear();
        proof.AsSpan(48, 24).Clear();
        Assert.False(Verify<KoalaBear6>(machine, proof).TryGet(out _, out VerificationError? error));
        Assert.Equal("lookups: root denominator", error.Check);
    }

    [Fact]
    public void A_public_term_with_a_zero_denominator_has_no_sum()
    {
        KoalaBear6 beta = KoalaBear6.FromBase(KoalaBear.FromCanonical(5));
        KoalaBear6 alpha = KoalaBear6.FromBase(KoalaBear.FromCanonical(FibonacciMachine.Range.Id + 5 * 9));
        Fingerprint<KoalaBear6> fingerprint = new(alpha, beta, 3);
        Assert.Null(fingerprint.SumPublicTerms([new(FibonacciMachine.Range, true, [9])]));
        Assert.NotNull(fingerprint.SumPublicTerms([new(FibonacciMachine.Range, true, [8])]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_zerocheck_of_another_leaf_claim_is_rejected(bool numerator)
    {
        using FibonacciMachine machine = new(100);
        ProverChannel channel = new(new Transcript(Protocol), new ProofWriter());
        LeafLayout layout = Layout(machine);
        Fingerprint<KoalaBear6> fingerprint = Draw<KoalaBear6>(channel.Transcript, layout, machine.PublicTerms);
        LeafClaim<KoalaBear6> honest = LogUpGkrProver.Prove(layout, machine.Traces, fingerprint, new(new Transcript(Protocol), new ProofWriter()));
        LeafClaim<KoalaBear6> wrong = numerator
            ? honest with { Numerator = honest.Numerator + KoalaBear6.One }
            : honest with { Denominator = honest.Denominator + KoalaBear6.One };
        ZerocheckProver.Prove(layout, machine.Traces, fingerprint, wrong, channel);
        VerifierChannel reader = new(new Transcript(Protocol), new ProofReader(channel.Writer.ToArray()));
        Draw<KoalaBear6>(reader.Transcript, layout, machine.PublicTerms);
        Assert.False(ZerocheckVerifier.Verify(layout, fingerprint, wrong, reader).TryGet(out _, out VerificationError? error));
        Assert.Equal("zerocheck: the columns' values", error.Check);
    }

    [Fact]
    public void Every_altered_word_of_the_messages_is_rejected_or_changes_the_claims()
    {
        using FibonacciMachine machine = new(70);
        byte[] proof = Prove<KoalaBear6>(machine, out _);
        for (int at = 0; at < proof.Length; at += 4)
        {
            byte[] altered = [.. proof];
            altered[at] ^= 1;
            Assert.False(Verify<KoalaBear6>(machine, altered).TryGet(out _, out _), $"word at byte {at}");
        }

        Assert.False(Verify<KoalaBear6>(machine, proof[..^1]).TryGet(out _, out VerificationError? error));
        Assert.StartsWith("proof encoding", error.Check, StringComparison.Ordinal);
    }

    private static void RoundTrip<TField>()
        where TField : unmanaged, IChallengeField<TField>
    {
        using FibonacciMachine machine = new(100);
        byte[] proof = Prove(machine, out ColumnClaims<TField> proved);
        Assert.True(Verify<TField>(machine, proof).TryGet(out ColumnClaims<TField>? verified, out VerificationError? error), error?.ToString());
        Assert.Equal(proved.Point, verified.Point);
        for (int index = 0; index < machine.Traces.Count; index++)
            for (int column = 0; column < machine.Traces[index].Chip.Width; column++)
                Assert.Equal(
                    Evaluate(machine.Traces[index].Column(column), verified.Point), verified.Values[index][column]);
    }

    private static void AssertSameBytes<TField>(int steps)
        where TField : unmanaged, IChallengeField<TField>
    {
        using FibonacciMachine machine = new(steps);
        ProverChannel channel = new(new Transcript(Protocol), new ProofWriter());
        LeafLayout layout = Layout(machine);
        Fingerprint<TField> fingerprint = Draw<TField>(channel.Transcript, layout, machine.PublicTerms);
        LeafClaim<TField> claim = ReferenceLogUpGkrProver.Prove(layout, machine.Traces, fingerprint, channel);
        ReferenceZerocheckProver.Prove(layout, machine.Traces, fingerprint, claim, channel);
        Assert.Equal(channel.Writer.ToArray(), Prove<TField>(machine, out _));
    }

    private static TField Evaluate<TField>(ReadOnlySpan<KoalaBear> column, TField[] point)
        where TField : unmanaged, IChallengeField<TField>
    {
        TField[] values = new TField[column.Length];
        for (int row = 0; row < values.Length; row++) values[row] = TField.FromBase(column[row]);
        for (int size = values.Length / 2, bit = System.Numerics.BitOperations.Log2((uint)values.Length) - 1; size > 0; size /= 2, bit--)
            for (int x = 0; x < size; x++) values[x] += point[bit] * (values[x + size] - values[x]);
        return values[0];
    }

    private static byte[] Prove<TField>(FibonacciMachine machine, out ColumnClaims<TField> claims)
        where TField : unmanaged, IChallengeField<TField>
    {
        ProverChannel channel = new(new Transcript(Protocol), new ProofWriter());
        LeafLayout layout = Layout(machine);
        Fingerprint<TField> fingerprint = Draw<TField>(channel.Transcript, layout, machine.PublicTerms);
        LeafClaim<TField> claim = LogUpGkrProver.Prove(layout, machine.Traces, fingerprint, channel);
        claims = ZerocheckProver.Prove(layout, machine.Traces, fingerprint, claim, channel);
        return channel.Writer.ToArray();
    }

    private static Checked<ColumnClaims<TField>> Verify<TField>(
        FibonacciMachine machine, byte[] proof, IReadOnlyList<PublicTerm>? terms = null)
        where TField : unmanaged, IChallengeField<TField>
    {
        VerifierChannel channel = new(new Transcript(Protocol), new ProofReader(proof));
        LeafLayout layout = Layout(machine);
        Fingerprint<TField> fingerprint = Draw<TField>(channel.Transcript, layout, machine.PublicTerms);
        TField sum = fingerprint.SumPublicTerms(terms ?? machine.PublicTerms)!.Value;
        if (!LogUpGkrVerifier.Verify(layout, sum, channel).TryGet(out LeafClaim<TField>? claim, out VerificationError? error))
            return error;
        return ZerocheckVerifier.Verify(layout, fingerprint, claim, channel);
    }

    private static LeafLayout Layout(FibonacciMachine machine) =>
        new([.. machine.Traces.Select(trace => new ChipShape(trace.Chip, trace.LogHeight))]);

    private static Fingerprint<TField> Draw<TField>(Transcript transcript, LeafLayout layout, IReadOnlyList<PublicTerm> terms)
        where TField : unmanaged, IChallengeField<TField> =>
        new(transcript.Sample<TField>(), transcript.Sample<TField>(), Fingerprint<TField>.MaxArity(layout.Shapes, terms));
}
