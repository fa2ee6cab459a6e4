using System.Diagnostics.CodeAnalysis;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives.Rlp;

namespace Supercomputer.Compute.Blocks;

/// <summary>The header of an Ethereum block of any fork, Frontier to Prague.</summary>
/// <remarks>
/// Source: Ethereum yellow paper, section 4.4; EIP-1559, EIP-4895, EIP-4844, EIP-4788, EIP-7685 for the fields that later
/// forks appended (15 fields, then 16, 17, 20, 21).
/// </remarks>
public sealed class BlockHeader
{
    private static readonly Field[] Layout =
    [
        new("parentHash", 32), new("sha3Uncles", 32), new("miner", 20), new("stateRoot", 32), new("transactionsRoot", 32),
        new("receiptsRoot", 32), new("logsBloom", 256), new("difficulty", null), new("number", null), new("gasLimit", null),
        new("gasUsed", null), new("timestamp", null), new("extraData", null, IsNumber: false), new("mixHash", 32), new("nonce", 8),
        new("baseFeePerGas", null), new("withdrawalsRoot", 32), new("blobGasUsed", null), new("excessBlobGas", null),
        new("parentBeaconBlockRoot", 32), new("requestsHash", 32),
    ];

    private static readonly int[] FieldCounts = [15, 16, 17, 20, 21];

    private BlockHeader(ReadOnlyMemory<byte> encoding, RlpItem[] fields)
    {
        Encoding = encoding;
        Hash = Keccak256.Hash(encoding.Span);
        OmmersHash = new Digest(fields[1].Payload.Span);
        StateRoot = new Digest(fields[3].Payload.Span);
        TransactionsRoot = new Digest(fields[4].Payload.Span);
        ReceiptsRoot = new Digest(fields[5].Payload.Span);
        _ = fields[8].TryGetUInt64(out ulong number);
        _ = fields[11].TryGetUInt64(out ulong timestamp);
        Number = number;
        Timestamp = timestamp;
        if (fields.Length >= 17) WithdrawalsRoot = new Digest(fields[16].Payload.Span);
    }

    /// <summary>The header's RLP.</summary>
    public ReadOnlyMemory<byte> Encoding { get; }

    /// <summary>The block's hash: Keccak-256 of the header's RLP.</summary>
    public Digest Hash { get; }

    /// <summary>Keccak-256 of the RLP of the list of ommers.</summary>
    public Digest OmmersHash { get; }

    /// <summary>The root of the state after the block.</summary>
    public Digest StateRoot { get; }

    /// <summary>The root of the ordered trie of transactions.</summary>
    public Digest TransactionsRoot { get; }

    /// <summary>The root of the ordered trie of receipts.</summary>
    public Digest ReceiptsRoot { get; }

    /// <summary>The root of the ordered trie of withdrawals, from Shanghai on.</summary>
    public Digest? WithdrawalsRoot { get; }

    /// <summary>The block's number.</summary>
    public ulong Number { get; }

    /// <summary>The block's time in seconds since 1970.</summary>
    public ulong Timestamp { get; }

    /// <summary>Names and widths of the fields in order, for readers of other forms of a header.</summary>
    internal static IReadOnlyList<Field> Fields => Layout;

    /// <summary>Reads a header's RLP.</summary>
    internal static bool TryRead(
        ReadOnlyMemory<byte> encoding, [NotNullWhen(true)] out BlockHeader? header, [NotNullWhen(false)] out string? error)
    {
        header = null;
        if (!RlpItem.TryRead(encoding, out RlpItem list, out error)
            || !list.TryGetItems(Layout.Length, out RlpItem[]? fields, out error)) return false;
        if (!FieldCounts.Contains(fields.Length))
        {
            error = $"expected {string.Join(", ", FieldCounts)} fields, found {fields.Length}";
            return false;
        }
        for (int i = 0; i < fields.Length; i++)
        {
            error = Layout[i].Refuse(fields[i]);
            if (error is not null) return false;
        }
        header = new BlockHeader(encoding, fields);
        return true;
    }

    internal sealed record Field(string Name, int? Length, bool IsNumber = true)
    {
        private const int LongestNumber = 32, LongestBytes = 1024;

        public string? Refuse(RlpItem item)
        {
            int length = item.Payload.Length;
            if (item.IsList) return $"{Name}: expected bytes, found a list";
            if (Length is int expected) return length == expected ? null : $"{Name}: expected {expected} bytes, found {length}";
            if (!IsNumber) return length <= LongestBytes ? null : $"{Name}: at most {LongestBytes} bytes, found {length}";
            int limit = Name is "number" or "timestamp" ? sizeof(ulong) : LongestNumber;
            if (length > limit) return $"{Name}: expected a number of at most {limit} bytes, found {length}";
            return length > 0 && item.Payload.Span[0] == 0 ? $"{Name}: a number with leading zeros" : null;
        }
    }
}
