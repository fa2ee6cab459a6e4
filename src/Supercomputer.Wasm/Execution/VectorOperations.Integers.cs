using System.Numerics;
using System.Runtime.Intrinsics;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Execution;

/// <summary>Integer lanes of one width. Source: WebAssembly Core 2.0, section 4.3.2.</summary>
internal static unsafe partial class VectorOperations
{
    private static Vector128<byte> Integers(VectorInstruction vector, Vector128<byte> value) => vector.Shape switch
    {
        VectorShape.I8x16 when vector.Operation == LaneOperation.PopulationCount => PopulationCount(value),
        VectorShape.I8x16 => Integers(vector, value.AsSByte()),
        VectorShape.I16x8 => Integers(vector, value.AsInt16()),
        VectorShape.I32x4 => Integers(vector, value.AsInt32()),
        _ => Integers(vector, value.AsInt64()),
    };

    private static Vector128<byte> Integers<T>(VectorInstruction vector, Vector128<T> value) => vector.Operation switch
    {
        LaneOperation.Negate => (-value).AsByte(),
        // The least integer has no positive counterpart; its negation is itself.
        LaneOperation.Absolute => Vector128.ConditionalSelect(Vector128.LessThan(value, Vector128<T>.Zero), -value, value).AsByte(),
        _ => throw Unknown(vector),
    };

    private static Vector128<byte> PopulationCount(Vector128<byte> value)
    {
        for (int lane = 0; lane < 16; lane++) value = value.WithElement(lane, (byte)BitOperations.PopCount(value.GetElement(lane)));
        return value;
    }

    /// <summary>The same lanes as signed integers (a, b) and as unsigned ones (x, y).</summary>
    private static Vector128<byte> Integers<TSigned, TUnsigned>(VectorInstruction vector, Vector128<byte> left, Vector128<byte> right)
    {
        Vector128<TSigned> a = left.As<byte, TSigned>(), b = right.As<byte, TSigned>();
        Vector128<TUnsigned> x = left.As<byte, TUnsigned>(), y = right.As<byte, TUnsigned>();
        return vector.Operation switch
        {
            LaneOperation.Equal => Vector128.Equals(a, b).AsByte(),
            LaneOperation.NotEqual => (~Vector128.Equals(a, b)).AsByte(),
            LaneOperation.Less => Vector128.LessThan(a, b).AsByte(),
            LaneOperation.LessUnsigned => Vector128.LessThan(x, y).AsByte(),
            LaneOperation.Greater => Vector128.GreaterThan(a, b).AsByte(),
            LaneOperation.GreaterUnsigned => Vector128.GreaterThan(x, y).AsByte(),
            LaneOperation.LessOrEqual => Vector128.LessThanOrEqual(a, b).AsByte(),
            LaneOperation.LessOrEqualUnsigned => Vector128.LessThanOrEqual(x, y).AsByte(),
            LaneOperation.GreaterOrEqual => Vector128.GreaterThanOrEqual(a, b).AsByte(),
            LaneOperation.GreaterOrEqualUnsigned => Vector128.GreaterThanOrEqual(x, y).AsByte(),
            LaneOperation.Add => (x + y).AsByte(),
            LaneOperation.AddSaturate => Vector128.AddSaturate(a, b).AsByte(),
            LaneOperation.AddSaturateUnsigned => Vector128.AddSaturate(x, y).AsByte(),
            LaneOperation.Subtract => (x - y).AsByte(),
            LaneOperation.SubtractSaturate => Vector128.SubtractSaturate(a, b).AsByte(),
            LaneOperation.SubtractSaturateUnsigned => Vector128.SubtractSaturate(x, y).AsByte(),
            LaneOperation.Multiply => (x * y).AsByte(),
            LaneOperation.Minimum => Vector128.Min(a, b).AsByte(),
            LaneOperation.MinimumUnsigned => Vector128.Min(x, y).AsByte(),
            LaneOperation.Maximum => Vector128.Max(a, b).AsByte(),
            LaneOperation.MaximumUnsigned => Vector128.Max(x, y).AsByte(),
            // (x + y + 1) / 2 without the carry: x + y = 2 (x | y) - (x ^ y).
            LaneOperation.AverageUnsigned => ((x | y) - ((x ^ y) >>> 1)).AsByte(),
            _ => throw Unknown(vector),
        };
    }

    private static Vector128<byte> Shift(VectorInstruction vector, Vector128<byte> value, int count) => vector.Shape switch
    {
        VectorShape.I8x16 => Shift<sbyte>(vector, value, count),
        VectorShape.I16x8 => Shift<short>(vector, value, count),
        VectorShape.I32x4 => Shift<int>(vector, value, count),
        _ => Shift<long>(vector, value, count),
    };

    private static Vector128<byte> Shift<T>(VectorInstruction vector, Vector128<byte> value, int count)
    {
        Vector128<T> lanes = value.As<byte, T>();
        return vector.Operation switch
        {
            LaneOperation.ShiftLeft => (lanes << count).AsByte(),
            LaneOperation.ShiftRight => (lanes >> count).AsByte(),
            LaneOperation.ShiftRightUnsigned => (lanes >>> count).AsByte(),
            _ => throw Unknown(vector),
        };
    }

    private static Vector128<short> MultiplyQ15(Vector128<short> left, Vector128<short> right)
    {
        for (int lane = 0; lane < 8; lane++)
        {
            int rounded = (left.GetElement(lane) * right.GetElement(lane) + 0x4000) >> 15;
            left = left.WithElement(lane, (short)Math.Min(rounded, short.MaxValue));
        }
        return left;
    }
}
