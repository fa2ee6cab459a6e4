namespace Supercomputer.Wasm.Modules;

/// <summary>What a vector instruction does to each lane, or to the lanes together; the shape says what a lane is.</summary>
/// <remarks>Source: WebAssembly Core 2.0, section 4.3.5 and its integer and float operators.</remarks>
public enum LaneOperation : byte
{
    /// <summary>Nothing but what the form says.</summary>
    None,
    /// <summary>All bits inverted.</summary>
    Not,
    /// <summary>Bitwise and.</summary>
    And,
    /// <summary>The first operand and the inverse of the second.</summary>
    AndNot,
    /// <summary>Bitwise or.</summary>
    Or,
    /// <summary>Bitwise exclusive or.</summary>
    Xor,
    /// <summary>Byte i is the byte of the first operand that byte i of the second names, zero where it names none.</summary>
    Swizzle,
    /// <summary>1 where any bit is set.</summary>
    AnyTrue,
    /// <summary>1 where no lane is zero.</summary>
    AllTrue,
    /// <summary>Bit i is the sign of lane i.</summary>
    Bitmask,
    /// <summary>All ones where equal, else zero; so for the other comparisons.</summary>
    Equal,
    /// <summary>Comparison: not equal.</summary>
    NotEqual,
    /// <summary>Comparison: less, signed or floating-point.</summary>
    Less,
    /// <summary>Comparison: less, unsigned.</summary>
    LessUnsigned,
    /// <summary>Comparison: greater, signed or floating-point.</summary>
    Greater,
    /// <summary>Comparison: greater, unsigned.</summary>
    GreaterUnsigned,
    /// <summary>Comparison: less or equal, signed or floating-point.</summary>
    LessOrEqual,
    /// <summary>Comparison: less or equal, unsigned.</summary>
    LessOrEqualUnsigned,
    /// <summary>Comparison: greater or equal, signed or floating-point.</summary>
    GreaterOrEqual,
    /// <summary>Comparison: greater or equal, unsigned.</summary>
    GreaterOrEqualUnsigned,
    /// <summary>Absolute value; the least integer stays.</summary>
    Absolute,
    /// <summary>Negation.</summary>
    Negate,
    /// <summary>The number of ones.</summary>
    PopulationCount,
    /// <summary>Sum.</summary>
    Add,
    /// <summary>Sum, held within the signed range.</summary>
    AddSaturate,
    /// <summary>Sum, held within the unsigned range.</summary>
    AddSaturateUnsigned,
    /// <summary>Difference.</summary>
    Subtract,
    /// <summary>Difference, held within the signed range.</summary>
    SubtractSaturate,
    /// <summary>Difference, held within the unsigned range.</summary>
    SubtractSaturateUnsigned,
    /// <summary>Product.</summary>
    Multiply,
    /// <summary>The lesser, signed or floating-point.</summary>
    Minimum,
    /// <summary>The lesser, unsigned.</summary>
    MinimumUnsigned,
    /// <summary>The greater, signed or floating-point.</summary>
    Maximum,
    /// <summary>The greater, unsigned.</summary>
    MaximumUnsigned,
    /// <summary>(a + b + 1) / 2, unsigned.</summary>
    AverageUnsigned,
    /// <summary>(a * b + 2^14) / 2^15, held within the signed range.</summary>
    MultiplyQ15Saturate,
    /// <summary>Sums of two neighbouring products of signed lanes of the source shape.</summary>
    DotProduct,
    /// <summary>Shift to the left.</summary>
    ShiftLeft,
    /// <summary>Shift to the right with the sign.</summary>
    ShiftRight,
    /// <summary>Shift to the right with zeros.</summary>
    ShiftRightUnsigned,
    /// <summary>The lane with its sign: of the low half of the source, or of a narrow lane taken out.</summary>
    ExtendLow,
    /// <summary>The lane without sign: of the low half of the source, or of a narrow lane taken out.</summary>
    ExtendLowUnsigned,
    /// <summary>The lanes of the high half of the source with their sign.</summary>
    ExtendHigh,
    /// <summary>The lanes of the high half of the source without sign.</summary>
    ExtendHighUnsigned,
    /// <summary>Products of the signed lanes of the low half of the source.</summary>
    MultiplyLow,
    /// <summary>Products of the unsigned lanes of the low half of the source.</summary>
    MultiplyLowUnsigned,
    /// <summary>Products of the signed lanes of the high half of the source.</summary>
    MultiplyHigh,
    /// <summary>Products of the unsigned lanes of the high half of the source.</summary>
    MultiplyHighUnsigned,
    /// <summary>Sums of two neighbouring signed lanes of the source.</summary>
    AddPairs,
    /// <summary>Sums of two neighbouring unsigned lanes of the source.</summary>
    AddPairsUnsigned,
    /// <summary>Signed lanes of the source, first operand's first, held within the signed range.</summary>
    Narrow,
    /// <summary>Signed lanes of the source, first operand's first, held within the unsigned range.</summary>
    NarrowUnsigned,
    /// <summary>Rounded up.</summary>
    Ceiling,
    /// <summary>Rounded down.</summary>
    Floor,
    /// <summary>Rounded towards zero.</summary>
    Truncate,
    /// <summary>Rounded to nearest, ties to even.</summary>
    Nearest,
    /// <summary>Square root.</summary>
    SquareRoot,
    /// <summary>Quotient.</summary>
    Divide,
    /// <summary>The second operand where it is less than the first, else the first, bit for bit.</summary>
    PseudoMinimum,
    /// <summary>The second operand where the first is less than it, else the first, bit for bit.</summary>
    PseudoMaximum,
    /// <summary>Floats of the source to signed integers, held within the range, NaN to 0; lanes beyond the source's are 0.</summary>
    ToInteger,
    /// <summary>Floats of the source to unsigned integers, held within the range, NaN to 0; lanes beyond the source's are 0.</summary>
    ToIntegerUnsigned,
    /// <summary>Signed integers of the source, its low lanes where it has more, to floats.</summary>
    FromInteger,
    /// <summary>Unsigned integers of the source, its low lanes where it has more, to floats.</summary>
    FromIntegerUnsigned,
    /// <summary>f64 lanes to f32, the other lanes 0.</summary>
    Demote,
    /// <summary>The low f32 lanes to f64.</summary>
    Promote,
}
