using System.Diagnostics.CodeAnalysis;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Execution;

/// <summary>The float instructions: IEEE 754 with round to nearest, ties to even.</summary>
/// <remarks>
/// A NaN that an operation computes is the positive canonical one, whatever the machine would make of it, so that runs on all machines
/// agree; the specification lets an implementation choose. Source: WebAssembly Core 2.0, section 4.3.3.
/// </remarks>
internal static unsafe class FloatOperations
{
    internal const uint CanonicalNaN32 = 0x7FC0_0000;
    internal const ulong CanonicalNaN64 = 0x7FF8_0000_0000_0000;

    /// <summary>Executes one float instruction on the stack.</summary>
    [SuppressMessage("Design", "MA0051:Method is too long", Justification = "One arm an instruction.")]
    public static TrapKind Execute(Opcode opcode, ref ulong* stack)
    {
        ulong* sp = stack;
        switch (opcode)
        {
            case Opcode.F32Eq: sp--; sp[-1] = F32(sp[-1]) == F32(sp[0]) ? 1UL : 0; break;
            case Opcode.F32Ne: sp--; sp[-1] = F32(sp[-1]) != F32(sp[0]) ? 1UL : 0; break;
            case Opcode.F32Lt: sp--; sp[-1] = F32(sp[-1]) < F32(sp[0]) ? 1UL : 0; break;
            case Opcode.F32Gt: sp--; sp[-1] = F32(sp[-1]) > F32(sp[0]) ? 1UL : 0; break;
            case Opcode.F32Le: sp--; sp[-1] = F32(sp[-1]) <= F32(sp[0]) ? 1UL : 0; break;
            case Opcode.F32Ge: sp--; sp[-1] = F32(sp[-1]) >= F32(sp[0]) ? 1UL : 0; break;
            case Opcode.F32Abs: sp[-1] &= ~0x8000_0000UL; break;
            case Opcode.F32Neg: sp[-1] ^= 0x8000_0000UL; break;
            case Opcode.F32Copysign: sp--; sp[-1] = (sp[-1] & ~0x8000_0000UL) | (sp[0] & 0x8000_0000UL); break;
            case Opcode.F32Ceil: sp[-1] = Bits(MathF.Ceiling(F32(sp[-1]))); break;
            case Opcode.F32Floor: sp[-1] = Bits(MathF.Floor(F32(sp[-1]))); break;
            case Opcode.F32Trunc: sp[-1] = Bits(MathF.Truncate(F32(sp[-1]))); break;
            case Opcode.F32Sqrt: sp[-1] = Bits(MathF.Sqrt(F32(sp[-1]))); break;
            case Opcode.F32Nearest: sp[-1] = Bits(MathF.Round(F32(sp[-1]), MidpointRounding.ToEven)); break;
            case Opcode.F32Add: sp--; sp[-1] = Bits(F32(sp[-1]) + F32(sp[0])); break;
            case Opcode.F32Sub: sp--; sp[-1] = Bits(F32(sp[-1]) - F32(sp[0])); break;
            case Opcode.F32Mul: sp--; sp[-1] = Bits(F32(sp[-1]) * F32(sp[0])); break;
            case Opcode.F32Div: sp--; sp[-1] = Bits(F32(sp[-1]) / F32(sp[0])); break;
            case Opcode.F32Min: sp--; sp[-1] = Bits(MathF.Min(F32(sp[-1]), F32(sp[0]))); break;
            case Opcode.F32Max: sp--; sp[-1] = Bits(MathF.Max(F32(sp[-1]), F32(sp[0]))); break;
            case Opcode.F64Eq: sp--; sp[-1] = F64(sp[-1]) == F64(sp[0]) ? 1UL : 0; break;
            case Opcode.F64Ne: sp--; sp[-1] = F64(sp[-1]) != F64(sp[0]) ? 1UL : 0; break;
            case Opcode.F64Lt: sp--; sp[-1] = F64(sp[-1]) < F64(sp[0]) ? 1UL : 0; break;
            case Opcode.F64Gt: sp--; sp[-1] = F64(sp[-1]) > F64(sp[0]) ? 1UL : 0; break;
            case Opcode.F64Le: sp--; sp[-1] = F64(sp[-1]) <= F64(sp[0]) ? 1UL : 0; break;
            case Opcode.F64Ge: sp--; sp[-1] = F64(sp[-1]) >= F64(sp[0]) ? 1UL : 0; break;
            case Opcode.F64Abs: sp[-1] &= ~0x8000_0000_0000_0000UL; break;
            case Opcode.F64Neg: sp[-1] ^= 0x8000_0000_0000_0000UL; break;
            case Opcode.F64Copysign: sp--; sp[-1] = (sp[-1] & ~0x8000_0000_0000_0000UL) | (sp[0] & 0x8000_0000_0000_0000UL); break;
            case Opcode.F64Ceil: sp[-1] = Bits(Math.Ceiling(F64(sp[-1]))); break;
            case Opcode.F64Floor: sp[-1] = Bits(Math.Floor(F64(sp[-1]))); break;
            case Opcode.F64Trunc: sp[-1] = Bits(Math.Truncate(F64(sp[-1]))); break;
            case Opcode.F64Sqrt: sp[-1] = Bits(Math.Sqrt(F64(sp[-1]))); break;
            case Opcode.F64Nearest: sp[-1] = Bits(Math.Round(F64(sp[-1]), MidpointRounding.ToEven)); break;
            case Opcode.F64Add: sp--; sp[-1] = Bits(F64(sp[-1]) + F64(sp[0])); break;
            case Opcode.F64Sub: sp--; sp[-1] = Bits(F64(sp[-1]) - F64(sp[0])); break;
            case Opcode.F64Mul: sp--; sp[-1] = Bits(F64(sp[-1]) * F64(sp[0])); break;
            case Opcode.F64Div: sp--; sp[-1] = Bits(F64(sp[-1]) / F64(sp[0])); break;
            case Opcode.F64Min: sp--; sp[-1] = Bits(Math.Min(F64(sp[-1]), F64(sp[0]))); break;
            case Opcode.F64Max: sp--; sp[-1] = Bits(Math.Max(F64(sp[-1]), F64(sp[0]))); break;
            case Opcode.F32ConvertI32S: sp[-1] = Bits((float)(int)sp[-1]); break;
            case Opcode.F32ConvertI32U: sp[-1] = Bits((float)(long)(uint)sp[-1]); break;
            case Opcode.F32ConvertI64S: sp[-1] = Bits((float)(long)sp[-1]); break;
            case Opcode.F32ConvertI64U: sp[-1] = Bits(SingleOf(sp[-1])); break;
            case Opcode.F64ConvertI32S: sp[-1] = Bits((double)(int)sp[-1]); break;
            case Opcode.F64ConvertI32U: sp[-1] = Bits((double)(long)(uint)sp[-1]); break;
            case Opcode.F64ConvertI64S: sp[-1] = Bits((double)(long)sp[-1]); break;
            case Opcode.F64ConvertI64U: sp[-1] = Bits(DoubleOf(sp[-1])); break;
            case Opcode.F32DemoteF64: sp[-1] = Bits((float)F64(sp[-1])); break;
            case Opcode.F64PromoteF32: sp[-1] = Bits((double)F32(sp[-1])); break;
            default: return Truncate(opcode, sp);
        }
        stack = sp;
        return TrapKind.None;
    }

