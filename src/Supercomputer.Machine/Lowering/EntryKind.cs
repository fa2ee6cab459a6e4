namespace Supercomputer.Machine.Lowering;

/// <summary>What the lowering knows of a value on the operand stack.</summary>
internal enum EntryKind : byte
{
    /// <summary>A constant that no register holds yet.</summary>
    Constant,
    /// <summary>The value of a local, read where it is used.</summary>
    Local,
    /// <summary>A value in a register of the stack.</summary>
    Register,
}
