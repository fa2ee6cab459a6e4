using System.Collections.Immutable;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Proofs.Commitments;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Proofs.Soundness;
using Supercomputer.Proofs.Transcripts;
using Supercomputer.Proofs.Whir;
using Xunit;

namespace Supercomputer.Proofs.Tests.Commitments;

/// <summary>Provers of openings who know a challenge before they send what it should depend on, or who leave work out: accepted where
/// the challenges are dictated as they knew them, so the lie is a real one, and refused live.</summary>
public sealed class KnownChallengeTests
{
    private static readonly int[] Heights = [15, 14, 13, 6, 6];
    private static readonly StackedLayout Layout = StackedLayout.Create(Heights);

    [Fact]
    public void A_codeword_chosen_after_the_out_of_domain_point_is_refused()
    {
        TranscriptTape known = new();
        Prove(new Transcript("test"u8, known), 1, out _);

        // Another table, committed by a prover who has seen every challenge that the first one led to.
        byte[] late = Prove(new Transcript("test"u8, known.Replay()), 2, out KoalaBear6[] evaluations);
        Assert.Null(Verify(new Transcript("test"u8, known.Replay()), late, evaluations));
        Assert.NotNull(Verify(new Transcript("test"u8), late, evaluations));
    }

    [Fact]
    public void Wrong_evaluations_that_cancel_at_a_known_gamma_are_refused()
    {
        TranscriptTape known = new();
        Prove(new Transcript("test"u8, known), 1, out KoalaBear6[] honest);
        KoalaBear6 gamma = Gamma(known);
        void Lie(KoalaBear6[] evaluations)
        {
            // e0 + gamma e1 stays: columns are batched by rising powers.
            evaluations[0] += gamma;
            evaluations[1] -= KoalaBear6.One;
        }

        byte[] lying = Prove(new Transcript("test"u8, known.Replay()), 1, out KoalaBear6[] evaluations, Lie);
        Assert.NotEqual(honest[0], evaluations[0]);
        Assert.Null(Verify(new Transcript("test"u8, known.Replay()), lying, evaluations));
        Assert.NotNull(Verify(new Transcript("test"u8), lying, evaluations));
    }

    [Fact]
    public void A_prover_who_skips_all_proofs_of_work_is_refused()
    {
        TranscriptTape skipping = new() { SkipsGrinding = true };
        byte[] proof = Prove(new Transcript("test"u8, skipping), 1, out KoalaBear6[] evaluations);
        Assert.Null(Verify(new Transcript("test"u8, skipping.Replay()), proof, evaluations));
        Assert.Contains("grinding", Verify(new Transcript("test"u8), proof, evaluations)!.Check, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prover_who_folds_less_and_sends_a_longer_final_polynomial_is_refused()
    {
        WhirShape shape = Parameters().Shape;
        WhirRoundShape last = shape.Rounds[^1];
        ImmutableArray<WhirRoundShape> rounds =
        [
            .. shape.Rounds[..^1],
            last with
            {
                FoldingFactor = last.FoldingFactor - 1,
                FoldingGrindingBits = [.. last.FoldingGrindingBits[..^1]],
                DomainShift = Math.Min(last.DomainShift, last.FoldingFactor - 1),
            },
        ];
        Assert.Null(WhirParameters.TryCreate(shape with { Rounds = rounds }, 1, Heights.Length, out WhirParameters? longer));
        Assert.Equal(Parameters().FinalVariables + 1, longer!.FinalVariables);
        byte[] proof = Prove(new Transcript("test"u8), 1, out KoalaBear6[] evaluations, parameters: longer);
        Assert.NotNull(Verify(new Transcript("test"u8), proof, evaluations));

        // Even where both sides draw the same challenges.
        TranscriptTape known = new();
        proof = Prove(new Transcript("test"u8, known), 1, out evaluations, parameters: longer);
        Assert.NotNull(Verify(new Transcript("test"u8, known.Replay()), proof, evaluations));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void Columns_that_do_not_lie_where_they_are_claimed_to_are_refused(int shift)
    {
        byte[] proof = Prove(new Transcript("test"u8), 1, out KoalaBear6[] evaluations, shift: shift);
        Assert.Equal("weighted sum of the opening", Verify(new Transcript("test"u8), proof, evaluations)!.Check);
    }

    private static WhirParameters Parameters() => Opening<KoalaBear6, KeccakMerkleHasher>.ParametersFor(Layout, 1);

    /// <summary>The challenge that batches the columns: the one after the out-of-domain samples and the point.</summary>
    private static KoalaBear6 Gamma(TranscriptTape tape)
    {
        uint[] words = tape.Samples[Parameters().InitialOutOfDomainSamples + Layout.LogMaximumHeight];
        Transcript dictated = new("test"u8, Dictating(tape, words));
        return dictated.Sample<KoalaBear6>();
    }

    private static TranscriptTape Dictating(TranscriptTape tape, uint[] words)
    {
        TranscriptTape one = new();
        one.Sampled([.. words]);
        Assert.NotEmpty(tape.Samples);
        return one.Replay();
    }

    private static byte[] Prove(
        Transcript transcript, int seed, out KoalaBear6[] evaluations, Action<KoalaBear6[]>? lie = null, WhirParameters? parameters = null, int shift = 0)
    {
        using StackedTable table = new(Layout);
        Random random = new(seed);
        for (int column = 0; column < Layout.Count; column++)
            foreach (ref KoalaBear cell in table.Column(column))
                cell = KoalaBear.Reduce((ulong)random.NextInt64());
        KoalaBear[][] columns = [.. Enumerable.Range(0, Layout.Count).Select(column => table.Column(column).ToArray())];
        if (shift > 0)
            for (int column = 0; column < Layout.Count; column++)
                for (int row = 0; row < columns[column].Length; row++)
                    table.Column(column)[(row + shift) % columns[column].Length] = columns[column][row];
        ProofWriter proof = new();
        using CommittedTable<KoalaBear6, KeccakMerkleHasher> committed =
            StackedCommitment.Commit<KoalaBear6, KeccakMerkleHasher>(table, parameters ?? Parameters());
        committed.OutOfDomain(transcript, proof);
        KoalaBear6[] point = Point(transcript);
        evaluations = [.. Enumerable.Range(0, Layout.Count).Select(column =>
            FoldedRow.Evaluate<KoalaBear6>(columns[column], Tensors.Eq<KoalaBear6>(point.AsSpan(0, Layout.LogHeight(column)))))];
        lie?.Invoke(evaluations);
        committed.Open(transcript, point, evaluations, proof);
        return proof.ToArray();
    }

    private static WhirError? Verify(Transcript transcript, byte[] bytes, KoalaBear6[] evaluations)
    {
        ProofReader proof = new(bytes);
        StackedVerifier<KoalaBear6, KeccakMerkleHasher> verifier = new(Layout, Parameters());
        return verifier.ReadCommitment(transcript, proof)
            ?? verifier.Verify(transcript, Point(transcript), evaluations, proof)
            ?? (proof.Finish() ? null : new("end", "no more bytes", "some", "the proof is invalid"));
    }

    private static KoalaBear6[] Point(Transcript transcript) =>
        [.. Enumerable.Range(0, Layout.LogMaximumHeight).Select(_ => transcript.Sample<KoalaBear6>())];
}
