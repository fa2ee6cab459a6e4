namespace Supercomputer.Consensus.Clients;

/// <summary>What one look at the endpoints brought.</summary>
/// <param name="CurrentSlot">The slot of the clock.</param>
/// <param name="HasNewFinalized">Whether the finalized header moved on.</param>
/// <param name="HeadChange">How the head moved, or null when it did not.</param>
/// <param name="Refusals">The answers that were not believed, each with its endpoint.</param>
public sealed record FollowStep(ulong CurrentSlot, bool HasNewFinalized, HeadChange? HeadChange, IReadOnlyList<ClientError> Refusals);
