using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;

namespace Supercomputer.Bus.History;

/// <summary>Where an execution block stands in the history of a beacon chain.</summary>
/// <param name="Header">The execution header's RLP.</param>
/// <param name="Slot">The slot where the root of its beacon block stands: the block's own, or one after it without a block.</param>
/// <param name="BlockBranch">From the execution block's hash to the beacon block's root.</param>
/// <param name="Opening">Proposer, and the node over parent and state, of the beacon header: they show the block's slot. Empty where they are not known.</param>
public sealed record BeaconPlace(ReadOnlyMemory<byte> Header, ulong Slot, Digest[] BlockBranch, Digest[] Opening)
{
    private const int BlockHashField = 12;

    /// <summary>The place of a header of light clients, whose slot is then shown.</summary>
    /// <param name="header">The header, from Capella on.</param>
    /// <param name="rlp">The execution header's RLP.</param>
    /// <param name="config">The network.</param>
    public static BeaconPlace Of(in LightClientHeader header, ReadOnlyMemory<byte> rlp, in ConsensusConfig config)
    {
        BeaconBlockHeader beacon = header.Beacon;
        bool isDeneb = config.Forks.ForkAt(beacon.Slot / config.Preset.SlotsPerEpoch) >= Fork.Deneb;
        Digest[] fields = isDeneb ? ExecutionPayloadHeader.DenebFieldRoots(header.Execution) : ExecutionPayloadHeader.CapellaFieldRoots(header.Execution);
        Digest proposer = SszMerkle.UInt64Chunk(beacon.ProposerIndex), parents = SszMerkle.HashPair(beacon.ParentRoot, beacon.StateRoot);
        Digest left = SszMerkle.HashPair(SszMerkle.HashPair(SszMerkle.UInt64Chunk(beacon.Slot), proposer), parents), zero = default;
        return new(
            rlp, beacon.Slot,
            [.. SszMerkle.Branch(fields, isDeneb ? 5 : 4, BlockHashField), .. header.ExecutionBranch ?? [], zero, SszMerkle.HashPair(zero, zero), left],
            [proposer, parents]);
    }

    /// <summary>The place of a header that the Portal network carries; its proof says where its beacon block's root stands.</summary>
    public static BeaconPlace? Of(HeaderWithProof header) => header.Slot is { } slot ? new(header.Header, slot, header.BlockBranch, []) : null;
}
