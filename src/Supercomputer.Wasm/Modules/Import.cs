namespace Supercomputer.Wasm.Modules;

/// <summary>One import; of the type members only the one that <see cref="Kind"/> names has a meaning.</summary>
public sealed record Import(string ModuleName, string Name, ExternKind Kind)
{
    /// <summary>The type index of an imported function.</summary>
    public uint FunctionTypeIndex { get; init; }

    /// <summary>The type of an imported table.</summary>
    public TableType Table { get; init; }

    /// <summary>The type of an imported memory.</summary>
    public MemoryType Memory { get; init; }

    /// <summary>The type of an imported global.</summary>
    public GlobalType Global { get; init; }
}
