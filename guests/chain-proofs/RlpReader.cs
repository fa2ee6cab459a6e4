using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>Reads RLP (Ethereum yellow paper, appendix B): only the one canonical encoding of each item.</summary>
public ref struct RlpReader
{
    private const int WordBytes = 32;

    private ReadOnlySpan<byte> _rest;

    /// <summary>Reads items that stand one after another.</summary>
    public RlpReader(ReadOnlySpan<byte> items) => _rest = items;

    /// <summary>Whether no item is left.</summary>
    public readonly bool IsAtEnd => _rest.Length == 0;

    /// <summary>Bytes that are left.</summary>
    public readonly int Left => _rest.Length;

    /// <summary>The items of bytes that are exactly one list.</summary>
    public static RlpReader OfList(ReadOnlySpan<byte> bytes)
    {
        RlpReader outer = new(bytes);
        RlpReader items = outer.List();
        outer.End();
        return items;
    }

    /// <summary>The next item.</summary>
    public RlpItem Next()
    {
        Guest.Require(_rest.Length > 0, "RLP: an item was expected where the bytes end");
        int first = _rest[0];
        if (first < 0x80) return Take(0, 1, false);
        bool isList = first >= 0xc0;
        int length = first - (isList ? 0xc0 : 0x80);
        if (length > 55) return NextLong(length - 55, isList);
        RlpItem item = Take(1, length, isList);
        if (!isList && length == 1) Guest.Require(item.Payload[0] >= 0x80, "RLP: a byte below 0x80 does not stand alone");
        return item;
    }

    /// <summary>The next item's bytes; a list is refused.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        RlpItem item = Next();
        Guest.Require(!item.IsList, "RLP: bytes were expected, a list was found");
        return item.Payload;
    }

    /// <summary>The next item's bytes, of which there must be so many.</summary>
    public ReadOnlySpan<byte> Bytes(int length)
    {
        ReadOnlySpan<byte> bytes = Bytes();
        Guest.Require(bytes.Length == length, "RLP: bytes of another length were expected");
        return bytes;
    }

    /// <summary>The next item as a number of at most 256 bits: big-endian without leading zeros.</summary>
    public ReadOnlySpan<byte> Number()
    {
        ReadOnlySpan<byte> bytes = Bytes();
        Guest.Require(bytes.Length <= WordBytes, "RLP: a number has more than 256 bits");
        if (bytes.Length > 0) Guest.Require(bytes[0] != 0, "RLP: a number has leading zeros");
        return bytes;
    }

    /// <summary>The next item as a number of at most 64 bits.</summary>
    public ulong UInt64()
    {
        ReadOnlySpan<byte> bytes = Number();
        Guest.Require(bytes.Length <= 8, "RLP: a number has more than 64 bits");
        ulong value = 0;
        for (int i = 0; i < bytes.Length; i++) value = (value << 8) | bytes[i];
        return value;
    }

    /// <summary>The next item's items; bytes are refused.</summary>
    public RlpReader List()
    {
        RlpItem item = Next();
        Guest.Require(item.IsList, "RLP: a list was expected, bytes were found");
        return new RlpReader(item.Payload);
    }

    /// <summary>Reads over items; each must be there.</summary>
    public void Skip(int count)
    {
        for (int i = 0; i < count; i++) Next();
    }

    /// <summary>Refuses what is left.</summary>
    public readonly void End() => Guest.Require(_rest.Length == 0, "RLP: more follows than was expected");

    private RlpItem NextLong(int digits, bool isList)
    {
        Guest.Require(digits <= 3, "RLP: an item has 2^24 bytes or more");
        Guest.Require(_rest.Length > digits, "RLP: a length was expected where the bytes end");
        int length = 0;
        for (int i = 1; i <= digits; i++) length = (length << 8) | _rest[i];
        Guest.Require(length > 55 && _rest[1] != 0, "RLP: a length is not in its shortest form");
        return Take(1 + digits, length, isList);
    }

    private RlpItem Take(int header, int length, bool isList)
    {
        Guest.Require(length <= _rest.Length - header, "RLP: an item is longer than the bytes that are left");
        RlpItem item = new(_rest.Slice(header, length), header + length, isList);
        _rest = _rest.Slice(header + length);
        return item;
    }
}