    private static TrapKind Truncate(Opcode opcode, ulong* sp)
    {
        switch (opcode)
        {
            case Opcode.I32TruncF32S: return I32S(F32(sp[-1]), isSaturating: false, out sp[-1]);
            case Opcode.I32TruncSatF32S: return I32S(F32(sp[-1]), isSaturating: true, out sp[-1]);
            case Opcode.I32TruncF32U: return I32U(F32(sp[-1]), isSaturating: false, out sp[-1]);
            case Opcode.I32TruncSatF32U: return I32U(F32(sp[-1]), isSaturating: true, out sp[-1]);
            case Opcode.I32TruncF64S: return I32S(F64(sp[-1]), isSaturating: false, out sp[-1]);
            case Opcode.I32TruncSatF64S: return I32S(F64(sp[-1]), isSaturating: true, out sp[-1]);
            case Opcode.I32TruncF64U: return I32U(F64(sp[-1]), isSaturating: false, out sp[-1]);
            case Opcode.I32TruncSatF64U: return I32U(F64(sp[-1]), isSaturating: true, out sp[-1]);
            case Opcode.I64TruncF32S: return I64S(F32(sp[-1]), isSaturating: false, out sp[-1]);
            case Opcode.I64TruncSatF32S: return I64S(F32(sp[-1]), isSaturating: true, out sp[-1]);
            case Opcode.I64TruncF32U: return I64U(F32(sp[-1]), isSaturating: false, out sp[-1]);
            case Opcode.I64TruncSatF32U: return I64U(F32(sp[-1]), isSaturating: true, out sp[-1]);
            case Opcode.I64TruncF64S: return I64S(F64(sp[-1]), isSaturating: false, out sp[-1]);
            case Opcode.I64TruncSatF64S: return I64S(F64(sp[-1]), isSaturating: true, out sp[-1]);
            case Opcode.I64TruncF64U: return I64U(F64(sp[-1]), isSaturating: false, out sp[-1]);
            case Opcode.I64TruncSatF64U: return I64U(F64(sp[-1]), isSaturating: true, out sp[-1]);
            default: throw new InvalidOperationException($"{opcode} is no float instruction");
        }
    }

