namespace Supercomputer.Wasm.Modules;

/// <summary>The largest module that the decoder takes; beyond it answers <see cref="ModuleErrorKind.LimitExceeded"/>.</summary>
/// <remarks>Cost: an instruction takes 24 bytes decoded, so the default of 2 million takes 48 MiB.</remarks>
public sealed record ModuleLimits
{
    /// <summary>The limits used where none are given.</summary>
    public static ModuleLimits Default { get; } = new();

    /// <summary>Bytes of the module.</summary>
    public int ModuleSizeBytes { get; init; } = 64 << 20;

    /// <summary>Entries of each section but code: types, imports, tables, globals, exports, segments; and custom sections.</summary>
    public int SectionEntries { get; init; } = 1_000_000;

    /// <summary>Functions that the module defines.</summary>
    public int Functions { get; init; } = 1_000_000;

    /// <summary>Parameters, and results, of one function type.</summary>
    public int Arity { get; init; } = 256;

    /// <summary>Locals of one function apart from its parameters.</summary>
    public int LocalsPerFunction { get; init; } = 50_000;

    /// <summary>Instructions of the whole module, labels of branch tables among them.</summary>
    public int Instructions { get; init; } = 2_000_000;

    /// <summary>Blocks that stand open at once.</summary>
    public int NestingDepth { get; init; } = 10_000;

    /// <summary>References in the element segments of the whole module.</summary>
    public int ElementItems { get; init; } = 1_000_000;
}
