using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives.Rlp;

namespace Supercomputer.Cryptography.Tries;

/// <summary>Checks Merkle-Patricia proofs, of presence and of absence, as <c>eth_getProof</c> gives them.</summary>
public static class TrieProof
{
    /// <summary>Looks a key up in the trie with a root, through the nodes from the root down.</summary>
    /// <param name="root">The trie's root.</param>
    /// <param name="key">The key as it lies in the trie (a secure trie's keys are hashed).</param>
    /// <param name="nodes">The RLP of each node that is named by its hash, from the root on, and no other.</param>
    /// <returns>The value or its absence, or why the proof is refused. Never throws on any nodes.</returns>
    public static TrieProofResult Check(Digest root, ReadOnlySpan<byte> key, IReadOnlyList<ReadOnlyMemory<byte>> nodes)
    {
        // Clients answer for an empty trie with no node at all, or with the empty string that its root is the hash of.
        if (root == MerklePatriciaTrie.EmptyRoot && (nodes.Count == 0 || nodes is [{ Span: [0x80] }])) return TrieProofResult.Absent;
        ReadOnlySpan<byte> path = Nibbles.Of(key);
        Digest expected = root;
        for (int i = 0; i < nodes.Count; i++)
        {
            Digest actual = Keccak256.Hash(nodes[i].Span);
            if (actual != expected) return TrieProofResult.Refused($"node {i}: expected hash 0x{expected}, actual 0x{actual}");
            if (!RlpItem.TryRead(nodes[i], out RlpItem node, out string? error)) return TrieProofResult.Refused($"node {i}: {error}");
            Step step = Descend(node, ref path);
            if (step.Result is null)
            {
                expected = step.Next;
                continue;
            }
            if (step.Result.Error is not null) return TrieProofResult.Refused($"node {i}: {step.Result.Error}");
            return i == nodes.Count - 1
                ? step.Result
                : TrieProofResult.Refused($"node {i} decides, but {nodes.Count - 1 - i} more nodes follow");
        }
        return TrieProofResult.Refused($"the proof ends after {nodes.Count} nodes; the node with hash 0x{expected} is missing");
    }

    /// <summary>Walks one node, and those that lie inside it because they are shorter than a hash.</summary>
    private static Step Descend(RlpItem node, ref ReadOnlySpan<byte> path)
    {
        for (; ; )
        {
            if (!node.TryGetItems(17, out RlpItem[]? items, out string? error)) return Step.Refused(error);
            RlpItem child;
            if (items.Length == 17)
            {
                if (path.IsEmpty) return Step.Found(items[16]);
                child = items[path[0]];
                path = path[1..];
            }
            else if (items.Length == 2)
            {
                if (items[0].IsList || !Nibbles.TryExpand(items[0].Payload.Span, out byte[] nibbles, out bool isLeaf))
                    return Step.Refused("a path with unknown flags");
                if (isLeaf) return path.SequenceEqual(nibbles) ? Step.Found(items[1]) : Step.Absent;
                if (nibbles.Length == 0) return Step.Refused("an extension without a path");
                if (!path.StartsWith(nibbles)) return Step.Absent;
                path = path[nibbles.Length..];
                child = items[1];
            }
            else
            {
                return Step.Refused($"expected a node of 2 or 17 items, actual {items.Length}");
            }
            if (child.IsList && child.Encoding.Length >= Digest.Size)
                return Step.Refused($"a child of {child.Encoding.Length} bytes inside its parent; from {Digest.Size} on it is named by its hash");
            if (child.IsList) node = child;
            else if (child.Payload.Length == Digest.Size) return new Step(null, new Digest(child.Payload.Span));
            else if (child.Payload.IsEmpty) return Step.Absent;
            else return Step.Refused($"a child of {child.Payload.Length} bytes");
        }
    }

    private readonly record struct Step(TrieProofResult? Result, Digest Next)
    {
        public static Step Absent => new(TrieProofResult.Absent, default);

        public static Step Found(RlpItem value)
        {
            if (value.IsList) return Refused("a value that is a list");
            return value.Payload.IsEmpty ? Absent : new(TrieProofResult.Found(value.Payload), default);
        }

        public static Step Refused(string error) => new(TrieProofResult.Refused(error), default);
    }
}
