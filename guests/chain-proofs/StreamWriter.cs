using System.Buffers.Binary;

namespace ChainProofs;

/// <summary>Writes a stream of 64-bit words as cle-lib reads it: numbers and bytes little-endian, bytes padded to a word.</summary>
public ref struct StreamWriter
{
    private readonly Span<byte> _stream;

    /// <summary>Writes into zeros.</summary>
    public StreamWriter(Span<byte> zeros)
    {
        _stream = zeros;
        Length = 0;
    }

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>A number.</summary>
    public void Number(ulong value)
    {
        Set(Length, value);
        Length += 8;
    }

    /// <summary>Bytes whose number the reader knows.</summary>
    public void Fixed(scoped ReadOnlySpan<byte> bytes)
    {
        Append(bytes);
        Pad();
    }

    /// <summary>Bytes behind their number.</summary>
    public void Bytes(scoped ReadOnlySpan<byte> bytes)
    {
        Number((ulong)bytes.Length);
        Fixed(bytes);
    }

    /// <summary>Bytes, with more to follow at once.</summary>
    public void Append(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_stream.Slice(Length, bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Ends bytes that were appended.</summary>
    public void Pad() => Length = (Length + 7) & ~7;

    /// <summary>Takes back the last bytes, which are zeros.</summary>
    public void Rewind(int bytes) => Length -= bytes;

    /// <summary>Writes a number over what stands at a byte.</summary>
    public readonly void Set(int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(_stream.Slice(at, 8), value);
}
