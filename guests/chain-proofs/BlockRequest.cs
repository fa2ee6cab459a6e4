using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>What is asked about a block: chain id and block hash, then a program's own words; the header, then lists of trie nodes.</summary>
internal ref struct BlockRequest
{
    /// <summary>The words of the public bytes behind the block hash.</summary>
    public WordReader Words;

    /// <summary>The private stream behind the header.</summary>
    public ItemReader Items;

    private BlockRequest(WordReader words, ItemReader items, ulong chainId, ReadOnlySpan<byte> blockHash, Header header)
    {
        Words = words;
        Items = items;
        ChainId = chainId;
        BlockHash = blockHash;
        Header = header;
    }

    public ulong ChainId { get; }

    public ReadOnlySpan<byte> BlockHash { get; }

    /// <summary>The header, whose hash is the block hash.</summary>
    public Header Header { get; }

    /// <summary>Reads both streams as far as all programs do.</summary>
    public static BlockRequest Read()
    {
        WordReader words = new(Guest.ReadAll(InputStream.Public));
        ulong chainId = words.UInt64();
        ReadOnlySpan<byte> blockHash = words.Next();
        ItemReader items = new(Guest.ReadAll(InputStream.Private));
        Header header = Header.Read(items.Next(), blockHash);
        return new BlockRequest(words, items, chainId, blockHash, header);
    }

    /// <summary>The item of one of the block's lists, and the end of both streams.</summary>
    public ReadOnlySpan<byte> ListItem(scoped ReadOnlySpan<byte> root, int index)
    {
        Words.End();
        Span<byte> key = stackalloc byte[ListKey.MaximumBytes];
        int keyBytes = ListKey.Write(index, key);
        bool exists = TrieWalk.TryFind(root, key.Slice(0, keyBytes), ref Items, out ReadOnlySpan<byte> item);
        Guest.Require(exists, "the block has no transaction with this index");
        Items.End();
        return item;
    }

    /// <summary>Begins a claim: kind, chain id, block number, block hash, and the root that the claim is under.</summary>
    public readonly WordWriter BeginClaim(byte[] claim, ulong kind, scoped ReadOnlySpan<byte> root)
    {
        WordWriter words = new(claim);
        words.Number(kind);
        words.Number(ChainId);
        words.Number(Header.Number);
        words.Bytes(BlockHash);
        words.Bytes(root);
        return words;
    }
}
