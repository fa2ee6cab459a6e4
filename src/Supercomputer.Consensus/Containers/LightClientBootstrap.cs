using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Containers;

/// <summary>What a client begins with: a header and the committee of its period.</summary>
/// <remarks>Source: consensus-specs, altair/light-client/sync-protocol.md.</remarks>
public struct LightClientBootstrap
{
    /// <summary>The header of the trusted block.</summary>
    public LightClientHeader Header;

    /// <summary>The committee in the header's state.</summary>
    public SyncCommittee CurrentSyncCommittee;

    /// <summary>The branch from the committee to the state root.</summary>
    public Digest[]? CurrentSyncCommitteeBranch;
}
