namespace Supercomputer.Proofs.Air;

/// <summary>A tuple that the statement itself sends (or receives) once: the verifier adds it to the balance of the bus.</summary>
/// <param name="Bus">The bus.</param>
/// <param name="IsSend">Whether the statement sends or receives it.</param>
/// <param name="Values">The tuple, canonical.</param>
public sealed record PublicTerm(Bus Bus, bool IsSend, IReadOnlyList<uint> Values);
