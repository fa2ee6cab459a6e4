using System.Numerics;
using System.Text.Json;
using Supercomputer.Consensus.Encoding;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Tries;
using Supercomputer.Primitives.Rlp;

namespace Supercomputer.Consensus.Execution;

/// <summary>Checks results of the execution interface against what a verified header commits to.</summary>
/// <remarks>
/// Errors: null when the result is proved, else what is wrong; nothing throws on any JSON whose texts are whole.
/// What a result says beyond the proof (senders, prices, sizes) is not returned.
/// Source: ethereum/execution-apis; yellow paper, appendix D.
/// </remarks>
public static class ExecutionProofs
{
    private const int MostItems = 1 << 16, MostNodes = 64;

    /// <summary>Checks that a block's header has a hash.</summary>
    /// <param name="block">The result of eth_getBlockByHash or eth_getBlockByNumber.</param>
    /// <param name="hash">The hash that it must have.</param>
    /// <param name="header">The header.</param>
    public static string? TryReadHeader(JsonElement block, in Digest hash, out ExecutionHeader? header)
    {
        JsonFields fields = new(block, "block");
        header = ExecutionHeader.Read(ref fields);
        if (fields.Error is null && header.Hash != hash) fields.Refuse($": hash 0x{hash} expected, actual 0x{header.Hash} of its fields");
        if (fields.Error is null && fields.Digest("hash") != hash) fields.Refuse($".hash: 0x{hash} expected, actual 0x{fields.Digest("hash")}");
        if (fields.Error is not null) header = null;
        return fields.Error;
    }

    /// <summary>Checks that a block has a hash, and that transactions and withdrawals are those of its header.</summary>
    /// <param name="json">The result of eth_getBlockByHash with whole transactions.</param>
    /// <param name="hash">The hash that it must have.</param>
    /// <param name="block">The block.</param>
    public static string? TryReadBlock(JsonElement json, in Digest hash, out ExecutionBlock? block)
    {
        block = null;
        string? error = TryReadHeader(json, hash, out ExecutionHeader? header);
        if (error is not null) return error;
        JsonFields fields = new(json, "block");
        JsonFields[] entries = fields.Objects("transactions", MostItems);
        ExecutionTransaction[] transactions = new ExecutionTransaction[entries.Length];
        for (int i = 0; i < entries.Length && fields.Error is null; i++)
        {
            transactions[i] = ExecutionTransaction.Read(ref entries[i]);
            CheckPlace(ref entries[i], header!, i);
            fields.Adopt(entries[i]);
        }

        if (fields.Error is not null) return fields.Error;
        Digest root = MerklePatriciaTrie.OrderedRoot([.. transactions.Select(static transaction => transaction.Encoding)]);
        if (root != header!.TransactionsRoot) return $"block.transactions: root 0x{header.TransactionsRoot} expected, actual 0x{root}";
        ReadOnlyMemory<byte>[] withdrawals = header.WithdrawalsRoot is null ? [] : ReadWithdrawals(ref fields);
        if (fields.Error is not null) return fields.Error;
        if (header.WithdrawalsRoot is Digest expected && MerklePatriciaTrie.OrderedRoot(withdrawals) is Digest actual && actual != expected)
            return $"block.withdrawals: root 0x{expected} expected, actual 0x{actual}";
        block = new(header, transactions, withdrawals);
        return null;
    }

    /// <summary>Checks that receipts are all those of a header.</summary>
    /// <param name="json">The result of eth_getBlockReceipts.</param>
    /// <param name="header">The verified header.</param>
    /// <param name="receipts">The receipts in order.</param>
    public static string? TryReadReceipts(JsonElement json, ExecutionHeader header, out IReadOnlyList<ExecutionReceipt> receipts)
    {
        receipts = [];
        if (json.ValueKind != JsonValueKind.Array) return $"receipts: an array expected, actual {json.ValueKind}";
        if (json.GetArrayLength() > MostItems) return $"receipts: at most {MostItems} expected, actual {json.GetArrayLength()}";
        List<ExecutionReceipt> read = [];
        ulong logs = 0;
        foreach (JsonElement element in json.EnumerateArray())
        {
            JsonFields fields = new(element, $"receipts[{read.Count}]");
            ExecutionReceipt receipt = ExecutionReceipt.Read(ref fields);
            CheckPlace(ref fields, header, read.Count);
            CheckGas(ref fields, receipt, read.Count > 0 ? read[^1].CumulativeGas : 0);
            CheckLogs(ref fields, header, read.Count, ref logs);
            if (fields.Error is not null) return fields.Error;
            read.Add(receipt);
        }

        Digest root = MerklePatriciaTrie.OrderedRoot([.. read.Select(static receipt => receipt.Encoding)]);
        if (root != header.ReceiptsRoot) return $"receipts: root 0x{header.ReceiptsRoot} of block {header.Number} expected, actual 0x{root}";
        receipts = read;
        return null;
    }

