using Supercomputer.Consensus.Configuration;
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
    /// <param name="config">The network, of the mainnet or minimal preset.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <returns>Null, or what is wrong.</returns>
    public static string? TryRead(ReadOnlySpan<byte> bytes, in ConsensusConfig config, out CasperCheckpoint? checkpoint)
    {
        checkpoint = null;
        if (CasperStateSsz.TryRead(bytes, config, out CasperState? state, out Digest root) is { } error) return error;
        BeaconBlockHeader header = state!.LatestBlockHeader;
        if (header.Slot != state.Slot || header.StateRoot != default)
            return $"the state after a block of slot {header.Slot} expected, actual one of slot {state.Slot} without a block";
        header.StateRoot = root;
        checkpoint = new(header, state, new(CasperPreset.Of(config.Preset)!.ComputeCheckpointEpoch(header.Slot), BeaconBlockHeader.HashTreeRoot(header)));
        return null;
    }
}