    internal static float F32(ulong bits) => BitConverter.UInt32BitsToSingle((uint)bits);

    internal static double F64(ulong bits) => BitConverter.UInt64BitsToDouble(bits);

    internal static ulong Bits(float value) => float.IsNaN(value) ? CanonicalNaN32 : BitConverter.SingleToUInt32Bits(value);

    internal static ulong Bits(double value) => double.IsNaN(value) ? CanonicalNaN64 : BitConverter.DoubleToUInt64Bits(value);

    /// <summary>The bits of an i32, signed: held within the range, NaN to 0.</summary>
    internal static ulong SaturateI32(double value)
    {
        I32S(value, isSaturating: true, out ulong result);
        return result;
    }

    /// <summary>The bits of an i32, unsigned: held within the range, NaN to 0.</summary>
    internal static ulong SaturateU32(double value)
    {
        I32U(value, isSaturating: true, out ulong result);
        return result;
    }

    /// <summary>Halving with the lost bit kept (sticky) makes the signed conversion round the unsigned value once.</summary>
    private static float SingleOf(ulong value) =>
        (long)value >= 0 ? (float)(long)value : (float)(long)((value >> 1) | (value & 1)) * 2;

    private static double DoubleOf(ulong value) =>
        (long)value >= 0 ? (double)(long)value : (double)(long)((value >> 1) | (value & 1)) * 2;

    // Every f32 is an f64, so the conversions to integers take f64. The bounds are the doubles just outside the range.
    private static TrapKind I32S(double value, bool isSaturating, out ulong result)
    {
        if (value is > -2147483649.0 and < 2147483648.0)
        {
            result = (uint)(int)value;
            return TrapKind.None;
        }
        result = double.IsNaN(value) ? 0 : value < 0 ? 0x8000_0000UL : 0x7FFF_FFFFUL;
        return Outside(value, isSaturating);
    }

    private static TrapKind I32U(double value, bool isSaturating, out ulong result)
    {
        if (value is > -1.0 and < 4294967296.0)
        {
            result = (uint)(long)value;
            return TrapKind.None;
        }
        result = double.IsNaN(value) || value < 0 ? 0 : 0xFFFF_FFFFUL;
        return Outside(value, isSaturating);
    }

    private static TrapKind I64S(double value, bool isSaturating, out ulong result)
    {
        if (value is >= -9223372036854775808.0 and < 9223372036854775808.0)
        {
            result = (ulong)(long)value;
            return TrapKind.None;
        }
        result = double.IsNaN(value) ? 0 : value < 0 ? 0x8000_0000_0000_0000UL : 0x7FFF_FFFF_FFFF_FFFFUL;
        return Outside(value, isSaturating);
    }

    private static TrapKind I64U(double value, bool isSaturating, out ulong result)
    {
        if (value is > -1.0 and < 18446744073709551616.0)
        {
            result = value < 9223372036854775808.0 ? (ulong)(long)value : (ulong)(long)(value - 9223372036854775808.0) + (1UL << 63);
            return TrapKind.None;
        }
        result = double.IsNaN(value) || value < 0 ? 0 : ulong.MaxValue;
        return Outside(value, isSaturating);
    }

    private static TrapKind Outside(double value, bool isSaturating) =>
        isSaturating ? TrapKind.None : double.IsNaN(value) ? TrapKind.InvalidConversionToInteger : TrapKind.IntegerOverflow;
}
