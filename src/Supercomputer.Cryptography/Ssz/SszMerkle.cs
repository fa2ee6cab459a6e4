using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Cryptography.Ssz;

/// <summary>SSZ merkleization: chunks of 32 bytes under a binary SHA-256 tree, padded with zero chunks.</summary>
/// <remarks>Source: consensus-specs, ssz/simple-serialize.md, "Merkleization"; ssz/merkle-proofs.md, "Generalized Merkle tree index".</remarks>
public static class SszMerkle
{
    /// <summary>The hash of two nodes.</summary>
    public static Digest HashPair(in Digest left, in Digest right)
    {
        Span<byte> block = stackalloc byte[2 * Digest.Size];
        left.CopyTo(block);
        right.CopyTo(block[Digest.Size..]);
        return Sha256.Hash(block);
    }

    /// <summary>The root of a tree of 2^depth chunks, of which the first are given and the others are zero.</summary>
    /// <param name="chunks">At most 2^depth chunks; they are overwritten.</param>
    /// <param name="depth">Levels above the chunks.</param>
    public static Digest Merkleize(Span<Digest> chunks, int depth)
    {
        if (depth < 31 && chunks.Length > 1 << depth)
            throw new ArgumentException($"a tree of depth {depth} holds {1 << depth} chunks, not {chunks.Length}", nameof(chunks));
        int count = chunks.Length;
        Digest zero = default;
        for (int level = 0; level < depth; level++)
        {
            int pairs = count / 2;
            HashLayer(chunks[..(2 * pairs)], chunks[..pairs]);
            if (count % 2 != 0) chunks[pairs++] = HashPair(chunks[count - 1], zero);
            zero = HashPair(zero, zero);
            count = pairs;
        }

        return count == 0 ? zero : chunks[0];
    }

    /// <summary>The root of bytes packed into chunks.</summary>
    /// <param name="bytes">At most 32 * 2^depth bytes.</param>
    /// <param name="depth">Levels above the chunks.</param>
    public static Digest BytesRoot(ReadOnlySpan<byte> bytes, int depth)
    {
        Digest[] chunks = new Digest[(bytes.Length + Digest.Size - 1) / Digest.Size];
        bytes.CopyTo(MemoryMarshal.AsBytes(chunks.AsSpan()));
        return Merkleize(chunks, depth);
    }

    /// <summary>The root of a list: the root of its elements with their number.</summary>
    public static Digest MixInLength(in Digest root, ulong length) => HashPair(root, UInt64Chunk(length));

    /// <summary>A number as a chunk.</summary>
    public static Digest UInt64Chunk(ulong value)
    {
        Span<byte> chunk = stackalloc byte[Digest.Size];
        chunk.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(chunk, value);
        return new(chunk);
    }

    /// <summary>At most 32 bytes as a chunk.</summary>
    public static Digest BytesChunk(ReadOnlySpan<byte> bytes)
    {
        Span<byte> chunk = stackalloc byte[Digest.Size];
        chunk.Clear();
        bytes.CopyTo(chunk);
        return new(chunk);
    }

    /// <summary>Whether a leaf lies under a root (is_valid_merkle_branch).</summary>
    /// <param name="leaf">The node at the bottom.</param>
    /// <param name="branch">The siblings from the bottom up.</param>
    /// <param name="index">The leaf's place in its level.</param>
    /// <param name="root">The root.</param>
    public static bool IsValidMerkleBranch(in Digest leaf, ReadOnlySpan<Digest> branch, ulong index, in Digest root)
    {
        Digest value = leaf;
        for (int level = 0; level < branch.Length; level++)
            value = (index >> level & 1) != 0 ? HashPair(branch[level], value) : HashPair(value, branch[level]);
        return value == root;
    }

    /// <summary>The siblings from a leaf up to the root of a tree of 2^depth chunks, of which the first are given and the others are zero.</summary>
    /// <param name="chunks">At most 2^depth chunks.</param>
    /// <param name="depth">Levels above the chunks.</param>
    /// <param name="index">The leaf's place, given or zero.</param>
    public static Digest[] Branch(ReadOnlySpan<Digest> chunks, int depth, ulong index)
    {
        Digest[] layer = chunks.ToArray(), branch = new Digest[depth];
        Digest zero = default;
        for (int level = 0; level < depth; level++)
        {
            ulong sibling = (index >> level) ^ 1;
            branch[level] = sibling < (ulong)layer.Length ? layer[sibling] : zero;
            Digest[] parents = new Digest[(layer.Length + 1) / 2];
            for (int i = 0; i < parents.Length; i++) parents[i] = HashPair(layer[2 * i], (2 * i) + 1 < layer.Length ? layer[(2 * i) + 1] : zero);
            (layer, zero) = (parents, HashPair(zero, zero));
        }

        return branch;
    }

    /// <summary>The level of a generalized index: floorlog2.</summary>
    public static int FloorLog2(ulong generalizedIndex) => BitOperations.Log2(generalizedIndex);

    /// <summary>The place of a generalized index in its level: get_subtree_index.</summary>
    public static ulong GetSubtreeIndex(ulong generalizedIndex) => generalizedIndex - (1UL << FloorLog2(generalizedIndex));

    /// <summary>Hashes neighbours; the output may be the first half of the input, because a node is written after both were read.</summary>
    private static void HashLayer(ReadOnlySpan<Digest> nodes, Span<Digest> parents) =>
        Sha256.HashMany(MemoryMarshal.AsBytes(nodes), 2 * Digest.Size, parents);
}
