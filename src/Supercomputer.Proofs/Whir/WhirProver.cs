using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Proofs.Transcripts;

namespace Supercomputer.Proofs.Whir;

/// <summary>
/// Proves that the committed f of 2^N cells has sum over x of f(x) W(x) = claim.
/// </summary>
/// <remarks>
/// Steps, the same as <see cref="WhirVerifier{TField, THash}"/>; in each round i of the parameters:
/// 1. Sumcheck of the k highest variables: message, grinding, challenge.
/// 2. Commit the folded function, draw out-of-domain points, answer; in the last round send it in the clear instead.
/// 3. Grind, draw rows of round i's commitment, open them.
/// 4. Draw gamma; add the answers and the opened rows' values at the challenges, by powers of gamma, to claim and weight.
/// Source: WHIR (eprint 2024/1586), Construction 5.1, on interleaved codewords.
/// </remarks>
internal sealed unsafe class WhirProver<TField, THash>
    where TField : unmanaged, IChallengeField<TField>
    where THash : struct, IMerkleHasher
{
    private readonly WhirParameters parameters;
    private readonly Transcript transcript;
    private readonly ProofWriter proof;
    private readonly TField[] challenges;
    private TField claim;

    private WhirProver(WhirParameters parameters, Transcript transcript, ProofWriter proof, TField claim)
    {
        this.parameters = parameters;
        this.transcript = transcript;
        this.proof = proof;
        this.claim = claim;
        challenges = new TField[parameters.LogCells];
    }

    /// <summary>Writes the opening.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="cells">The committed cells.</param>
    /// <param name="commitment">Their commitment, freed when its rows are opened.</param>
    /// <param name="weight">W.</param>
    /// <param name="sampleSums">The blocks' sums at each initial sample.</param>
    /// <param name="claim">The claim.</param>
    /// <param name="transcript">The transcript.</param>
    /// <param name="proof">Where the opening is written.</param>
    public static void Prove(
        WhirParameters parameters,
        uint* cells,
        CodewordMatrix<THash> commitment,
        StackedWeight<TField> weight,
        TField[][] sampleSums,
        TField claim,
        Transcript transcript,
        ProofWriter proof)
    {
        var prover = new WhirProver<TField, THash>(parameters, transcript, proof, claim);
        prover.BindBlocks(weight.BlockProducts(cells, parameters.Rounds[0].FoldingFactor, sampleSums));
        using LaneSumcheck<TField> table = prover.FoldCells(cells, weight);
        CodewordMatrix<THash> current = commitment;
        for (int i = 0; i < parameters.Rounds.Length; i++)
        {
            WhirRound round = parameters.Rounds[i];
            if (i > 0)
                prover.BindLanes(table, round);
            if (i + 1 == parameters.Rounds.Length)
                prover.Finish(table, current, round);
            else
                current = prover.Continue(table, current, round, parameters.Rounds[i + 1]);
        }
    }

    /// <summary>Step 1 of the first round, from the products of blocks alone.</summary>
    private void BindBlocks(TField[,] products)
    {
        WhirRound round = parameters.Rounds[0];
        for (int s = 0; s < round.FoldingFactor; s++)
        {
            int half = products.GetLength(0) / 2;
            TField constant = TField.Zero;
            TField quadratic = TField.Zero;
            for (int b = 0; b < half; b++)
            {
                constant += products[b, b];
                quadratic += products[b + half, b + half] - products[b + half, b] - products[b, b + half] + products[b, b];
            }
            TField challenge = Exchange(new(constant, quadratic), round, s);
            var bound = new TField[half, half];
            for (int a = 0; a < half; a++)
            {
                for (int b = 0; b < half; b++)
                {
                    TField low = products[a, b] + (challenge * (products[a + half, b] - products[a, b]));
                    TField high = products[a, b + half]
                        + (challenge * (products[a + half, b + half] - products[a, b + half]));
                    bound[a, b] = low + (challenge * (high - low));
                }
            }
            products = bound;
        }
    }

    /// <summary>The tables that the following rounds work on: cells and weight with the first k variables bound.</summary>
    private LaneSumcheck<TField> FoldCells(uint* cells, StackedWeight<TField> weight)
    {
        int foldingFactor = parameters.Rounds[0].FoldingFactor;
        int logBlock = parameters.LogCells - foldingFactor;
        TField[] scales = Tensors.Eq<TField>(challenges.AsSpan(logBlock));
        var table = new LaneSumcheck<TField>(logBlock);
        var coefficients = new TField[scales.Length + 1];
        scales.CopyTo(coefficients, 1);
        const int taskLength = 1 << 12;
        uint* values = table.Values;
        int filled = weight.FilledBlocks(logBlock);
        ParallelChunks.Run((nint)1 << logBlock, taskLength, (from, to) =>
        {
            uint** blocks = stackalloc uint*[filled];
            for (nint b = 0; b < filled; b++)
                blocks[b] = cells + (b << logBlock);
            fixed (TField* factors = coefficients)
                Lanes<TField>.LinearCombination(
                    values + (from / Lanes<TField>.GroupSize * Lanes<TField>.GroupWords),
                    factors,
                    blocks,
                    filled,
                    from,
                    (to - from) / Lanes<TField>.GroupSize);
        });
        weight.FillFolded(table, scales);
        return table;
    }

    /// <summary>Step 1 of a later round.</summary>
    private void BindLanes(LaneSumcheck<TField> table, WhirRound round)
    {
        for (int s = 0; s < round.FoldingFactor; s++)
            table.Bind(Exchange(table.Message(), round, s));
    }

    /// <summary>Steps 2 to 4 of a round that is not the last.</summary>
    private CodewordMatrix<THash> Continue(
        LaneSumcheck<TField> table, CodewordMatrix<THash> current, WhirRound round, WhirRound nextRound)
    {
        CodewordMatrix<THash> next = CodewordMatrix<THash>.FromLanes<TField>(table.Values, nextRound);
        proof.Write(next.Root);
        transcript.Observe(next.Root);
        var samples = new TField[round.NextOutOfDomainSamples];
        var answers = new TField[samples.Length];
        for (int s = 0; s < samples.Length; s++)
        {
            samples[s] = transcript.Sample<TField>();
            answers[s] = table.EvaluateAt(samples[s]);
            proof.Write(answers[s]);
            transcript.Observe(answers[s]);
        }
        int[] positions = OpenRows(current, round);
        TField[] scales = Tensors.Powers(transcript.Sample<TField>(), 1 + samples.Length + positions.Length);
        for (int s = 0; s < samples.Length; s++)
        {
            claim += scales[1 + s] * answers[s];
            table.AddPowers(samples[s], scales[1 + s]);
        }
        TField[] rowScales = scales[(1 + samples.Length)..];
        TField[] fold = Tensors.Eq<TField>(challenges.AsSpan(table.Variables, round.FoldingFactor));
        for (int q = 0; q < positions.Length; q++)
            claim += rowScales[q] * FoldedRow.Evaluate<TField>(current.Row(positions[q]), fold);
        current.Dispose();
        RowPowers.Add(table, positions, round.LogRows, rowScales);
        return next;
    }

    /// <summary>Steps 2 and 3 of the last round.</summary>
    private void Finish(LaneSumcheck<TField> table, CodewordMatrix<THash> current, WhirRound round)
    {
        TField[] final = table.ToArray();
        proof.Write<TField>(final);
        transcript.Observe<TField>(final);
        OpenRows(current, round);
        current.Dispose();
    }

    private TField Exchange(SumcheckMessage<TField> message, WhirRound round, int step)
    {
        proof.Write(message.Constant);
        proof.Write(message.Quadratic);
        transcript.Observe(message.Constant);
        transcript.Observe(message.Quadratic);
        Grind(round.FoldingGrindingBits[step]);
        TField challenge = transcript.Sample<TField>();
        claim = message.Evaluate(claim, challenge);
        challenges[round.Variables - 1 - step] = challenge;
        return challenge;
    }

    private int[] OpenRows(CodewordMatrix<THash> current, WhirRound round)
    {
        Grind(round.QueryGrindingBits);
        int[] positions = QueryPositions.Sample(transcript, round);
        current.Open(positions, proof);
        return positions;
    }

    private void Grind(int bits)
    {
        if (bits > 0)
            proof.WriteUInt64(transcript.Grind(bits));
    }
}
