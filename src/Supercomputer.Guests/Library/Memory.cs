using System.Runtime.CompilerServices;

namespace Supercomputer.Guests.Library;

/// <summary>Blocks of memory.</summary>
internal static unsafe class Memory
{
    public static void Copy<T>(ref T to, ref T from, int count) =>
        Unsafe.CopyBlock(Unsafe.AsPointer(ref to), Unsafe.AsPointer(ref from), (uint)count * (uint)Unsafe.SizeOf<T>());

    public static void Fill<T>(ref T to, byte value, int count) =>
        Unsafe.InitBlock(Unsafe.AsPointer(ref to), value, (uint)count * (uint)Unsafe.SizeOf<T>());
}
