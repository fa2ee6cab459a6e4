using System.Runtime.CompilerServices;
using Supercomputer.Guests;

namespace ZkPos;

/// <summary>SHA-256 of two nodes, and the branches of Merkle trees made with it.</summary>
/// <remarks>Source: consensus-specs, ssz/merkle-proofs.md.</remarks>
internal static class Sha
{
    private static readonly byte[] s_initial =
    [
        0x6a, 0x09, 0xe6, 0x67, 0xbb, 0x67, 0xae, 0x85, 0x3c, 0x6e, 0xf3, 0x72, 0xa5, 0x4f, 0xf5, 0x3a,
        0x51, 0x0e, 0x52, 0x7f, 0x9b, 0x05, 0x68, 0x8c, 0x1f, 0x83, 0xd9, 0xab, 0x5b, 0xe0, 0xcd, 0x19,
    ];

    /// <summary>What follows a message of 64 bytes: the bit, and the length of 512 bits.</summary>
    private static readonly byte[] s_padding =
    [
        0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0,
    ];

    /// <summary>The hash of 64 bytes.</summary>
    public static void Block(ReadOnlySpan<byte> block, Span<byte> to)
    {
        Span<byte> state = stackalloc byte[32];
        s_initial.AsSpan().CopyTo(state);
        Guest.Sha256Compress(state, block);
        Guest.Sha256Compress(state, s_padding);
        state.CopyTo(to);
    }

    /// <summary>The node above two.</summary>
    public static void Pair(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> to)
    {
        Span<byte> block = stackalloc byte[64];
        left.CopyTo(block);
        right.CopyTo(block.Slice(32));
        Block(block, to);
    }

    /// <summary>The root above a leaf and a branch; bit i of the index says whether the node of depth i from below is a right one.</summary>
    public static void Branch(ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> branch, uint index, Span<byte> root)
    {
        leaf.CopyTo(root);
        for (int at = 0; at < branch.Length; at += 32, index >>= 1)
        {
            ReadOnlySpan<byte> sibling = branch.Slice(at, 32);
            if ((index & 1) != 0) Pair(sibling, root, root);
            else Pair(root, sibling, root);
        }
    }

    /// <summary>The root of leaves that lie one after another, a power of two of them; they are overwritten.</summary>
    public static void Merkleize(Span<byte> leaves, Span<byte> root)
    {
        for (int count = leaves.Length / 32; count > 1; count /= 2)
            for (int i = 0; i < count / 2; i++)
                Block(leaves.Slice(64 * i, 64), leaves.Slice(32 * i, 32));
        leaves.Slice(0, 32).CopyTo(root);
    }

    /// <summary>Whether two nodes are equal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left.SequenceEqual(right);
}
