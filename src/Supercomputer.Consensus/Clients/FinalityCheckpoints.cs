using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Clients;

/// <summary>What a beacon state calls justified and finalized; as an answer of a node it is a claim, not a proof.</summary>
/// <param name="PreviousJustifiedEpoch">The epoch justified before.</param>
/// <param name="PreviousJustifiedRoot">Its block.</param>
/// <param name="JustifiedEpoch">The justified epoch.</param>
/// <param name="JustifiedRoot">Its block.</param>
/// <param name="FinalizedEpoch">The finalized epoch.</param>
/// <param name="FinalizedRoot">Its block: a checkpoint for a light client.</param>
public sealed record FinalityCheckpoints(
    ulong PreviousJustifiedEpoch, Digest PreviousJustifiedRoot, ulong JustifiedEpoch, Digest JustifiedRoot, ulong FinalizedEpoch, Digest FinalizedRoot);
