using Supercomputer.Cryptography.Curves.Bls12381;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;

namespace Supercomputer.Consensus.Containers;

/// <summary>The validators that sign headers for a period.</summary>
/// <remarks>Source: consensus-specs, altair/beacon-chain.md, "SyncCommittee". Null arrays are the default committee of zeros.</remarks>
public struct SyncCommittee
{
    /// <summary>The compressed public keys one after another, 48 bytes each.</summary>
    public byte[]? PublicKeys;

    /// <summary>The compressed sum of the keys.</summary>
    public byte[]? AggregatePublicKey;

    /// <summary>hash_tree_root.</summary>
    /// <param name="committee">The committee.</param>
    /// <param name="size">SYNC_COMMITTEE_SIZE.</param>
    public static Digest HashTreeRoot(in SyncCommittee committee, int size)
    {
        // Each key is two chunks, the second half empty; the keys' roots are the bottom of the tree.
        byte[] blocks = new byte[2 * Digest.Size * (size + 1)];
        for (int i = 0; i < size && committee.PublicKeys is not null; i++)
            committee.PublicKeys.AsSpan(i * G1.CompressedSize, G1.CompressedSize).CopyTo(blocks.AsSpan(2 * Digest.Size * i));
        committee.AggregatePublicKey.CopyTo(blocks.AsSpan(2 * Digest.Size * size));
        Digest[] roots = new Digest[size + 1];
        Sha256.HashMany(blocks, 2 * Digest.Size, roots);
        return SszMerkle.HashPair(SszMerkle.Merkleize(roots.AsSpan(0, size), SszMerkle.FloorLog2((ulong)size)), roots[size]);
    }

    /// <summary>Whether it is the default committee, which stands for "not known".</summary>
    public static bool IsDefault(in SyncCommittee committee) =>
        !committee.PublicKeys.AsSpan().ContainsAnyExcept((byte)0)
        && !committee.AggregatePublicKey.AsSpan().ContainsAnyExcept((byte)0);

    /// <summary>Whether two committees are equal.</summary>
    public static bool AreEqual(in SyncCommittee left, in SyncCommittee right) =>
        left.PublicKeys.AsSpan().SequenceEqual(right.PublicKeys) && left.AggregatePublicKey.AsSpan().SequenceEqual(right.AggregatePublicKey);
}
