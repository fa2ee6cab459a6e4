using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Serialization;

namespace Supercomputer.Proofs.Transcripts;

/// <summary>The verifier's end: what is received is read from the proof and observed by the transcript, in one step and one order.</summary>
/// <param name="transcript">The transcript.</param>
/// <param name="reader">The proof.</param>
public sealed class VerifierChannel(Transcript transcript, ProofReader reader)
{
    /// <summary>The transcript, to draw challenges from.</summary>
    public Transcript Transcript => transcript;

    /// <summary>The proof's bytes to come.</summary>
    public ProofReader Reader => reader;

    /// <summary>Why nothing more could be received, after a Receive that said so.</summary>
    public VerificationError Error =>
        reader.Error is { } error
            ? new($"proof encoding: {error.Place}", "canonical bytes of the expected length", error.Problem)
            : new("proof encoding", "no error", "none recorded");

    /// <summary>Receives field elements; false when the proof's bytes do not hold them.</summary>
    /// <param name="name">What they are, for the error.</param>
    /// <param name="destination">Receives them.</param>
    /// <typeparam name="TField">Their field.</typeparam>
    public bool Receive<TField>(string name, Span<TField> destination)
        where TField : unmanaged, IField<TField>
    {
        reader.Read(name, destination);
        if (reader.Failed) return false;
        transcript.Observe((ReadOnlySpan<TField>)destination);
        return true;
    }
}
