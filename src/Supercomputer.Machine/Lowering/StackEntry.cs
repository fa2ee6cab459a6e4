namespace Supercomputer.Machine.Lowering;

/// <summary>An operand on the virtual stack of a function that is being lowered.</summary>
internal struct StackEntry
{
    internal EntryKind Kind;
    internal bool IsWide;
    /// <summary>The constant.</summary>
    internal ulong Value;
    /// <summary>The register that holds it: a local's or one of the stack.</summary>
    internal uint Register;
    /// <summary>The local, where <see cref="Kind"/> is <see cref="EntryKind.Local"/>.</summary>
    internal uint Local;
    /// <summary>The register that is the value's own if it needs one.</summary>
    internal uint Home;
    /// <summary>The first register of each space above this value and all below it.</summary>
    internal uint Top32, Top64;
}
