using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>The root of the trie over a block's list, whose keys are the RLP of the indices (yellow paper, section 4.3.2 and appendix D).</summary>
public static class OrderedTrie
{
    private const int HashBytes = 32, ReferenceBytes = 33, HeaderBytes = 3;

    /// <summary>Keccak-256 of the list's root node.</summary>
    public static void Root(BlockList list, Span<byte> root)
    {
        if (list.Count == 0)
        {
            ReadOnlySpan<byte> nothing = [0x80];
            Guest.Keccak256(nothing, root);
            return;
        }

        Guest.Keccak256(Node(list, 0, list.Count, 0), root);
    }

    /// <summary>The node over the items that stand at [first, end) in the order of their keys and share so many nibbles.</summary>
    private static ReadOnlySpan<byte> Node(BlockList list, int first, int end, int depth)
    {
        int index = At(first, list.Count), last = At(end - 1, list.Count);
        if (end - first == 1) return Leaf(list, index, depth);
        int shared = 0;
        while (Nibble(index, depth + shared) == Nibble(last, depth + shared)) shared++; // no key begins another
        if (shared > 0) return Extension(list, first, end, depth, shared);

        byte[] node = new byte[HeaderBytes + (16 * ReferenceBytes) + 1];
        int to = HeaderBytes, from = first;
        for (int nibble = 0; nibble < 16; nibble++)
        {
            int next = from;
            while (next < end && Nibble(At(next, list.Count), depth) == nibble) next++;
            if (next == from) node[to++] = 0x80;
            else to += Refer(list, from, next, depth + 1, node.AsSpan(to, ReferenceBytes));
            from = next;
        }

        node[to++] = 0x80; // no value: no key ends in a branch
        int start = WriteHeader(node, HeaderBytes, to - HeaderBytes, 0xc0);
        return new ReadOnlySpan<byte>(node, start, to - start);
    }

    private static ReadOnlySpan<byte> Extension(BlockList list, int first, int end, int depth, int shared)
    {
        byte[] node = new byte[1 + HeaderBytes + ReferenceBytes + HeaderBytes];
        int path = WritePath(node, HeaderBytes + 4, At(first, list.Count), depth, shared, isLeaf: false);
        int length = Refer(list, first, end, depth + shared, node.AsSpan(HeaderBytes + 4, ReferenceBytes));
        int start = WriteHeader(node, path, HeaderBytes + 4 + length - path, 0xc0);
        return new ReadOnlySpan<byte>(node, start, HeaderBytes + 4 + length - start);
    }

    /// <summary>Written in front of the item, where there is room.</summary>
    private static ReadOnlySpan<byte> Leaf(BlockList list, int index, int depth)
    {
        int end = list.Start(index) + list.Length(index);
        Guest.Require(list.Length(index) > 1, "an item of a block is a single byte");
        int value = WriteHeader(list.Bytes, list.Start(index), list.Length(index), 0x80);
        int path = WritePath(list.Bytes, value, index, depth, Nibbles(index) - depth, isLeaf: true);
        int start = WriteHeader(list.Bytes, path, end - path, 0xc0);
        return new ReadOnlySpan<byte>(list.Bytes, start, end - start);
    }

    /// <summary>How a parent names a node: by its hash, or by itself where it is shorter than one.</summary>
    private static int Refer(BlockList list, int first, int end, int depth, Span<byte> to)
    {
        ReadOnlySpan<byte> node = Node(list, first, end, depth);
        if (node.Length < HashBytes)
        {
            node.CopyTo(to);
            return node.Length;
        }

        to[0] = 0x80 + HashBytes;
        Guest.Keccak256(node, to.Slice(1));
        return ReferenceBytes;
    }

    /// <summary>Writes a header so that it ends where its payload starts; gives where it begins.</summary>
    internal static int WriteHeader(byte[] bytes, int payload, int length, int kind)
    {
        int at = payload, digits = 0;
        if (length > 55)
        {
            for (int rest = length; rest > 0; rest >>= 8)
            {
                bytes[--at] = (byte)rest;
                digits++;
            }

            length = 55 + digits;
        }

        bytes[--at] = (byte)(kind + length);
        return at;
    }

    /// <summary>Writes a path in compact form (appendix C), with its header, so that it ends at a byte; gives where it begins.</summary>
    private static int WritePath(byte[] bytes, int end, int index, int depth, int nibbles, bool isLeaf)
    {
        int at = end, nibble = depth + nibbles, flags = isLeaf ? 0x20 : 0;
        for (; nibble - depth >= 2; nibble -= 2) bytes[--at] = (byte)((Nibble(index, nibble - 2) << 4) | Nibble(index, nibble - 1));
        bytes[--at] = (byte)(nibble == depth ? flags : flags | 0x10 | Nibble(index, depth));
        if (end - at > 1)
        {
            int length = end - at;
            bytes[--at] = (byte)(0x80 + length);
        }

        return at;
    }

    /// <summary>The index whose key stands at a place in the keys' order: 1 to 127, then 0, then the others.</summary>
    private static int At(int place, int count)
    {
        int small = count < 128 ? count - 1 : 127;
        return place < small ? place + 1 : place == small ? 0 : place;
    }

    private static int Nibbles(int index) => index < 128 ? 2 : index < 256 ? 4 : 6;

    /// <summary>A nibble of the key: of i, of 81 i, of 82 i i; the key of 0 is 80.</summary>
    private static int Nibble(int index, int at)
    {
        if (index == 0) return at == 0 ? 8 : 0;
        int nibbles = Nibbles(index);
        if (nibbles > 2 && at < 2) return at == 0 ? 8 : (nibbles >> 1) - 1;
        return (index >> (4 * (nibbles - 1 - at))) & 15;
    }
}