    /// <summary>Checks an account and its storage against a state root.</summary>
    /// <param name="json">The result of eth_getProof.</param>
    /// <param name="stateRoot">The state root of a verified header.</param>
    /// <param name="address">The address that was asked for, 20 bytes.</param>
    /// <param name="keys">The keys that were asked for.</param>
    /// <param name="account">The account, or its absence.</param>
    public static string? TryReadAccount(
        JsonElement json, in Digest stateRoot, ReadOnlySpan<byte> address, IReadOnlyList<Digest> keys, out ExecutionAccount? account)
    {
        account = null;
        JsonFields fields = new(json, "proof");
        if (!fields.Bytes("address", 20).AsSpan().SequenceEqual(address)) fields.Refuse(".address: the address asked for expected");
        ReadOnlyMemory<byte>[] nodes = Nodes(ref fields, "accountProof");
        if (fields.Error is not null) return fields.Error;
        TrieProofResult proof = TrieProof.Check(stateRoot, Keccak256.Hash(address).ToArray(), nodes);
        if (!proof.IsAccepted) return $"proof.accountProof under state root 0x{stateRoot}: {proof.Error}";
        RlpItem[] parts = [];
        if (proof.Value is { } value)
        {
            if (!RlpItem.TryRead(value, out RlpItem list, out string? error) || !list.TryGetItems(4, out parts!, out error)) return $"proof.accountProof: {error}";
            if (parts.Length != 4 || Array.Exists(parts, static part => part.IsList) || parts[2].Payload.Length != Digest.Size
                || parts[3].Payload.Length != Digest.Size || !parts[0].TryGetUInt64(out _) || parts[1].Payload.Length > Digest.Size)
                return "proof.accountProof: an account of nonce, balance, storage root and code hash expected";
        }

        bool exists = parts.Length > 0;
        ulong nonce = 0;
        if (exists) _ = parts[0].TryGetUInt64(out nonce);
        BigInteger balance = exists ? new BigInteger(parts[1].Payload.Span, isUnsigned: true, isBigEndian: true) : 0;
        Digest storage = exists ? new(parts[2].Payload.Span) : MerklePatriciaTrie.EmptyRoot, code = exists ? new(parts[3].Payload.Span) : Keccak256.Hash([]);
        CheckAccount(ref fields, exists, nonce, balance, storage, code);
        Dictionary<Digest, Digest> slots = ReadSlots(ref fields, storage, keys);
        if (fields.Error is null) account = new(address.ToArray(), exists, nonce, balance, storage, code, slots, nodes);
        return fields.Error;
    }

    /// <summary>What an answer says of the account must be what the proof says; for an absent one nodes write zeros where hashes belong.</summary>
    private static void CheckAccount(ref JsonFields fields, bool exists, ulong nonce, BigInteger balance, in Digest storage, in Digest code)
    {
        if (fields.Quantity("nonce") != nonce) fields.Refuse($".nonce: {nonce} as proved expected");
        if (new BigInteger(fields.WideQuantity("balance"), isUnsigned: true, isBigEndian: true) != balance) fields.Refuse($".balance: {balance} as proved expected");
        Digest saidStorage = fields.Digest("storageHash"), saidCode = fields.Digest("codeHash");
        if (saidStorage != storage && (exists || saidStorage != default)) fields.Refuse($".storageHash: 0x{storage} as proved expected");
        if (saidCode != code && (exists || saidCode != default)) fields.Refuse($".codeHash: 0x{code} as proved expected");
    }

