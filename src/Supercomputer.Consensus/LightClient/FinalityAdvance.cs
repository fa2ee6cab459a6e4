using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using static Supercomputer.Consensus.LightClient.LightClientHelpers;

namespace Supercomputer.Consensus.LightClient;

/// <summary>
/// The strict way on: each update must prove a newer finalized header, or the committee of the next period where that is not known,
/// signed by two thirds. Nothing is kept of one that does not.
/// </summary>
/// <remarks>
/// Soundness: the next committee enters the store only from an update that passed here, under a branch of a signed state; the
/// optimistic and forced ways of the protocol are left out.
/// </remarks>
public static class FinalityAdvance
{
    /// <summary>Refuses a checkpoint that is older than the caller trusts: validators that left since could sign another history.</summary>
    /// <param name="checkpointSlot">The slot of the trusted block.</param>
    /// <param name="currentSlot">The slot of the caller's clock.</param>
    /// <param name="maxAgeSlots">The caller's weak subjectivity period.</param>
    public static LightClientError CheckCheckpointAge(ulong checkpointSlot, ulong currentSlot, ulong maxAgeSlots)
    {
        ulong oldest = currentSlot > maxAgeSlots ? currentSlot - maxAgeSlots : 0;
        return checkpointSlot >= oldest ? default : new(LightClientFault.StaleCheckpoint, oldest, checkpointSlot);
    }

    /// <summary>Moves the store on to the update's finalized header, or says why not and leaves it as it was.</summary>
    public static LightClientError Advance(in ConsensusConfig config, ref LightClientStore store, in LightClientUpdate update, ulong currentSlot)
    {
        int signers = SyncAggregate.CountParticipants(update.SyncAggregate), needed = (2 * config.Preset.SyncCommitteeSize + 2) / 3;
        if (signers < needed) return new(LightClientFault.TooFewSigners, (ulong)needed, (ulong)signers);
        LightClientError error = ValidateAdvance(config, ref store, update, currentSlot);
        return error.IsError ? error : LightClientProtocol.ApplyLightClientUpdate(config, ref store, update);
    }

    private static LightClientError ValidateAdvance(
        in ConsensusConfig config, ref LightClientStore store, in LightClientUpdate update, ulong currentSlot)
    {
        LightClientError error = LightClientProtocol.ValidateLightClientUpdate(config, ref store, update, currentSlot);
        if (error.IsError) return error;
        ulong known = store.FinalizedHeader.Beacon.Slot, finalized = update.FinalizedHeader.Beacon.Slot;
        bool bringsNext = !IsNextSyncCommitteeKnown(store) && IsSyncCommitteeUpdate(update);
        return IsFinalityUpdate(update) && (finalized > known || bringsNext)
            ? default
            : new(LightClientFault.NotFinalized, known, finalized);
    }
}
