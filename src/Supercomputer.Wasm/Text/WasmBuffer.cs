using System.Buffers.Binary;
using System.Text;

namespace Supercomputer.Wasm.Text;

/// <summary>Growing bytes in the encodings of the binary format.</summary>
internal sealed class WasmBuffer
{
    private byte[] _bytes = new byte[64];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Byte(byte value) => Room(1)[0] = value;

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Room(bytes.Length));

    /// <summary>Unsigned LEB128.</summary>
    public void Unsigned(uint value)
    {
        for (; value >= 0x80; value >>= 7) Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    /// <summary>Signed LEB128.</summary>
    public void Signed(long value)
    {
        for (; value is < -64 or > 63; value >>= 7) Byte((byte)(value | 0x80));
        Byte((byte)(value & 0x7f));
    }

    public void Fixed32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Room(4), value);

    public void Fixed64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Room(8), value);

    /// <summary>A length and the bytes.</summary>
    public void Vector(ReadOnlySpan<byte> bytes)
    {
        Unsigned((uint)bytes.Length);
        Bytes(bytes);
    }

    public void Name(string name) => Vector(Encoding.UTF8.GetBytes(name));

    public void Truncate(int length) => Length = length;

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }
}
