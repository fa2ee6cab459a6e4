using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Execution;

/// <summary>A value with its type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Bits">An i32 or f32 in the low half with the upper half zero; references are 0 for null; the low half of a v128.</param>
/// <param name="UpperBits">The upper half of a v128; zero else.</param>
public readonly record struct Value(ValType Type, ulong Bits, ulong UpperBits = 0)
{
    /// <summary>An i32.</summary>
    public static Value FromI32(int value) => new(ValType.I32, (uint)value);

    /// <summary>An i64.</summary>
    public static Value FromI64(long value) => new(ValType.I64, (ulong)value);

    /// <summary>An f32 by its bits.</summary>
    public static Value FromF32Bits(uint bits) => new(ValType.F32, bits);

    /// <summary>An f64 by its bits.</summary>
    public static Value FromF64Bits(ulong bits) => new(ValType.F64, bits);

    /// <summary>A v128 by its bits, lane 0 lowest.</summary>
    public static Value FromV128(UInt128 bits) => new(ValType.V128, (ulong)bits, (ulong)(bits >> 64));

    /// <summary>The null reference of a type.</summary>
    public static Value Null(ValType type) => new(type, 0);

    /// <summary>A reference to the host object with this number.</summary>
    public static Value FromExternRef(uint number) => new(ValType.ExternRef, number + 1UL);

    /// <summary>Whether this is a null reference.</summary>
    public bool IsNull => Type is ValType.FuncRef or ValType.ExternRef && Bits == 0;

    /// <summary>The value as an i32.</summary>
    public int AsI32 => (int)Bits;

    /// <summary>The value as an i64.</summary>
    public long AsI64 => (long)Bits;

    /// <summary>The value as a v128, lane 0 lowest.</summary>
    public UInt128 AsV128 => new(UpperBits, Bits);

    /// <inheritdoc/>
    public override string ToString() => Type switch
    {
        ValType.I32 => $"i32:{(int)Bits}",
        ValType.I64 => $"i64:{(long)Bits}",
        ValType.F32 => $"f32:{BitConverter.UInt32BitsToSingle((uint)Bits)} (0x{Bits:x8})",
        ValType.F64 => $"f64:{BitConverter.UInt64BitsToDouble(Bits)} (0x{Bits:x16})",
        ValType.V128 => $"v128:0x{UpperBits:x16}_{Bits:x16}",
        _ => IsNull ? $"{Type}:null" : $"{Type}:{Bits - 1}",
    };
}
