namespace Supercomputer.Wasm.Modules;

/// <summary>Sizes and lane types of the shapes.</summary>
public static class VectorShapes
{
    /// <summary>The logarithm of the bytes of a lane; 4 for the vector as a whole.</summary>
    public static int LaneSizeLog(this VectorShape shape) => shape switch
    {
        VectorShape.I8x16 => 0,
        VectorShape.I16x8 => 1,
        VectorShape.I32x4 or VectorShape.F32x4 => 2,
        VectorShape.I64x2 or VectorShape.F64x2 => 3,
        _ => 4,
    };

    /// <summary>The number of lanes.</summary>
    public static int LaneCount(this VectorShape shape) => 16 >> shape.LaneSizeLog();

    /// <summary>Whether the lanes are floating-point numbers.</summary>
    public static bool IsFloat(this VectorShape shape) => shape is VectorShape.F32x4 or VectorShape.F64x2;

    /// <summary>The type in which a lane stands on the operand stack: narrow integers as an i32.</summary>
    public static ValType ScalarType(this VectorShape shape) => shape switch
    {
        VectorShape.I64x2 => ValType.I64,
        VectorShape.F32x4 => ValType.F32,
        VectorShape.F64x2 => ValType.F64,
        VectorShape.V128 => ValType.V128,
        _ => ValType.I32,
    };

    /// <summary>The shape that a word of the text format names, as in <c>i8x16</c>; null where it names none.</summary>
    internal static VectorShape? Parse(ReadOnlySpan<char> word) => word switch
    {
        "i8x16" => VectorShape.I8x16,
        "i16x8" => VectorShape.I16x8,
        "i32x4" => VectorShape.I32x4,
        "i64x2" => VectorShape.I64x2,
        "f32x4" => VectorShape.F32x4,
        "f64x2" => VectorShape.F64x2,
        _ => null,
    };
}
