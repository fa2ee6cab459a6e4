using System.Buffers;
using System.Buffers.Binary;

namespace Supercomputer.Compute.Streams;

/// <summary>Writes a stream: little-endian integers, and bytes padded with zeros to a word.</summary>
internal sealed class WordWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new();

    public byte[] ToArray() => buffer.WrittenSpan.ToArray();

    public void UInt32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(4), value);
        buffer.Advance(4);
    }

    public void UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(buffer.GetSpan(8), value);
        buffer.Advance(8);
    }

    /// <summary>Bytes, then zeros up to a multiple of <paramref name="wordBytes"/> of them.</summary>
    public void Padded(ReadOnlySpan<byte> bytes, int wordBytes)
    {
        buffer.Write(bytes);
        int padding = (wordBytes - bytes.Length % wordBytes) % wordBytes;
        buffer.GetSpan(wordBytes)[..padding].Clear();
        buffer.Advance(padding);
    }

    /// <summary>Items with their lengths, and the zero word that ends them.</summary>
    public void List(IEnumerable<ReadOnlyMemory<byte>> items)
    {
        foreach (ReadOnlyMemory<byte> item in items)
        {
            UInt32(item.Length);
            Padded(item.Span, 4);
        }
        UInt32(0);
    }
}
