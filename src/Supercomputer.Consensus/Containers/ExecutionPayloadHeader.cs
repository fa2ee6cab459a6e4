using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;

namespace Supercomputer.Consensus.Containers;

/// <summary>The execution block's header as the consensus layer commits to it, in Deneb's form: before Deneb both blob fields are zero.</summary>
/// <remarks>Source: consensus-specs, deneb/beacon-chain.md, "ExecutionPayloadHeader". An array that is null counts as its default.</remarks>
public struct ExecutionPayloadHeader
{
    /// <summary>BYTES_PER_LOGS_BLOOM.</summary>
    public const int LogsBloomSize = 256;

    /// <summary>MAX_EXTRA_DATA_BYTES.</summary>
    public const int MaxExtraDataSize = 32;

    /// <summary>Bytes of the fee recipient.</summary>
    public const int AddressSize = 20;

    /// <summary>The hash of the parent block.</summary>
    public Digest ParentHash;

    /// <summary>The address that gets the fees, 20 bytes.</summary>
    public byte[]? FeeRecipient;

    /// <summary>The root of the state trie.</summary>
    public Digest StateRoot;

    /// <summary>The root of the receipts trie.</summary>
    public Digest ReceiptsRoot;

    /// <summary>The bloom filter of the logs, 256 bytes.</summary>
    public byte[]? LogsBloom;

    /// <summary>The randomness of the slot.</summary>
    public Digest PrevRandao;

    /// <summary>The block's number.</summary>
    public ulong BlockNumber;

    /// <summary>The most gas of the block.</summary>
    public ulong GasLimit;

    /// <summary>The gas used.</summary>
    public ulong GasUsed;

    /// <summary>Seconds since 1970.</summary>
    public ulong Timestamp;

    /// <summary>At most 32 bytes of the proposer's choice.</summary>
    public byte[]? ExtraData;

    /// <summary>The base fee in wei, a number of 256 bits, little-endian.</summary>
    public Digest BaseFeePerGas;

    /// <summary>The block's hash.</summary>
    public Digest BlockHash;

    /// <summary>The SSZ root of the transactions (not the trie's root).</summary>
    public Digest TransactionsRoot;

    /// <summary>The SSZ root of the withdrawals.</summary>
    public Digest WithdrawalsRoot;

    /// <summary>Blob gas used; from Deneb on.</summary>
    public ulong BlobGasUsed;

    /// <summary>Excess blob gas; from Deneb on.</summary>
    public ulong ExcessBlobGas;

    /// <summary>hash_tree_root of the form before Deneb, which lacks the blob fields.</summary>
    public static Digest CapellaHashTreeRoot(in ExecutionPayloadHeader header)
    {
        Digest[] chunks = CapellaFieldRoots(header);
        return SszMerkle.Merkleize(chunks, 4);
    }

    /// <summary>hash_tree_root of the form from Deneb on.</summary>
    public static Digest DenebHashTreeRoot(in ExecutionPayloadHeader header)
    {
        Digest[] chunks = DenebFieldRoots(header);
        return SszMerkle.Merkleize(chunks, 5);
    }

    /// <summary>The roots of the fields before Deneb, in their order.</summary>
    public static Digest[] CapellaFieldRoots(in ExecutionPayloadHeader header)
    {
        Digest[] chunks = new Digest[15];
        FillChunks(header, chunks);
        return chunks;
    }

    /// <summary>The roots of the fields from Deneb on, in their order.</summary>
    public static Digest[] DenebFieldRoots(in ExecutionPayloadHeader header)
    {
        Digest[] chunks = new Digest[17];
        FillChunks(header, chunks);
        chunks[15] = SszMerkle.UInt64Chunk(header.BlobGasUsed);
        chunks[16] = SszMerkle.UInt64Chunk(header.ExcessBlobGas);
        return chunks;
    }

    /// <summary>Whether every field is that of the default header.</summary>
    public static bool IsDefault(in ExecutionPayloadHeader header) =>
        header.ParentHash == default && !header.FeeRecipient.AsSpan().ContainsAnyExcept((byte)0)
        && header.StateRoot == default && header.ReceiptsRoot == default
        && !header.LogsBloom.AsSpan().ContainsAnyExcept((byte)0) && header.PrevRandao == default
        && (header.BlockNumber | header.GasLimit | header.GasUsed | header.Timestamp) == 0
        && header.ExtraData.AsSpan().IsEmpty && header.BaseFeePerGas == default && header.BlockHash == default
        && header.TransactionsRoot == default && header.WithdrawalsRoot == default
        && (header.BlobGasUsed | header.ExcessBlobGas) == 0;

    private static void FillChunks(in ExecutionPayloadHeader header, Span<Digest> chunks)
    {
        ReadOnlySpan<byte> extraData = header.ExtraData;
        chunks[0] = header.ParentHash;
        chunks[1] = SszMerkle.BytesChunk(header.FeeRecipient);
        chunks[2] = header.StateRoot;
        chunks[3] = header.ReceiptsRoot;
        chunks[4] = SszMerkle.BytesRoot(header.LogsBloom, 3);
        chunks[5] = header.PrevRandao;
        chunks[6] = SszMerkle.UInt64Chunk(header.BlockNumber);
        chunks[7] = SszMerkle.UInt64Chunk(header.GasLimit);
        chunks[8] = SszMerkle.UInt64Chunk(header.GasUsed);
        chunks[9] = SszMerkle.UInt64Chunk(header.Timestamp);
        chunks[10] = SszMerkle.MixInLength(SszMerkle.BytesChunk(extraData), (ulong)extraData.Length);
        chunks[11] = header.BaseFeePerGas;
        chunks[12] = header.BlockHash;
        chunks[13] = header.TransactionsRoot;
        chunks[14] = header.WithdrawalsRoot;
    }
}
