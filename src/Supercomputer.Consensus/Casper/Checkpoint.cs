using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;

namespace Supercomputer.Consensus.Casper;

/// <summary>An epoch with its boundary block: what votes justify and finalize.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Root">The root of the newest block up to the epoch's first slot.</param>
/// <remarks>Source: consensus-specs, phase0/beacon-chain.md, "Checkpoint".</remarks>
public readonly record struct Checkpoint(ulong Epoch, Digest Root)
{
    /// <summary>hash_tree_root.</summary>
    public Digest HashTreeRoot() => SszMerkle.HashPair(SszMerkle.UInt64Chunk(Epoch), Root);
}
