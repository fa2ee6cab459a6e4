using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Supercomputer.Guests.Metadata;

namespace Supercomputer.Guests.Library;

/// <summary>Stands in for the framework's <c>ReadOnlySpan</c>: an address and a length.</summary>
[Replaces("System.ReadOnlySpan`1")]
internal readonly ref struct GuestReadOnlySpan<T>
{
    private readonly ref T _first;
    private readonly int _length;

    public GuestReadOnlySpan(T[]? array)
    {
        if (array is null)
        {
            _first = ref Unsafe.NullRef<T>();
            return;
        }

        _first = ref MemoryMarshal.GetArrayDataReference(array);
        _length = array.Length;
    }

    public GuestReadOnlySpan(T[]? array, int start, int length)
    {
        int all = array is null ? 0 : array.Length;
        Trap.If((ulong)(uint)start + (uint)length > (uint)all);
        if (all == 0)
        {
            _first = ref Unsafe.NullRef<T>();
            return;
        }

        _first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array!), start);
        _length = length;
    }

    public unsafe GuestReadOnlySpan(void* first, int length)
    {
        Trap.If(length < 0);
        _first = ref Unsafe.AsRef<T>(first);
        _length = length;
    }

    public GuestReadOnlySpan(ref T only)
    {
        _first = ref only;
        _length = 1;
    }

    internal GuestReadOnlySpan(ref T first, int length)
    {
        _first = ref first;
        _length = length;
    }

    public static GuestReadOnlySpan<T> Empty => default;

    public int Length => _length;

    public bool IsEmpty => _length == 0;

    internal ref T First => ref _first;

    public ref readonly T this[int index]
    {
        get
        {
            Trap.If((uint)index >= (uint)_length);
            return ref Unsafe.Add(ref _first, index);
        }
    }

    public GuestReadOnlySpan<T> Slice(int start)
    {
        Trap.If((uint)start > (uint)_length);
        return new GuestReadOnlySpan<T>(ref Unsafe.Add(ref _first, start), _length - start);
    }

    public GuestReadOnlySpan<T> Slice(int start, int length)
    {
        Trap.If((uint)start > (uint)_length || (uint)length > (uint)(_length - start));
        return new GuestReadOnlySpan<T>(ref Unsafe.Add(ref _first, start), length);
    }

    public void CopyTo(GuestSpan<T> destination)
    {
        Trap.If((uint)_length > (uint)destination.Length);
        Memory.Copy(ref destination.First, ref _first, _length);
    }

    public T[] ToArray()
    {
        T[] array = new T[_length];
        CopyTo(new GuestSpan<T>(array));
        return array;
    }

    public static implicit operator GuestReadOnlySpan<T>(T[]? array) => new(array);
}