    private static Dictionary<Digest, Digest> ReadSlots(ref JsonFields fields, in Digest storage, IReadOnlyList<Digest> keys)
    {
        Dictionary<Digest, Digest> slots = [];
        JsonFields[] entries = fields.Objects("storageProof", MostItems);
        if (entries.Length != keys.Count) fields.Refuse($".storageProof: {keys.Count} slots expected, actual {entries.Length}");
        for (int i = 0; i < entries.Length && fields.Error is null; i++)
        {
            if (Word(entries[i].WideQuantity("key")) != keys[i]) entries[i].Refuse($".key: 0x{keys[i]} as asked for expected");
            Digest said = Word(entries[i].WideQuantity("value"));
            ReadOnlyMemory<byte>[] nodes = Nodes(ref entries[i], "proof");
            if (entries[i].Error is null)
            {
                TrieProofResult proof = TrieProof.Check(storage, Keccak256.Hash(keys[i].ToArray()).ToArray(), nodes);
                Digest value = default;
                if (!proof.IsAccepted) entries[i].Refuse($".proof under storage root 0x{storage}: {proof.Error}");
                else if (proof.Value is { } leaf)
                {
                    if (!RlpItem.TryRead(leaf, out RlpItem item, out string? error)) entries[i].Refuse($".proof: {error}");
                    else if (item.IsList || item.Payload.Length > Digest.Size) entries[i].Refuse(".proof: a value of at most 32 bytes expected");
                    else value = Word(item.Payload.Span);
                }

                if (value != said) entries[i].Refuse($".value: 0x{value} as proved expected, actual 0x{said}");
                slots[keys[i]] = value;
            }

            fields.Adopt(entries[i]);
        }

        return slots;
    }

    private static Digest Word(ReadOnlySpan<byte> number)
    {
        Span<byte> word = stackalloc byte[Digest.Size];
        word.Clear();
        number.CopyTo(word[(Digest.Size - number.Length)..]);
        return new(word);
    }

    private static ReadOnlyMemory<byte>[] Nodes(ref JsonFields fields, string name) =>
        [.. fields.ByteStrings(name, MostNodes).Select(static node => new ReadOnlyMemory<byte>(node))];

    private static ReadOnlyMemory<byte>[] ReadWithdrawals(ref JsonFields fields)
    {
        JsonFields[] entries = fields.Objects("withdrawals", MostItems);
        ReadOnlyMemory<byte>[] withdrawals = new ReadOnlyMemory<byte>[entries.Length];
        for (int i = 0; i < entries.Length; i++)
        {
            withdrawals[i] = RlpEncoder.EncodeList(
                RlpEncoder.EncodeBytes(entries[i].WideQuantity("index")), RlpEncoder.EncodeBytes(entries[i].WideQuantity("validatorIndex")),
                RlpEncoder.EncodeBytes(entries[i].Bytes("address", 20)), RlpEncoder.EncodeBytes(entries[i].WideQuantity("amount")));
            fields.Adopt(entries[i]);
        }

        return withdrawals;
    }

    /// <summary>Where a transaction, receipt or log says that it lies must be where it was found.</summary>
    private static void CheckPlace(ref JsonFields fields, ExecutionHeader header, int index)
    {
        if (fields.HasValue("blockHash") && fields.Digest("blockHash") != header.Hash) fields.Refuse($".blockHash: 0x{header.Hash} expected");
        if (fields.HasValue("blockNumber") && fields.Quantity("blockNumber") != header.Number) fields.Refuse($".blockNumber: {header.Number} expected");
        if (fields.HasValue("transactionIndex") && fields.Quantity("transactionIndex") != (ulong)index) fields.Refuse($".transactionIndex: {index} expected");
    }

    private static void CheckGas(ref JsonFields fields, ExecutionReceipt receipt, ulong before)
    {
        if (fields.HasValue("gasUsed") && fields.Quantity("gasUsed") != receipt.CumulativeGas - before)
            fields.Refuse($".gasUsed: {receipt.CumulativeGas - before}, the growth of the cumulative gas, expected");
    }

    private static void CheckLogs(ref JsonFields fields, ExecutionHeader header, int index, ref ulong count)
    {
        JsonFields[] logs = fields.Objects("logs", MostItems);
        for (int i = 0; i < logs.Length && fields.Error is null; i++, count++)
        {
            CheckPlace(ref logs[i], header, index);
            if (logs[i].HasValue("logIndex") && logs[i].Quantity("logIndex") != count) logs[i].Refuse($".logIndex: {count} expected");
            if (logs[i].HasValue("transactionHash") && fields.HasValue("transactionHash") && logs[i].Digest("transactionHash") != fields.Digest("transactionHash"))
                logs[i].Refuse(".transactionHash: that of the receipt expected");
            if (logs[i].HasValue("removed") && logs[i].Boolean("removed")) logs[i].Refuse(".removed: false expected");
            fields.Adopt(logs[i]);
        }
    }
}
