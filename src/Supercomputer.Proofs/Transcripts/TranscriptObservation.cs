namespace Supercomputer.Proofs.Transcripts;

/// <summary>One observation on a <see cref="TranscriptTape"/>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Degree">The degree of its elements; 0 where it holds none.</param>
/// <param name="Payload">Its bytes.</param>
internal sealed record TranscriptObservation(TranscriptFrame Kind, int Degree, byte[] Payload);
