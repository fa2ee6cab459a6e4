namespace Supercomputer.Wasm.Text;

/// <summary>What an assertion of a script says.</summary>
public enum WastAssertionKind
{
    /// <summary>The action returns the expected results.</summary>
    Return,

    /// <summary>The action traps.</summary>
    Trap,

    /// <summary>The action exhausts the call stack.</summary>
    Exhaustion,

    /// <summary>The module is refused by the decoder or the text reader.</summary>
    Malformed,

    /// <summary>The module is refused by validation.</summary>
    Invalid,

    /// <summary>The module's imports are not met.</summary>
    Unlinkable,

    /// <summary>The module traps while it is instantiated.</summary>
    Uninstantiable,
}
