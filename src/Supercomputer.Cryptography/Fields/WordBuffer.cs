using System.Runtime.InteropServices;

namespace Supercomputer.Cryptography.Fields;

/// <summary>Native memory for long vectors: 64-byte aligned 32-bit words outside the garbage collector's heap.</summary>
/// <remarks>Shape: the allocation is rounded up to full cache lines. Contents are zero only if asked for.</remarks>
public sealed unsafe class WordBuffer : IDisposable
{
    private const nuint Alignment = 64;

    /// <summary>Words that one task clears: pages met for the first time cost more than the clearing, so all cores share them.</summary>
    private const nint ClearChunk = 1 << 20;
    private uint* pointer;

    /// <summary>Allocates.</summary>
    /// <param name="length">The number of words.</param>
    /// <param name="clear">Whether the words start at zero.</param>
    public WordBuffer(nint length, bool clear = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        this.Length = length;
        nuint bytes = (((nuint)length * sizeof(uint)) + Alignment - 1) & ~(Alignment - 1);
        bool huge = bytes >= 2 * HugePages.Size;
        this.pointer = huge ? (uint*)NativeArena.Allocate(bytes) : null;
        if (this.pointer == null)
        {
            this.pointer = (uint*)NativeMemory.AlignedAlloc(Math.Max(bytes, Alignment), huge ? HugePages.Size : Alignment);
            if (huge) HugePages.Advise(this.pointer, bytes);
        }

        if (clear)
        {
            uint* words = this.pointer;
            nint count = (nint)(bytes / sizeof(uint));
            if (count <= ClearChunk) NativeMemory.Clear(words, bytes);
            else ParallelChunks.Run(count, ClearChunk, (from, to) => NativeMemory.Clear(words + from, (nuint)(to - from) * sizeof(uint)));
        }
    }

    /// <summary>Frees memory that nobody disposed of.</summary>
    ~WordBuffer() => this.Free();

    /// <summary>The number of words.</summary>
    public nint Length { get; }

    /// <summary>The first word; null after disposal.</summary>
    public uint* Pointer => this.pointer;

    /// <summary>The words, while they fit a span.</summary>
    public Span<uint> Span => new(this.pointer, checked((int)this.Length));

    /// <inheritdoc/>
    public void Dispose()
    {
        this.Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (this.pointer != null && !NativeArena.TryFree(this.pointer)) NativeMemory.AlignedFree(this.pointer);
        this.pointer = null;
    }
}
