namespace Supercomputer.Compute.Streams;

/// <summary>The three input streams of a program.</summary>
/// <param name="Public">The public input, part of the statement.</param>
/// <param name="Disclosed">The disclosed stream, which the verifier has too.</param>
/// <param name="Private">What only the prover has.</param>
public sealed record ProgramStreams(byte[] Public, byte[] Disclosed, byte[] Private);
