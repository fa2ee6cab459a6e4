using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.LightClient;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;

namespace Supercomputer.Bus.ZkPos;

/// <summary>What the zkPoS guest knows between updates, with the committees themselves: what proofs of a chain hand on.</summary>
public sealed class ZkPosState
{
    private readonly LightClientBootstrap? bootstrap;

    private ZkPosState(LightClientBootstrap? bootstrap, in Digest checkpointRoot, ulong slot, in SyncCommittee current, in SyncCommittee next)
    {
        this.bootstrap = bootstrap;
        CheckpointRoot = checkpointRoot;
        Slot = slot;
        CurrentSyncCommittee = current;
        NextSyncCommittee = next;
    }

    /// <summary>The block that everything rests on.</summary>
    public Digest CheckpointRoot { get; }

    /// <summary>The slot of the newest finalized block.</summary>
    public ulong Slot { get; private set; }

    /// <summary>The committee of that slot's period.</summary>
    public SyncCommittee CurrentSyncCommittee { get; private set; }

    /// <summary>The committee of the next period; default where no update has brought it.</summary>
    public SyncCommittee NextSyncCommittee { get; private set; }

    /// <summary>The state at a trusted block.</summary>
    public static ZkPosState AtCheckpoint(in Digest checkpointRoot, in LightClientBootstrap bootstrap) =>
        new(bootstrap, checkpointRoot, bootstrap.Header.Beacon.Slot, bootstrap.CurrentSyncCommittee, default);

    /// <summary>A state whose committees the caller knows from elsewhere; a guest trusts its digest.</summary>
    internal static ZkPosState At(in Digest checkpointRoot, ulong slot, in SyncCommittee current, in SyncCommittee next) => new(null, checkpointRoot, slot, current, next);

    /// <summary>The state after updates, which a proof before this one put out the digest of.</summary>
    public ZkPosState After(in ConsensusConfig config, ReadOnlySpan<LightClientUpdate> updates)
    {
        ZkPosState state = new(updates.IsEmpty ? bootstrap : null, CheckpointRoot, Slot, CurrentSyncCommittee, NextSyncCommittee);
        foreach (ref readonly LightClientUpdate update in updates) state.Apply(config, update);
        return state;
    }

    /// <summary>The root of the tree of checkpoint, slot and committees, which the guest puts out and trusts.</summary>
    public Digest DigestOf(in ConsensusConfig config)
    {
        int size = config.Preset.SyncCommitteeSize;
        return SszMerkle.Merkleize([CheckpointRoot, SszMerkle.UInt64Chunk(Slot), SyncCommittee.HashTreeRoot(CurrentSyncCommittee, size), NextRoot(size)], 2);
    }

    /// <summary>The streams of a proof that goes on from here.</summary>
    /// <param name="config">The network.</param>
    /// <param name="chainId">The execution chain's id.</param>
    /// <param name="updates">The updates in their order.</param>
    /// <param name="putsOutStore">Whether the digest of the state after them is put out, for a proof that goes on from there.</param>
    /// <remarks>Errors: none here. The guest refuses what does not verify; <see cref="FinalityAdvance"/> says why in advance.</remarks>
    public ZkPosStreams Streams(in ConsensusConfig config, ulong chainId, ReadOnlySpan<LightClientUpdate> updates, bool putsOutStore)
    {
        HintWriter writer = new();
        if (bootstrap is { } trusted) WriteCheckpoint(config, writer, trusted);
        else WriteStore(config, writer);
        writer.Word((uint)updates.Length);
        ZkPosState state = After(config, []);
        foreach (ref readonly LightClientUpdate update in updates)
        {
            bool isCurrent = Period(config, update.SignatureSlot) == Period(config, state.Slot);
            UpdateWriter.Write(config, writer, update, isCurrent ? state.CurrentSyncCommittee : state.NextSyncCommittee);
            state.Apply(config, update);
        }

        Digest trust = bootstrap is null ? DigestOf(config) : CheckpointRoot;
        return new(ZkPosStatement.PublicInput(config, chainId, trust, bootstrap is null, putsOutStore), writer.ToArray());
    }

    private void Apply(in ConsensusConfig config, in LightClientUpdate update)
    {
        ulong finalized = update.FinalizedHeader.Beacon.Slot;
        if (SyncCommittee.IsDefault(NextSyncCommittee))
        {
            NextSyncCommittee = update.NextSyncCommittee;
        }
        else if (Period(config, finalized) == Period(config, Slot) + 1)
        {
            CurrentSyncCommittee = NextSyncCommittee;
            NextSyncCommittee = update.NextSyncCommittee;
        }

        Slot = Math.Max(Slot, finalized);
    }

    private static void WriteCheckpoint(in ConsensusConfig config, HintWriter writer, in LightClientBootstrap bootstrap)
    {
        UpdateWriter.Header(writer, bootstrap.Header.Beacon);
        writer.Node(SyncCommittee.HashTreeRoot(bootstrap.CurrentSyncCommittee, config.Preset.SyncCommitteeSize));
        writer.Branch(bootstrap.CurrentSyncCommitteeBranch, UpdateWriter.IsElectra(config, bootstrap.Header.Beacon.Slot) ? 6 : 5);
    }

    private void WriteStore(in ConsensusConfig config, HintWriter writer)
    {
        writer.Node(CheckpointRoot);
        writer.Number(Slot);
        writer.Node(SyncCommittee.HashTreeRoot(CurrentSyncCommittee, config.Preset.SyncCommitteeSize));
        writer.Node(NextRoot(config.Preset.SyncCommitteeSize));
    }

    private Digest NextRoot(int size) => SyncCommittee.IsDefault(NextSyncCommittee) ? default : SyncCommittee.HashTreeRoot(NextSyncCommittee, size);

    private static ulong Period(in ConsensusConfig config, ulong slot) => LightClientHelpers.ComputeSyncCommitteePeriodAtSlot(config, slot);
}
