using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.LightClient;
using Supercomputer.Cryptography.Hashing;
using static Supercomputer.Consensus.LightClient.LightClientHelpers;

namespace Supercomputer.Consensus.Clients;

/// <summary>Follows a chain from a trusted checkpoint: head, safe and finalized headers, each signed by its sync committee.</summary>
/// <remarks>
/// Finalized: what an attested state calls so, under two thirds of the committee. Safe: the newest header that two thirds signed.
/// Head: the newest that more than the specification's safety threshold signed. The clock is the slot of the options' time provider.
/// Soundness: as the light client's rules; endpoints can withhold, never invent.
/// </remarks>
public sealed class LightClientFollower
{
    /// <summary>MAXIMUM_GOSSIP_CLOCK_DISPARITY: how far clocks may be apart.</summary>
    private static readonly TimeSpan s_disparity = TimeSpan.FromMilliseconds(500);

    private readonly BeaconClient beacon;
    private readonly ConsensusConfig config;
    private readonly HeaderChain chain;
    private LightClientStore store;
    private ulong committeeAskedAt = ulong.MaxValue;

    private LightClientFollower(BeaconClient beacon, BeaconNetwork network, LightClientStore store, LightClientHistory history)
    {
        this.beacon = beacon;
        this.store = store;
        Network = network;
        config = network.Config;
        Safe = store.FinalizedHeader;
        History = history;
        chain = new(store.FinalizedHeader.Beacon);
    }

    /// <summary>The network.</summary>
    public BeaconNetwork Network { get; }

    /// <summary>The newest header that enough members signed.</summary>
    public LightClientHeader Head => store.OptimisticHeader;

    /// <summary>The newest header that two thirds of the committee signed.</summary>
    public LightClientHeader Safe { get; private set; }

    /// <summary>The finalized header.</summary>
    public LightClientHeader Finalized => store.FinalizedHeader;

    /// <summary>What led from the checkpoint to the finalized header, to be kept or proved.</summary>
    public LightClientHistory History { get; private set; }

    /// <summary>Begins at a trusted block.</summary>
    /// <param name="beacon">The endpoints.</param>
    /// <param name="network">Their network.</param>
    /// <param name="checkpoint">The block's root.</param>
    /// <param name="maxAgeSlots">The oldest that the checkpoint may be, in slots; see <see cref="FinalityAdvance.CheckCheckpointAge"/>.</param>
    /// <param name="cancellation">Stops asking.</param>
    public static async Task<Answer<LightClientFollower>> StartAsync(
        BeaconClient beacon, BeaconNetwork network, Digest checkpoint, ulong maxAgeSlots = ulong.MaxValue, CancellationToken cancellation = default)
    {
        Answer<BeaconReply<LightClientBootstrap>> answer = await beacon.GetBootstrapAsync(network.Config, checkpoint, cancellation).ConfigureAwait(false);
        if (!answer.IsGood) return answer.As<LightClientFollower>();
        LightClientBootstrap bootstrap = answer.Value.Value;
        _ = LightClientProtocol.InitializeLightClientStore(network.Config, checkpoint, bootstrap, out LightClientStore store);
        ulong slot = bootstrap.Header.Beacon.Slot, now = network.SlotAt(beacon.Options.Time.GetUtcNow() + s_disparity);
        LightClientError age = FinalityAdvance.CheckCheckpointAge(slot, now, maxAgeSlots);
        if (age.IsError) return Answer<LightClientFollower>.Refused(ClientError.Unproven(answer.Value.Endpoint, "getBootstrap", age.ToString()));
        ulong timestamp = bootstrap.Header.Execution.Timestamp;
        // The signed state says when its block was made: a clock that disagrees is not this network's.
        if (slot > 0 && timestamp > 0 && timestamp != network.TimestampOf(slot))
            return Answer<LightClientFollower>.Refused(new(answer.Value.Endpoint, "getGenesis and getSpec", ClientFault.WrongNetwork,
                $"slot {slot} at {timestamp} s", $"{network.TimestampOf(slot)} s by genesis time and SECONDS_PER_SLOT", "name endpoints of the checkpoint's network"));
        return Answer<LightClientFollower>.Good(new(beacon, network, store, LightClientHistory.Begin(checkpoint, answer.Value)), answer.Refusals);
    }

