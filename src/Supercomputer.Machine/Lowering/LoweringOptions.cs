using Supercomputer.Machine.Linking;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Machine.Lowering;

/// <summary>What is lowered, and within which limits.</summary>
public sealed record LoweringOptions
{
    /// <summary>The exported function to start at; null takes <c>zkmain</c>, <c>_start</c>, <c>main</c>, or the only
    /// exported function without parameters.</summary>
    public string? Entry { get; init; }

    /// <summary>The limits of the execution.</summary>
    public LoweringLimits Limits { get; init; } = LoweringLimits.Default;

    /// <summary>The modules that the program imports from, in the order of their instantiation; they are part of the program and of its digest.</summary>
    public IReadOnlyList<LinkedModule> Links { get; init; } = [];

    /// <summary>Lowers every exported function and needs no entry; for tests that call exports one by one.</summary>
    internal bool AllExports { get; init; }

    /// <summary>Emits what the entry stub does after the start function; for tests that put many calls into one program.</summary>
    internal Action<ModuleContext>? EmitMain { get; init; }

    /// <summary>Where an imported function of another module begins, null where it is none; for tests that link modules.</summary>
    internal Func<Import, Label?> LinkedFunction { get; init; } = _ => null;

    /// <summary>Values for imported globals, by <c>module.name</c>; for tests.</summary>
    internal IReadOnlyDictionary<string, ulong> ImportedGlobals { get; init; } = new Dictionary<string, ulong>();

    /// <summary>Imports that are functions which do nothing and return zeros, by module name; for tests.</summary>
    internal IReadOnlySet<string> SilentModules { get; init; } = new HashSet<string>();
}
