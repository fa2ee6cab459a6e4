namespace Supercomputer.Wasm.Modules;

/// <summary>Why a module was refused.</summary>
public enum ModuleErrorKind : byte
{
    /// <summary>The bytes do not follow the binary format.</summary>
    Malformed,
    /// <summary>The module follows the binary format and breaks a rule of validation.</summary>
    Invalid,
    /// <summary>The module is larger than the limits allow.</summary>
    LimitExceeded,
}
