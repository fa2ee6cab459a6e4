namespace Supercomputer.Wasm.Execution;

/// <summary>What running code may use at most.</summary>
public sealed record ExecutionLimits
{
    /// <summary>The limits used where none are given.</summary>
    public static ExecutionLimits Default { get; } = new();

    /// <summary>Calls that stand open at once.</summary>
    public int CallDepth { get; init; } = 10_000;

    /// <summary>Locals and operands of all open calls together, eight bytes each; a v128 takes two.</summary>
    public int StackSlots { get; init; } = 1 << 20;

    /// <summary>Pages of 64 KiB that a memory may grow to; never above 32,767, what one array can hold.</summary>
    public uint MemoryPages { get; init; } = 16_384;

    /// <summary>Entries that the tables of a store may have together.</summary>
    public uint TableEntries { get; init; } = 10_000_000;

    /// <summary>Invocations that host functions may nest.</summary>
    public int HostNesting { get; init; } = 32;
}
