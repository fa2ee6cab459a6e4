namespace Supercomputer.Wasm.Execution;

/// <summary>What a host function sees of the instance that calls it.</summary>
public readonly struct HostContext
{
    internal HostContext(Instance? caller) => Caller = caller;

    /// <summary>The instance whose code calls; null where the host invokes the function itself.</summary>
    public Instance? Caller { get; }

    /// <summary>The caller's memory, where it has one.</summary>
    public MemoryInstance? Memory => Caller?.Memory;
}
