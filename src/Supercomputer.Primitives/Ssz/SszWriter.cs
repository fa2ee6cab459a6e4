using System.Buffers.Binary;

namespace Supercomputer.Primitives.Ssz;

/// <summary>Writes SSZ into a buffer that grows: the fixed part first, then variable parts whose offsets are filled in.</summary>
public struct SszWriter
{
    private byte[] buffer;

    /// <summary>Begins with room for so many bytes.</summary>
    public SszWriter(int capacity) => buffer = new byte[Math.Max(capacity, 16)];

    /// <summary>How many bytes were written.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes written, in a new array.</summary>
    public readonly byte[] ToArray() => buffer.AsSpan(0, Length).ToArray();

    /// <summary>Writes an unsigned number of 64 bits.</summary>
    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Room(sizeof(ulong)), value);

    /// <summary>Writes bytes as they are.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Room(bytes.Length));

    /// <summary>Leaves room for an offset.</summary>
    /// <returns>Where it lies, for <see cref="FillOffset"/>.</returns>
    public int ReserveOffset()
    {
        int at = Length;
        Room(sizeof(uint)).Clear();
        return at;
    }

    /// <summary>Says that the variable part of a reserved offset begins here.</summary>
    /// <param name="at">Where the offset lies.</param>
    /// <param name="start">Where its container began.</param>
    public readonly void FillOffset(int at, int start) => BinaryPrimitives.WriteUInt32LittleEndian(buffer.AsSpan(at), (uint)(Length - start));

    private Span<byte> Room(int count)
    {
        if (Length + count > buffer.Length) Array.Resize(ref buffer, Math.Max(2 * buffer.Length, Length + count));
        Length += count;
        return buffer.AsSpan(Length - count, count);
    }
}
