namespace Supercomputer.Machine.Paths;

/// <summary>How a value of a path comes about.</summary>
internal enum PathNodeKind : byte
{
    /// <summary>The register number <see cref="PathNode.Left"/> of the plan, as it was before the row.</summary>
    Register,
    /// <summary>The constant <see cref="PathNode.Immediate"/>.</summary>
    Constant,
    /// <summary>The sum of two values.</summary>
    Add,
    /// <summary>The difference of two values.</summary>
    Subtract,
    /// <summary>The value times 2^<see cref="PathNode.Immediate"/>.</summary>
    ShiftLeft,
    /// <summary>The value that the access number <see cref="PathNode.Left"/> of the plan finds, its upper bits zero.</summary>
    Load,
    /// <summary>The value times the constant <see cref="PathNode.Immediate"/>, which is small.</summary>
    Scale,
    /// <summary>The product of two values.</summary>
    Multiply,
    /// <summary>Bitwise and.</summary>
    And,
    /// <summary>Bitwise or.</summary>
    Or,
    /// <summary>Bitwise exclusive or.</summary>
    Xor,
    /// <summary>The value shifted right by <see cref="PathNode.Immediate"/>, zeros coming in.</summary>
    ShiftRight,
    /// <summary>The value shifted right by <see cref="PathNode.Immediate"/>, its sign coming in.</summary>
    ShiftRightSigned,
    /// <summary>The value rotated left by <see cref="PathNode.Immediate"/>.</summary>
    RotateLeft,
    /// <summary>The value shifted left by another modulo 32.</summary>
    ShiftLeftBy,
    /// <summary>The value shifted right by another modulo 32, zeros coming in.</summary>
    ShiftRightBy,
    /// <summary>The value rotated left by another.</summary>
    RotateLeftBy,
    /// <summary>The value rotated right by another.</summary>
    RotateRightBy,
    /// <summary>The low 8 bits with their sign.</summary>
    Extend8,
    /// <summary>The low 16 bits with their sign.</summary>
    Extend16,
    /// <summary>1 where two values differ, else 0.</summary>
    Differs,
    /// <summary>1 where the first value is less, unsigned, else 0.</summary>
    LessUnsigned,
    /// <summary>1 where the first value is less, signed, else 0.</summary>
    LessSigned,
    /// <summary>The entry <see cref="PathNode.Left"/> of the input stream <see cref="PathNode.Immediate"/>; number <see cref="PathNode.Right"/> of the plan.</summary>
    Input,
    /// <summary>The pages of the memory.</summary>
    Pages,
}
