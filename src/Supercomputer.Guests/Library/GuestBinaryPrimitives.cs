using System.Runtime.CompilerServices;
using Supercomputer.Guests.Metadata;

namespace Supercomputer.Guests.Library;

/// <summary>Stands in for the framework's <c>BinaryPrimitives</c>.</summary>
[Replaces("System.Buffers.Binary.BinaryPrimitives")]
internal static class GuestBinaryPrimitives
{
    public static ushort ReverseEndianness(ushort value) => (ushort)((value >> 8) | (value << 8));

    public static uint ReverseEndianness(uint value) =>
        (uint.RotateRight(value, 8) & 0xFF00FF00) | (uint.RotateLeft(value, 8) & 0x00FF00FF);

    public static ulong ReverseEndianness(ulong value) =>
        ((ulong)ReverseEndianness((uint)value) << 32) | ReverseEndianness((uint)(value >> 32));

    public static ushort ReadUInt16LittleEndian(GuestReadOnlySpan<byte> source) => Read<ushort>(source);

    public static uint ReadUInt32LittleEndian(GuestReadOnlySpan<byte> source) => Read<uint>(source);

    public static int ReadInt32LittleEndian(GuestReadOnlySpan<byte> source) => Read<int>(source);

    public static ulong ReadUInt64LittleEndian(GuestReadOnlySpan<byte> source) => Read<ulong>(source);

    public static long ReadInt64LittleEndian(GuestReadOnlySpan<byte> source) => Read<long>(source);

    public static ushort ReadUInt16BigEndian(GuestReadOnlySpan<byte> source) => ReverseEndianness(Read<ushort>(source));

    public static uint ReadUInt32BigEndian(GuestReadOnlySpan<byte> source) => ReverseEndianness(Read<uint>(source));

    public static ulong ReadUInt64BigEndian(GuestReadOnlySpan<byte> source) => ReverseEndianness(Read<ulong>(source));

    public static void WriteUInt16LittleEndian(GuestSpan<byte> destination, ushort value) => Write(destination, value);

    public static void WriteUInt32LittleEndian(GuestSpan<byte> destination, uint value) => Write(destination, value);

    public static void WriteInt32LittleEndian(GuestSpan<byte> destination, int value) => Write(destination, value);

    public static void WriteUInt64LittleEndian(GuestSpan<byte> destination, ulong value) => Write(destination, value);

    public static void WriteInt64LittleEndian(GuestSpan<byte> destination, long value) => Write(destination, value);

    public static void WriteUInt16BigEndian(GuestSpan<byte> destination, ushort value) => Write(destination, ReverseEndianness(value));

    public static void WriteUInt32BigEndian(GuestSpan<byte> destination, uint value) => Write(destination, ReverseEndianness(value));

    public static void WriteUInt64BigEndian(GuestSpan<byte> destination, ulong value) => Write(destination, ReverseEndianness(value));

    private static T Read<T>(GuestReadOnlySpan<byte> source)
        where T : unmanaged
    {
        Trap.If((uint)source.Length < (uint)Unsafe.SizeOf<T>());
        return Unsafe.ReadUnaligned<T>(ref source.First);
    }

    private static void Write<T>(GuestSpan<byte> destination, T value)
        where T : unmanaged
    {
        Trap.If((uint)destination.Length < (uint)Unsafe.SizeOf<T>());
        Unsafe.WriteUnaligned(ref destination.First, value);
    }
}
