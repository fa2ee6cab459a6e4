using Supercomputer.Consensus.Encoding;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives.Rlp;

namespace Supercomputer.Consensus.Execution;

/// <summary>A transaction as it is part of a block.</summary>
/// <param name="Hash">Keccak-256 of the encoding.</param>
/// <param name="Type">0 to 4.</param>
/// <param name="Encoding">The consensus bytes: RLP behind the type byte, which type 0 lacks.</param>
/// <remarks>Source: yellow paper, section 4.2; EIP-2718, EIP-2930 (type 1), EIP-1559 (2), EIP-4844 (3), EIP-7702 (4).</remarks>
public sealed record ExecutionTransaction(Digest Hash, byte Type, ReadOnlyMemory<byte> Encoding)
{
    /// <summary>The newest type that is known here.</summary>
    public const int NewestType = 4;

    private const int MostItems = 1 << 16;

    /// <summary>Reads a transaction as JSON and makes its consensus bytes.</summary>
    internal static ExecutionTransaction Read(ref JsonFields json)
    {
        ulong type = json.HasValue("type") ? json.Quantity("type") : 0;
        if (type > NewestType) json.Refuse($".type: 0 to {NewestType} expected, actual {type}");
        List<byte[]> items = [];
        if (type > 0) items.Add(Quantity(ref json, "chainId"));
        items.Add(Quantity(ref json, "nonce"));
        if (type >= 2) items.AddRange([Quantity(ref json, "maxPriorityFeePerGas"), Quantity(ref json, "maxFeePerGas")]);
        else items.Add(Quantity(ref json, "gasPrice"));
        items.Add(Quantity(ref json, "gas"));
        items.Add(json.HasValue("to") ? RlpEncoder.EncodeBytes(json.Bytes("to", 20)) : RlpEncoder.EncodeBytes([]));
        items.Add(Quantity(ref json, "value"));
        items.Add(RlpEncoder.EncodeBytes(json.Bytes("input", -1)));
        if (type > 0) items.Add(AccessList(ref json));
        if (type == 3) items.AddRange([Quantity(ref json, "maxFeePerBlobGas"), Hashes(ref json, "blobVersionedHashes")]);
        if (type == 4) items.Add(Authorizations(ref json));
        items.AddRange([Quantity(ref json, type > 0 && json.HasValue("yParity") ? "yParity" : "v"), Quantity(ref json, "r"), Quantity(ref json, "s")]);
        byte[] list = RlpEncoder.EncodeList(items), encoding = type == 0 ? list : [(byte)type, .. list];
        Digest hash = Keccak256.Hash(encoding);
        if (json.Error is null && json.HasValue("hash") && json.Digest("hash") != hash) json.Refuse($".hash: 0x{hash} expected, actual 0x{json.Digest("hash")}");
        return new(hash, (byte)type, encoding);
    }

    private static byte[] Quantity(ref JsonFields json, string name) => RlpEncoder.EncodeBytes(json.WideQuantity(name));

    private static byte[] AccessList(ref JsonFields json) => List(ref json, "accessList", static (ref JsonFields entry) => RlpEncoder.EncodeList(
        RlpEncoder.EncodeBytes(entry.Bytes("address", 20)), Hashes(ref entry, "storageKeys")));

    private static byte[] Authorizations(ref JsonFields json) => List(ref json, "authorizationList", static (ref JsonFields entry) => RlpEncoder.EncodeList(
        Quantity(ref entry, "chainId"), RlpEncoder.EncodeBytes(entry.Bytes("address", 20)), Quantity(ref entry, "nonce"),
        Quantity(ref entry, "yParity"), Quantity(ref entry, "r"), Quantity(ref entry, "s")));

    private static byte[] Hashes(ref JsonFields json, string name)
    {
        byte[] hashes = json.Concatenation(name, -1, Digest.Size);
        return RlpEncoder.EncodeList(hashes.Chunk(Digest.Size).Select(static hash => RlpEncoder.EncodeBytes(hash)));
    }

    private delegate byte[] EntryEncoder(ref JsonFields entry);

    private static byte[] List(ref JsonFields json, string name, EntryEncoder encode)
    {
        JsonFields[] entries = json.Objects(name, MostItems);
        byte[][] items = new byte[entries.Length][];
        for (int i = 0; i < entries.Length; i++)
        {
            items[i] = encode(ref entries[i]);
            json.Adopt(entries[i]);
        }

        return RlpEncoder.EncodeList(items);
    }
}
