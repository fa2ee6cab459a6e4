using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Proofs.Commitments;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Proofs.Soundness;
using Supercomputer.Proofs.Transcripts;
using Supercomputer.Proofs.Whir;
using Xunit;

namespace Supercomputer.Proofs.Tests.Commitments;

public sealed class StackedCommitmentTests
{
    public static TheoryData<int[]> Layouts => new(
        [8],
        [7, 7],
        [0],
        [3, 0, 1, 2],
        [10, 10, 10],
        [6, 12, 9, 9, 0, 6, 2],
        [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
        [14, 14, 13, 6, 6, 6],
        [6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6]);

    [Theory]
    [MemberData(nameof(Layouts))]
    public void An_honest_opening_verifies_at_degree_6_with_Keccak(int[] heights) =>
        Assert.Null(RoundTrip<KoalaBear6, KeccakMerkleHasher>(heights, 1));

    [Theory]
    [MemberData(nameof(Layouts))]
    public void An_honest_opening_verifies_at_degree_5_with_BLAKE3(int[] heights) =>
        Assert.Null(RoundTrip<KoalaBear5, Blake3MerkleHasher>(heights, 2));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void An_honest_opening_of_several_rounds_verifies_at_every_rate(int rate) =>
        Assert.Null(RoundTrip<KoalaBear6, Blake3MerkleHasher>([17, 16, 15, 9, 9, 6], rate, firstDomainShift: rate));

    [Fact]
    public void The_point_may_have_more_coordinates_than_the_tallest_column_has_variables()
    {
        var opening = Opening<KoalaBear6, KeccakMerkleHasher>.Prove([7, 6], 1, 7, extraCoordinates: 3);
        Assert.Null(opening.Verify(opening.Proof, opening.Evaluations));
    }

    [Fact]
    public void Columns_lie_aligned_by_height_and_in_the_given_order()
    {
        StackedLayout layout = StackedLayout.Create([3, 5, 0, 5, 3]);
        Assert.Equal(64, layout.Offset(0));
        Assert.Equal(0, layout.Offset(1));
        Assert.Equal(80, layout.Offset(2));
        Assert.Equal(32, layout.Offset(3));
        Assert.Equal(72, layout.Offset(4));
        Assert.Equal(8, layout.LogCells);
        Assert.Equal(5, layout.LogMaximumHeight);
        for (int column = 0; column < layout.Count; column++)
            Assert.Equal(0, layout.Offset(column) & ((1L << layout.LogHeight(column)) - 1));
    }

    [Fact]
    public void Heights_that_cannot_be_stacked_are_refused_with_a_reason()
    {
        Assert.NotNull(StackedLayout.TryCreate([], out _));
        Assert.NotNull(StackedLayout.TryCreate([-1], out _));
        Assert.NotNull(StackedLayout.TryCreate([28], out _));
        Assert.NotNull(StackedLayout.TryCreate([int.MaxValue], out _));
        Assert.NotNull(StackedLayout.TryCreate([27, 0], out _));
        Assert.Null(StackedLayout.TryCreate([27], out _));
    }

    internal static WhirError? RoundTrip<TField, THash>(int[] heights, int rate, int firstDomainShift = 1)
        where TField : unmanaged, IChallengeField<TField>
        where THash : struct, IMerkleHasher
    {
        Opening<TField, THash> opening = Opening<TField, THash>.Prove(heights, rate, 7, firstDomainShift);
        return opening.Verify(opening.Proof, opening.Evaluations);
    }
}

/// <summary>A proof over seeded columns, with what a verifier and a cheating prover need.</summary>
internal sealed class Opening<TField, THash>
    where TField : unmanaged, IChallengeField<TField>
    where THash : struct, IMerkleHasher
{
    private Opening(StackedLayout layout, WhirParameters parameters)
    {
        Layout = layout;
        Parameters = parameters;
    }

    public StackedLayout Layout { get; }

    public WhirParameters Parameters { get; }

    public int ExtraCoordinates { get; private init; }

    public byte[] Proof { get; private set; } = [];

    public TField[] Evaluations { get; private set; } = [];

    public static WhirParameters ParametersFor(StackedLayout layout, int rate, int firstDomainShift = 1) =>
        WhirParameters.Choose(new(
            layout.LogCells, rate, TField.Degree, ChallengeFieldSize.TargetBits(TField.Degree), layout.Count, firstDomainShift));

    public static Opening<TField, THash> Prove(
        int[] heights, int rate, int seed, int firstDomainShift = 1, Action<TField[]>? lie = null, int extraCoordinates = 0)
    {
        StackedLayout layout = StackedLayout.Create(heights);
        var opening = new Opening<TField, THash>(layout, ParametersFor(layout, rate, firstDomainShift))
        {
            ExtraCoordinates = extraCoordinates,
        };
        using var table = new StackedTable(layout);
        var random = new Random(seed);
        for (int column = 0; column < layout.Count; column++)
            foreach (ref KoalaBear cell in table.Column(column))
                cell = KoalaBear.Reduce((ulong)random.NextInt64());
        var transcript = new Transcript("test"u8);
        var proof = new ProofWriter();
        using CommittedTable<TField, THash> committed =
            StackedCommitment.Commit<TField, THash>(table, opening.Parameters);
        committed.OutOfDomain(transcript, proof);
        TField[] point = opening.SamplePoint(transcript);
        TField[] evaluations = [.. Enumerable.Range(0, layout.Count).Select(c => Evaluate(table.Column(c), point))];
        lie?.Invoke(evaluations);
        opening.Evaluations = evaluations;
        committed.Open(transcript, point, evaluations, proof);
        opening.Proof = proof.ToArray();
        return opening;
    }

    public WhirError? Verify(byte[] bytes, TField[] evaluations, WhirParameters? parameters = null)
    {
        var transcript = new Transcript("test"u8);
        var proof = new ProofReader(bytes);
        var verifier = new StackedVerifier<TField, THash>(Layout, parameters ?? Parameters);
        if (verifier.ReadCommitment(transcript, proof) is { } error)
            return error;
        TField[] point = SamplePoint(transcript);
        return verifier.Verify(transcript, point, evaluations, proof)
            ?? (proof.Finish() ? null : new("end", "no more bytes", proof.Error.ToString()!, "none"));
    }

    private TField[] SamplePoint(Transcript transcript) =>
        [.. Enumerable.Range(0, Layout.LogMaximumHeight + ExtraCoordinates).Select(_ => transcript.Sample<TField>())];

    /// <summary>The column's multilinear extension, straight from the definition.</summary>
    private static TField Evaluate(ReadOnlySpan<KoalaBear> column, TField[] point)
    {
        TField sum = TField.Zero;
        TField[] eq = Tensors.Eq<TField>(point.AsSpan(0, System.Numerics.BitOperations.Log2((uint)column.Length)));
        for (int x = 0; x < column.Length; x++)
            sum += eq[x] * column[x];
        return sum;
    }
}
