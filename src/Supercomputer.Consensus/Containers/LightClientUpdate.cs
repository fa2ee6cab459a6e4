using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Containers;

/// <summary>A signed header with what its state says of finality and of the next committee.</summary>
/// <remarks>
/// A finality update is one without next committee, an optimistic update one without finality too.
/// Source: consensus-specs, altair/light-client/sync-protocol.md.
/// </remarks>
public struct LightClientUpdate
{
    /// <summary>The header that the committee signed.</summary>
    public LightClientHeader AttestedHeader;

    /// <summary>The committee of the next period.</summary>
    public SyncCommittee NextSyncCommittee;

    /// <summary>The branch from that committee to the attested state root.</summary>
    public Digest[]? NextSyncCommitteeBranch;

    /// <summary>The header that the attested state calls finalized.</summary>
    public LightClientHeader FinalizedHeader;

    /// <summary>The branch from its root to the attested state root.</summary>
    public Digest[]? FinalityBranch;

    /// <summary>The signature.</summary>
    public SyncAggregate SyncAggregate;

    /// <summary>The slot in which the signature was made.</summary>
    public ulong SignatureSlot;
}
