namespace ChainProofs;

/// <summary>The words of a FinalizedHeader claim that a computation needs.</summary>
public readonly ref struct HeaderClaim
{
    /// <summary>Bytes of the claim.</summary>
    public const int SizeBytes = 12 * 32;

    private const int Kind = 1;

    private HeaderClaim(
        ulong chainId, ulong number, ReadOnlySpan<byte> blockHash, ReadOnlySpan<byte> stateRoot, ReadOnlySpan<byte> receiptsRoot, ulong timestamp)
    {
        ChainId = chainId;
        Number = number;
        BlockHash = blockHash;
        StateRoot = stateRoot;
        ReceiptsRoot = receiptsRoot;
        Timestamp = timestamp;
    }

    /// <summary>The chain's id.</summary>
    public ulong ChainId { get; }

    /// <summary>The block's number.</summary>
    public ulong Number { get; }

    /// <summary>The block's hash.</summary>
    public ReadOnlySpan<byte> BlockHash { get; }

    /// <summary>The root of the state after the block.</summary>
    public ReadOnlySpan<byte> StateRoot { get; }

    /// <summary>The root of the receipts.</summary>
    public ReadOnlySpan<byte> ReceiptsRoot { get; }

    /// <summary>The block's time in seconds since 1970.</summary>
    public ulong Timestamp { get; }

    /// <summary>Reads a claim.</summary>
    public static HeaderClaim Read(ReadOnlySpan<byte> claim)
    {
        WordReader words = new(claim);
        Supercomputer.Guests.Guest.Require(words.UInt64() == Kind, "the private stream does not begin with a FinalizedHeader claim");
        ulong chainId = words.UInt64();
        for (int i = 0; i < 4; i++) words.Next(); // genesisValidatorsRoot, checkpointRoot, slot, beaconRoot
        ulong number = words.UInt64();
        ReadOnlySpan<byte> blockHash = words.Next(), stateRoot = words.Next(), receiptsRoot = words.Next();
        words.Next(); // transactionsRoot: of the beacon chain
        return new HeaderClaim(chainId, number, blockHash, stateRoot, receiptsRoot, words.UInt64());
    }
}
