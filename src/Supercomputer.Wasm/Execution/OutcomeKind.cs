namespace Supercomputer.Wasm.Execution;

/// <summary>How an invocation ended.</summary>
public enum OutcomeKind : byte
{
    /// <summary>The function returned.</summary>
    Returned,
    /// <summary>It trapped.</summary>
    Trapped,
    /// <summary>The fuel did not suffice for the next instruction.</summary>
    OutOfFuel,
}
