using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives.Rlp;

namespace Supercomputer.Cryptography.Tries;

/// <summary>Roots of Merkle-Patricia tries (Ethereum yellow paper, appendix D).</summary>
public static class MerklePatriciaTrie
{
    private const int BranchWidth = 16;

    /// <summary>The root of a trie that holds nothing: Keccak-256 of the empty byte string's RLP.</summary>
    public static Digest EmptyRoot { get; } = Keccak256.Hash([0x80]);

    /// <summary>The root over a list whose keys are the RLP of the indices: a block's transactions, receipts, withdrawals.</summary>
    public static Digest OrderedRoot(IReadOnlyList<ReadOnlyMemory<byte>> values)
    {
        KeyValuePair<byte[], ReadOnlyMemory<byte>>[] items = new KeyValuePair<byte[], ReadOnlyMemory<byte>>[values.Count];
        for (int i = 0; i < items.Length; i++) items[i] = new(RlpEncoder.EncodeInteger((ulong)i), values[i]);
        return Root(items);
    }

    /// <summary>The proof of an item of such a list: what <see cref="TrieProof.Check"/> takes.</summary>
    /// <param name="values">The list.</param>
    /// <param name="index">Which item; one that is not there gives the proof of its absence.</param>
    public static IReadOnlyList<ReadOnlyMemory<byte>> OrderedProof(IReadOnlyList<ReadOnlyMemory<byte>> values, int index)
    {
        KeyValuePair<byte[], ReadOnlyMemory<byte>>[] items = new KeyValuePair<byte[], ReadOnlyMemory<byte>>[values.Count];
        for (int i = 0; i < items.Length; i++) items[i] = new(RlpEncoder.EncodeInteger((ulong)i), values[i]);
        return Proof(items, RlpEncoder.EncodeInteger((ulong)index));
    }

    /// <summary>The nodes from the root to a key, or to where it would be, each that is named by its hash.</summary>
    /// <param name="items">Keys, all different, and values, none empty.</param>
    /// <param name="key">The key.</param>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Proof(IEnumerable<KeyValuePair<byte[], ReadOnlyMemory<byte>>> items, ReadOnlySpan<byte> key)
    {
        Entry[] sorted = [.. items.Select(item => new Entry(Nibbles.Of(item.Key), item.Value))];
        Array.Sort(sorted, static (left, right) => left.Path.AsSpan().SequenceCompareTo(right.Path));
        List<ReadOnlyMemory<byte>> nodes = [];
        ReadOnlySpan<Entry> entries = sorted;
        byte[] path = Nibbles.Of(key);
        for (int depth = 0; entries.Length > 0;)
        {
            byte[] node = Node(entries, depth);
            if (nodes.Count == 0 || node.Length >= Digest.Size) nodes.Add(node);
            if (entries.Length == 1) break;
            byte[] first = entries[0].Path;
            int shared = first.AsSpan(depth).CommonPrefixLength(entries[^1].Path.AsSpan(depth));
            if (shared > 0)
            {
                if (!path.AsSpan(depth).StartsWith(first.AsSpan(depth, shared))) break;
                depth += shared;
                continue;
            }

            if (path.Length == depth) break;
            byte nibble = path[depth];
            int from = 0, end;
            while (from < entries.Length && (entries[from].Path.Length == depth || entries[from].Path[depth] < nibble)) from++;
            for (end = from; end < entries.Length && entries[end].Path[depth] == nibble;) end++;
            entries = entries[from..end];
            depth++;
        }

        return nodes;
    }

    /// <summary>The root over keys and values, in any order.</summary>
    /// <param name="items">Keys, all different, and values, none empty.</param>
    public static Digest Root(IEnumerable<KeyValuePair<byte[], ReadOnlyMemory<byte>>> items)
    {
        Entry[] entries = [.. items.Select(item => new Entry(Nibbles.Of(item.Key), item.Value))];
        if (entries.Length == 0) return EmptyRoot;
        Array.Sort(entries, static (left, right) => left.Path.AsSpan().SequenceCompareTo(right.Path));
        return Keccak256.Hash(Node(entries, 0));
    }

    /// <summary>The node over entries that share the first <paramref name="depth"/> nibbles, as RLP.</summary>
    private static byte[] Node(ReadOnlySpan<Entry> entries, int depth)
    {
        byte[] first = entries[0].Path;
        if (entries.Length == 1) return Short(first.AsSpan(depth), isLeaf: true, RlpEncoder.EncodeBytes(entries[0].Value.Span));
        int shared = first.AsSpan(depth).CommonPrefixLength(entries[^1].Path.AsSpan(depth)); // sorted: of all entries
        if (shared > 0) return Short(first.AsSpan(depth, shared), isLeaf: false, Reference(Node(entries, depth + shared)));

        byte[][] items = new byte[BranchWidth + 1][];
        ReadOnlySpan<byte> value = default;
        if (first.Length == depth)
        {
            value = entries[0].Value.Span;
            entries = entries[1..];
        }
        for (byte nibble = 0; nibble < BranchWidth; nibble++)
        {
            int count = 0;
            while (count < entries.Length && entries[count].Path[depth] == nibble) count++;
            items[nibble] = count == 0 ? [0x80] : Reference(Node(entries[..count], depth + 1));
            entries = entries[count..];
        }
        items[BranchWidth] = RlpEncoder.EncodeBytes(value);
        return RlpEncoder.EncodeList(items);
    }

    private static byte[] Short(ReadOnlySpan<byte> path, bool isLeaf, byte[] item) =>
        RlpEncoder.EncodeList(RlpEncoder.EncodeBytes(Nibbles.Compact(path, isLeaf)), item);

    /// <summary>How a parent names a node: by its hash, or by itself when it is shorter than one.</summary>
    private static byte[] Reference(byte[] node) =>
        node.Length < Digest.Size ? node : RlpEncoder.EncodeBytes(Keccak256.Hash(node).ToArray());

    private readonly record struct Entry(byte[] Path, ReadOnlyMemory<byte> Value);
}
