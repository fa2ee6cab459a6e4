using Supercomputer.Consensus.Encoding;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives.Rlp;

namespace Supercomputer.Consensus.Execution;

/// <summary>The header of an execution block, whose hash was made from all of its fields.</summary>
/// <param name="Hash">Keccak-256 of the header's RLP.</param>
/// <param name="Encoding">The header's RLP.</param>
/// <param name="ParentHash">The hash of the parent block.</param>
/// <param name="Number">The block's number.</param>
/// <param name="Timestamp">Seconds since 1970.</param>
/// <param name="StateRoot">The root of the state trie.</param>
/// <param name="TransactionsRoot">The root of the ordered trie of transactions.</param>
/// <param name="ReceiptsRoot">The root of the ordered trie of receipts.</param>
/// <param name="WithdrawalsRoot">The root of the ordered trie of withdrawals, from Shanghai on.</param>
/// <remarks>Source: Ethereum yellow paper, section 4.4; EIP-1559, 4895, 4844, 4788 and 7685 for the fields that forks appended.</remarks>
public sealed record ExecutionHeader(
    Digest Hash, ReadOnlyMemory<byte> Encoding, Digest ParentHash, ulong Number, ulong Timestamp,
    Digest StateRoot, Digest TransactionsRoot, Digest ReceiptsRoot, Digest? WithdrawalsRoot)
{
    private const int FrontierFields = 15;

    private static readonly (string Name, int Length)[] s_fields =
    [
        ("parentHash", 32), ("sha3Uncles", 32), ("miner", 20), ("stateRoot", 32), ("transactionsRoot", 32), ("receiptsRoot", 32),
        ("logsBloom", 256), ("difficulty", 0), ("number", 0), ("gasLimit", 0), ("gasUsed", 0), ("timestamp", 0), ("extraData", -1),
        ("mixHash", 32), ("nonce", 8),
        ("baseFeePerGas", 0), ("withdrawalsRoot", 32), ("blobGasUsed", 0), ("excessBlobGas", 0), ("parentBeaconBlockRoot", 32), ("requestsHash", 32),
    ];

    /// <summary>Reads the header's fields of a block as JSON and makes the hash from them.</summary>
    /// <remarks>Fields that forks appended count up to the first that is absent; the hash decides whether that was right.</remarks>
    internal static ExecutionHeader Read(ref JsonFields block)
    {
        List<byte[]> items = [];
        foreach ((string name, int length) in s_fields)
        {
            if (items.Count >= FrontierFields && !block.HasValue(name)) break;
            items.Add(RlpEncoder.EncodeBytes(length == 0 ? block.WideQuantity(name) : block.Bytes(name, length)));
        }

        byte[] encoding = RlpEncoder.EncodeList(items);
        return new(Keccak256.Hash(encoding), encoding, block.Digest("parentHash"), block.Quantity("number"), block.Quantity("timestamp"),
            block.Digest("stateRoot"), block.Digest("transactionsRoot"), block.Digest("receiptsRoot"),
            block.HasValue("withdrawalsRoot") ? block.Digest("withdrawalsRoot") : null);
    }
}
