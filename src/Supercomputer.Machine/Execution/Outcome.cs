namespace Supercomputer.Machine.Execution;

/// <summary>How an execution ended. The number is part of the statement.</summary>
/// <remarks>Shape: every outcome except <see cref="OutOfFuel"/> is the program counter of the <see cref="Lowering.Operation.Halt"/>
/// that ends with it.</remarks>
public enum Outcome : byte
{
    /// <summary>The entry function returned, or a WASI program left with exit code 0.</summary>
    Returned = 0,
    /// <summary>An <c>unreachable</c> instruction was executed.</summary>
    Unreachable = 1,
    /// <summary>An integer was divided by zero.</summary>
    DivideByZero = 2,
    /// <summary>A signed division, or the truncation of a float, overflowed.</summary>
    IntegerOverflow = 3,
    /// <summary>A memory access was out of bounds.</summary>
    MemoryOutOfBounds = 4,
    /// <summary>A table access was out of bounds.</summary>
    TableOutOfBounds = 5,
    /// <summary>An indirect call named an index beyond its table.</summary>
    UndefinedElement = 6,
    /// <summary>An indirect call met a null reference.</summary>
    UninitializedElement = 7,
    /// <summary>An indirect call met a function of another type.</summary>
    IndirectCallTypeMismatch = 8,
    /// <summary>The call stack reached its limit.</summary>
    CallStackExhausted = 9,
    /// <summary>The program read beyond the end of an input stream.</summary>
    InputExhausted = 10,
    /// <summary>The program asked to stop: <c>wsc.trap</c>, or a WASI program left with another exit code, which its output ends with.</summary>
    ProgramTrap = 11,
    /// <summary>A condition that the program requires does not hold: <c>env.require</c>.</summary>
    RequirementFailed = 12,
    /// <summary>A NaN was truncated to an integer.</summary>
    InvalidConversion = 13,
    /// <summary>The fuel was spent before the program ended.</summary>
    OutOfFuel = 14,
}
