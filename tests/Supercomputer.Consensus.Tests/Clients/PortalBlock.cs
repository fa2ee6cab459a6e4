using System.Text.Json.Nodes;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives;
using Supercomputer.Primitives.Rlp;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Consensus.Tests.Clients;

/// <summary>A mainnet block of the Portal vectors (RLP), written as the replies that an execution node would give.</summary>
internal sealed class PortalBlock
{
    private static readonly string[] s_header =
    [
        "parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom", "#difficulty", "#number", "#gasLimit", "#gasUsed",
        "#timestamp", "extraData", "mixHash", "nonce", "#baseFeePerGas", "withdrawalsRoot", "#blobGasUsed", "#excessBlobGas", "parentBeaconBlockRoot", "requestsHash",
    ];

    private static readonly string[][] s_transaction =
    [
        ["#nonce", "#gasPrice", "#gas", "to", "#value", "input", "#v", "#r", "#s"],
        ["#chainId", "#nonce", "#gasPrice", "#gas", "to", "#value", "input", "accessList", "#yParity", "#r", "#s"],
        ["#chainId", "#nonce", "#maxPriorityFeePerGas", "#maxFeePerGas", "#gas", "to", "#value", "input", "accessList", "#yParity", "#r", "#s"],
        ["#chainId", "#nonce", "#maxPriorityFeePerGas", "#maxFeePerGas", "#gas", "to", "#value", "input", "accessList", "#maxFeePerBlobGas", "blobVersionedHashes", "#yParity", "#r", "#s"],
        ["#chainId", "#nonce", "#maxPriorityFeePerGas", "#maxFeePerGas", "#gas", "to", "#value", "input", "accessList", "authorizationList", "#yParity", "#r", "#s"],
    ];

    public PortalBlock(string number)
    {
        Dictionary<string, object> yaml = LightClientData.Yaml(Vectors.Path("ethereum", "blocks", number + ".yaml"));
        byte[] header = LightClientData.Bytes(yaml["header"]);
        Hash = Keccak256.Hash(header);
        JsonObject block = Named(Items(header), s_header);
        block["hash"] = $"0x{Hash}";
        RlpItem[] body = Items(LightClientData.Bytes(yaml["body"]));
        JsonArray transactions = [.. Items(body[0].Encoding).Select((item, index) => Transaction(item, index))];
        Types = [.. transactions.Select(transaction => transaction!["type"]!.GetValue<string>())];
        block["transactions"] = transactions;
        block["uncles"] = new JsonArray();
        if (body.Length > 2)
            block["withdrawals"] = new JsonArray([.. Items(body[2].Encoding).Select(item => (JsonNode)Named(Items(item.Encoding), ["#index", "#validatorIndex", "address", "#amount"]))]);
        Block = Envelope(block);
        Receipts = Envelope(new JsonArray([.. Items(LightClientData.Bytes(yaml["receipts"])).Select(ReceiptOf)]));
    }

    public Digest Hash { get; }

    /// <summary>The reply to eth_getBlockByHash.</summary>
    public byte[] Block { get; }

    /// <summary>The reply to eth_getBlockReceipts.</summary>
    public byte[] Receipts { get; }

    /// <summary>The transactions' types.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>A result in its envelope.</summary>
    public static byte[] Envelope(JsonNode result) =>
        System.Text.Encoding.UTF8.GetBytes(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["result"] = result }.ToJsonString());

    private JsonObject Transaction(RlpItem item, int index)
    {
        // A typed transaction is a byte string: the type and the fields.
        int type = item.IsList ? 0 : item.Payload.Span[0];
        ReadOnlyMemory<byte> encoding = item.IsList ? item.Encoding : item.Payload;
        JsonObject transaction = Named(Items(type == 0 ? encoding : encoding[1..]), s_transaction[type]);
        if (transaction["to"]!.GetValue<string>() == "0x") transaction["to"] = null;
        if (type > 0) transaction["v"] = transaction["yParity"]!.DeepClone();
        transaction["type"] = $"0x{type}";
        transaction["hash"] = $"0x{Keccak256.Hash(encoding.Span)}";
        transaction["blockHash"] = $"0x{Hash}";
        transaction["transactionIndex"] = $"0x{index:x}";
        transaction["from"] = "0x0000000000000000000000000000000000000000";
        return transaction;
    }

    private static JsonNode ReceiptOf(RlpItem item)
    {
        RlpItem[] parts = Items(item.Encoding);
        return new JsonObject
        {
            ["type"] = Number(parts[0]),
            ["status"] = Number(parts[1]),
            ["cumulativeGasUsed"] = Number(parts[2]),
            ["logs"] = new JsonArray([.. Items(parts[3].Encoding).Select(log =>
            {
                RlpItem[] fields = Items(log.Encoding);
                return (JsonNode)new JsonObject { ["address"] = Hex.Encode(fields[0].Payload.Span), ["topics"] = Strings(fields[1]), ["data"] = Hex.Encode(fields[2].Payload.Span) };
            })]),
        };
    }

    private static JsonObject Named(RlpItem[] items, string[] names)
    {
        JsonObject result = [];
        foreach ((RlpItem item, string name) in items.Zip(names))
        {
            if (name[0] == '#') result[name[1..]] = Number(item);
            else if (name == "accessList")
                result[name] = new JsonArray([.. Items(item.Encoding).Select(entry => (JsonNode)new JsonObject
                {
                    ["address"] = Hex.Encode(Items(entry.Encoding)[0].Payload.Span), ["storageKeys"] = Strings(Items(entry.Encoding)[1]),
                })]);
            else if (name == "authorizationList")
                result[name] = new JsonArray([.. Items(item.Encoding).Select(entry => (JsonNode)Named(Items(entry.Encoding), ["#chainId", "address", "#nonce", "#yParity", "#r", "#s"]))]);
            else result[name] = item.IsList ? Strings(item) : Hex.Encode(item.Payload.Span);
        }

        return result;
    }

    private static JsonArray Strings(RlpItem list) => [.. Items(list.Encoding).Select(item => (JsonNode)Hex.Encode(item.Payload.Span))];

    private static string Number(RlpItem item)
    {
        string digits = Convert.ToHexStringLower(item.Payload.Span).TrimStart('0');
        return "0x" + (digits.Length == 0 ? "0" : digits);
    }

    private static RlpItem[] Items(ReadOnlyMemory<byte> encoding)
    {
        Assert.True(RlpItem.TryRead(encoding, out RlpItem list, out _));
        Assert.True(list.TryGetItems(1 << 16, out RlpItem[]? items, out _));
        return items;
    }
}
