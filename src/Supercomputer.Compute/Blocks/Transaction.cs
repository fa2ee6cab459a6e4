using Supercomputer.Cryptography.Curves.Secp256k1;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives.Rlp;

namespace Supercomputer.Compute.Blocks;

/// <summary>A transaction of types 0 to 4, read from its consensus bytes.</summary>
/// <remarks>Source: yellow paper, section 4.2 and appendix F; EIP-155, EIP-2718, EIP-2930 (type 1), EIP-1559 (2), EIP-4844 (3), EIP-7702 (4).</remarks>
public sealed class Transaction
{
    private const int NewestType = 4, AddressBytes = 20;

    /// <summary>Items of the list in front of the signature, by type.</summary>
    private static readonly int[] s_signedItems = [6, 8, 9, 11, 10];

    private readonly RlpItem[] items;
    private readonly int[] ends;
    private readonly int first;

    private Transaction(ReadOnlyMemory<byte> encoding, int type, RlpItem[] items)
    {
        (Encoding, Type, this.items) = (encoding, type, items);
        ends = new int[items.Length];
        int end = encoding.Length - items.Sum(item => item.Encoding.Length);
        for (int i = 0; i < items.Length; i++) ends[i] = end += items[i].Encoding.Length;
        first = type == 0 ? 0 : 1;
    }

    /// <summary>The consensus bytes: RLP behind the type byte, which type 0 lacks.</summary>
    public ReadOnlyMemory<byte> Encoding { get; }

    /// <summary>0 to 4.</summary>
    public int Type { get; }

    /// <summary>The chain that it names; null for one of type 0 that names none.</summary>
    public ulong? ChainId { get; private init; }

    /// <summary>How many transactions its sender had sent before: big-endian without leading zeros.</summary>
    public ReadOnlyMemory<byte> Nonce => items[first].Payload;

    /// <summary>Whom it calls, 20 bytes; empty where it creates a contract.</summary>
    public ReadOnlyMemory<byte> To => items[ToItem].Payload;

    /// <summary>Its input.</summary>
    public ReadOnlyMemory<byte> Data => items[ToItem + 2].Payload;

    internal int NonceStart => ends[first] - Nonce.Length;

    internal int ToStart => ends[ToItem] - To.Length;

    internal int DataStart => ends[ToItem + 2] - Data.Length;

    internal int RStart => ends[^2] - items[^2].Payload.Length;

    internal int SStart => ends[^1] - items[^1].Payload.Length;

    private int ToItem => Type >= 2 ? first + 4 : first + 3;

    /// <summary>Reads consensus bytes.</summary>
    /// <param name="encoding">The bytes.</param>
    /// <param name="transaction">The transaction.</param>
    /// <returns>What is wrong, or null. Never throws on any bytes.</returns>
    public static string? TryRead(ReadOnlyMemory<byte> encoding, out Transaction? transaction)
    {
        transaction = null;
        if (encoding.IsEmpty) return "a transaction is empty";
        int type = encoding.Span[0] >= 0xc0 ? 0 : encoding.Span[0];
        if ((type == 0 && encoding.Span[0] == 0) || type > NewestType) return $"transaction type {encoding.Span[0]} is unknown; expected 0 to {NewestType}, the types up to Prague";
        if (!RlpItem.TryRead(type == 0 ? encoding : encoding[1..], out RlpItem list, out string? error)
            || !list.TryGetItems(s_signedItems[type] + 3, out RlpItem[]? items, out error)) return error;
        if (items.Length != s_signedItems[type] + 3) return $"expected {s_signedItems[type] + 3} fields of a transaction of type {type}, found {items.Length}";
        Transaction read = new(encoding, type, items);
        error = read.Check(out ulong? chain);
        if (error is null) transaction = new(encoding, type, items) { ChainId = chain };
        return error;
    }

    /// <summary>The address whose key signed it; false where no key did.</summary>
    public bool TryRecoverSender(out byte[] sender)
    {
        sender = [];
        _ = items[^3].TryGetUInt64(out ulong v);
        ulong parity = Type > 0 ? v : v < 35 ? v - 27 : (v - 35) & 1;
        Span<byte> r = stackalloc byte[EcdsaSecp256k1.WordSize], s = stackalloc byte[EcdsaSecp256k1.WordSize], key = stackalloc byte[2 * EcdsaSecp256k1.WordSize];
        r.Clear();
        s.Clear();
        items[^2].Payload.Span.CopyTo(r[(r.Length - items[^2].Payload.Length)..]);
        items[^1].Payload.Span.CopyTo(s[(s.Length - items[^1].Payload.Length)..]);
        if (!EcdsaSecp256k1.TryRecover(SigningHash().ToArray(), r, s, (int)parity, key)) return false;
        sender = Keccak256.Hash(key).ToArray()[^AddressBytes..];
        return true;
    }

    /// <summary>What is signed: the fields in front of the signature; of type 0, where it names a chain, with its id and two zeros.</summary>
    private Digest SigningHash()
    {
        List<byte[]> signed = [.. items.SkipLast(3).Select(item => item.Encoding.ToArray())];
        if (Type == 0 && ChainId is ulong chain) signed.AddRange([RlpEncoder.EncodeInteger(chain), RlpEncoder.EncodeBytes([]), RlpEncoder.EncodeBytes([])]);
        byte[] list = RlpEncoder.EncodeList(signed);
        return Keccak256.Hash(Type == 0 ? list : [(byte)Type, .. list]);
    }

    private string? Check(out ulong? chain)
    {
        chain = null;
        for (int i = 0; i < items.Length; i++)
        {
            bool isList = (Type > 0 && i == ToItem + 3) || (Type >= 3 && i == items.Length - 4);
            if (items[i].IsList != isList) return $"field {i}: expected {(isList ? "a list" : "bytes")}";
            ReadOnlySpan<byte> payload = items[i].Payload.Span;
            if (isList || i == ToItem || i == ToItem + 2) continue;
            if (payload.Length > 32 || (payload.Length > 0 && payload[0] == 0)) return $"field {i}: expected a number of at most 32 bytes without leading zeros";
        }

        if (!items[first].TryGetUInt64(out _)) return "the nonce has more than 64 bits";
        if (To.Length != AddressBytes && (To.Length != 0 || Type >= 3)) return $"expected an address of 20 bytes to call, found {To.Length}";
        if (!items[^3].TryGetUInt64(out ulong v) || (Type > 0 ? v > 1 : v is not (27 or 28) && v < 35)) return "the signature has an unknown v";
        if (Type > 0 && !items[0].TryGetUInt64(out _)) return "the chain id has more than 64 bits";
        if (Type == 0) chain = v >= 35 ? (v - 35) >> 1 : null;
        else if (items[0].TryGetUInt64(out ulong id)) chain = id;
        return null;
    }
}
