using Supercomputer.Consensus.LightClient;

namespace Supercomputer.Consensus.Containers;

/// <summary>What a client knows.</summary>
/// <remarks>Source: consensus-specs, altair/light-client/sync-protocol.md.</remarks>
public struct LightClientStore
{
    /// <summary>The finalized header.</summary>
    public LightClientHeader FinalizedHeader;

    /// <summary>The committee of its period.</summary>
    public SyncCommittee CurrentSyncCommittee;

    /// <summary>The committee of the next period, if known.</summary>
    public SyncCommittee NextSyncCommittee;

    /// <summary>Whether there is a best valid update.</summary>
    public bool HasBestValidUpdate;

    /// <summary>The best update to go on with if finality stays away.</summary>
    public LightClientUpdate BestValidUpdate;

    /// <summary>The newest header that enough members signed.</summary>
    public LightClientHeader OptimisticHeader;

    /// <summary>The most signers seen in the period before.</summary>
    public ulong PreviousMaxActiveParticipants;

    /// <summary>The most signers seen in this period.</summary>
    public ulong CurrentMaxActiveParticipants;

    /// <summary>The keys of the current committee as points; made when first needed.</summary>
    internal CommitteeKeys CurrentKeys;

    /// <summary>The keys of the next committee as points; made when first needed.</summary>
    internal CommitteeKeys NextKeys;
}
