using System.Runtime.Intrinsics;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Execution;

/// <summary>Integer lanes that become twice or half as wide.</summary>
internal static unsafe partial class VectorOperations
{
    private static Vector128<byte> Extend(VectorInstruction vector, Vector128<byte> value) => vector.Operation switch
    {
        LaneOperation.ExtendLow or LaneOperation.MultiplyLow => ExtendSigned(vector.Source, value, isHigh: false),
        LaneOperation.ExtendHigh or LaneOperation.MultiplyHigh => ExtendSigned(vector.Source, value, isHigh: true),
        LaneOperation.ExtendLowUnsigned or LaneOperation.MultiplyLowUnsigned => ExtendUnsigned(vector.Source, value, isHigh: false),
        LaneOperation.ExtendHighUnsigned or LaneOperation.MultiplyHighUnsigned => ExtendUnsigned(vector.Source, value, isHigh: true),
        _ => throw Unknown(vector),
    };

    private static Vector128<byte> ExtendSigned(VectorShape source, Vector128<byte> value, bool isHigh) => source switch
    {
        VectorShape.I8x16 => (isHigh ? Vector128.WidenUpper(value.AsSByte()) : Vector128.WidenLower(value.AsSByte())).AsByte(),
        VectorShape.I16x8 => (isHigh ? Vector128.WidenUpper(value.AsInt16()) : Vector128.WidenLower(value.AsInt16())).AsByte(),
        _ => (isHigh ? Vector128.WidenUpper(value.AsInt32()) : Vector128.WidenLower(value.AsInt32())).AsByte(),
    };

    private static Vector128<byte> ExtendUnsigned(VectorShape source, Vector128<byte> value, bool isHigh) => source switch
    {
        VectorShape.I8x16 => (isHigh ? Vector128.WidenUpper(value) : Vector128.WidenLower(value)).AsByte(),
        VectorShape.I16x8 => (isHigh ? Vector128.WidenUpper(value.AsUInt16()) : Vector128.WidenLower(value.AsUInt16())).AsByte(),
        _ => (isHigh ? Vector128.WidenUpper(value.AsUInt32()) : Vector128.WidenLower(value.AsUInt32())).AsByte(),
    };

    /// <summary>Products of extended lanes, which fit the wider lane whatever their sign.</summary>
    private static Vector128<byte> MultiplyWide(VectorInstruction vector, Vector128<byte> left, Vector128<byte> right)
    {
        Vector128<byte> a = Extend(vector, left), b = Extend(vector, right);
        return vector.Shape switch
        {
            VectorShape.I16x8 => (a.AsUInt16() * b.AsUInt16()).AsByte(),
            VectorShape.I32x4 => (a.AsUInt32() * b.AsUInt32()).AsByte(),
            _ => (a.AsUInt64() * b.AsUInt64()).AsByte(),
        };
    }

    /// <summary>In each wide lane the even narrow lane is the low half and the odd one the high half.</summary>
    private static Vector128<byte> AddPairs(VectorInstruction vector, Vector128<byte> value)
    {
        bool isSigned = vector.Operation == LaneOperation.AddPairs;
        return vector.Shape == VectorShape.I16x8 ? AddHalves(value.AsInt16(), 8, isSigned).AsByte() : AddHalves(value.AsInt32(), 16, isSigned).AsByte();
    }

    private static Vector128<T> AddHalves<T>(Vector128<T> value, int bits, bool isSigned) =>
        isSigned ? ((value << bits) >> bits) + (value >> bits) : ((value << bits) >>> bits) + (value >>> bits);

    /// <summary>The sum wraps where all four factors are the least integer, and nowhere else.</summary>
    private static Vector128<int> DotProduct(Vector128<int> left, Vector128<int> right) =>
        ((left << 16) >> 16) * ((right << 16) >> 16) + (left >> 16) * (right >> 16);

    private static Vector128<byte> Narrow(VectorInstruction vector, Vector128<byte> left, Vector128<byte> right)
    {
        bool isSigned = vector.Operation == LaneOperation.Narrow;
        if (vector.Shape == VectorShape.I8x16)
        {
            Vector128<short> least = Vector128.Create(isSigned ? sbyte.MinValue : (short)0);
            Vector128<short> most = Vector128.Create(isSigned ? sbyte.MaxValue : (short)byte.MaxValue);
            return Vector128.Narrow(Vector128.Clamp(left.AsInt16(), least, most), Vector128.Clamp(right.AsInt16(), least, most)).AsByte();
        }
        Vector128<int> lowest = Vector128.Create(isSigned ? short.MinValue : 0);
        Vector128<int> highest = Vector128.Create(isSigned ? short.MaxValue : (int)ushort.MaxValue);
        return Vector128.Narrow(Vector128.Clamp(left.AsInt32(), lowest, highest), Vector128.Clamp(right.AsInt32(), lowest, highest)).AsByte();
    }
}
