using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Execution;

/// <summary>What can be imported and exported: a function, table, memory or global instance.</summary>
public abstract class Extern
{
    private protected Extern()
    {
    }

    /// <summary>Which of the four it is.</summary>
    public abstract ExternKind Kind { get; }
}
