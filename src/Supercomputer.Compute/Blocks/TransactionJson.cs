using System.Text.Json;
using Supercomputer.Primitives.Rlp;

namespace Supercomputer.Compute.Blocks;

/// <summary>Turns a transaction of a JSON-RPC answer back into its consensus bytes.</summary>
/// <remarks>Source: yellow paper section 4.2; EIP-2718, EIP-2930 (type 1), EIP-1559 (2), EIP-4844 (3), EIP-7702 (4).</remarks>
internal sealed class TransactionJson(JsonFields fields)
{
    public byte[] Encode(JsonElement transaction, string where)
    {
        byte[] kind = JsonFields.Has(transaction, "type", out _) ? fields.Number(transaction, "type", where) : [];
        int type = kind.Length == 0 ? 0 : kind.Length == 1 ? kind[0] : int.MaxValue;
        if (type > 4)
        {
            fields.Refuse($"{where}.type: expected 0 to 4, the transaction types up to Prague");
            return [];
        }
        byte[] Quantity(string name) => RlpEncoder.EncodeBytes(fields.Number(transaction, name, where));
        byte[] Data(string name, int? length = null) => RlpEncoder.EncodeBytes(fields.Bytes(transaction, name, where, length));

        List<byte[]> items = [];
        if (type > 0) items.Add(Quantity("chainId"));
        items.Add(Quantity("nonce"));
        if (type >= 2) items.AddRange([Quantity("maxPriorityFeePerGas"), Quantity("maxFeePerGas")]);
        else items.Add(Quantity("gasPrice"));
        items.Add(Quantity("gas"));
        items.Add(JsonFields.Has(transaction, "to", out _) ? Data("to", 20) : RlpEncoder.EncodeBytes([]));
        items.Add(Quantity("value"));
        items.Add(Data("input"));
        if (type > 0) items.Add(AccessList(transaction, where));
        if (type == 3) items.AddRange([Quantity("maxFeePerBlobGas"), Hashes(transaction, "blobVersionedHashes", where)]);
        if (type == 4) items.Add(Authorizations(transaction, where));
        items.Add(type > 0 && JsonFields.Has(transaction, "yParity", out _) ? Quantity("yParity") : Quantity("v"));
        items.AddRange([Quantity("r"), Quantity("s")]);
        byte[] list = RlpEncoder.EncodeList(items);
        return type == 0 ? list : [(byte)type, .. list];
    }

    private byte[] AccessList(JsonElement transaction, string where) => RlpEncoder.EncodeList(
        Objects(transaction, "accessList", where).Select(entry => RlpEncoder.EncodeList(
            RlpEncoder.EncodeBytes(fields.Bytes(entry.Item, "address", entry.Where, 20)),
            Hashes(entry.Item, "storageKeys", entry.Where))).ToArray());

    private byte[] Hashes(JsonElement parent, string name, string where) => RlpEncoder.EncodeList(
        fields.Items(parent, name, where).Select(hash => RlpEncoder.EncodeBytes(fields.Bytes(hash.Item, hash.Where, 32))).ToArray());

    private byte[] Authorizations(JsonElement transaction, string where) => RlpEncoder.EncodeList(
        Objects(transaction, "authorizationList", where).Select(entry => RlpEncoder.EncodeList(
            RlpEncoder.EncodeBytes(fields.Number(entry.Item, "chainId", entry.Where)),
            RlpEncoder.EncodeBytes(fields.Bytes(entry.Item, "address", entry.Where, 20)),
            RlpEncoder.EncodeBytes(fields.Number(entry.Item, "nonce", entry.Where)),
            RlpEncoder.EncodeBytes(fields.Number(entry.Item, "yParity", entry.Where)),
            RlpEncoder.EncodeBytes(fields.Number(entry.Item, "r", entry.Where)),
            RlpEncoder.EncodeBytes(fields.Number(entry.Item, "s", entry.Where)))).ToArray());

    private IEnumerable<(JsonElement Item, string Where)> Objects(JsonElement parent, string name, string where) =>
        fields.Items(parent, name, where).TakeWhile(entry => fields.IsObject(entry.Item, entry.Where));
}
