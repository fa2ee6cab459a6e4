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

/// <summary>Provers that follow the protocol but for one lie, and proofs that were changed on the way.</summary>
public sealed class MaliciousOpeningTests
{
    private static readonly int[] Small = [7, 6, 5, 0];
    private static readonly int[] Large = [15, 14, 13, 6, 6];
    private const int ElementBytes = 24;

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_wrong_evaluation_is_rejected_even_when_the_prover_uses_it_throughout(int column)
    {
        var lying = Opening<KoalaBear6, KeccakMerkleHasher>.Prove(Large, 1, 3, lie: e => e[column] += KoalaBear6.One);
        Assert.Equal("weighted sum of the opening", lying.Verify(lying.Proof, lying.Evaluations)!.Check);
        var honest = Opening<KoalaBear6, KeccakMerkleHasher>.Prove(Large, 1, 3);
        Assert.NotNull(honest.Verify(honest.Proof, lying.Evaluations));
        Assert.NotNull(lying.Verify(lying.Proof, honest.Evaluations));
    }

    [Fact]
    public void Evaluations_of_two_columns_cannot_be_exchanged()
    {
        var swapped = Opening<KoalaBear6, KeccakMerkleHasher>.Prove([7, 7, 6], 1, 3, lie: e => (e[0], e[1]) = (e[1], e[0]));
        Assert.NotNull(swapped.Verify(swapped.Proof, swapped.Evaluations));
        var shifted = Opening<KoalaBear6, KeccakMerkleHasher>.Prove(
            [7, 7, 6], 1, 3, lie: e => (e[0], e[1]) = (e[0] + KoalaBear6.One, e[1] - KoalaBear6.One));
        Assert.NotNull(shifted.Verify(shifted.Proof, shifted.Evaluations));
    }

    [Fact]
    public void Another_layout_of_the_same_cells_is_rejected()
    {
        var opening = Opening<KoalaBear6, KeccakMerkleHasher>.Prove([7, 6, 6], 1, 3);
        var other = Opening<KoalaBear6, KeccakMerkleHasher>.Prove([6, 7, 6], 1, 3);
        Assert.NotNull(other.Verify(opening.Proof, opening.Evaluations));
        Assert.NotNull(other.Verify(opening.Proof, other.Evaluations));
        Assert.NotNull(opening.Verify(opening.Proof, opening.Evaluations[..2]));
    }

    [Fact]
    public void A_wrong_out_of_domain_answer_is_rejected_even_when_the_prover_uses_it_throughout()
    {
        Forger forger = new(Large);
        Assert.Null(forger.Verify());
        forger = new(Large) { AnswerOffset = KoalaBear6.One };
        Assert.Equal("weighted sum of the opening", forger.Verify()!.Check);
    }

    [Fact]
    public void A_commitment_to_other_cells_is_rejected() =>
        Assert.NotNull(new Forger(Large) { CommitToOtherCells = true }.Verify());

    [Fact]
    public void A_word_of_twice_the_degree_is_rejected() =>
        Assert.NotNull(new Forger(Large) { CommitToTwiceTheDegree = true }.Verify());

    [Fact]
    public void A_proof_by_weaker_parameters_is_rejected()
    {
        StackedLayout layout = StackedLayout.Create(Large);
        WhirParameters strong = Opening<KoalaBear6, KeccakMerkleHasher>.ParametersFor(layout, 1);
        foreach (Func<WhirRoundShape, WhirRoundShape> weaken in (Func<WhirRoundShape, WhirRoundShape>[])
        [
            round => round with { Queries = 1 },
            round => round with { QueryGrindingBits = 0 },
            round => round with { Queries = round.Queries - 1 },
        ])
        {
            ImmutableArray<WhirRoundShape> rounds = [.. strong.Shape.Rounds.Select(weaken)];
            Assert.Null(WhirParameters.TryCreate(
                strong.Shape with { Rounds = rounds }, 1, 5, out WhirParameters? weak));
            Forger forger = new(Large) { ProverParameters = weak };
            Assert.NotNull(forger.Verify());
        }
    }

    [Fact]
    public void Zero_queries_and_over_long_final_polynomials_have_no_encoding()
    {
        var opening = Opening<KoalaBear6, KeccakMerkleHasher>.Prove(Small, 1, 3);
        int final = FinalOffset(opening.Parameters);
        int rows = final + (ElementBytes << opening.Parameters.FinalVariables) + sizeof(ulong);
        Assert.Single(opening.Parameters.Rounds);
        Assert.NotNull(opening.Verify(opening.Proof[..rows], opening.Evaluations));
        byte[] longer = [.. opening.Proof[..rows], .. new byte[ElementBytes << opening.Parameters.FinalVariables], .. opening.Proof[rows..]];
        Assert.NotNull(opening.Verify(longer, opening.Evaluations));
        byte[] inserted = [.. opening.Proof[..final], .. new byte[ElementBytes], .. opening.Proof[final..]];
        Assert.NotNull(opening.Verify(inserted, opening.Evaluations));
        byte[] trailing = [.. opening.Proof, 0];
        Assert.NotNull(opening.Verify(trailing, opening.Evaluations));
    }

