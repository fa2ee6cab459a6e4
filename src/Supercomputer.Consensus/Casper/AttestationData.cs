using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;

namespace Supercomputer.Consensus.Casper;

/// <summary>What a committee votes for.</summary>
/// <param name="Slot">The slot of the committee.</param>
/// <param name="Index">Which committee of the slot, before Electra.</param>
/// <param name="BeaconBlockRoot">The vote for the head.</param>
/// <param name="Source">The justified checkpoint that the vote rests on.</param>
/// <param name="Target">The checkpoint that the vote is for.</param>
/// <remarks>Source: consensus-specs, phase0/beacon-chain.md, "AttestationData".</remarks>
public readonly record struct AttestationData(ulong Slot, ulong Index, Digest BeaconBlockRoot, Checkpoint Source, Checkpoint Target)
{
    /// <summary>hash_tree_root.</summary>
    public Digest HashTreeRoot() => SszMerkle.Merkleize(
        [SszMerkle.UInt64Chunk(Slot), SszMerkle.UInt64Chunk(Index), BeaconBlockRoot, Source.HashTreeRoot(), Target.HashTreeRoot()], 3);
}
