using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Proofs.Transcripts;
using Supercomputer.Proofs.Whir;

namespace Supercomputer.Proofs.Commitments;

/// <summary>One commitment to all columns of all chips.</summary>
/// <remarks>
/// Steps, the same on both sides (<see cref="CommittedTable{TField, THash}"/>, <see cref="StackedVerifier{TField, THash}"/>):
/// 1. Observe layout, parameters and root.
/// 2. Draw out-of-domain points, observe the answers: from here on the root stands for one table.
/// 3. (after the rest of the proof) observe point and evaluations, draw gamma, open the batched weight with WHIR.
/// </remarks>
public static class StackedCommitment
{
    private static ReadOnlySpan<byte> Label => "stacked whir 1"u8;

    /// <summary>Encodes and hashes the table.</summary>
    /// <param name="table">The filled table; it stays the caller's, unchanged, until the opening is written.</param>
    /// <param name="parameters">The parameters for the layout's number of cells.</param>
    public static CommittedTable<TField, THash> Commit<TField, THash>(StackedTable table, WhirParameters parameters)
        where TField : unmanaged, IChallengeField<TField>
        where THash : struct, IMerkleHasher
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(parameters);
        CheckFits<TField>(table.Layout, parameters);
        return new(table, parameters);
    }

    /// <summary>Bytes that commitment and opening hold at their peak, the table of cells included.</summary>
    /// <param name="layout">Where columns lie: the zeros behind them cost nothing.</param>
    /// <param name="parameters">The parameters.</param>
    public static long EstimatePeakBytes(StackedLayout layout, WhirParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(parameters);
        WhirRound first = parameters.Rounds[0];
        long held = CommittedBytes(layout, parameters);
        long peak = held;
        long previous = held - (4 * layout.StoredCells);
        long element = 4L * parameters.Shape.FieldDegree;
        held += 2 * element << (first.Variables - first.FoldingFactor);
        foreach (WhirRound round in parameters.Rounds.Skip(1))
        {
            // A later codeword is made from a transposed copy of its message, and freed when the next one's rows were drawn.
            long codeword = (element << (round.LogRows + round.FoldingFactor)) + (64L << round.LogRows);
            peak = Math.Max(peak, held + codeword + (element << round.Variables));
            held += codeword - previous;
            previous = codeword;
        }
        return peak;
    }

    /// <summary>Bytes of cells, first codeword and tree, which stand until the opening.</summary>
    public static long CommittedBytes(StackedLayout layout, WhirParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(parameters);
        WhirRound first = parameters.Rounds[0];
        int blocks = CodewordMatrix<KeccakMerkleHasher>.StoredBlocks(first, layout.FilledBlocks(first.Variables - first.FoldingFactor));
        return (4 * layout.StoredCells) + ((4L * blocks) << first.LogRows) + (64L << first.LogRows);
    }

    internal static void Begin(Transcript transcript, StackedLayout layout, WhirParameters parameters, Digest root)
    {
        transcript.Label(Label);
        transcript.ObserveLength((ulong)layout.Count);
        for (int column = 0; column < layout.Count; column++)
            transcript.ObserveLength((ulong)layout.LogHeight(column));
        parameters.Observe(transcript);
        transcript.Observe(root);
    }

    internal static void CheckFits<TField>(StackedLayout layout, WhirParameters parameters)
        where TField : unmanaged, IChallengeField<TField>
    {
        if (parameters.LogCells != layout.LogCells || parameters.Shape.FieldDegree != TField.Degree)
            throw new ArgumentException(
                $"parameters for 2^{parameters.LogCells} cells at degree {parameters.Shape.FieldDegree} do not fit "
                + $"2^{layout.LogCells} cells at degree {TField.Degree}",
                nameof(parameters));
    }
}
