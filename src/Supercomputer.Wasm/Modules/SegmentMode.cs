namespace Supercomputer.Wasm.Modules;

/// <summary>What becomes of an element or data segment at instantiation.</summary>
public enum SegmentMode : byte
{
    /// <summary>It is copied into its table or memory, then dropped.</summary>
    Active,
    /// <summary>It waits for <c>table.init</c> or <c>memory.init</c>.</summary>
    Passive,
    /// <summary>It only declares the functions that <c>ref.func</c> may name (element segments).</summary>
    Declarative,
}
