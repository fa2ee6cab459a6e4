namespace Supercomputer.Wasm.Modules;

/// <summary>A data segment: bytes for a memory.</summary>
public sealed class DataSegment
{
    /// <summary>What becomes of it at instantiation: active or passive.</summary>
    public required SegmentMode Mode { get; init; }

    /// <summary>The memory of an active segment.</summary>
    public uint MemoryIndex { get; init; }

    /// <summary>The constant expression of the offset of an active segment; empty otherwise.</summary>
    public Instruction[] Offset { get; init; } = [];

    /// <summary>Its bytes.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }
}
