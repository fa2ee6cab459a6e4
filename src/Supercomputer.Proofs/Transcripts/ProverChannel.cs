using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Serialization;

namespace Supercomputer.Proofs.Transcripts;

/// <summary>The prover's end: what is sent is written to the proof and observed by the transcript, in one step and one order.</summary>
/// <param name="transcript">The transcript.</param>
/// <param name="writer">The proof.</param>
public sealed class ProverChannel(Transcript transcript, ProofWriter writer)
{
    /// <summary>The transcript, to draw challenges from.</summary>
    public Transcript Transcript => transcript;

    /// <summary>The proof's bytes so far.</summary>
    public ProofWriter Writer => writer;

    /// <summary>Sends field elements.</summary>
    /// <param name="values">The elements.</param>
    /// <typeparam name="TField">Their field.</typeparam>
    public void Send<TField>(ReadOnlySpan<TField> values)
        where TField : unmanaged, IField<TField>
    {
        writer.Write(values);
        transcript.Observe(values);
    }
}
