using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Execution;

/// <summary>A linear memory at run time.</summary>
public sealed class MemoryInstance : Extern
{
    /// <summary>The most pages that one array holds.</summary>
    private const uint ArrayPages = 32_767;

    private readonly uint _pageLimit;
    private byte[] _buffer;

    /// <summary>A zeroed memory of the type's minimum size.</summary>
    /// <remarks>Errors: throws where the minimum is above <see cref="ExecutionLimits.MemoryPages"/>; ask <see cref="Fits"/> first.</remarks>
    public MemoryInstance(MemoryType type, ExecutionLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (!Fits(type, limits)) throw new ArgumentException($"{type.Limits.Minimum} pages are above the limit", nameof(type));
        Maximum = type.Limits.Maximum;
        _pageLimit = Math.Min(Math.Min(limits.MemoryPages, ArrayPages), Maximum ?? MemoryType.MaximumPages);
        Pages = type.Limits.Minimum;
        _buffer = new byte[Pages * MemoryType.PageSizeBytes];
    }

    /// <inheritdoc/>
    public override ExternKind Kind => ExternKind.Memory;

    /// <summary>Its size in pages.</summary>
    public uint Pages { get; private set; }

    /// <summary>The maximum of its type.</summary>
    public uint? Maximum { get; }

    /// <summary>Its bytes now; growing makes the span stale.</summary>
    public Span<byte> Bytes => _buffer.AsSpan(0, (int)SizeBytes);

    internal uint SizeBytes => Pages * MemoryType.PageSizeBytes;

    internal byte[] Buffer => _buffer;

    /// <summary>Whether a memory of this type can be made within the limits.</summary>
    public static bool Fits(MemoryType type, ExecutionLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return type.Limits.Minimum <= Math.Min(limits.MemoryPages, ArrayPages);
    }

    /// <summary>Adds pages; the size before, or -1 where there is no room.</summary>
    public int Grow(uint pages)
    {
        uint before = Pages;
        if (pages > _pageLimit - before) return -1;
        long needed = (long)(before + pages) * MemoryType.PageSizeBytes;
        if (needed > _buffer.Length)
        {
            // Doubling keeps many small steps from copying the memory each time.
            long capacity = Math.Min(Math.Max(needed, 2L * _buffer.Length), (long)_pageLimit * MemoryType.PageSizeBytes);
            Array.Resize(ref _buffer, (int)capacity);
        }
        Pages += pages;
        return (int)before;
    }

    /// <summary>The bytes of a range, or false where it reaches beyond the memory.</summary>
    public bool TrySlice(uint address, uint count, out Span<byte> range)
    {
        bool isInside = (ulong)address + count <= SizeBytes;
        range = isInside ? _buffer.AsSpan((int)address, (int)count) : default;
        return isInside;
    }
}
