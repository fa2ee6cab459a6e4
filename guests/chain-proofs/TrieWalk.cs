using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>Looks a key up in a Merkle-Patricia trie through a proof: the nodes from the root down (yellow paper, appendix D).</summary>
public static class TrieWalk
{
    private const int HashBytes = 32, BranchItems = 17;

    /// <summary>Keccak-256 of the empty string's RLP: the root of a trie that holds nothing.</summary>
    private static ReadOnlySpan<byte> EmptyRoot =>
    [
        0x56, 0xe8, 0x1f, 0x17, 0x1b, 0xcc, 0x55, 0xa6, 0xff, 0x83, 0x45, 0xe6, 0x92, 0xc0, 0xf8, 0x6e,
        0x5b, 0x48, 0xe0, 0x1b, 0x99, 0x6c, 0xad, 0xc0, 0x01, 0x62, 0x2f, 0xb5, 0xe3, 0x63, 0xb4, 0x21,
    ];

    /// <summary>The value at a key, or that there is none. Refuses nodes that do not decide it, and nodes that are not needed.</summary>
    /// <param name="root">The trie's root.</param>
    /// <param name="key">The key as it lies in the trie.</param>
    /// <param name="nodes">The next list of the private stream: each node that its parent names by its hash.</param>
    /// <param name="value">The value; empty where there is none.</param>
    public static bool TryFind(scoped ReadOnlySpan<byte> root, scoped ReadOnlySpan<byte> key, scoped ref ItemReader nodes, out ReadOnlySpan<byte> value)
    {
        Span<byte> hash = stackalloc byte[HashBytes];
        scoped ReadOnlySpan<byte> expected = root;
        int at = 0;
        bool decided = false;
        value = default;
        if (!nodes.TryNext(out ReadOnlySpan<byte> node))
        {
            Guest.Require(EmptyRoot.SequenceEqual(root), "a proof without nodes, of a trie that is not empty");
            return false;
        }

        while (!decided)
        {
            Guest.Keccak256(node, hash);
            Guest.Require(expected.SequenceEqual(hash), "a node's hash is not the one that its parent names");
            if (node.Length == 1) // of one byte only the empty string is a node
            {
                Guest.Require(node[0] == 0x80 && at == 0, "a node is no list");
                break;
            }

            decided = Descend(RlpReader.OfList(node), key, ref at, out ReadOnlySpan<byte> next, out value);
            expected = next;
            if (!decided) Guest.Require(nodes.TryNext(out node), "the proof ends before the key is decided");
        }

        Guest.Require(!nodes.TryNext(out node), "nodes follow the one that decides the key");
        return value.Length != 0;
    }

    /// <summary>Walks a node, and those inside it. True where it decides: <paramref name="value"/> is the value, or empty.</summary>
    private static bool Descend(RlpReader items, scoped ReadOnlySpan<byte> key, scoped ref int at, out ReadOnlySpan<byte> next, out ReadOnlySpan<byte> value)
    {
        next = default;
        value = default;
        while (true)
        {
            bool isAtValue = at == 2 * key.Length;
            RlpItem first = items.Next(), chosen = Choose(items, first, isAtValue ? BranchItems - 1 : Nibble(key, at), out int count);
            RlpItem child;
            if (count == BranchItems)
            {
                if (isAtValue) return Found(chosen, out value);
                at++;
                child = chosen;
            }
            else
            {
                Guest.Require(count == 2, "a node has neither 2 nor 17 items");
                RlpItem second = items.Next();
                Guest.Require(!first.IsList, "a node's path is a list");
                bool matches = Matches(first.Payload, key, ref at, out bool isLeaf);
                if (!matches) return true;
                if (isLeaf) return Found(second, out value);
                child = second;
            }

            if (!child.IsList)
            {
                next = child.Payload;
                if (next.Length == 0) return true;
                Guest.Require(next.Length == HashBytes, "a node names a child by other than 32 bytes");
                return false;
            }

            Guest.Require(child.Length < HashBytes, "a child of 32 bytes or more lies inside its parent");
            items = new RlpReader(child.Payload);
        }
    }

    /// <summary>Counts all items and gives the one at an index, the first where there are fewer.</summary>
    private static RlpItem Choose(RlpReader rest, RlpItem first, int index, out int count)
    {
        RlpItem chosen = first;
        count = 1;
        while (!rest.IsAtEnd)
        {
            RlpItem item = rest.Next();
            if (count == index) chosen = item;
            count++;
            Guest.Require(count <= BranchItems, "a node has more than 17 items");
        }

        return chosen;
    }

    private static bool Found(RlpItem item, out ReadOnlySpan<byte> value)
    {
        Guest.Require(!item.IsList, "a value in the trie is a list");
        value = item.Payload;
        return true;
    }

    /// <summary>Whether the key goes on along a path in compact form (appendix C), to its end where the path is a leaf's.</summary>
    private static bool Matches(scoped ReadOnlySpan<byte> compact, scoped ReadOnlySpan<byte> key, scoped ref int at, out bool isLeaf)
    {
        Guest.Require(compact.Length > 0, "a node's path is empty");
        int flags = compact[0];
        Guest.Require(flags < 0x40 && ((flags & 0x10) != 0 || (flags & 15) == 0), "a node's path has unknown flags");
        isLeaf = (flags & 0x20) != 0;
        int skipped = (flags & 0x10) != 0 ? 1 : 2, length = (2 * compact.Length) - skipped, left = (2 * key.Length) - at;
        Guest.Require(isLeaf || length > 0, "an extension has no path");
        if (isLeaf ? length != left : length > left) return false;
        for (int i = 0; i < length; i++)
            if (Nibble(compact, skipped + i) != Nibble(key, at + i)) return false;
        at += length;
        return true;
    }

    private static int Nibble(ReadOnlySpan<byte> bytes, int index) => (index & 1) == 0 ? bytes[index >> 1] >> 4 : bytes[index >> 1] & 15;
}
