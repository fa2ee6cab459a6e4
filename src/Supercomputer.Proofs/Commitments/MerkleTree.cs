using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Proofs.Commitments;

/// <summary>A binary hash tree whose leaves are the rows of a matrix of field elements.</summary>
/// <remarks>
/// Shape: node i has children 2i and 2i + 1, the root is node 1, row j is node 2^logRows + j.
/// Cost: 64 bytes a row. Safety: native memory, freed by <see cref="Dispose"/>.
/// </remarks>
internal sealed unsafe class MerkleTree<THash> : IDisposable
    where THash : struct, IMerkleHasher
{
    /// <summary>Rows or nodes that one task hashes: enough work to be worth a task, little enough to stay in cache.</summary>
    private const int TaskLength = 1 << 12;

    private readonly WordBuffer nodes;
    private readonly int logRows;

    private MerkleTree(int logRows)
    {
        this.logRows = logRows;
        nodes = new((nint)(Digest.Size / sizeof(uint)) << (logRows + 1));
    }

    /// <summary>The root.</summary>
    public Digest Root => Nodes[1];

    private Digest* Nodes => (Digest*)nodes.Pointer;

    /// <summary>Rows that are filled up with zeros at once: they stay in the first cache.</summary>
    private const int FilledRows = 64;

    /// <summary>The tree over 2^logRows rows of <paramref name="width"/> elements, row after row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="stored">The elements of a row that are stored; zeros follow them.</param>
    /// <param name="width">The elements of a row that are hashed.</param>
    /// <param name="logRows">The log of the number of rows.</param>
    public static MerkleTree<THash> Build(KoalaBear* rows, int stored, int width, int logRows)
    {
        var tree = new MerkleTree<THash>(logRows);
        Digest* nodes = tree.Nodes;
        long count = 1L << logRows;
        Split(count, (start, length) =>
        {
            if (stored == width)
                THash.HashRows(
                    new(rows + (start * width), (int)length * width), width, new(nodes + count + start, (int)length));
            else
                HashFilled(rows + (start * stored), stored, width, new(nodes + count + start, (int)length));
        });
        for (long parents = count / 2; parents >= 1; parents /= 2)
        {
            long level = parents;
            Split(level, (start, length) =>
                THash.HashPairs(
                    new(nodes + (2 * level) + (2 * start), 2 * (int)length), new(nodes + level + start, (int)length)));
        }
        return tree;
    }

    /// <summary>The digests a verifier lacks to go from these rows to the root, level by level from the leaves.</summary>
    /// <param name="positions">Distinct rows, rising.</param>
    public List<Digest> Siblings(ReadOnlySpan<int> positions)
    {
        var siblings = new List<Digest>();
        long[] level = new long[positions.Length];
        for (int i = 0; i < level.Length; i++)
            level[i] = (1L << logRows) + positions[i];
        int count = level.Length;
        while (count > 0 && level[0] > 1)
        {
            int parents = 0;
            for (int i = 0; i < count; i++)
            {
                long node = level[i];
                if (i + 1 < count && level[i + 1] == (node ^ 1))
                    i++;
                else
                    siblings.Add(Nodes[node ^ 1]);
                level[parents++] = node / 2;
            }
            count = parents;
        }
        return siblings;
    }

    /// <summary>Frees the nodes.</summary>
    public void Dispose() => nodes.Dispose();

    private static void HashFilled(KoalaBear* rows, int stored, int width, Span<Digest> digests)
    {
        var filled = new KoalaBear[Math.Min(FilledRows, digests.Length) * width];
        for (int first = 0; first < digests.Length; first += FilledRows)
        {
            int count = Math.Min(FilledRows, digests.Length - first);
            for (int row = 0; row < count; row++)
                new ReadOnlySpan<KoalaBear>(rows + ((nint)(first + row) * stored), stored).CopyTo(filled.AsSpan(row * width));
            THash.HashRows(filled.AsSpan(0, count * width), width, digests.Slice(first, count));
        }
    }

    private static void Split(long count, Action<nint, nint> work) =>
        ParallelChunks.Run((nint)count, TaskLength, (start, end) => work(start, end - start));
}
