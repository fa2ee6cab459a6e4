using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;

namespace Supercomputer.Consensus.Containers;

/// <summary>The header of a beacon block.</summary>
/// <remarks>Source: consensus-specs, phase0/beacon-chain.md, "BeaconBlockHeader".</remarks>
public struct BeaconBlockHeader
{
    /// <summary>Bytes of the encoding.</summary>
    public const int Size = 112;

    /// <summary>The slot of the block.</summary>
    public ulong Slot;

    /// <summary>Which validator proposed it.</summary>
    public ulong ProposerIndex;

    /// <summary>The root of the parent's header.</summary>
    public Digest ParentRoot;

    /// <summary>The root of the state after the block.</summary>
    public Digest StateRoot;

    /// <summary>The root of the block's body.</summary>
    public Digest BodyRoot;

    /// <summary>hash_tree_root.</summary>
    public static Digest HashTreeRoot(in BeaconBlockHeader header) => SszMerkle.Merkleize(
    [
        SszMerkle.UInt64Chunk(header.Slot),
        SszMerkle.UInt64Chunk(header.ProposerIndex),
        header.ParentRoot,
        header.StateRoot,
        header.BodyRoot,
    ], 3);

    /// <summary>Whether every field is that of the default header.</summary>
    public static bool IsDefault(in BeaconBlockHeader header) =>
        (header.Slot | header.ProposerIndex) == 0
        && header.ParentRoot == default && header.StateRoot == default && header.BodyRoot == default;
}
