using System.Runtime.CompilerServices;
using Supercomputer.Guests.Metadata;

namespace Supercomputer.Guests.Library;

/// <summary>Stands in for the framework's <c>MemoryExtensions</c>.</summary>
[Replaces("System.MemoryExtensions")]
internal static class GuestMemoryExtensions
{
    public static GuestSpan<T> AsSpan<T>(T[]? array) => new(array);

    public static GuestSpan<T> AsSpan<T>(T[]? array, int start) => new GuestSpan<T>(array).Slice(start);

    public static GuestSpan<T> AsSpan<T>(T[]? array, int start, int length) => new(array, start, length);

    public static bool SequenceEqual<T>(GuestReadOnlySpan<T> left, GuestReadOnlySpan<T> right) => Equal(left, right);

    public static bool SequenceEqual<T>(GuestSpan<T> left, GuestReadOnlySpan<T> right) => Equal(left, right);

    private static unsafe bool Equal<T>(GuestReadOnlySpan<T> left, GuestReadOnlySpan<T> right)
    {
        if (left.Length != right.Length) return false;
        int bytes = left.Length * Unsafe.SizeOf<T>(), i = 0;
        byte* x = (byte*)Unsafe.AsPointer(ref left.First), y = (byte*)Unsafe.AsPointer(ref right.First);
        for (; i + 4 <= bytes; i += 4)
            if (*(uint*)(x + i) != *(uint*)(y + i)) return false;
        for (; i < bytes; i++)
            if (x[i] != y[i]) return false;
        return true;
    }
}

/// <summary>Stands in for the framework's <c>MemoryMarshal</c>, where it is more than an address.</summary>
[Replaces("System.Runtime.InteropServices.MemoryMarshal")]
internal static class GuestMemoryMarshal
{
    public static ref T GetReference<T>(GuestSpan<T> span) => ref span.First;

    public static ref T GetReference<T>(GuestReadOnlySpan<T> span) => ref span.First;

    public static ref T GetArrayDataReference<T>(T[] array) => throw new NotSupportedException();

    public static GuestSpan<T> CreateSpan<T>(ref T first, int length) => new(ref first, length);

    public static GuestReadOnlySpan<byte> AsBytes<T>(GuestReadOnlySpan<T> span)
        where T : struct => new(ref Unsafe.As<T, byte>(ref span.First), checked(span.Length * Unsafe.SizeOf<T>()));

    public static GuestSpan<byte> AsBytes<T>(GuestSpan<T> span)
        where T : struct => new(ref Unsafe.As<T, byte>(ref span.First), checked(span.Length * Unsafe.SizeOf<T>()));
}
