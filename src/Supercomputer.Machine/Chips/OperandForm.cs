namespace Supercomputer.Machine.Chips;

/// <summary>What a chip takes as its second operand.</summary>
internal enum OperandForm
{
    /// <summary>A register or an immediate, by a flag of the row.</summary>
    Either,

    /// <summary>A register.</summary>
    Register,

    /// <summary>An immediate: no register B is read.</summary>
    Immediate,
}
