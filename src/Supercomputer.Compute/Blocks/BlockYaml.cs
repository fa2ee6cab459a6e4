using Supercomputer.Compute.Manifests;
using Supercomputer.Primitives;
using Supercomputer.Primitives.Rlp;

namespace Supercomputer.Compute.Blocks;

/// <summary>Reads the YAML form of a block file: header, body and receipts as RLP in hexadecimal.</summary>
/// <remarks>
/// Shape: body is [transactions, ommers] or [transactions, ommers, withdrawals]; receipts is a list of
/// [type, status, cumulative gas, logs], without blooms.
/// </remarks>
internal static class BlockYaml
{
    private const int MostItems = 1 << 16, MostLogs = 1 << 20, MostTopics = 4;

    public static Result<UncheckedBlock> Read(ReadOnlyMemory<byte> bytes)
    {
        Result<YamlMapping> document = YamlDocument.Read(bytes.Span);
        if (!document.IsGood) return Refused(document.Error);
        byte[]? header = null, body = null, receipts = null;
        foreach ((string key, YamlNode node) in document.Value.Entries)
        {
            if (key is not ("header" or "body" or "receipts"))
                return Refused($"line {node.Line}: unknown key '{key}'; expected header, body and receipts");
            if (node is not YamlScalar scalar || !Hex.TryDecode(scalar.Text, out byte[]? part))
                return Refused($"line {node.Line}: {key}: expected RLP in hexadecimal");
            if (key == "header") header = part;
            else if (key == "body") body = part;
            else receipts = part;
        }
        if (header is null) return Refused("there is no header; expected the header's RLP in hexadecimal under 'header'");
        UncheckedBlock block = new(header);
        string? error = null;
        if (body is not null) error = ReadBody(body, ref block);
        if (error is null && receipts is not null) error = ReadReceipts(receipts, ref block);
        return error is null ? block : Refused(error);
    }

    private static string? ReadBody(byte[] bytes, ref UncheckedBlock block)
    {
        if (!RlpItem.TryRead(bytes, out RlpItem list, out string? error) || !list.TryGetItems(3, out RlpItem[]? parts, out error))
            return $"body: {error}";
        if (parts.Length < 2) return $"body: expected [transactions, ommers] and perhaps withdrawals, found {parts.Length} items";
        if (!parts[0].TryGetItems(MostItems, out RlpItem[]? transactions, out error)) return $"body: transactions: {error}";
        // A typed transaction is a byte string whose contents are its consensus bytes, a legacy one is a list.
        block = block with
        {
            Transactions = [.. transactions.Select(item => item.IsList ? item.Encoding : item.Payload)],
            Ommers = parts[1].Encoding.ToArray(),
        };
        if (parts.Length == 2) return null;
        if (!parts[2].TryGetItems(MostItems, out RlpItem[]? withdrawals, out error)) return $"body: withdrawals: {error}";
        block = block with { Withdrawals = [.. withdrawals.Select(item => item.Encoding)] };
        return null;
    }

    private static string? ReadReceipts(byte[] bytes, ref UncheckedBlock block)
    {
        if (!RlpItem.TryRead(bytes, out RlpItem list, out string? error) || !list.TryGetItems(MostItems, out RlpItem[]? items, out error))
            return $"receipts: {error}";
        Receipt[] receipts = new Receipt[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            error = ReadReceipt(items[i], out Receipt? receipt);
            if (receipt is null) return $"receipt {i}: {error}";
            receipts[i] = receipt;
        }
        block = block with { Receipts = receipts };
        return null;
    }

    private static string? ReadReceipt(RlpItem item, out Receipt? receipt)
    {
        receipt = null;
        if (!item.TryGetItems(4, out RlpItem[]? fields, out string? error)) return error;
        if (fields.Length != 4) return $"expected [type, status, cumulative gas, logs], found {fields.Length} items";
        if (!fields[0].TryGetUInt64(out ulong type) || type >= 0x80) return "expected a type below 0x80";
        if (fields[1].IsList || fields[1].Payload.Length is not (0 or 1 or 32)) return "expected a status or a state root";
        if (fields[2].IsList || fields[2].Payload.Length > 32) return "expected gas as a number";
        if (!fields[3].TryGetItems(MostLogs, out RlpItem[]? items, out error)) return $"logs: {error}";
        Log[] logs = new Log[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            error = ReadLog(items[i], out Log? log);
            if (log is null) return $"log {i}: {error}";
            logs[i] = log;
        }
        receipt = new Receipt((byte)type, fields[1].Payload.Span, fields[2].Payload.Span, logs);
        return null;
    }

    private static string? ReadLog(RlpItem item, out Log? log)
    {
        log = null;
        if (!item.TryGetItems(3, out RlpItem[]? fields, out string? error)) return error;
        if (fields.Length != 3) return $"expected [address, topics, data], found {fields.Length} items";
        if (fields[0].IsList || fields[0].Payload.Length != 20) return "expected an address of 20 bytes";
        if (!fields[1].TryGetItems(MostTopics, out RlpItem[]? topics, out error)) return $"topics: {error}";
        if (Array.Exists(topics, topic => topic.IsList || topic.Payload.Length != 32)) return "expected topics of 32 bytes";
        if (fields[2].IsList) return "expected data as bytes";
        log = new Log(fields[0].Payload, [.. topics.Select(topic => topic.Payload)], fields[2].Payload);
        return null;
    }

    private static Result<UncheckedBlock> Refused(string error) => Result<UncheckedBlock>.Refused(error);
}
