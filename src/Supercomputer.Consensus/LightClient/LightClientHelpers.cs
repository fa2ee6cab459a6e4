using System.Buffers.Binary;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;

namespace Supercomputer.Consensus.LightClient;

/// <summary>The helper functions of the light client's rules, under the names of the specification.</summary>
/// <remarks>Source: consensus-specs, altair to electra, light-client/sync-protocol.md; phase0/beacon-chain.md, "Misc" helpers.</remarks>
public static class LightClientHelpers
{
    /// <summary>MIN_SYNC_COMMITTEE_PARTICIPANTS.</summary>
    public const int MinSyncCommitteeParticipants = 1;

    /// <summary>GENESIS_SLOT.</summary>
    public const ulong GenesisSlot = 0;

    private const ulong FinalizedRootIndex = 105, CurrentSyncCommitteeIndex = 54, NextSyncCommitteeIndex = 55;
    private const ulong FinalizedRootIndexElectra = 169, CurrentSyncCommitteeIndexElectra = 86, NextSyncCommitteeIndexElectra = 87;
    private const ulong ExecutionPayloadIndex = 25;

    /// <summary>DOMAIN_SYNC_COMMITTEE.</summary>
    private const uint DomainSyncCommittee = 0x07000000;

    /// <summary>compute_epoch_at_slot.</summary>
    public static ulong ComputeEpochAtSlot(in ConsensusConfig config, ulong slot) => slot / config.Preset.SlotsPerEpoch;

    /// <summary>compute_sync_committee_period.</summary>
    public static ulong ComputeSyncCommitteePeriod(in ConsensusConfig config, ulong epoch) => epoch / config.Preset.EpochsPerSyncCommitteePeriod;

    /// <summary>compute_sync_committee_period_at_slot.</summary>
    public static ulong ComputeSyncCommitteePeriodAtSlot(in ConsensusConfig config, ulong slot) =>
        ComputeSyncCommitteePeriod(config, ComputeEpochAtSlot(config, slot));

    /// <summary>The fork whose rules hold at a slot.</summary>
    public static Fork ForkAtSlot(in ConsensusConfig config, ulong slot) => config.Forks.ForkAt(ComputeEpochAtSlot(config, slot));

    /// <summary>finalized_root_gindex of a fork.</summary>
    public static ulong FinalizedRootGindex(Fork fork) => fork >= Fork.Electra ? FinalizedRootIndexElectra : FinalizedRootIndex;

    /// <summary>current_sync_committee_gindex of a fork.</summary>
    public static ulong CurrentSyncCommitteeGindex(Fork fork) =>
        fork >= Fork.Electra ? CurrentSyncCommitteeIndexElectra : CurrentSyncCommitteeIndex;

    /// <summary>next_sync_committee_gindex of a fork.</summary>
    public static ulong NextSyncCommitteeGindex(Fork fork) => fork >= Fork.Electra ? NextSyncCommitteeIndexElectra : NextSyncCommitteeIndex;

    /// <summary>compute_fork_data_root.</summary>
    public static Digest ComputeForkDataRoot(uint forkVersion, in Digest genesisValidatorsRoot)
    {
        Span<byte> version = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(version, forkVersion);
        return SszMerkle.HashPair(SszMerkle.BytesChunk(version), genesisValidatorsRoot);
    }

    /// <summary>compute_fork_digest before Fulu: the first four bytes of the fork data root, big-endian.</summary>
    public static uint ComputeForkDigest(uint forkVersion, in Digest genesisValidatorsRoot)
    {
        Digest root = ComputeForkDataRoot(forkVersion, genesisValidatorsRoot);
        return BinaryPrimitives.ReadUInt32BigEndian(Digest.AsBytes(in root));
    }

    /// <summary>compute_domain for sync committees.</summary>
    public static Digest ComputeDomain(uint forkVersion, in Digest genesisValidatorsRoot)
    {
        Digest root = ComputeForkDataRoot(forkVersion, genesisValidatorsRoot);
        Span<byte> domain = stackalloc byte[Digest.Size];
        BinaryPrimitives.WriteUInt32BigEndian(domain, DomainSyncCommittee);
        Digest.AsBytes(in root)[..28].CopyTo(domain[sizeof(uint)..]);
        return new(domain);
    }

    /// <summary>compute_signing_root of a beacon header.</summary>
    public static Digest ComputeSigningRoot(in BeaconBlockHeader header, in Digest domain) =>
        SszMerkle.HashPair(BeaconBlockHeader.HashTreeRoot(header), domain);

