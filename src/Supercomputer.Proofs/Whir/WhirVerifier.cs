using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ntt;
using Supercomputer.Proofs.Commitments;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Proofs.Transcripts;

namespace Supercomputer.Proofs.Whir;

/// <summary>
/// Checks that the function committed under a root has sum over x of f(x) W(x) = claim.
/// </summary>
/// <remarks>
/// Steps, the same as <see cref="WhirProver{TField, THash}"/>; in each round i of the parameters:
/// 1. Sumcheck of the k highest variables: message, grinding, challenge.
/// 2. Read the next root, draw out-of-domain points, read answers; in the last round read the final polynomial instead.
/// 3. Check the grinding, draw rows of round i's commitment, read them and their paths, compare the root.
/// 4. Draw gamma; add the answers and the rows' values at the challenges, by powers of gamma, to claim and weight.
/// Last: each opened row must be the final polynomial's value there, and the final sum the claim.
/// Errors: never throws; sizes come from the parameters alone. The final polynomial has 2^FinalVariables coefficients because
/// no more are read; what follows them is read as something else and fails.
/// </remarks>
internal sealed class WhirVerifier<TField, THash>
    where TField : unmanaged, IChallengeField<TField>
    where THash : struct, IMerkleHasher
{
    private readonly WhirParameters parameters;
    private readonly Transcript transcript;
    private readonly ProofReader proof;
    private readonly TField[] challenges;
    private readonly List<PowerWeight<TField>> added = [];
    private TField claim;

    private WhirVerifier(WhirParameters parameters, Transcript transcript, ProofReader proof, TField claim)
    {
        this.parameters = parameters;
        this.transcript = transcript;
        this.proof = proof;
        this.claim = claim;
        challenges = new TField[parameters.LogCells];
    }

    /// <summary>Reads and checks the opening.</summary>
    /// <returns>Null, or the check that failed.</returns>
    public static WhirError? Verify(
        WhirParameters parameters,
        Digest root,
        StackedWeight<TField> weight,
        TField claim,
        Transcript transcript,
        ProofReader proof)
    {
        var verifier = new WhirVerifier<TField, THash>(parameters, transcript, proof, claim);
        for (int i = 0; i < parameters.Rounds.Length; i++)
        {
            WhirRound round = parameters.Rounds[i];
            bool last = i + 1 == parameters.Rounds.Length;
            WhirError? error = verifier.Bind(round, i)
                ?? (last ? verifier.Finish(root, round, i, weight) : verifier.Continue(ref root, round, i));
            if (error is not null)
                return error;
        }
        return null;
    }

    /// <summary>Step 1.</summary>
    private WhirError? Bind(WhirRound round, int index)
    {
        for (int step = 0; step < round.FoldingFactor; step++)
        {
            var message = new SumcheckMessage<TField>(
                proof.Read<TField>("sumcheck constant"), proof.Read<TField>("sumcheck square"));
            transcript.Observe(message.Constant);
            transcript.Observe(message.Quadratic);
            if (CheckGrinding(round.FoldingGrindingBits[step], $"folding grinding of round {index}") is { } error)
                return error;
            TField challenge = transcript.Sample<TField>();
            claim = message.Evaluate(claim, challenge);
            challenges[round.Variables - 1 - step] = challenge;
        }
        return null;
    }

    /// <summary>Steps 2 to 4 of a round that is not the last.</summary>
    private WhirError? Continue(ref Digest root, WhirRound round, int index)
    {
        int variables = round.Variables - round.FoldingFactor;
        Digest next = proof.ReadDigest("round root");
        transcript.Observe(next);
        var samples = new TField[round.NextOutOfDomainSamples];
        var answers = new TField[samples.Length];
        for (int s = 0; s < samples.Length; s++)
        {
            samples[s] = transcript.Sample<TField>();
            answers[s] = proof.Read<TField>("out-of-domain answer");
            transcript.Observe(answers[s]);
        }
        if (OpenRows(root, round, index, out int[] positions, out TField[] values) is { } error)
            return error;
        TField[] scales = Tensors.Powers(transcript.Sample<TField>(), 1 + samples.Length + positions.Length);
        for (int s = 0; s < samples.Length; s++)
        {
            claim += scales[1 + s] * answers[s];
            added.Add(new(samples[s], variables, scales[1 + s]));
        }
        for (int q = 0; q < positions.Length; q++)
        {
            TField scale = scales[1 + samples.Length + q];
            KoalaBear point = NumberTheoreticTransform.DomainPoint((ulong)positions[q], round.LogRows);
            claim += scale * values[q];
            added.Add(new(TField.FromBase(point), variables, scale));
        }
        root = next;
        return null;
    }

    /// <summary>Steps 2 and 3 of the last round, and the final checks.</summary>
    private WhirError? Finish(Digest root, WhirRound round, int index, StackedWeight<TField> weight)
    {
        TField[] final = proof.Read<TField>("final polynomial", 1 << parameters.FinalVariables);
        if (ReadFailure() is { } failure)
            return failure;
        transcript.Observe<TField>(final);
        if (OpenRows(root, round, index, out int[] positions, out TField[] values) is { } error)
            return error;
        for (int q = 0; q < positions.Length; q++)
        {
            KoalaBear point = NumberTheoreticTransform.DomainPoint((ulong)positions[q], round.LogRows);
            TField expected = Tensors.Horner<TField>(final, point);
            if (expected != values[q])
                return new(
                    "final polynomial",
                    $"{values[q]} at opened row {positions[q]}",
                    $"{expected}",
                    "the proof is invalid");
        }
        TField sum = weight.Evaluate(challenges, final);
        foreach (PowerWeight<TField> power in added)
            sum += power.Evaluate(challenges, final);
        return sum == claim
            ? null
            : new("weighted sum of the opening", $"{claim}", $"{sum}", "the proof or its claims are invalid");
    }

    private WhirError? OpenRows(Digest root, WhirRound round, int index, out int[] positions, out TField[] values)
    {
        positions = [];
        values = [];
        if (CheckGrinding(round.QueryGrindingBits, $"query grinding of round {index}") is { } ungrounded)
            return ungrounded;
        positions = QueryPositions.Sample(transcript, round);
        int width = (index == 0 ? 1 : TField.Degree) << round.FoldingFactor;
        KoalaBear[] rows = proof.Read<KoalaBear>("opened rows", positions.Length * width);
        Digest[] siblings = proof.ReadDigests("path digests", MerkleMultiproof.SiblingCount(round.LogRows, positions));
        if (ReadFailure() is { } failure)
            return failure;
        var leaves = new Digest[positions.Length];
        THash.HashRows(rows, width, leaves);
        Digest actual = MerkleMultiproof.Root<THash>(round.LogRows, positions, leaves, siblings);
        if (actual != root)
            return new($"rows opened in round {index}", $"root {root}", $"{actual}", "the proof is invalid");
        TField[] fold = Tensors.Eq<TField>(
            challenges.AsSpan(round.Variables - round.FoldingFactor, round.FoldingFactor));
        values = new TField[positions.Length];
        for (int q = 0; q < values.Length; q++)
            values[q] = FoldedRow.Evaluate<TField>(rows.AsSpan(q * width, width), fold);
        return null;
    }

    private WhirError? CheckGrinding(int bits, string check)
    {
        if (bits > 0 && !transcript.CheckGrinding(bits, proof.ReadUInt64("grinding nonce")))
            return ReadFailure() ?? new(check, $"{bits} bits of work", "less", "the proof is invalid");
        return ReadFailure();
    }

    private WhirError? ReadFailure() =>
        proof.Error is { } error ? new("opening bytes", "the encoding of an opening", error.ToString(), "fetch the proof again") : null;
}
