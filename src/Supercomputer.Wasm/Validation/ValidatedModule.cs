using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Validation;

/// <summary>A module that passed validation. Only the validator makes one.</summary>
public sealed class ValidatedModule
{
    internal ValidatedModule(Module module, ModuleContext context, int[] maximumHeights)
    {
        Module = module;
        Context = context;
        MaximumHeights = maximumHeights;
    }

    /// <summary>The module.</summary>
    public Module Module { get; }

    /// <summary>What validation found; the interpreter walks bodies again with it.</summary>
    internal ModuleContext Context { get; }

    /// <summary>For each function defined in the module, the most operands that stand on its stack at once.</summary>
    public int[] MaximumHeights { get; }
}
