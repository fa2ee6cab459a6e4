using System.Buffers.Binary;
using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>Reads the private stream: items with their lengths (four bytes, little-endian), each padded to a word; a zero ends a list.</summary>
public ref struct ItemReader
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>Reads a stream.</summary>
    public ItemReader(ReadOnlySpan<byte> stream) => _rest = stream;

    /// <summary>The next item of a list; false at the list's end.</summary>
    public bool TryNext(out ReadOnlySpan<byte> item)
    {
        Guest.Require(_rest.Length >= 4, "a length was expected where the private stream ends");
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
        _rest = _rest.Slice(4);
        Guest.Require(length <= (uint)_rest.Length, "an item is longer than the private stream");
        item = _rest.Slice(0, (int)length);
        int padded = ((int)length + 3) & ~3;
        _rest = _rest.Slice(padded < _rest.Length ? padded : _rest.Length);
        return length != 0;
    }

    /// <summary>The next item, which must be there.</summary>
    public ReadOnlySpan<byte> Next()
    {
        Guest.Require(TryNext(out ReadOnlySpan<byte> item), "an item was expected where a list ends");
        return item;
    }

    /// <summary>Refuses what is left.</summary>
    public readonly void End() => Guest.Require(_rest.Length == 0, "bytes follow the last item of the private stream");
}
