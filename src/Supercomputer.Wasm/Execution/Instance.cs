using Supercomputer.Wasm.Validation;

namespace Supercomputer.Wasm.Execution;

/// <summary>A module instance: code with its own tables, memories and globals, or imported ones.</summary>
public sealed class Instance
{
    private readonly Dictionary<string, Extern> _exports = new(StringComparer.Ordinal);

    internal Instance(ValidatedModule module, Store store)
    {
        Module = module;
        Store = store;
    }

    /// <summary>The module.</summary>
    public ValidatedModule Module { get; }

    /// <summary>The store it lives in.</summary>
    public Store Store { get; }

    /// <summary>Its exports by name.</summary>
    public IReadOnlyDictionary<string, Extern> Exports => _exports;

    /// <summary>Its memory, where it has one.</summary>
    public MemoryInstance? Memory => Memories.Length > 0 ? Memories[0] : null;

    internal FunctionInstance[] Functions { get; set; } = [];

    internal TableInstance[] Tables { get; set; } = [];

    internal MemoryInstance[] Memories { get; set; } = [];

    internal GlobalInstance[] Globals { get; set; } = [];

    /// <summary>The references of each element segment; empty once dropped.</summary>
    internal ulong[][] Elements { get; set; } = [];

    /// <summary>The bytes of each data segment; empty once dropped.</summary>
    internal ReadOnlyMemory<byte>[] Data { get; set; } = [];

    /// <summary>Links a module to its imports, fills tables and memories, and runs its start function.</summary>
    /// <remarks>Errors: never throws on a validated module; the result says why there is no instance.</remarks>
    public static InstantiationResult Instantiate(ValidatedModule module, Imports imports, Store store, ulong fuel = ulong.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(imports);
        ArgumentNullException.ThrowIfNull(store);
        return new Linker(module, imports, store).Link(fuel);
    }

    /// <summary>The same in a store of its own.</summary>
    public static InstantiationResult Instantiate(ValidatedModule module, Imports imports, ExecutionLimits? limits = null) =>
        Instantiate(module, imports, new Store(limits));

    /// <summary>Invokes an exported function.</summary>
    /// <remarks>Errors: throws where there is no such function or the arguments do not match its parameters.</remarks>
    public Outcome Invoke(string exportName, ReadOnlySpan<Value> arguments, ulong fuel = ulong.MaxValue) =>
        _exports.GetValueOrDefault(exportName) is FunctionInstance function
            ? Store.Invoke(function, arguments, fuel)
            : throw new ArgumentException($"no exported function '{exportName}'", nameof(exportName));

    internal void AddExport(string name, Extern member) => _exports.Add(name, member);
}
