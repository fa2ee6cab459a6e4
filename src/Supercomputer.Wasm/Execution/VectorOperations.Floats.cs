using System.Runtime.Intrinsics;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Execution;

/// <summary>Float lanes, and the conversions between them and integers. Source: WebAssembly Core 2.0, section 4.3.3.</summary>
internal static unsafe partial class VectorOperations
{
    private static readonly Vector128<float> s_nan32 = Vector128.Create(FloatOperations.CanonicalNaN32).AsSingle();
    private static readonly Vector128<double> s_nan64 = Vector128.Create(FloatOperations.CanonicalNaN64).AsDouble();

    private static Vector128<byte> Floats<T>(VectorInstruction vector, Vector128<T> left, Vector128<T> right, Vector128<T> nan)
    {
        Vector128<T> result = vector.Operation switch
        {
            LaneOperation.Equal => Vector128.Equals(left, right),
            LaneOperation.NotEqual => ~Vector128.Equals(left, right),
            LaneOperation.Less => Vector128.LessThan(left, right),
            LaneOperation.Greater => Vector128.GreaterThan(left, right),
            LaneOperation.LessOrEqual => Vector128.LessThanOrEqual(left, right),
            LaneOperation.GreaterOrEqual => Vector128.GreaterThanOrEqual(left, right),
            // These give one of the operands, whatever it is.
            LaneOperation.PseudoMinimum => Vector128.ConditionalSelect(Vector128.LessThan(right, left), right, left),
            LaneOperation.PseudoMaximum => Vector128.ConditionalSelect(Vector128.LessThan(left, right), right, left),
            LaneOperation.Add => Canonical(left + right, nan),
            LaneOperation.Subtract => Canonical(left - right, nan),
            LaneOperation.Multiply => Canonical(left * right, nan),
            LaneOperation.Divide => Canonical(left / right, nan),
            LaneOperation.Minimum => Canonical(Vector128.Min(left, right), nan),
            LaneOperation.Maximum => Canonical(Vector128.Max(left, right), nan),
            _ => throw Unknown(vector),
        };
        return result.AsByte();
    }

    private static Vector128<float> Floats(VectorInstruction vector, Vector128<float> value) => vector.Operation switch
    {
        LaneOperation.Absolute => (value.AsUInt32() & Vector128.Create(0x7FFF_FFFFu)).AsSingle(),
        LaneOperation.Negate => (value.AsUInt32() ^ Vector128.Create(0x8000_0000u)).AsSingle(),
        LaneOperation.Ceiling => Canonical(Vector128.Ceiling(value), s_nan32),
        LaneOperation.Floor => Canonical(Vector128.Floor(value), s_nan32),
        LaneOperation.Truncate => Canonical(Vector128.Truncate(value), s_nan32),
        LaneOperation.Nearest => Canonical(Vector128.Round(value, MidpointRounding.ToEven), s_nan32),
        LaneOperation.SquareRoot => Canonical(Vector128.Sqrt(value), s_nan32),
        _ => throw Unknown(vector),
    };

    private static Vector128<double> Floats(VectorInstruction vector, Vector128<double> value) => vector.Operation switch
    {
        LaneOperation.Absolute => (value.AsUInt64() & Vector128.Create(0x7FFF_FFFF_FFFF_FFFFUL)).AsDouble(),
        LaneOperation.Negate => (value.AsUInt64() ^ Vector128.Create(0x8000_0000_0000_0000UL)).AsDouble(),
        LaneOperation.Ceiling => Canonical(Vector128.Ceiling(value), s_nan64),
        LaneOperation.Floor => Canonical(Vector128.Floor(value), s_nan64),
        LaneOperation.Truncate => Canonical(Vector128.Truncate(value), s_nan64),
        LaneOperation.Nearest => Canonical(Vector128.Round(value, MidpointRounding.ToEven), s_nan64),
        LaneOperation.SquareRoot => Canonical(Vector128.Sqrt(value), s_nan64),
        _ => throw Unknown(vector),
    };

    /// <summary>Only a NaN differs from itself.</summary>
    private static Vector128<T> Canonical<T>(Vector128<T> value, Vector128<T> nan) =>
        Vector128.ConditionalSelect(Vector128.Equals(value, value), value, nan);

    /// <summary>Lane by lane with the scalar conversions; lanes of the result beyond the source's are zero.</summary>
    private static Vector128<byte> Convert(VectorInstruction vector, Vector128<byte> value)
    {
        Vector128<byte> result = Vector128<byte>.Zero;
        int lanes = Math.Min(vector.Shape.LaneCount(), vector.Source.LaneCount());
        for (int lane = 0; lane < lanes; lane++)
            SetLane(&result, vector.Shape, lane, Convert(vector, LaneAt(&value, vector.Source, lane)));
        return result;
    }

    private static ulong Convert(VectorInstruction vector, ulong bits)
    {
        bool isSingle = vector.Source == VectorShape.F32x4, toSingle = vector.Shape == VectorShape.F32x4;
        switch (vector.Operation)
        {
            case LaneOperation.ToInteger: return FloatOperations.SaturateI32(isSingle ? FloatOperations.F32(bits) : FloatOperations.F64(bits));
            case LaneOperation.ToIntegerUnsigned: return FloatOperations.SaturateU32(isSingle ? FloatOperations.F32(bits) : FloatOperations.F64(bits));
            case LaneOperation.FromInteger: return toSingle ? FloatOperations.Bits((float)(int)bits) : FloatOperations.Bits((double)(int)bits);
            case LaneOperation.FromIntegerUnsigned: return toSingle ? FloatOperations.Bits((float)(long)bits) : FloatOperations.Bits((double)(long)bits);
            case LaneOperation.Demote: return FloatOperations.Bits((float)FloatOperations.F64(bits));
            case LaneOperation.Promote: return FloatOperations.Bits((double)FloatOperations.F32(bits));
            default: throw Unknown(vector);
        }
    }
}
