using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Curves;
using Supercomputer.Cryptography.Curves.Bls12381;
using Supercomputer.Cryptography.Hashing;
using static Supercomputer.Consensus.LightClient.LightClientHelpers;

namespace Supercomputer.Consensus.LightClient;

/// <summary>The light client's rules, Altair to Fulu: pure functions, no clock, no input or output.</summary>
/// <remarks>
/// Statement: a store made from a trusted block, moved on by updates, holds only headers that the committees of that block's chain signed.
/// Soundness: the bootstrap's block root is trusted; more than a third of each committee is honest.
/// Source: consensus-specs, altair/light-client/sync-protocol.md, with the changes of capella, deneb and electra.
/// </remarks>
public static class LightClientProtocol
{
    /// <summary>initialize_light_client_store.</summary>
    public static LightClientError InitializeLightClientStore(
        in ConsensusConfig config, in Digest trustedBlockRoot, in LightClientBootstrap bootstrap, out LightClientStore store)
    {
        store = default;
        LightClientError shape = LightClientShapes.Check(config, bootstrap);
        if (shape.IsError) return shape;
        if (BeaconBlockHeader.HashTreeRoot(bootstrap.Header.Beacon) != trustedBlockRoot) return new(LightClientFault.OtherCheckpoint, 0, bootstrap.Header.Beacon.Slot);
        if (!IsValidLightClientHeader(config, bootstrap.Header)) return new(LightClientFault.WrongCheckpointExecution);
        if (!MerkleBranch.IsValidNormalized(
            SyncCommittee.HashTreeRoot(bootstrap.CurrentSyncCommittee, config.Preset.SyncCommitteeSize),
            bootstrap.CurrentSyncCommitteeBranch,
            CurrentSyncCommitteeGindex(ForkAtSlot(config, bootstrap.Header.Beacon.Slot)),
            bootstrap.Header.Beacon.StateRoot))
            return new(LightClientFault.WrongCurrentCommitteeBranch);
        store.FinalizedHeader = bootstrap.Header;
        store.OptimisticHeader = bootstrap.Header;
        store.CurrentSyncCommittee = bootstrap.CurrentSyncCommittee;
        return default;
    }

    /// <summary>validate_light_client_update.</summary>
    /// <param name="config">The network.</param>
    /// <param name="store">What is known; only its memo of keys changes.</param>
    /// <param name="update">What is claimed.</param>
    /// <param name="currentSlot">The slot of the caller's clock.</param>
    public static LightClientError ValidateLightClientUpdate(
        in ConsensusConfig config, ref LightClientStore store, in LightClientUpdate update, ulong currentSlot)
    {
        LightClientError error = LightClientShapes.Check(config, update);
        if (!error.IsError) error = CheckSlots(config, store, update, currentSlot);
        if (!error.IsError) error = CheckFinality(config, update);
        if (!error.IsError) error = CheckNextSyncCommittee(config, store, update);
        return error.IsError ? error : CheckSignature(config, ref store, update);
    }

    /// <summary>process_light_client_update.</summary>
    public static LightClientError ProcessLightClientUpdate(
        in ConsensusConfig config, ref LightClientStore store, in LightClientUpdate update, ulong currentSlot)
    {
        LightClientError error = ValidateLightClientUpdate(config, ref store, update, currentSlot);
        if (error.IsError) return error;
        int signers = SyncAggregate.CountParticipants(update.SyncAggregate);
        bool isMajority = IsSupermajority(config, signers);
        bool hasFinalizedNextSyncCommittee = !IsNextSyncCommitteeKnown(store)
            && IsSyncCommitteeUpdate(update) && IsFinalityUpdate(update)
            && ComputeSyncCommitteePeriodAtSlot(config, update.FinalizedHeader.Beacon.Slot)
                == ComputeSyncCommitteePeriodAtSlot(config, update.AttestedHeader.Beacon.Slot);
        bool applies = isMajority
            && (update.FinalizedHeader.Beacon.Slot > store.FinalizedHeader.Beacon.Slot || hasFinalizedNextSyncCommittee);
        // The specification's assertion inside apply undoes everything; here it is asked before anything changes.
        if (applies) error = CheckApplicable(config, store, update);
        if (error.IsError) return error;

        if (!store.HasBestValidUpdate || IsBetterUpdate(config, update, store.BestValidUpdate))
        {
            store.BestValidUpdate = update;
            store.HasBestValidUpdate = true;
        }

        store.CurrentMaxActiveParticipants = Math.Max(store.CurrentMaxActiveParticipants, (ulong)signers);
        if ((ulong)signers > GetSafetyThreshold(store) && update.AttestedHeader.Beacon.Slot > store.OptimisticHeader.Beacon.Slot)
            store.OptimisticHeader = update.AttestedHeader;
        if (!applies) return default;
        error = ApplyLightClientUpdate(config, ref store, update);
        ForgetBestValidUpdate(ref store);
        return error;
    }

