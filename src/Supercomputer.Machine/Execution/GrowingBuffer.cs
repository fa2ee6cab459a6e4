using System.Runtime.CompilerServices;

namespace Supercomputer.Machine.Execution;

/// <summary>A list whose new element is given by reference, so that a row is written once and in place.</summary>
public sealed class GrowingBuffer<T> where T : unmanaged
{
    private T[] _items = [];

    /// <summary>The number of elements.</summary>
    public int Count { get; private set; }

    /// <summary>The elements.</summary>
    public ReadOnlySpan<T> Span => _items.AsSpan(0, Count);

    /// <summary>An element.</summary>
    public ref readonly T this[int index] => ref _items[index];

    /// <summary>Appends an element and gives its place; what it holds is undefined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref T Add()
    {
        if (Count == _items.Length) Grow();
        return ref _items[Count++];
    }

    /// <summary>The place of an element.</summary>
    internal ref T At(int index) => ref _items[index];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow()
    {
        T[] wider = GC.AllocateUninitializedArray<T>(Math.Max(64, _items.Length * 2));
        _items.AsSpan(0, Count).CopyTo(wider);
        _items = wider;
    }
}
