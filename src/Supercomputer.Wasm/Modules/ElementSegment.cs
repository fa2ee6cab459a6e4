namespace Supercomputer.Wasm.Modules;

/// <summary>An element segment: references for a table.</summary>
public sealed class ElementSegment
{
    /// <summary>What becomes of it at instantiation.</summary>
    public required SegmentMode Mode { get; init; }

    /// <summary>The type of its references.</summary>
    public required ValType Type { get; init; }

    /// <summary>The table of an active segment.</summary>
    public uint TableIndex { get; init; }

    /// <summary>The constant expression of the offset of an active segment; empty otherwise.</summary>
    public Instruction[] Offset { get; init; } = [];

    /// <summary>One constant expression a reference; function indices are given as <c>ref.func</c> and <c>end</c>.</summary>
    public required Instruction[][] Items { get; init; }
}