    /// <summary>apply_light_client_update. The update must be valid.</summary>
    public static LightClientError ApplyLightClientUpdate(in ConsensusConfig config, ref LightClientStore store, in LightClientUpdate update)
    {
        LightClientError error = CheckApplicable(config, store, update);
        if (error.IsError) return error;
        ulong storePeriod = ComputeSyncCommitteePeriodAtSlot(config, store.FinalizedHeader.Beacon.Slot);
        ulong finalizedPeriod = ComputeSyncCommitteePeriodAtSlot(config, update.FinalizedHeader.Beacon.Slot);
        if (!IsNextSyncCommitteeKnown(store))
        {
            store.NextSyncCommittee = update.NextSyncCommittee;
            store.NextKeys = default;
        }
        else if (finalizedPeriod == storePeriod + 1)
        {
            store.CurrentSyncCommittee = store.NextSyncCommittee;
            store.CurrentKeys = store.NextKeys;
            store.NextSyncCommittee = update.NextSyncCommittee;
            store.NextKeys = default;
            store.PreviousMaxActiveParticipants = store.CurrentMaxActiveParticipants;
            store.CurrentMaxActiveParticipants = 0;
        }

        if (update.FinalizedHeader.Beacon.Slot <= store.FinalizedHeader.Beacon.Slot) return default;
        store.FinalizedHeader = update.FinalizedHeader;
        if (store.FinalizedHeader.Beacon.Slot > store.OptimisticHeader.Beacon.Slot) store.OptimisticHeader = store.FinalizedHeader;
        return default;
    }

    /// <summary>process_light_client_store_force_update.</summary>
    public static LightClientError ProcessLightClientStoreForceUpdate(in ConsensusConfig config, ref LightClientStore store, ulong currentSlot)
    {
        if (!store.HasBestValidUpdate || currentSlot <= store.FinalizedHeader.Beacon.Slot + config.Preset.UpdateTimeout) return default;
        LightClientUpdate best = store.BestValidUpdate;
        // In long times without finality the attested header counts as final, or no later period would ever be reached.
        if (best.FinalizedHeader.Beacon.Slot <= store.FinalizedHeader.Beacon.Slot) best.FinalizedHeader = best.AttestedHeader;
        LightClientError error = ApplyLightClientUpdate(config, ref store, best);
        if (!error.IsError) ForgetBestValidUpdate(ref store);
        return error;
    }

    /// <summary>The first half of the validation: signers, attested header, order of slots, period, relevance.</summary>
    private static LightClientError CheckSlots(
        in ConsensusConfig config, in LightClientStore store, in LightClientUpdate update, ulong currentSlot)
    {
        int signers = SyncAggregate.CountParticipants(update.SyncAggregate);
        if (signers < MinSyncCommitteeParticipants) return new(LightClientFault.TooFewSigners, MinSyncCommitteeParticipants, (ulong)signers);
        if (!IsValidLightClientHeader(config, update.AttestedHeader)) return new(LightClientFault.WrongAttestedExecution);
        ulong attested = update.AttestedHeader.Beacon.Slot, finalized = update.FinalizedHeader.Beacon.Slot;
        if (update.SignatureSlot > currentSlot) return new(LightClientFault.SignatureFromFuture, currentSlot, update.SignatureSlot);
        if (update.SignatureSlot <= attested) return new(LightClientFault.SignatureNotAfterAttested, attested, update.SignatureSlot);
        if (finalized > attested) return new(LightClientFault.FinalizedAfterAttested, attested, finalized);

        bool isNextKnown = IsNextSyncCommitteeKnown(store);
        ulong storePeriod = ComputeSyncCommitteePeriodAtSlot(config, store.FinalizedHeader.Beacon.Slot);
        ulong signaturePeriod = ComputeSyncCommitteePeriodAtSlot(config, update.SignatureSlot);
        if (signaturePeriod != storePeriod && !(isNextKnown && signaturePeriod == storePeriod + 1))
            return new(LightClientFault.WrongPeriod, storePeriod, signaturePeriod);
        bool bringsNext = !isNextKnown && IsSyncCommitteeUpdate(update)
            && ComputeSyncCommitteePeriodAtSlot(config, attested) == storePeriod;
        return attested > store.FinalizedHeader.Beacon.Slot || bringsNext
            ? default
            : new(LightClientFault.NothingNew, store.FinalizedHeader.Beacon.Slot, attested);
    }