    /// <summary>Asks all endpoints once and takes from their answers what is proved.</summary>
    public async Task<FollowStep> AdvanceAsync(CancellationToken cancellation = default)
    {
        List<ClientError> refusals = [];
        ulong slot = Network.SlotAt(beacon.Options.Time.GetUtcNow() + s_disparity);
        Digest before = BeaconBlockHeader.HashTreeRoot(store.FinalizedHeader.Beacon);
        await RotateAsync(slot, refusals, cancellation).ConfigureAwait(false);
        LightClientStore known = WithKeys();
        foreach (BeaconReply<LightClientUpdate> reply in Newest(await beacon.GetFinalityUpdatesAsync(config, cancellation).ConfigureAwait(false), refusals))
            TakeFinality(known, reply, slot, refusals);
        await LearnNextCommitteeAsync(slot, refusals, cancellation).ConfigureAwait(false);
        chain.Finalize(store.FinalizedHeader.Beacon);
        known = WithKeys();
        foreach (BeaconReply<LightClientUpdate> reply in Newest(await beacon.GetOptimisticUpdatesAsync(config, cancellation).ConfigureAwait(false), refusals))
            TakeOptimistic(known, reply, slot, refusals);
        HeadChange? change = null;
        if (BeaconBlockHeader.HashTreeRoot(store.OptimisticHeader.Beacon) != chain.Head)
            change = await chain.MoveAsync(store.OptimisticHeader.Beacon, root => HeaderAsync(root, refusals, cancellation)).ConfigureAwait(false);
        return new(slot, before != BeaconBlockHeader.HashTreeRoot(store.FinalizedHeader.Beacon), change, refusals);
    }

    private ulong Period(ulong slot) => ComputeSyncCommitteePeriodAtSlot(config, slot);

    /// <summary>Goes through the periods between the finalized header and the clock.</summary>
    private async Task RotateAsync(ulong slot, List<ClientError> refusals, CancellationToken cancellation)
    {
        for (; ; )
        {
            ulong known = Period(store.FinalizedHeader.Beacon.Slot), current = Period(slot);
            // The period before the clock's needs no update when its successor's committee is known: finality updates lead on.
            if (known >= current || (known + 1 == current && IsNextSyncCommitteeKnown(store))) return;
            if (!await TakeUpdatesAsync(known, current - known, slot, refusals, cancellation).ConfigureAwait(false)) return;
        }
    }

    /// <summary>Asks for the committee after the current one, once for every finalized header, because nodes refuse while they have none.</summary>
    private async Task LearnNextCommitteeAsync(ulong slot, List<ClientError> refusals, CancellationToken cancellation)
    {
        ulong finalized = store.FinalizedHeader.Beacon.Slot;
        if (IsNextSyncCommitteeKnown(store) || committeeAskedAt == finalized) return;
        committeeAskedAt = finalized;
        List<ClientError> mayBeEarly = [];
        await TakeUpdatesAsync(Period(finalized), 1, slot, mayBeEarly, cancellation).ConfigureAwait(false);
        refusals.AddRange(mayBeEarly.Where(static refusal => refusal.Fault is not (ClientFault.Failed or ClientFault.Absent)));
    }

    private async Task<bool> TakeUpdatesAsync(ulong start, ulong count, ulong slot, List<ClientError> refusals, CancellationToken cancellation)
    {
        LightClientStore moved = store;
        LightClientHistory history = History;
        Answer<IReadOnlyList<BeaconReply<LightClientUpdate>>> answer = await beacon.GetUpdatesAsync(
            config, start, (int)Math.Min(count, BeaconClient.MostUpdates), updates => Apply(updates, slot, out moved, out history), cancellation).ConfigureAwait(false);
        refusals.AddRange(answer.Refusals);
        if (!answer.IsGood) return false;
        store = moved;
        History = history;
        return true;
    }

