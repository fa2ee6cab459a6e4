using System.Numerics;

namespace Supercomputer.Machine.Runtime;

/// <summary>The float instructions as the processor computes them, on bits; a NaN result is the positive canonical one.</summary>
internal static class HardwareFloats
{
    /// <summary>An instruction: its name, operand and result width, and what it gives; null where it traps.</summary>
    internal sealed record FloatInstruction(string Name, int Operands, int OperandBits, int ResultBits, Func<ulong, ulong, ulong?> Compute);

    internal static IEnumerable<FloatInstruction> All =>
    [
        .. Of<float>("f32", 32, x => BitConverter.UInt32BitsToSingle((uint)x), Bits),
        .. Of<double>("f64", 64, BitConverter.UInt64BitsToDouble, Bits),
        .. FromIntegers(),
        new("f64.promote_f32", 1, 32, 64, (a, _) => Bits((double)BitConverter.UInt32BitsToSingle((uint)a))),
        new("f32.demote_f64", 1, 64, 32, (a, _) => Bits((float)BitConverter.UInt64BitsToDouble(a))),
        .. ToIntegers("f32", 32, x => BitConverter.UInt32BitsToSingle((uint)x)),
        .. ToIntegers("f64", 64, BitConverter.UInt64BitsToDouble),
    ];

    private static ulong Bits(float value) => float.IsNaN(value) ? 0x7FC00000 : BitConverter.SingleToUInt32Bits(value);

    private static ulong Bits(double value) =>
        double.IsNaN(value) ? 0x7FF8000000000000 : BitConverter.DoubleToUInt64Bits(value);

    private static IEnumerable<FloatInstruction> Of<T>(string type, int bits, Func<ulong, T> of, Func<T, ulong> toBits)
        where T : IFloatingPointIeee754<T>
    {
        (string, Func<T, T, T>)[] binary =
        [
            ("add", (a, b) => a + b), ("sub", (a, b) => a - b), ("mul", (a, b) => a * b), ("div", (a, b) => a / b),
            ("min", T.Min), ("max", T.Max),
        ];
        (string, Func<T, T>)[] unary =
        [
            ("sqrt", T.Sqrt), ("ceil", T.Ceiling), ("floor", T.Floor), ("trunc", T.Truncate),
            ("nearest", a => T.Round(a, MidpointRounding.ToEven)),
        ];
        (string, Func<T, T, bool>)[] relations =
        [
            ("eq", (a, b) => a == b), ("ne", (a, b) => a != b), ("lt", (a, b) => a < b), ("gt", (a, b) => a > b),
            ("le", (a, b) => a <= b), ("ge", (a, b) => a >= b),
        ];
        ulong sign = 1UL << (bits - 1);
        foreach ((string name, Func<T, T, T> f) in binary)
            yield return new($"{type}.{name}", 2, bits, bits, (a, b) => toBits(f(of(a), of(b))));
        foreach ((string name, Func<T, T> f) in unary)
            yield return new($"{type}.{name}", 1, bits, bits, (a, _) => toBits(f(of(a))));
        foreach ((string name, Func<T, T, bool> f) in relations)
            yield return new($"{type}.{name}", 2, bits, 32, (a, b) => f(of(a), of(b)) ? 1u : 0u);
        yield return new($"{type}.abs", 1, bits, bits, (a, _) => a & ~sign);
        yield return new($"{type}.neg", 1, bits, bits, (a, _) => a ^ sign);
        yield return new($"{type}.copysign", 2, bits, bits, (a, b) => (a & ~sign) | (b & sign));
    }

    private static IEnumerable<FloatInstruction> FromIntegers() =>
    [
        new("f32.convert_i32_s", 1, 32, 32, (a, _) => Bits((float)(int)a)),
        new("f32.convert_i32_u", 1, 32, 32, (a, _) => Bits((float)(uint)a)),
        new("f32.convert_i64_s", 1, 64, 32, (a, _) => Bits((float)(long)a)),
        new("f32.convert_i64_u", 1, 64, 32, (a, _) => Bits((float)(UInt128)a)),
        new("f64.convert_i32_s", 1, 32, 64, (a, _) => Bits((double)(int)a)),
        new("f64.convert_i32_u", 1, 32, 64, (a, _) => Bits((double)(uint)a)),
        new("f64.convert_i64_s", 1, 64, 64, (a, _) => Bits((double)(long)a)),
        new("f64.convert_i64_u", 1, 64, 64, (a, _) => Bits((double)(UInt128)a)),
    ];

    private static IEnumerable<FloatInstruction> ToIntegers(string type, int bits, Func<ulong, double> of)
    {
        (string Name, int Bits, double Least, double Beyond, Func<double, ulong> Convert)[] targets =
        [
            ("i32.{0}_s", 32, -2147483648.0, 2147483648.0, x => (uint)(int)x),
            ("i32.{0}_u", 32, 0, 4294967296.0, x => (uint)x),
            ("i64.{0}_s", 64, -9223372036854775808.0, 9223372036854775808.0, x => (ulong)(long)x),
            ("i64.{0}_u", 64, 0, 18446744073709551616.0, x => (ulong)(UInt128)x),
        ];
        foreach ((string name, int width, double least, double beyond, Func<double, ulong> convert) in targets)
        {
            ulong most = width == 32 ? uint.MaxValue : ulong.MaxValue;
            ulong bottom = least < 0 ? (most >> 1) + 1 : 0, top = least < 0 ? most >> 1 : most;
            ulong? Exact(ulong a) => Math.Truncate(of(a)) >= least && of(a) < beyond ? convert(Math.Truncate(of(a))) : null;
            yield return new(string.Format(null, name, $"trunc_{type}"), 1, bits, width, (a, _) => Exact(a));
            yield return new(string.Format(null, name, $"trunc_sat_{type}"), 1, bits, width,
                (a, _) => Exact(a) ?? (double.IsNaN(of(a)) ? 0 : of(a) < 0 ? bottom : top));
        }
    }
}