    /// <summary>get_lc_execution_root: the root of the execution header in the form of the header's own fork.</summary>
    public static Digest GetLcExecutionRoot(in ConsensusConfig config, in LightClientHeader header)
    {
        Fork fork = ForkAtSlot(config, header.Beacon.Slot);
        if (fork >= Fork.Deneb) return ExecutionPayloadHeader.DenebHashTreeRoot(header.Execution);
        return fork >= Fork.Capella ? ExecutionPayloadHeader.CapellaHashTreeRoot(header.Execution) : default;
    }

    /// <summary>is_valid_light_client_header.</summary>
    public static bool IsValidLightClientHeader(in ConsensusConfig config, in LightClientHeader header)
    {
        Fork fork = ForkAtSlot(config, header.Beacon.Slot);
        if (fork < Fork.Deneb && (header.Execution.BlobGasUsed | header.Execution.ExcessBlobGas) != 0) return false;
        if (fork < Fork.Capella)
            return ExecutionPayloadHeader.IsDefault(header.Execution) && MerkleBranch.IsZero(header.ExecutionBranch);
        ReadOnlySpan<Digest> branch = header.ExecutionBranch;
        return branch.Length == SszMerkle.FloorLog2(ExecutionPayloadIndex)
            && SszMerkle.IsValidMerkleBranch(
                GetLcExecutionRoot(config, header), branch, SszMerkle.GetSubtreeIndex(ExecutionPayloadIndex), header.Beacon.BodyRoot);
    }

    /// <summary>is_sync_committee_update.</summary>
    public static bool IsSyncCommitteeUpdate(in LightClientUpdate update) => !MerkleBranch.IsZero(update.NextSyncCommitteeBranch);

    /// <summary>is_finality_update.</summary>
    public static bool IsFinalityUpdate(in LightClientUpdate update) => !MerkleBranch.IsZero(update.FinalityBranch);

    /// <summary>is_next_sync_committee_known.</summary>
    public static bool IsNextSyncCommitteeKnown(in LightClientStore store) => !SyncCommittee.IsDefault(store.NextSyncCommittee);

    /// <summary>get_safety_threshold.</summary>
    public static ulong GetSafetyThreshold(in LightClientStore store) =>
        Math.Max(store.PreviousMaxActiveParticipants, store.CurrentMaxActiveParticipants) / 2;

    /// <summary>Whether so many signers are at least two thirds of the committee.</summary>
    public static bool IsSupermajority(in ConsensusConfig config, int signers) => 3L * signers >= 2L * config.Preset.SyncCommitteeSize;

    /// <summary>is_better_update.</summary>
    public static bool IsBetterUpdate(in ConsensusConfig config, in LightClientUpdate newUpdate, in LightClientUpdate oldUpdate)
    {
        int newSigners = SyncAggregate.CountParticipants(newUpdate.SyncAggregate);
        int oldSigners = SyncAggregate.CountParticipants(oldUpdate.SyncAggregate);
        bool newMajority = IsSupermajority(config, newSigners), oldMajority = IsSupermajority(config, oldSigners);
        if (newMajority != oldMajority) return newMajority;
        if (!newMajority && newSigners != oldSigners) return newSigners > oldSigners;

        bool newRelevant = HasRelevantSyncCommittee(config, newUpdate), oldRelevant = HasRelevantSyncCommittee(config, oldUpdate);
        if (newRelevant != oldRelevant) return newRelevant;

        bool newFinality = IsFinalityUpdate(newUpdate), oldFinality = IsFinalityUpdate(oldUpdate);
        if (newFinality != oldFinality) return newFinality;
        if (newFinality)
        {
            bool newSame = HasSyncCommitteeFinality(config, newUpdate), oldSame = HasSyncCommitteeFinality(config, oldUpdate);
            if (newSame != oldSame) return newSame;
        }

        if (newSigners != oldSigners) return newSigners > oldSigners;
        ulong newSlot = newUpdate.AttestedHeader.Beacon.Slot, oldSlot = oldUpdate.AttestedHeader.Beacon.Slot;
        return newSlot != oldSlot ? newSlot < oldSlot : newUpdate.SignatureSlot < oldUpdate.SignatureSlot;
    }

    private static bool HasRelevantSyncCommittee(in ConsensusConfig config, in LightClientUpdate update) =>
        IsSyncCommitteeUpdate(update)
        && ComputeSyncCommitteePeriodAtSlot(config, update.AttestedHeader.Beacon.Slot)
            == ComputeSyncCommitteePeriodAtSlot(config, update.SignatureSlot);

    private static bool HasSyncCommitteeFinality(in ConsensusConfig config, in LightClientUpdate update) =>
        ComputeSyncCommitteePeriodAtSlot(config, update.FinalizedHeader.Beacon.Slot)
        == ComputeSyncCommitteePeriodAtSlot(config, update.AttestedHeader.Beacon.Slot);
}
