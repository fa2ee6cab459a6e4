using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ntt;
using Supercomputer.Proofs.Commitments;
using Supercomputer.Proofs.Serialization;

namespace Supercomputer.Proofs.Whir;

/// <summary>A committed function: its interleaved Reed-Solomon codeword and the hash tree over its rows.</summary>
/// <remarks>
/// Statement: the table f of 2^m values is cut into 2^k blocks by its highest k variables; block b is the coefficients of a
/// polynomial f_b, and row j holds f_0(z_j), f_1(z_j), ... at the j-th point of the domain. So eq(r, .) over a row is the
/// value at z_j of the table with its k highest variables bound to r. The table needs no change of basis.
/// </remarks>
internal sealed unsafe class CodewordMatrix<THash> : IDisposable
    where THash : struct, IMerkleHasher
{
    /// <summary>Stored rows are whole vectors.</summary>
    private const int Vector = 16;

    private readonly WordBuffer words;
    private readonly MerkleTree<THash> tree;
    private readonly int stored;
    private readonly int width;

    private CodewordMatrix(WordBuffer words, int stored, int width, int logRows)
    {
        this.words = words;
        this.stored = stored;
        this.width = width;
        tree = MerkleTree<THash>.Build((KoalaBear*)words.Pointer, stored, width, logRows);
    }

    /// <summary>The root of the tree.</summary>
    public Digest Root => tree.Root;

    /// <summary>The commitment to base-field cells.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="round">The first round.</param>
    /// <param name="filledBlocks">How many blocks are not all zeros: of the others nothing is read, computed or stored.</param>
    public static CodewordMatrix<THash> FromCells(uint* cells, WhirRound round, int filledBlocks)
    {
        int logLength = round.Variables - round.FoldingFactor;
        int stored = StoredBlocks(round, filledBlocks);
        var codeword = new WordBuffer((nint)stored << round.LogRows);
        NumberTheoreticTransform.EncodeColumns(cells, filledBlocks, codeword.Pointer, logLength, round.LogRows - logLength, stored);
        return new(codeword, stored, 1 << round.FoldingFactor, round.LogRows);
    }

    /// <summary>The words of a stored row: the blocks that are not all zeros, in whole vectors.</summary>
    public static int StoredBlocks(WhirRound round, int filledBlocks) =>
        Math.Min((filledBlocks + Vector - 1) / Vector * Vector, 1 << round.FoldingFactor);

    /// <summary>The commitment to a table of extension elements in lanes; an element is one column a coordinate.</summary>
    public static CodewordMatrix<THash> FromLanes<TField>(uint* lanes, WhirRound round)
        where TField : unmanaged, IChallengeField<TField>
    {
        int logLength = round.Variables - round.FoldingFactor;
        int blocks = 1 << round.FoldingFactor;
        int width = blocks * TField.Degree;
        using var message = new WordBuffer((nint)width << logLength);
        uint* target = message.Pointer;
        ParallelChunks.Run((nint)1 << logLength, Lanes<TField>.GroupSize, (from, to) =>
        {
            for (nint b = 0; b < blocks; b++)
            {
                uint* group = lanes + (((b << logLength) + from) / Lanes<TField>.GroupSize * Lanes<TField>.GroupWords);
                for (int c = 0; c < TField.Degree; c++, group += Lanes<TField>.GroupSize)
                {
                    uint* cell = target + (from * width) + (b * TField.Degree) + c;
                    for (int lane = 0; lane < Lanes<TField>.GroupSize; lane++, cell += width)
                        *cell = group[lane];
                }
            }
        });
        return Encode(target, logLength, width, round.LogRows);
    }

    /// <summary>Writes the rows at these positions and what the verifier lacks to reach the root.</summary>
    public void Open(ReadOnlySpan<int> positions, ProofWriter proof)
    {
        foreach (int position in positions)
            proof.Write(Row(position));
        foreach (Digest sibling in tree.Siblings(positions))
            proof.Write(sibling);
    }

    /// <summary>A row: 2^k values, coordinate after coordinate.</summary>
    public ReadOnlySpan<KoalaBear> Row(int position)
    {
        ReadOnlySpan<KoalaBear> row = new((KoalaBear*)words.Pointer + ((nint)position * stored), stored);
        if (stored == width)
            return row;
        var whole = new KoalaBear[width];
        row.CopyTo(whole);
        return whole;
    }

    /// <summary>Frees codeword and tree.</summary>
    public void Dispose()
    {
        words.Dispose();
        tree.Dispose();
    }

    private static CodewordMatrix<THash> Encode(uint* message, int logLength, int width, int logRows)
    {
        var codeword = new WordBuffer((nint)width << logRows);
        NumberTheoreticTransform.Encode(message, codeword.Pointer, logLength, logRows - logLength, width);
        return new(codeword, width, width, logRows);
    }
}
