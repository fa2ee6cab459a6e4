using System.Runtime.CompilerServices;
using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Machine.Execution;

/// <summary>A list whose new element is given by reference, so that a row is written once and in place.</summary>
/// <remarks>Safety: native memory, which doubles as it fills; freed by <see cref="Dispose"/>, after which the list is empty. A reference or
/// span dies with the next element added.</remarks>
public sealed unsafe class GrowingBuffer<T> : IDisposable
    where T : unmanaged
{
    private WordBuffer? _memory;
    private T* _items;
    private int _capacity;

    /// <summary>The number of elements.</summary>
    public int Count { get; private set; }

    /// <summary>The elements.</summary>
    public ReadOnlySpan<T> Span => new(_items, Count);

    /// <summary>An element.</summary>
    public ref readonly T this[int index] => ref At(index);

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory?.Dispose();
        (_memory, _capacity, Count) = (null, 0, 0);
        _items = null;
    }

    /// <summary>Appends an element and gives its place; what it holds is undefined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref T Add()
    {
        if (Count == _capacity) Grow();
        return ref _items[Count++];
    }

    /// <summary>The place of an element.</summary>
    internal ref T At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return ref _items[index];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow()
    {
        int capacity = checked(Math.Max(64, _capacity * 2));
        WordBuffer wider = new(((nint)capacity * sizeof(T) + sizeof(uint) - 1) / sizeof(uint));
        Span.CopyTo(new Span<T>(wider.Pointer, capacity));
        _memory?.Dispose();
        (_memory, _capacity) = (wider, capacity);
        _items = (T*)wider.Pointer;
    }
}
