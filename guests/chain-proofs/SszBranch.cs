using System.Buffers.Binary;
using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>Branches of SSZ's Merkle trees (consensus-specs, ssz/merkle-proofs.md).</summary>
internal static class SszBranch
{
    private const int NodeBytes = 32;

    /// <summary>The root above a leaf. Bit i of the index says whether the node on level i from below is a right one.</summary>
    /// <param name="leaf">The leaf; may be the root's bytes.</param>
    /// <param name="branch">The siblings from below, exactly one for each level.</param>
    /// <param name="levels">How many.</param>
    /// <param name="index">The leaf's place, at most 64 levels.</param>
    /// <param name="root">Where the root is written.</param>
    public static void Root(scoped ReadOnlySpan<byte> leaf, scoped ReadOnlySpan<byte> branch, int levels, ulong index, scoped Span<byte> root)
    {
        Guest.Require(branch.Length == NodeBytes * levels, "a branch has not one node for each level of its tree");
        leaf.CopyTo(root);
        for (int at = 0; at < branch.Length; at += NodeBytes, index >>= 1)
        {
            ReadOnlySpan<byte> sibling = branch.Slice(at, NodeBytes);
            if ((index & 1) != 0) Pair(sibling, root, root);
            else Pair(root, sibling, root);
        }
    }

    /// <summary>The node above two; it may lie on one of them.</summary>
    public static void Pair(scoped ReadOnlySpan<byte> left, scoped ReadOnlySpan<byte> right, scoped Span<byte> to)
    {
        Span<byte> block = stackalloc byte[2 * NodeBytes];
        left.CopyTo(block);
        right.CopyTo(block.Slice(NodeBytes));
        Guest.Sha256(block, to);
    }

    /// <summary>A number as a leaf.</summary>
    public static void Number(ulong value, scoped Span<byte> leaf)
    {
        leaf.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(leaf, value);
    }
}
