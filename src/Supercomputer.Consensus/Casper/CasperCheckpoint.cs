using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Casper;

/// <summary>A block that is an epoch's checkpoint, with the state after it.</summary>
/// <param name="Header">The block's header.</param>
/// <param name="State">The state, whose root the header has.</param>
/// <param name="Checkpoint">The epoch and the block's root.</param>
public sealed record CasperCheckpoint(BeaconBlockHeader Header, CasperState State, Checkpoint Checkpoint)
{
    /// <summary>Reads the state after a block, and takes the block's header from it.</summary>
    /// <param name="bytes">The state as SSZ.</param>
    /// <param name="preset">The sizes.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <returns>Null, or what is wrong.</returns>
    public static string? TryRead(ReadOnlySpan<byte> bytes, CasperPreset preset, out CasperCheckpoint? checkpoint)
    {
        checkpoint = null;
        Primitives.Ssz.SszError error = CasperStateSsz.TryRead(bytes, preset, out CasperState? state, out Digest root);
        if (error.IsError || state is null) return $"a BeaconState of Capella expected, actual {error}";
        BeaconBlockHeader header = state.LatestBlockHeader;
        if (header.Slot != state.Slot || header.StateRoot != default)
            return $"the state after a block of slot {header.Slot} expected, actual one of slot {state.Slot} without a block";
        header.StateRoot = root;
        checkpoint = new(header, state, new(preset.ComputeCheckpointEpoch(header.Slot), BeaconBlockHeader.HashTreeRoot(header)));
        return null;
    }
}
