namespace Supercomputer.Machine.Lowering;

/// <summary>Which fields of an <see cref="Instruction"/> an operation reads and writes, and how.</summary>
[Flags]
public enum OperandForms : ushort
{
    /// <summary>None.</summary>
    None = 0,
    /// <summary>Reads r32[A].</summary>
    A32 = 1,
    /// <summary>Reads r64[A].</summary>
    A64 = 2,
    /// <summary>Reads r32[B].</summary>
    B32 = 4,
    /// <summary>Reads r64[B].</summary>
    B64 = 8,
    /// <summary>Writes r32[D].</summary>
    D32 = 16,
    /// <summary>Writes r64[D].</summary>
    D64 = 32,
    /// <summary>D is the program counter to continue at.</summary>
    Target = 64,
    /// <summary>The immediate is an operand given by 16-bit limbs.</summary>
    Value = 128,
    /// <summary>The immediate is the byte offset of a memory access, given by limbs.</summary>
    Offset = 256,
    /// <summary>The immediate is one whole number: an address, a frame size, a page count, a stream or an outcome.</summary>
    Whole = 512,
    /// <summary>Reads or writes linear memory.</summary>
    Memory = 1024,
}
