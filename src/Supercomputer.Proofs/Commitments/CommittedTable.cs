using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Proofs.Transcripts;
using Supercomputer.Proofs.Whir;

namespace Supercomputer.Proofs.Commitments;

/// <summary>The prover's side of a stacked commitment, from its root to its opening.</summary>
public sealed unsafe class CommittedTable<TField, THash> : IDisposable
    where TField : unmanaged, IChallengeField<TField>
    where THash : struct, IMerkleHasher
{
    private const int LogTile = 10;

    private readonly StackedTable table;
    private readonly WhirParameters parameters;
    private readonly CodewordMatrix<THash> codeword;
    private TField[] samples = [];
    private TField[] answers = [];
    private TField[][] sampleSums = [];

    private int LogBlock => parameters.LogCells - parameters.Rounds[0].FoldingFactor;

    internal CommittedTable(StackedTable table, WhirParameters parameters)
    {
        this.table = table;
        this.parameters = parameters;
        codeword = CodewordMatrix<THash>.FromCells((uint*)table.Pointer, parameters.Rounds[0], table.Layout.FilledBlocks(LogBlock));
    }

    /// <summary>The root over the codeword's rows.</summary>
    public Digest Root => codeword.Root;

    /// <summary>Steps 1 and 2: writes and observes the root, then draws and answers the out-of-domain points.</summary>
    public void OutOfDomain(Transcript transcript, ProofWriter proof)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        ArgumentNullException.ThrowIfNull(proof);
        proof.Write(Root);
        StackedCommitment.Begin(transcript, table.Layout, parameters, Root);
        int count = parameters.InitialOutOfDomainSamples;
        samples = new TField[count];
        answers = new TField[count];
        sampleSums = new TField[count][];
        for (int s = 0; s < count; s++)
        {
            samples[s] = transcript.Sample<TField>();
            sampleSums[s] = BlockSums(samples[s]);
            TField step = Tensors.PowerOfTwo(samples[s], LogBlock);
            answers[s] = Tensors.Horner<TField>(sampleSums[s], step);
            proof.Write(answers[s]);
            transcript.Observe(answers[s]);
        }
    }

    /// <summary>Step 3: proves the evaluations of all columns.</summary>
    /// <param name="transcript">The transcript, after everything the point depends on.</param>
    /// <param name="point">The shared point, lowest coordinate first, at least one for each variable of the tallest column.</param>
    /// <param name="evaluations">Column c at the lowest coordinates of the point; the caller writes them into the proof.</param>
    /// <param name="proof">Where the opening is written.</param>
    /// <remarks>Errors: the codeword is freed while the opening is written, so there is one opening.</remarks>
    public void Open(
        Transcript transcript, ReadOnlySpan<TField> point, ReadOnlySpan<TField> evaluations, ProofWriter proof)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        if (samples.Length == 0)
            throw new InvalidOperationException("the out-of-domain step comes before the opening");
        ArgumentOutOfRangeException.ThrowIfLessThan(point.Length, table.Layout.LogMaximumHeight);
        ArgumentOutOfRangeException.ThrowIfNotEqual(evaluations.Length, table.Layout.Count);
        transcript.Observe(point);
        transcript.Observe(evaluations);
        var weight = new StackedWeight<TField>(table.Layout, point[..table.Layout.LogMaximumHeight], samples, transcript.Sample<TField>());
        TField claim = weight.Claim(evaluations, answers);
        WhirProver<TField, THash>.Prove(
            parameters, (uint*)table.Pointer, codeword, weight, sampleSums, claim, transcript, proof);
    }

    /// <summary>Frees codeword and tree; the table is its owner's.</summary>
    public void Dispose() => codeword.Dispose();

    /// <summary>For each block, the sum over y of f(block, y) z^y.</summary>
    private TField[] BlockSums(TField z)
    {
        int logBlock = LogBlock;
        int logTile = Math.Min(LogTile, logBlock);
        using var powers = new WordBuffer(Lanes<TField>.GroupsFor((nint)1 << logTile) * Lanes<TField>.GroupWords);
        Lanes<TField>.Pack(Tensors.Powers(z, 1 << logTile), powers.Pointer);
        uint* weights = powers.Pointer;
        uint* cells = (uint*)table.Pointer;
        TField step = Tensors.PowerOfTwo(z, logTile);
        var sums = new TField[1 << (parameters.LogCells - logBlock)];
        ParallelChunks.ForEach(table.Layout.FilledBlocks(logBlock), block =>
        {
            TField sum = TField.Zero;
            for (nint tile = ((nint)1 << (logBlock - logTile)) - 1; tile >= 0; tile--)
                sum = (sum * step) + CellKernels.InnerProduct<TField>(
                    cells + (block << logBlock) + (tile << logTile), weights, (nint)1 << (logTile - 4));
            sums[block] = sum;
        });
        return sums;
    }
}
