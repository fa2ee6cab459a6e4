using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Supercomputer.Guests.Metadata;

namespace Supercomputer.Guests.Library;

/// <summary>Stands in for the framework's <c>Span</c>: an address and a length.</summary>
[Replaces("System.Span`1")]
internal readonly ref struct GuestSpan<T>
{
    private readonly ref T _first;
    private readonly int _length;

    public GuestSpan(T[]? array)
    {
        if (array is null)
        {
            _first = ref Unsafe.NullRef<T>();
            return;
        }

        _first = ref MemoryMarshal.GetArrayDataReference(array);
        _length = array.Length;
    }

    public GuestSpan(T[]? array, int start, int length)
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

    public unsafe GuestSpan(void* first, int length)
    {
        Trap.If(length < 0);
        _first = ref Unsafe.AsRef<T>(first);
        _length = length;
    }

    public GuestSpan(ref T only)
    {
        _first = ref only;
        _length = 1;
    }

    internal GuestSpan(ref T first, int length)
    {
        _first = ref first;
        _length = length;
    }

    public static GuestSpan<T> Empty => default;

    public int Length => _length;

    public bool IsEmpty => _length == 0;

    internal ref T First => ref _first;

    public ref T this[int index]
    {
        get
        {
            Trap.If((uint)index >= (uint)_length);
            return ref Unsafe.Add(ref _first, index);
        }
    }

    public GuestSpan<T> Slice(int start)
    {
        Trap.If((uint)start > (uint)_length);
        return new GuestSpan<T>(ref Unsafe.Add(ref _first, start), _length - start);
    }

    public GuestSpan<T> Slice(int start, int length)
    {
        Trap.If((uint)start > (uint)_length || (uint)length > (uint)(_length - start));
        return new GuestSpan<T>(ref Unsafe.Add(ref _first, start), length);
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

    public void Clear() => Memory.Fill(ref _first, 0, _length);

    public void Fill(T value)
    {
        for (int i = 0; i < _length; i++) Unsafe.Add(ref _first, i) = value;
    }

    public static implicit operator GuestReadOnlySpan<T>(GuestSpan<T> span) => new(ref span._first, span._length);

    public static implicit operator GuestSpan<T>(T[]? array) => new(array);
}