    [Fact]
    public void A_skipped_proof_of_work_is_rejected_as_such()
    {
        var opening = Opening<KoalaBear6, KeccakMerkleHasher>.Prove(Small, 1, 3);
        int nonce = FinalOffset(opening.Parameters) + (ElementBytes << opening.Parameters.FinalVariables);
        byte[] skipped = [.. opening.Proof];
        Array.Clear(skipped, nonce, sizeof(ulong));
        Assert.StartsWith("query grinding", opening.Verify(skipped, opening.Evaluations)!.Check, StringComparison.Ordinal);
    }

    [Fact]
    public void An_altered_path_or_row_is_rejected_as_such()
    {
        var opening = Opening<KoalaBear6, KeccakMerkleHasher>.Prove(Large, 1, 3);
        byte[] altered = [.. opening.Proof];
        altered[^1] ^= 1;
        Assert.StartsWith("rows opened", opening.Verify(altered, opening.Evaluations)!.Check, StringComparison.Ordinal);
        var small = Opening<KoalaBear6, KeccakMerkleHasher>.Prove(Small, 1, 3);
        int row = FinalOffset(small.Parameters) + (ElementBytes << small.Parameters.FinalVariables) + sizeof(ulong);
        altered = [.. small.Proof];
        altered[row] ^= 1;
        Assert.StartsWith("rows opened", small.Verify(altered, small.Evaluations)!.Check, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 7, 6, 5, 0 }, 11)]
    [InlineData(new[] { 15, 14, 13, 6, 6 }, 331)]
    public void No_flipped_byte_and_no_truncation_verifies(int[] heights, int stride)
    {
        RejectChanges<KoalaBear6, KeccakMerkleHasher>(heights, stride);
        RejectChanges<KoalaBear5, Blake3MerkleHasher>(heights, 3 * stride);
    }

    private static void RejectChanges<TField, THash>(int[] heights, int stride)
        where TField : unmanaged, IChallengeField<TField>
        where THash : struct, IMerkleHasher
    {
        var opening = Opening<TField, THash>.Prove(heights, 1, 3);
        Assert.Null(opening.Verify(opening.Proof, opening.Evaluations));
        for (int at = 0; at < opening.Proof.Length; at += stride)
        {
            byte[] flipped = [.. opening.Proof];
            flipped[at] ^= (byte)(1 << (at % 8));
            Assert.NotNull(opening.Verify(flipped, opening.Evaluations));
            Assert.NotNull(opening.Verify(opening.Proof[..at], opening.Evaluations));
        }
    }

    [Fact]
    public void Random_and_uncanonical_bytes_are_rejected()
    {
        var opening = Opening<KoalaBear6, KeccakMerkleHasher>.Prove(Small, 1, 3);
        var random = new Random(5);
        for (int length = 0; length < 20_000; length = (length * 2) + 1)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            Assert.NotNull(opening.Verify(bytes, opening.Evaluations));
            // Small words are canonical, so reading goes on to the end.
            for (int i = 3; i < length; i += 4)
                bytes[i] &= 0x3f;
            Assert.NotNull(opening.Verify(bytes, opening.Evaluations));
        }
        byte[] uncanonical = [.. opening.Proof];
        BitConverter.TryWriteBytes(
            uncanonical.AsSpan(Digest.Size), BitConverter.ToUInt32(uncanonical, Digest.Size) + KoalaBear.Modulus);
        Assert.NotNull(opening.Verify(uncanonical, opening.Evaluations));
    }

    /// <summary>Root, answers, and the messages of the one round come before the final polynomial.</summary>
    private static int FinalOffset(WhirParameters parameters) =>
        Digest.Size + (ElementBytes * parameters.InitialOutOfDomainSamples)
        + parameters.Rounds[0].FoldingGrindingBits.Sum(bits => (2 * ElementBytes) + (bits > 0 ? sizeof(ulong) : 0));

    /// <summary>The prover's steps with a lie in one of them.</summary>
    private sealed unsafe class Forger(int[] heights)
    {
        private readonly StackedLayout layout = StackedLayout.Create(heights);

        public KoalaBear6 AnswerOffset { get; init; }

        public bool CommitToOtherCells { get; init; }

        public bool CommitToTwiceTheDegree { get; init; }

        public WhirParameters? ProverParameters { get; init; }

        public WhirError? Verify()
        {
            WhirParameters expected = Opening<KoalaBear6, KeccakMerkleHasher>.ParametersFor(layout, 1);
            byte[] bytes = Prove(ProverParameters ?? expected, out KoalaBear6[] evaluations);
            var transcript = new Transcript("test"u8);
            var proof = new ProofReader(bytes);
            var verifier = new StackedVerifier<KoalaBear6, KeccakMerkleHasher>(layout, expected);
            return verifier.ReadCommitment(transcript, proof)
                ?? verifier.Verify(transcript, Point(transcript), evaluations, proof);
        }

        private byte[] Prove(WhirParameters parameters, out KoalaBear6[] evaluations)
        {
            using var table = new StackedTable(layout);
            Fill(table, 1);
            var transcript = new Transcript("test"u8);
            var proof = new ProofWriter();
            CodewordMatrix<KeccakMerkleHasher> codeword = Commit(table, parameters);
            proof.Write(codeword.Root);
            StackedCommitment.Begin(transcript, layout, parameters, codeword.Root);
            KoalaBear6[] samples = [transcript.Sample<KoalaBear6>()];
            KoalaBear6[] sums = BlockSums(table, parameters, samples[0]);
            KoalaBear6 step = Tensors.PowerOfTwo(samples[0], layout.LogCells - parameters.Rounds[0].FoldingFactor);
            KoalaBear6[] answers = [Tensors.Horner<KoalaBear6>(sums, step) + AnswerOffset];
            proof.Write(answers[0]);
            transcript.Observe(answers[0]);
            KoalaBear6[] point = Point(transcript);
            evaluations = new KoalaBear6[layout.Count];
            for (int column = 0; column < layout.Count; column++)
            {
                KoalaBear6[] eq = Tensors.Eq<KoalaBear6>(point.AsSpan(0, layout.LogHeight(column)));
                evaluations[column] = FoldedRow.Evaluate<KoalaBear6>(table.Column(column), eq);
            }
            transcript.Observe<KoalaBear6>(point);
            transcript.Observe<KoalaBear6>(evaluations);
            var weight = new StackedWeight<KoalaBear6>(layout, point, samples, transcript.Sample<KoalaBear6>());
            WhirProver<KoalaBear6, KeccakMerkleHasher>.Prove(
                parameters,
                (uint*)table.Pointer,
                codeword,
                weight,
                [sums],
                weight.Claim(evaluations, answers),
                transcript,
                proof);
            return proof.ToArray();
        }

        private CodewordMatrix<KeccakMerkleHasher> Commit(StackedTable table, WhirParameters parameters)
        {
            if (CommitToOtherCells)
            {
                using var other = new StackedTable(layout);
                Fill(other, 2);
                return CodewordMatrix<KeccakMerkleHasher>.FromCells((uint*)other.Pointer, parameters.Rounds[0], 1 << parameters.Rounds[0].FoldingFactor);
            }
            if (!CommitToTwiceTheDegree)
                return CodewordMatrix<KeccakMerkleHasher>.FromCells((uint*)table.Pointer, parameters.Rounds[0], 1 << parameters.Rounds[0].FoldingFactor);
            WhirShape shape = parameters.Shape;
            var round = new WhirRound(
                shape with { LogCells = shape.LogCells + 1, LogInverseRate = shape.LogInverseRate - 1 }, 0);
            Assert.Equal(parameters.Rounds[0].LogRows, round.LogRows);
            // The lower half of each block is the honest one, so that only the excess of degree is wrong.
            using var cells = new WordBuffer((nint)1 << round.Variables, clear: true);
            int length = 1 << (layout.LogCells - round.FoldingFactor);
            for (int block = 0; block < 1 << round.FoldingFactor; block++)
            {
                new Span<uint>((uint*)table.Pointer + (block * length), length).CopyTo(cells.Span[(2 * block * length)..]);
                cells.Span[(2 * block * length) + length] = 1;
            }
            return CodewordMatrix<KeccakMerkleHasher>.FromCells(cells.Pointer, round, 1 << round.FoldingFactor);
        }

        private static KoalaBear6[] BlockSums(StackedTable table, WhirParameters parameters, KoalaBear6 z)
        {
            int length = 1 << (table.Layout.LogCells - parameters.Rounds[0].FoldingFactor);
            KoalaBear6[] powers = Tensors.Powers(z, length);
            var sums = new KoalaBear6[1 << parameters.Rounds[0].FoldingFactor];
            for (int block = 0; block < sums.Length; block++)
                sums[block] = FoldedRow.Evaluate<KoalaBear6>(
                    new ReadOnlySpan<KoalaBear>(table.Pointer + (block * length), length), powers);
            return sums;
        }

        private void Fill(StackedTable table, int seed)
        {
            var random = new Random(seed);
            for (int column = 0; column < layout.Count; column++)
                foreach (ref KoalaBear cell in table.Column(column))
                    cell = KoalaBear.Reduce((ulong)random.NextInt64());
        }

        private KoalaBear6[] Point(Transcript transcript) =>
            [.. Enumerable.Range(0, layout.LogMaximumHeight).Select(_ => transcript.Sample<KoalaBear6>())];
    }
}