    /// <summary>The finality branch, if present, must prove the finalized header; genesis is a zero root.</summary>
    private static LightClientError CheckFinality(in ConsensusConfig config, in LightClientUpdate update)
    {
        if (!IsFinalityUpdate(update))
            return LightClientHeader.IsDefault(update.FinalizedHeader) ? default : new(LightClientFault.UnprovenFinalizedHeader);
        Digest finalizedRoot = default;
        if (update.FinalizedHeader.Beacon.Slot == GenesisSlot)
        {
            if (!LightClientHeader.IsDefault(update.FinalizedHeader)) return new(LightClientFault.UnprovenFinalizedHeader);
        }
        else
        {
            if (!IsValidLightClientHeader(config, update.FinalizedHeader)) return new(LightClientFault.WrongFinalizedExecution);
            finalizedRoot = BeaconBlockHeader.HashTreeRoot(update.FinalizedHeader.Beacon);
        }

        return MerkleBranch.IsValidNormalized(
            finalizedRoot, update.FinalityBranch,
            FinalizedRootGindex(ForkAtSlot(config, update.AttestedHeader.Beacon.Slot)), update.AttestedHeader.Beacon.StateRoot)
            ? default
            : new(LightClientFault.WrongFinalityBranch);
    }

    /// <summary>The next committee, if present, must be the one in the attested state.</summary>
    private static LightClientError CheckNextSyncCommittee(in ConsensusConfig config, in LightClientStore store, in LightClientUpdate update)
    {
        if (!IsSyncCommitteeUpdate(update))
            return SyncCommittee.IsDefault(update.NextSyncCommittee) ? default : new(LightClientFault.UnprovenNextCommittee);
        ulong attested = update.AttestedHeader.Beacon.Slot;
        bool isSamePeriod = ComputeSyncCommitteePeriodAtSlot(config, attested)
            == ComputeSyncCommitteePeriodAtSlot(config, store.FinalizedHeader.Beacon.Slot);
        if (isSamePeriod && IsNextSyncCommitteeKnown(store) && !SyncCommittee.AreEqual(update.NextSyncCommittee, store.NextSyncCommittee))
            return new(LightClientFault.OtherNextCommittee);
        return MerkleBranch.IsValidNormalized(
            SyncCommittee.HashTreeRoot(update.NextSyncCommittee, config.Preset.SyncCommitteeSize), update.NextSyncCommitteeBranch,
            NextSyncCommitteeGindex(ForkAtSlot(config, attested)), update.AttestedHeader.Beacon.StateRoot)
            ? default
            : new(LightClientFault.WrongNextCommitteeBranch);
    }

    /// <summary>The committee of the signature's period must have signed the attested header.</summary>
    private static LightClientError CheckSignature(in ConsensusConfig config, ref LightClientStore store, in LightClientUpdate update)
    {
        bool isCurrent = ComputeSyncCommitteePeriodAtSlot(config, update.SignatureSlot)
            == ComputeSyncCommitteePeriodAtSlot(config, store.FinalizedHeader.Beacon.Slot);
        if (isCurrent) CommitteeKeys.Ensure(ref store.CurrentKeys, store.CurrentSyncCommittee);
        else CommitteeKeys.Ensure(ref store.NextKeys, store.NextSyncCommittee);
        if (!CommitteeKeys.TrySum(isCurrent ? store.CurrentKeys : store.NextKeys, update.SyncAggregate, out AffinePoint<Fp> key))
            return new(LightClientFault.InvalidCommitteeKey);
        ulong versionSlot = Math.Max(update.SignatureSlot, 1) - 1;
        uint version = config.Forks.ComputeForkVersion(ComputeEpochAtSlot(config, versionSlot));
        Digest root = ComputeSigningRoot(update.AttestedHeader.Beacon, ComputeDomain(version, config.GenesisValidatorsRoot));
        return BlsSignatures.VerifyPoint(
            key, Digest.AsBytes(in root), update.SyncAggregate.SyncCommitteeSignature, BlsSignatures.ProofOfPossessionTag)
            ? default
            : new(LightClientFault.WrongSignature);
    }

    private static LightClientError CheckApplicable(in ConsensusConfig config, in LightClientStore store, in LightClientUpdate update)
    {
        if (IsNextSyncCommitteeKnown(store)) return default;
        ulong storePeriod = ComputeSyncCommitteePeriodAtSlot(config, store.FinalizedHeader.Beacon.Slot);
        ulong finalizedPeriod = ComputeSyncCommitteePeriodAtSlot(config, update.FinalizedHeader.Beacon.Slot);
        return finalizedPeriod == storePeriod ? default : new(LightClientFault.SkippedPeriod, storePeriod, finalizedPeriod);
    }

    private static void ForgetBestValidUpdate(ref LightClientStore store)
    {
        store.BestValidUpdate = default;
        store.HasBestValidUpdate = false;
    }
}
