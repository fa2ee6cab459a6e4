using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Proofs.Transcripts;
using Supercomputer.Proofs.Whir;

namespace Supercomputer.Proofs.Commitments;

/// <summary>The verifier's side of a stacked commitment: the same steps as <see cref="CommittedTable{TField, THash}"/>.</summary>
/// <remarks>
/// Errors: never throws on any proof. Soundness: the layout and the parameters are the verifier's own; the caller reads the
/// evaluations it passes from the proof, and uses them in its own checks.
/// </remarks>
public sealed class StackedVerifier<TField, THash>
    where TField : unmanaged, IChallengeField<TField>
    where THash : struct, IMerkleHasher
{
    private readonly StackedLayout layout;
    private readonly WhirParameters parameters;
    private TField[] samples = [];
    private TField[] answers = [];
    private Digest root;

    /// <summary>A verifier of tables with this layout.</summary>
    public StackedVerifier(StackedLayout layout, WhirParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(parameters);
        StackedCommitment.CheckFits<TField>(layout, parameters);
        this.layout = layout;
        this.parameters = parameters;
    }

    /// <summary>Steps 1 and 2: reads the root and the out-of-domain answers.</summary>
    /// <returns>Null, or why they cannot be read.</returns>
    public WhirError? ReadCommitment(Transcript transcript, ProofReader proof)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        ArgumentNullException.ThrowIfNull(proof);
        root = proof.ReadDigest("commitment root");
        StackedCommitment.Begin(transcript, layout, parameters, root);
        samples = new TField[parameters.InitialOutOfDomainSamples];
        answers = new TField[samples.Length];
        for (int s = 0; s < samples.Length; s++)
        {
            samples[s] = transcript.Sample<TField>();
            answers[s] = proof.Read<TField>("out-of-domain answer");
            transcript.Observe(answers[s]);
        }
        return proof.Error is { } error
            ? new("commitment bytes", "a root and its answers", error.ToString(), "fetch the proof again")
            : null;
    }

    /// <summary>Step 3: checks the evaluations of all columns.</summary>
    /// <returns>Null, or the check that failed.</returns>
    public WhirError? Verify(
        Transcript transcript, ReadOnlySpan<TField> point, ReadOnlySpan<TField> evaluations, ProofReader proof)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        ArgumentNullException.ThrowIfNull(proof);
        if (samples.Length == 0)
            throw new InvalidOperationException("the commitment is read before the opening");
        ArgumentOutOfRangeException.ThrowIfLessThan(point.Length, layout.LogMaximumHeight);
        if (evaluations.Length != layout.Count)
            return new("column evaluations", $"{layout.Count}", $"{evaluations.Length}", "fetch the proof again");
        transcript.Observe(point);
        transcript.Observe(evaluations);
        var weight = new StackedWeight<TField>(layout, point[..layout.LogMaximumHeight], samples, transcript.Sample<TField>());
        TField claim = weight.Claim(evaluations, answers);
        return WhirVerifier<TField, THash>.Verify(parameters, root, weight, claim, transcript, proof);
    }
}
