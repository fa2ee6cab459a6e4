using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;

namespace Supercomputer.Consensus.Containers;

/// <summary>Branches whose depth depends on the fork.</summary>
/// <remarks>Source: consensus-specs, altair/light-client/sync-protocol.md and electra/light-client/fork.md.</remarks>
public static class MerkleBranch
{
    /// <summary>Whether every node is zero, which stands for "none".</summary>
    public static bool IsZero(ReadOnlySpan<Digest> branch)
    {
        foreach (ref readonly Digest node in branch)
            if (node != default) return false;
        return true;
    }

    /// <summary>is_valid_normalized_merkle_branch: nodes in front of the index's depth must be zero.</summary>
    public static bool IsValidNormalized(in Digest leaf, ReadOnlySpan<Digest> branch, ulong generalizedIndex, in Digest root)
    {
        int extra = branch.Length - SszMerkle.FloorLog2(generalizedIndex);
        return extra >= 0 && IsZero(branch[..extra])
            && SszMerkle.IsValidMerkleBranch(leaf, branch[extra..], SszMerkle.GetSubtreeIndex(generalizedIndex), root);
    }

    /// <summary>normalize_merkle_branch: zeros in front, up to the index's depth.</summary>
    public static Digest[] Normalize(ReadOnlySpan<Digest> branch, ulong generalizedIndex)
    {
        int depth = SszMerkle.FloorLog2(generalizedIndex);
        if (branch.Length >= depth) return branch.ToArray();
        Digest[] normalized = new Digest[depth];
        branch.CopyTo(normalized.AsSpan(depth - branch.Length));
        return normalized;
    }
}
