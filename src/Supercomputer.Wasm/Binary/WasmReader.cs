using System.Buffers.Binary;
using System.Text;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Binary;

/// <summary>Reads the primitives of the binary format. The first failure sticks: from then on every read gives zero.</summary>
internal sealed class WasmReader(ReadOnlyMemory<byte> bytes)
{
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _bytes = bytes;

    public ModuleError? Error { get; private set; }

    public bool Failed => Error is not null;

    public int Position { get; private set; }

    /// <summary>Where the section or code entry being read ends.</summary>
    public int End { get; private set; } = bytes.Length;

    public int Remaining => End - Position;

    public bool AtEnd => Position >= End;

    public void Fail(string rule, string expected, string actual, ModuleErrorKind kind = ModuleErrorKind.Malformed, int? at = null)
    {
        if (Failed) return;
        Error = new ModuleError(kind, at ?? Position, rule, expected, actual);
        Position = End;
    }

    public void FailLimit(string what, long limit, long actual, int? at = null) =>
        Fail($"too many {what}", $"at most {limit}", $"{actual}", ModuleErrorKind.LimitExceeded, at);

    /// <summary>Narrows reading to the next <paramref name="size"/> bytes; returns the end to give back to <see cref="Leave"/>.</summary>
    public int Enter(uint size)
    {
        int outer = End;
        if (size > (uint)Remaining) Fail("length out of bounds", $"at most {Remaining} bytes", $"{size}");
        else End = Position + (int)size;
        return outer;
    }

    public void Leave(int outerEnd)
    {
        if (Failed) return;
        if (Position != End) Fail("section size mismatch", $"content up to byte {End}", $"content up to byte {Position}");
        End = outerEnd;
    }

    public byte PeekByte() => AtEnd ? (byte)0 : _bytes.Span[Position];

    public byte ReadByte()
    {
        if (Position < End) return _bytes.Span[Position++];
        Fail("unexpected end of section or function", "another byte", "the end");
        return 0;
    }

    public ReadOnlyMemory<byte> ReadBytes(uint count)
    {
        if (count > (uint)Remaining)
        {
            Fail("length out of bounds", $"at most {Remaining} bytes", $"{count}");
            return default;
        }
        ReadOnlyMemory<byte> slice = _bytes.Slice(Position, (int)count);
        Position += (int)count;
        return slice;
    }

    public uint ReadU32() => (uint)ReadUnsigned(32);

    public int ReadS32() => (int)ReadSigned(32);

    public long ReadS33() => ReadSigned(33);

    public long ReadS64() => ReadSigned(64);

    public uint ReadF32() => ReadBytes(4) is { Length: 4 } word ? BinaryPrimitives.ReadUInt32LittleEndian(word.Span) : 0;

    public ulong ReadF64() => ReadBytes(8) is { Length: 8 } word ? BinaryPrimitives.ReadUInt64LittleEndian(word.Span) : 0;

    public UInt128 ReadV128() => ReadBytes(16) is { Length: 16 } vector ? BinaryPrimitives.ReadUInt128LittleEndian(vector.Span) : 0;

    public void ReadZeroByte()
    {
        int at = Position;
        byte value = ReadByte();
        if (value != 0) Fail("zero byte expected", "0x00", $"0x{value:X2}", at: at);
    }

    public string ReadName()
    {
        uint length = ReadU32();
        int at = Position;
        ReadOnlySpan<byte> utf8 = ReadBytes(length).Span;
        if (System.Text.Unicode.Utf8.IsValid(utf8)) return s_strictUtf8.GetString(utf8);
        Fail("malformed UTF-8 encoding", "a name in UTF-8", "bytes that are not", at: at);
        return "";
    }

    /// <summary>The length of a vector whose items take a byte or more each.</summary>
    public int ReadCount(string what, int limit)
    {
        int at = Position;
        uint count = ReadU32();
        if (count > (uint)Remaining) Fail("length out of bounds", $"at most {Remaining} {what}", $"{count}", at: at);
        else if (count > (uint)limit) FailLimit(what, limit, count, at);
        return Failed ? 0 : (int)count;
    }

    public T[] ReadVector<T>(string what, int limit, Func<T> readItem)
    {
        T[] items = new T[ReadCount(what, limit)];
        for (int i = 0; i < items.Length && !Failed; i++) items[i] = readItem();
        return items;
    }

    private ulong ReadUnsigned(int bits)
    {
        int at = Position;
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = ReadByte();
            if (Failed) return 0;
            value |= (ulong)(next & 0x7F) << shift;
            bool last = shift + 7 >= bits;
            if (last && next >= 0x80) Fail("integer representation too long", $"{bits} bits in {(bits + 6) / 7} bytes", "more bytes", at: at);
            else if (last && next >> (bits - shift) != 0) Fail("integer too large", $"{bits} bits", $"last byte 0x{next:X2}", at: at);
            if (next < 0x80 || Failed) return value;
        }
    }

    private long ReadSigned(int bits)
    {
        int at = Position;
        long value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = ReadByte();
            if (Failed) return 0;
            value |= (long)(next & 0x7F) << shift;
            int signExtended = (sbyte)(next << 1) >> 1;
            int used = bits - shift;
            bool last = used <= 7;
            if (last && next >= 0x80) Fail("integer representation too long", $"{bits} bits in {(bits + 6) / 7} bytes", "more bytes", at: at);
            else if (last && signExtended >> (used - 1) is not (0 or -1)) Fail("integer too large", $"{bits} bits", $"last byte 0x{next:X2}", at: at);
            if (Failed) return 0;
            if (next < 0x80) return shift + 7 >= 64 ? value : value << (57 - shift) >> (57 - shift);
        }
    }
}
