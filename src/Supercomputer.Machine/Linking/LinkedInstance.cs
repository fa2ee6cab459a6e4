using Supercomputer.Wasm.Modules;

namespace Supercomputer.Machine.Linking;

/// <summary>A module among those that are merged, and where its parts go.</summary>
/// <param name="name">The module name that imports give; the program itself has none.</param>
/// <param name="module">The module.</param>
internal sealed class LinkedInstance(string name, Module module)
{
    internal string Name => name;

    internal Module Module => module;

    /// <summary>The first of its types in the merged module.</summary>
    internal uint FirstType { get; set; }

    /// <summary>The first of its element segments.</summary>
    internal uint FirstElement { get; set; }

    /// <summary>The first of its data segments.</summary>
    internal uint FirstData { get; set; }

    /// <summary>Where the entries of each index space go, imports first; by <see cref="ExternKind"/>.</summary>
    internal uint[][] Map { get; } = new uint[4][];

    /// <summary>The imports of a kind, in order.</summary>
    internal Import[] ImportsOf(ExternKind kind) => [.. module.Imports.Where(i => i.Kind == kind)];

    /// <summary>The number of entries of a kind that the module defines.</summary>
    internal int DefinedCount(ExternKind kind) => kind switch
    {
        ExternKind.Function => module.Functions.Length,
        ExternKind.Table => module.Tables.Length,
        ExternKind.Memory => module.Memories.Length,
        _ => module.Globals.Length,
    };
}
