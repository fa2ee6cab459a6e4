using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Supercomputer.Primitives.Rlp;

/// <summary>One item of RLP (Ethereum yellow paper, appendix B): a byte string or a list, seen in place.</summary>
/// <remarks>Reading is strict: only the one canonical encoding of each item is accepted, and nothing is left over.</remarks>
public readonly struct RlpItem
{
    private readonly int headerLength;

    private RlpItem(ReadOnlyMemory<byte> encoding, int headerLength, bool isList)
    {
        Encoding = encoding;
        this.headerLength = headerLength;
        IsList = isList;
    }

    /// <summary>Whether the item is a list.</summary>
    public bool IsList { get; }

    /// <summary>The whole item, header included.</summary>
    public ReadOnlyMemory<byte> Encoding { get; }

    /// <summary>The bytes of a byte string, or the encodings of a list's items one after another.</summary>
    public ReadOnlyMemory<byte> Payload => Encoding[headerLength..];

    /// <summary>Reads bytes that are exactly one item. The insides of a list are not yet looked at.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out RlpItem item, [NotNullWhen(false)] out string? error)
    {
        if (!TryReadFirst(bytes, out item, out error)) return false;
        int extra = bytes.Length - item.Encoding.Length;
        if (extra == 0) return true;
        error = $"{extra} bytes follow an RLP item of {item.Encoding.Length} bytes";
        return false;
    }

    /// <summary>The items of a list.</summary>
    /// <param name="limit">The most items that are accepted.</param>
    /// <param name="items">The items in order.</param>
    /// <param name="error">Why not.</param>
    public bool TryGetItems(int limit, [NotNullWhen(true)] out RlpItem[]? items, [NotNullWhen(false)] out string? error)
    {
        items = null;
        if (!IsList)
        {
            error = $"expected an RLP list, found a byte string of {Payload.Length} bytes";
            return false;
        }
        List<RlpItem> list = [];
        for (ReadOnlyMemory<byte> rest = Payload; rest.Length > 0; rest = rest[list[^1].Encoding.Length..])
        {
            if (list.Count == limit)
            {
                error = $"an RLP list has more than {limit} items";
                return false;
            }
            if (!TryReadFirst(rest, out RlpItem item, out error)) return false;
            list.Add(item);
        }
        items = [.. list];
        error = null;
        return true;
    }

    /// <summary>The item as a number: big-endian without leading zeros, at most 8 bytes.</summary>
    public bool TryGetUInt64(out ulong value)
    {
        value = 0;
        ReadOnlySpan<byte> payload = Payload.Span;
        if (IsList || payload.Length > 8 || (payload.Length > 0 && payload[0] == 0)) return false;
        foreach (byte digit in payload) value = value << 8 | digit;
        return true;
    }

    private static bool TryReadFirst(ReadOnlyMemory<byte> bytes, out RlpItem item, [NotNullWhen(false)] out string? error)
    {
        item = default;
        error = null;
        ReadOnlySpan<byte> span = bytes.Span;
        if (span.IsEmpty)
        {
            error = "an RLP item was expected where the bytes end";
            return false;
        }
        byte first = span[0];
        bool isList = first >= 0xc0;
        int inline = isList ? first - 0xc0 : first - 0x80;
        if (first < 0x80) item = new RlpItem(bytes[..1], 0, false);
        else if (inline <= 55) return TryTake(bytes, 1, (ulong)inline, isList, out item, out error);
        else return TryReadLong(bytes, inline - 55, isList, out item, out error);
        return true;
    }

    private static bool TryReadLong(
        ReadOnlyMemory<byte> bytes, int lengthBytes, bool isList, out RlpItem item, [NotNullWhen(false)] out string? error)
    {
        item = default;
        if (bytes.Length < 1 + lengthBytes)
        {
            error = $"an RLP length of {lengthBytes} bytes was expected where the bytes end";
            return false;
        }
        Span<byte> digits = stackalloc byte[8];
        digits.Clear();
        bytes.Span.Slice(1, lengthBytes).CopyTo(digits[(8 - lengthBytes)..]);
        ulong length = BinaryPrimitives.ReadUInt64BigEndian(digits);
        if (bytes.Span[1] != 0 && length > 55) return TryTake(bytes, 1 + lengthBytes, length, isList, out item, out error);
        error = $"an RLP length is not in its shortest form: {length} in {lengthBytes} bytes";
        return false;
    }

    private static bool TryTake(ReadOnlyMemory<byte> bytes, int headerLength, ulong length, bool isList, out RlpItem item,
        [NotNullWhen(false)] out string? error)
    {
        item = default;
        error = null;
        if (length > (ulong)(bytes.Length - headerLength))
        {
            error = $"an RLP item of {length} bytes where {bytes.Length - headerLength} are left";
            return false;
        }
        item = new RlpItem(bytes[..(headerLength + (int)length)], headerLength, isList);
        if (isList || length != 1 || item.Payload.Span[0] >= 0x80) return true;
        error = $"a byte below 0x80 must stand alone in RLP, found 0x81{item.Payload.Span[0]:x2}";
        return false;
    }
}
