using System.Text.Json;
using Supercomputer.Primitives.Rlp;

namespace Supercomputer.Compute.Blocks;

/// <summary>Reads the JSON form of a block file: answers of Ethereum's JSON-RPC.</summary>
/// <remarks>Source: ethereum/execution-apis, eth_getBlockByNumber, eth_getBlockReceipts, eth_getProof.</remarks>
internal sealed class BlockJson
{
    private readonly JsonFields fields = new();

    public static Result<UncheckedBlock> Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            BlockJson reader = new();
            UncheckedBlock? block = reader.Read(document.RootElement);
            return block is not null && reader.fields.Error is null ? block : Result<UncheckedBlock>.Refused(reader.fields.Error!);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException) // the latter: text that is not UTF-16
        {
            return Result<UncheckedBlock>.Refused($"not JSON: {error.Message}");
        }
    }

    private UncheckedBlock? Read(JsonElement root)
    {
        root = Unwrap(root);
        if (!fields.IsObject(root, "file")) return null;
        bool isWhole = JsonFields.Has(root, "block", out JsonElement block);
        block = isWhole ? Unwrap(block) : root;
        if (!fields.IsObject(block, "block")) return null;
        UncheckedBlock result = ReadBlock(block);
        if (!isWhole) return result;
        foreach (JsonProperty property in root.EnumerateObject())
            if (property.Name is not ("block" or "receipts" or "proofs"))
                fields.Refuse($"file: unknown property '{property.Name}'; expected block, receipts and proofs");
        if (JsonFields.Has(root, "receipts", out JsonElement receipts)) result = result with { Receipts = ReadReceipts(Unwrap(receipts)) };
        if (JsonFields.Has(root, "proofs", out JsonElement proofs)) result = result with { Accounts = ReadAccounts(Unwrap(proofs)) };
        return result;
    }

    /// <summary>The result inside a JSON-RPC envelope, or the value itself.</summary>
    private static JsonElement Unwrap(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("jsonrpc", out _) && value.TryGetProperty("result", out JsonElement result)
            ? result
            : value;

    private UncheckedBlock ReadBlock(JsonElement block)
    {
        List<byte[]> header = [];
        foreach (BlockHeader.Field field in BlockHeader.Fields)
        {
            bool isLater = header.Count >= 15; // fields that forks appended are present up to some point
            if (isLater && !JsonFields.Has(block, field.Name, out _)) break;
            bool isQuantity = field.Length is null && field.IsNumber;
            header.Add(RlpEncoder.EncodeBytes(
                isQuantity ? fields.Number(block, field.Name, "block") : fields.Bytes(block, field.Name, "block", field.Length)));
        }
        UncheckedBlock result = new(RlpEncoder.EncodeList(header)) { ClaimedHash = fields.Bytes(block, "hash", "block", 32) };
        if (result.ClaimedHash!.Length != 32) return result;
        (JsonElement Item, string Where)[] transactions = [.. fields.Items(block, "transactions", "block")];
        bool isFull = JsonFields.Has(block, "transactions", out _) && Array.TrueForAll(transactions, entry => entry.Item.ValueKind == JsonValueKind.Object);
        if (isFull)
        {
            TransactionJson reader = new(fields);
            result = result with { Transactions = [.. transactions.Select(entry => new ReadOnlyMemory<byte>(reader.Encode(entry.Item, entry.Where)))] };
        }
        if (JsonFields.Has(block, "withdrawals", out _)) result = result with { Withdrawals = ReadWithdrawals(block) };
        return result;
    }

    private List<ReadOnlyMemory<byte>> ReadWithdrawals(JsonElement block)
    {
        List<ReadOnlyMemory<byte>> withdrawals = [];
        foreach ((JsonElement item, string where) in fields.Items(block, "withdrawals", "block"))
        {
            if (!fields.IsObject(item, where)) break;
            withdrawals.Add(RlpEncoder.EncodeList(
                RlpEncoder.EncodeBytes(fields.Number(item, "index", where)),
                RlpEncoder.EncodeBytes(fields.Number(item, "validatorIndex", where)),
                RlpEncoder.EncodeBytes(fields.Bytes(item, "address", where, 20)),
                RlpEncoder.EncodeBytes(fields.Number(item, "amount", where))));
        }
        return withdrawals;
    }

    private List<Receipt> ReadReceipts(JsonElement receipts)
    {
        List<Receipt> list = [];
        foreach ((JsonElement item, string where) in fields.Items(receipts, "receipts"))
            if (fields.IsObject(item, where)) list.Add(ReadReceipt(item, where));
        return list;
    }

    private Receipt ReadReceipt(JsonElement receipt, string where)
    {
        byte[] type = JsonFields.Has(receipt, "type", out _) ? fields.Number(receipt, "type", where) : [];
        if (type.Length > 1 || (type.Length == 1 && type[0] >= 0x80)) fields.Refuse($"{where}.type: expected a type below 0x80");
        byte[] outcome = JsonFields.Has(receipt, "status", out _)
            ? fields.Number(receipt, "status", where)
            : fields.Bytes(receipt, "root", where, 32);
        List<Log> logs = [];
        foreach ((JsonElement log, string at) in fields.Items(receipt, "logs", where))
        {
            if (!fields.IsObject(log, at)) break;
            logs.Add(new Log(
                fields.Bytes(log, "address", at, 20),
                [.. fields.Items(log, "topics", at).Select(topic => new ReadOnlyMemory<byte>(fields.Bytes(topic.Item, topic.Where, 32)))],
                fields.Bytes(log, "data", at)));
        }
        return new Receipt(type.Length == 0 ? (byte)0 : type[0], outcome, fields.Number(receipt, "cumulativeGasUsed", where), logs);
    }

    private List<UncheckedAccount> ReadAccounts(JsonElement proofs)
    {
        List<UncheckedAccount> accounts = [];
        foreach ((JsonElement item, string where) in proofs.ValueKind == JsonValueKind.Array ? fields.Items(proofs, "proofs") : [(proofs, "proofs")])
        {
            JsonElement answer = Unwrap(item);
            if (!fields.IsObject(answer, where)) break;
            List<UncheckedSlot> slots = [];
            foreach ((JsonElement slot, string at) in fields.Items(answer, "storageProof", where))
            {
                if (!fields.IsObject(slot, at)) break;
                byte[] key = fields.Number(slot, "key", at), padded = new byte[32];
                key.CopyTo(padded, padded.Length - key.Length);
                slots.Add(new UncheckedSlot(padded, fields.Number(slot, "value", at), Nodes(slot, "proof", at)));
            }
            accounts.Add(new UncheckedAccount(fields.Bytes(answer, "address", where, 20), Nodes(answer, "accountProof", where), slots));
        }
        return accounts;
    }

    private List<ReadOnlyMemory<byte>> Nodes(JsonElement parent, string name, string where) =>
        [.. fields.Items(parent, name, where).Select(node => new ReadOnlyMemory<byte>(fields.Bytes(node.Item, node.Where)))];
}
