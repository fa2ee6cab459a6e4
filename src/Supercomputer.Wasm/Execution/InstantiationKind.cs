namespace Supercomputer.Wasm.Execution;

/// <summary>How an instantiation ended.</summary>
public enum InstantiationKind : byte
{
    /// <summary>There is an instance.</summary>
    Instantiated,
    /// <summary>An import is missing or of another type.</summary>
    Unlinkable,
    /// <summary>A segment or the start function trapped.</summary>
    Trapped,
    /// <summary>The start function ran out of fuel.</summary>
    OutOfFuel,
    /// <summary>A memory or table is larger than the limits allow.</summary>
    LimitExceeded,
}
