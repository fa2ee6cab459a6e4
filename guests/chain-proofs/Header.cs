using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>The fields of an execution header that claims name, with the hash that binds them.</summary>
/// <remarks>Source: Ethereum yellow paper, section 4.4. Fields that later forks appended are read over.</remarks>
public readonly ref struct Header
{
    private const int HashBytes = 32;

    private Header(
        ReadOnlySpan<byte> stateRoot, ReadOnlySpan<byte> transactionsRoot, ReadOnlySpan<byte> receiptsRoot, ulong number, ulong timestamp)
    {
        StateRoot = stateRoot;
        TransactionsRoot = transactionsRoot;
        ReceiptsRoot = receiptsRoot;
        Number = number;
        Timestamp = timestamp;
    }

    /// <summary>The root of the state after the block.</summary>
    public ReadOnlySpan<byte> StateRoot { get; }

    /// <summary>The root of the transactions.</summary>
    public ReadOnlySpan<byte> TransactionsRoot { get; }

    /// <summary>The root of the receipts.</summary>
    public ReadOnlySpan<byte> ReceiptsRoot { get; }

    /// <summary>The block's number.</summary>
    public ulong Number { get; }

    /// <summary>Its time, in seconds since 1970.</summary>
    public ulong Timestamp { get; }

    /// <summary>Reads a header whose hash must be the one that the verifier names.</summary>
    public static Header Read(ReadOnlySpan<byte> rlp, scoped ReadOnlySpan<byte> blockHash)
    {
        Span<byte> hash = stackalloc byte[HashBytes];
        Guest.Keccak256(rlp, hash);
        Guest.Require(blockHash.SequenceEqual(hash), "the header's hash is not the block hash that was asked for");
        return Read(rlp);
    }

    /// <summary>Reads a header whose hash the caller binds.</summary>
    public static Header Read(ReadOnlySpan<byte> rlp)
    {
        RlpReader fields = RlpReader.OfList(rlp);
        fields.Skip(3); // parentHash, sha3Uncles, miner
        ReadOnlySpan<byte> stateRoot = fields.Bytes(HashBytes), transactionsRoot = fields.Bytes(HashBytes), receiptsRoot = fields.Bytes(HashBytes);
        fields.Skip(2); // logsBloom, difficulty
        ulong number = fields.UInt64();
        fields.Skip(2); // gasLimit, gasUsed
        ulong timestamp = fields.UInt64();
        fields.Skip(3); // extraData, mixHash, nonce
        while (!fields.IsAtEnd) fields.Skip(1);
        return new Header(stateRoot, transactionsRoot, receiptsRoot, number, timestamp);
    }
}
