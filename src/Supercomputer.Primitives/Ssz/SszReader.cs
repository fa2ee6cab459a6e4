using System.Buffers.Binary;
using System.Numerics;

namespace Supercomputer.Primitives.Ssz;

/// <summary>Reads one SSZ container, strictly: its fixed part in order, then its variable parts between offsets.</summary>
/// <remarks>
/// Errors: the first one stays in <see cref="Error"/>; from then on everything read is zero, so a caller may check once at the end.
/// Source: consensus-specs, ssz/simple-serialize.md, "Serialization" and "Deserialization".
/// </remarks>
public ref struct SszReader
{
    private const int OffsetSize = sizeof(uint);
    private readonly ReadOnlySpan<byte> bytes;
    private readonly int fixedSize;
    private int position;
    private int lastOffset;

    /// <summary>Begins a container.</summary>
    /// <param name="bytes">All bytes of the container.</param>
    /// <param name="fixedSize">The length of the fixed part, offsets included.</param>
    /// <param name="isVariable">Whether variable parts follow; otherwise the fixed part is all.</param>
    public SszReader(ReadOnlySpan<byte> bytes, int fixedSize, bool isVariable)
    {
        this.bytes = bytes;
        this.fixedSize = fixedSize;
        if (bytes.Length < fixedSize || (!isVariable && bytes.Length != fixedSize)) Fail(SszFault.WrongLength, fixedSize, bytes.Length);
    }

    /// <summary>The first error, if there was one.</summary>
    public SszError Error { get; private set; }

    /// <summary>Reads an unsigned number of 64 bits.</summary>
    public ulong ReadUInt64() => Take(sizeof(ulong), out ReadOnlySpan<byte> part) ? BinaryPrimitives.ReadUInt64LittleEndian(part) : 0;

    /// <summary>Reads an unsigned number of 8 bits.</summary>
    public byte ReadByte() => Take(1, out ReadOnlySpan<byte> part) ? part[0] : (byte)0;

    /// <summary>Reads a boolean: 0 or 1.</summary>
    public bool ReadBoolean()
    {
        byte value = ReadByte();
        if (value > 1) Fail(SszFault.WrongBoolean, 1, value);
        return value == 1;
    }

    /// <summary>Reads so many bytes into an array's worth of memory of the caller.</summary>
    public void ReadBytes(scoped Span<byte> destination)
    {
        if (Take(destination.Length, out ReadOnlySpan<byte> part)) part.CopyTo(destination);
        else destination.Clear();
    }

    /// <summary>Reads a bitvector of so many bits; unused bits of its last byte must be zero.</summary>
    public byte[] ReadBitvector(int bits)
    {
        byte[] result = new byte[(bits + 7) / 8];
        ReadBytes(result);
        if (bits % 8 != 0 && result[^1] >> (bits % 8) != 0) Fail(SszFault.UnusedBitSet, bits, result[^1]);
        return result;
    }

    /// <summary>Reads an offset; the first is the length of the fixed part, and none decreases.</summary>
    /// <returns>The offset, or zero after an error.</returns>
    public int ReadOffset()
    {
        if (!Take(OffsetSize, out ReadOnlySpan<byte> part)) return 0;
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(part);
        if (lastOffset == 0 && offset != fixedSize) Fail(SszFault.WrongFirstOffset, fixedSize, offset);
        else if (offset < lastOffset) Fail(SszFault.OffsetsDecrease, lastOffset, offset);
        else if (offset > bytes.Length) Fail(SszFault.OffsetBeyondEnd, bytes.Length, offset);
        if (Error.IsError) return 0;
        lastOffset = (int)offset;
        return lastOffset;
    }

    /// <summary>The variable part between two offsets that were read; empty after an error.</summary>
    public readonly ReadOnlySpan<byte> Between(int start, int end) => Error.IsError ? default : bytes[start..end];

    /// <summary>The last variable part.</summary>
    public readonly ReadOnlySpan<byte> From(int start) => Error.IsError ? default : bytes[start..];

    /// <summary>Takes over the error of a part, unless there was one before.</summary>
    public void Adopt(SszError error)
    {
        if (!Error.IsError) Error = error;
    }

    /// <summary>The number of bits of a bitlist: the bits below the highest one that is set.</summary>
    /// <param name="bytes">The bitlist.</param>
    /// <param name="limit">The most bits.</param>
    /// <param name="bits">How many there are.</param>
    public static SszError ReadBitlistLength(ReadOnlySpan<byte> bytes, int limit, out int bits)
    {
        bits = 0;
        if (bytes.IsEmpty || bytes[^1] == 0) return new(SszFault.BitlistWithoutEnd, 1, 0);
        long count = 8L * (bytes.Length - 1) + BitOperations.Log2(bytes[^1]);
        if (count > limit) return new(SszFault.ListTooLong, limit, count);
        bits = (int)count;
        return default;
    }

    /// <summary>Checks a list of fixed-size elements.</summary>
    public static SszError ReadListLength(ReadOnlySpan<byte> bytes, int elementSize, long limit, out int count)
    {
        count = bytes.Length / elementSize;
        if (bytes.Length % elementSize != 0) return new(SszFault.WrongLength, (long)count * elementSize, bytes.Length);
        return count > limit ? new(SszFault.ListTooLong, limit, count) : default;
    }

    private void Fail(SszFault fault, long expected, long actual) => Adopt(new(fault, expected, actual));

    private bool Take(int count, out ReadOnlySpan<byte> part)
    {
        part = default;
        if (Error.IsError) return false;
        if (count > fixedSize - position)
        {
            Fail(SszFault.WrongLength, position + count, fixedSize);
            return false;
        }

        part = bytes.Slice(position, count);
        position += count;
        return true;
    }
}