    private (ClientFault Fault, string Reason)? Apply(IReadOnlyList<BeaconReply<LightClientUpdate>> updates, ulong slot, out LightClientStore moved, out LightClientHistory history)
    {
        moved = store;
        history = History;
        int applied = 0;
        foreach (BeaconReply<LightClientUpdate> update in updates)
        {
            LightClientError error = FinalityAdvance.Advance(config, ref moved, update.Value, slot);
            // Honest, but of no use: of what is known already, or of a period in which nothing is final yet.
            if (applied == 0 && error.Fault is LightClientFault.NothingNew or LightClientFault.NotFinalized) continue;
            if (error.IsError) return (ClientFault.Unproven, error.ToString());
            history = history.With(update);
            applied++;
        }

        return applied > 0 ? null : (ClientFault.Stale, $"{updates.Count} updates, none of which leads on from slot {store.FinalizedHeader.Beacon.Slot}");
    }

    /// <summary>Takes a finality update against what was known before this look, so that every endpoint's answer is checked, the second as the first.</summary>
    private void TakeFinality(in LightClientStore known, BeaconReply<LightClientUpdate> reply, ulong slot, List<ClientError> refusals)
    {
        LightClientStore moved = known;
        LightClientError error = FinalityAdvance.Advance(config, ref moved, reply.Value, slot);
        // A valid update of the block that is final already: the state between two epochs' ends.
        if (error.Fault == LightClientFault.NotFinalized && IsFinalityUpdate(reply.Value)) return;
        if (!error.IsError && moved.FinalizedHeader.Beacon.Slot > store.FinalizedHeader.Beacon.Slot)
        {
            store = moved;
            History = History.WithFinality(reply);
        }
        else if (error.IsError)
        {
            refusals.Add(Refused(reply, "getLightClientFinalityUpdate", error));
        }
    }

    private void TakeOptimistic(in LightClientStore known, BeaconReply<LightClientUpdate> reply, ulong slot, List<ClientError> refusals)
    {
        LightClientStore moved = known;
        LightClientHeader header = reply.Value.AttestedHeader;
        LightClientError error = LightClientProtocol.ProcessLightClientUpdate(config, ref moved, reply.Value, slot);
        if (error.IsError)
        {
            refusals.Add(Refused(reply, "getLightClientOptimisticUpdate", error));
            return;
        }

        if (moved.OptimisticHeader.Beacon.Slot > store.OptimisticHeader.Beacon.Slot) store = moved;
        if (header.Beacon.Slot > Safe.Beacon.Slot && IsSupermajority(config, SyncAggregate.CountParticipants(reply.Value.SyncAggregate))) Safe = header;
    }

    private static ClientError Refused(BeaconReply<LightClientUpdate> reply, string method, in LightClientError error) => error.Fault == LightClientFault.NothingNew
        ? ClientError.Stale(reply.Endpoint, method, error.ToString())
        : ClientError.Unproven(reply.Endpoint, method, error.ToString());

    /// <summary>Reads the committees' keys, which every copy of the store then shares.</summary>
    private LightClientStore WithKeys()
    {
        CommitteeKeys.Ensure(ref store.CurrentKeys, store.CurrentSyncCommittee);
        if (IsNextSyncCommitteeKnown(store)) CommitteeKeys.Ensure(ref store.NextKeys, store.NextSyncCommittee);
        return store;
    }

    private async Task<BeaconBlockHeader?> HeaderAsync(Digest root, List<ClientError> refusals, CancellationToken cancellation)
    {
        Answer<BeaconBlockHeader> answer = await beacon.GetHeaderAsync(root, cancellation).ConfigureAwait(false);
        refusals.AddRange(answer.Refusals);
        return answer.IsGood ? answer.Value : null;
    }

    private static IEnumerable<BeaconReply<LightClientUpdate>> Newest(
        IReadOnlyList<Answer<BeaconReply<LightClientUpdate>>> answers, List<ClientError> refusals)
    {
        refusals.AddRange(answers.SelectMany(static answer => answer.Refusals));
        return answers.Where(static answer => answer.IsGood).Select(static answer => answer.Value!)
            .OrderByDescending(static reply => reply.Value.AttestedHeader.Beacon.Slot);
    }
}
