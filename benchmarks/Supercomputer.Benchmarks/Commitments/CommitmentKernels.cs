using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Proofs.Commitments;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Proofs.Transcripts;
using Supercomputer.Proofs.Whir;

namespace Supercomputer.Benchmarks.Commitments;

/// <summary>A stacked commitment of 2^20 cells, from root to verified opening; the unit is a cell.</summary>
internal static class CommitmentKernels
{
    private const int LogCells = 20;

    public static IEnumerable<Kernel> All() =>
        [.. Of<KeccakMerkleHasher>("keccak"), .. Of<Blake3MerkleHasher>("blake3")];

    private static List<Kernel> Of<THash>(string name)
        where THash : struct, IMerkleHasher
    {
        StackedLayout layout = StackedLayout.Create([.. Enumerable.Repeat(LogCells - 6, 60), .. Enumerable.Repeat(6, 40)]);
        WhirParameters parameters = WhirParameters.Choose(WhirRequest.ForProfile(layout.LogCells, 6, layout.Count));
        var table = new StackedTable(layout);
        byte[] opening = Open<THash>(table, parameters);
        return
        [
            new($"commitment commit, {name}", 1 << LogCells, () =>
            {
                using CommittedTable<KoalaBear6, THash> committed = StackedCommitment.Commit<KoalaBear6, THash>(table, parameters);
            }),
            new($"commitment commit and open, {name}", 1 << LogCells, () => Open<THash>(table, parameters)),
            new($"commitment verify, {name}", 1 << LogCells, () => Verify<THash>(layout, parameters, opening)),
        ];
    }

    private static byte[] Open<THash>(StackedTable table, WhirParameters parameters)
        where THash : struct, IMerkleHasher
    {
        var transcript = new Transcript("benchmark"u8);
        var proof = new ProofWriter();
        using CommittedTable<KoalaBear6, THash> committed = StackedCommitment.Commit<KoalaBear6, THash>(table, parameters);
        committed.OutOfDomain(transcript, proof);
        // The cells are zero, and so is every column's evaluation.
        committed.Open(transcript, Point(transcript, table.Layout), new KoalaBear6[table.Layout.Count], proof);
        return proof.ToArray();
    }

    private static void Verify<THash>(StackedLayout layout, WhirParameters parameters, byte[] opening)
        where THash : struct, IMerkleHasher
    {
        var transcript = new Transcript("benchmark"u8);
        var proof = new ProofReader(opening);
        var verifier = new StackedVerifier<KoalaBear6, THash>(layout, parameters);
        WhirError? error = verifier.ReadCommitment(transcript, proof)
            ?? verifier.Verify(transcript, Point(transcript, layout), new KoalaBear6[layout.Count], proof);
        if (error is not null) throw new InvalidOperationException(error.ToString());
    }

    private static KoalaBear6[] Point(Transcript transcript, StackedLayout layout) =>
        [.. Enumerable.Range(0, layout.LogMaximumHeight).Select(_ => transcript.Sample<KoalaBear6>())];
}
