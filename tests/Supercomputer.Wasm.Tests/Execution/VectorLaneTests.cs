using Supercomputer.Wasm.Execution;
using Supercomputer.Wasm.Modules;
using Xunit;

namespace Supercomputer.Wasm.Tests.Execution;

/// <summary>Each lane of a vector instruction is what the scalar instruction of the same name gives, on random and special bits.</summary>
public sealed class VectorLaneTests
{
    private static readonly ulong[] s_special =
    [
        0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, long.MaxValue, 1UL << 63, ulong.MaxValue,
        0x3F80_0000, 0xBF00_0000, 0x7F80_0000, 0xFF80_0000, 0x7FC0_0000, 0xFF80_0001, 0x0000_0001, 0x4F00_0000, 0xCF00_0000, 0x4F80_0000,
        0x3FE0_0000_0000_0000, 0xBFF8_0000_0000_0000, 0x7FF0_0000_0000_0000, 0xFFF0_0000_0000_0000, 0x7FF8_0000_0000_0000,
        0x7FF0_0000_0000_0001, 0x41E0_0000_0000_0000, 0xC1E0_0000_0000_0000, 0x41F0_0000_0000_0000, 0x36A0_0000_0000_0000,
    ];

    [Theory]
    [InlineData("i32x4", "i32", "add sub mul eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u")]
    [InlineData("i64x2", "i64", "add sub mul eq ne lt_s gt_s le_s ge_s")]
    [InlineData("f32x4", "f32", "add sub mul div min max eq ne lt gt le ge")]
    [InlineData("f64x2", "f64", "add sub mul div min max eq ne lt gt le ge")]
    public void Binary_lanes_are_the_scalar_instructions(string shape, string scalar, string names)
    {
        bool isWide = scalar is "i64" or "f64";
        foreach (string name in names.Split(' '))
        {
            bool isComparison = name[..2] is "eq" or "ne" or "lt" or "gt" or "le" or "ge";
            Instance instance = VectorExecutionTests.Make($"""
                (module (func (export "v") (param v128 v128) (result v128) ({shape}.{name} (local.get 0) (local.get 1)))
                  (func (export "s") (param {scalar} {scalar}) (result {(isComparison ? "i32" : scalar)}) ({scalar}.{name} (local.get 0) (local.get 1))))
                """);
            Random random = new(11);
            for (int round = 0; round < 200; round++)
            {
                UInt128 a = Sample(random, isWide), b = Sample(random, isWide), result = Vector(instance, Value.FromV128(a), Value.FromV128(b));
                for (int at = 0; at < 128; at += isWide ? 64 : 32)
                {
                    ulong expected = instance.Invoke("s", [Lane(scalar, a, at), Lane(scalar, b, at)]).Values[0].Bits;
                    if (isComparison) expected = expected == 0 ? 0 : isWide ? ulong.MaxValue : uint.MaxValue;
                    Assert.True(expected == Bits(result, at, isWide), $"{shape}.{name} {a:x} {b:x}: lane at bit {at} is {Bits(result, at, isWide):x}, scalar {expected:x}");
                }
            }
        }
    }

    [Theory]
    [InlineData("f32x4", "f32", "abs neg ceil floor trunc nearest sqrt")]
    [InlineData("f64x2", "f64", "abs neg ceil floor trunc nearest sqrt")]
    public void Unary_lanes_are_the_scalar_instructions(string shape, string scalar, string names)
    {
        foreach (string name in names.Split(' '))
            AssertConverts($"{shape}.{name}", $"{scalar}.{name}", scalar, scalar);
    }

    [Theory]
    [InlineData("i32x4.trunc_sat_f32x4_s", "i32.trunc_sat_f32_s", "f32", "i32")]
    [InlineData("i32x4.trunc_sat_f32x4_u", "i32.trunc_sat_f32_u", "f32", "i32")]
    [InlineData("i32x4.trunc_sat_f64x2_s_zero", "i32.trunc_sat_f64_s", "f64", "i32")]
    [InlineData("i32x4.trunc_sat_f64x2_u_zero", "i32.trunc_sat_f64_u", "f64", "i32")]
    [InlineData("f32x4.convert_i32x4_s", "f32.convert_i32_s", "i32", "f32")]
    [InlineData("f32x4.convert_i32x4_u", "f32.convert_i32_u", "i32", "f32")]
    [InlineData("f64x2.convert_low_i32x4_s", "f64.convert_i32_s", "i32", "f64")]
    [InlineData("f64x2.convert_low_i32x4_u", "f64.convert_i32_u", "i32", "f64")]
    [InlineData("f32x4.demote_f64x2_zero", "f32.demote_f64", "f64", "f32")]
    [InlineData("f64x2.promote_low_f32x4", "f64.promote_f32", "f32", "f64")]
    [InlineData("i64x2.extend_low_i32x4_s", "i64.extend_i32_s", "i32", "i64")]
    [InlineData("i64x2.extend_low_i32x4_u", "i64.extend_i32_u", "i32", "i64")]
    public void Conversions_are_the_scalar_ones_and_lanes_without_a_source_are_zero(string vector, string scalar, string from, string to) =>
        AssertConverts(vector, scalar, from, to);

    private static void AssertConverts(string vector, string scalar, string from, string to)
    {
        Instance instance = VectorExecutionTests.Make($"""
            (module (func (export "v") (param v128) (result v128) ({vector} (local.get 0)))
              (func (export "s") (param {from}) (result {to}) ({scalar} (local.get 0))))
            """);
        int sourceBits = from[1] == '6' ? 64 : 32, resultBits = to[1] == '6' ? 64 : 32;
        Random random = new(12);
        for (int round = 0; round < 300; round++)
        {
            UInt128 a = Sample(random, sourceBits == 64), result = Vector(instance, Value.FromV128(a));
            for (int lane = 0; lane < 128 / resultBits; lane++)
            {
                ulong expected = lane >= 128 / sourceBits ? 0 : instance.Invoke("s", [Lane(from, a, lane * sourceBits)]).Values[0].Bits;
                ulong actual = Bits(result, lane * resultBits, resultBits == 64);
                Assert.True(expected == actual, $"{vector} {a:x}: lane {lane} is {actual:x}, scalar {expected:x}");
            }
        }
    }

    [Theory]
    [InlineData(VectorShape.I8x16, "i8x16")]
    [InlineData(VectorShape.I16x8, "i16x8")]
    public void Narrow_lanes_add_subtract_average_and_compare_as_wide_integers_held_to_their_range(VectorShape shape, string name)
    {
        int bits = 8 << shape.LaneSizeLog();
        long mask = (1L << bits) - 1, least = -(1L << (bits - 1)), most = -least - 1;
        (string Name, Func<long, long, long> Signed, Func<long, long, long>? Unsigned)[] cases =
        [
            ("add_sat_s", (a, b) => Math.Clamp(a + b, least, most), null), ("sub_sat_s", (a, b) => Math.Clamp(a - b, least, most), null),
            ("add_sat_u", null!, (a, b) => Math.Clamp(a + b, 0, mask)), ("sub_sat_u", null!, (a, b) => Math.Clamp(a - b, 0, mask)),
            ("avgr_u", null!, (a, b) => (a + b + 1) / 2), ("min_s", Math.Min, null), ("max_s", Math.Max, null), ("min_u", null!, Math.Min),
            ("max_u", null!, Math.Max), ("lt_u", null!, (a, b) => a < b ? -1 : 0), ("ge_s", (a, b) => a >= b ? -1 : 0, null),
            ("add", (a, b) => a + b, null), ("sub", (a, b) => a - b, null),
        ];
        foreach ((string operation, Func<long, long, long> signed, Func<long, long, long>? unsigned) in cases)
        {
            Instance instance = VectorExecutionTests.Make(
                $"(module (func (export \"v\") (param v128 v128) (result v128) ({name}.{operation} (local.get 0) (local.get 1))))");
            Random random = new(13);
            for (int round = 0; round < 100; round++)
            {
                UInt128 a = Sample(random, true), b = Sample(random, true), result = Vector(instance, Value.FromV128(a), Value.FromV128(b));
                for (int at = 0; at < 128; at += bits)
                {
                    long x = (long)(a >> at) & mask, y = (long)(b >> at) & mask;
                    long expected = (unsigned is null ? signed(Sign(x), Sign(y)) : unsigned(x, y)) & mask;
                    Assert.Equal((operation, at, expected), (operation, at, (long)(result >> at) & mask));
                }
            }
        }

        long Sign(long lane) => lane > most ? lane - mask - 1 : lane;
    }

    private static UInt128 Vector(Instance instance, params Value[] operands) => instance.Invoke("v", operands).Values[0].AsV128;

    private static Value Lane(string type, UInt128 vector, int at) =>
        new(Enum.Parse<ValType>(type, ignoreCase: true), Bits(vector, at, type[1] == '6'));

    private static ulong Bits(UInt128 vector, int at, bool isWide) => isWide ? (ulong)(vector >> at) : (uint)(vector >> at);

    private static UInt128 Sample(Random random, bool isWide)
    {
        UInt128 vector = 0;
        for (int at = 0; at < 128; at += isWide ? 64 : 32)
        {
            ulong lane = random.Next(3) switch
            {
                0 => (ulong)random.NextInt64() << random.Next(2),
                1 => s_special[random.Next(s_special.Length)],
                _ => s_special[random.Next(s_special.Length)] ^ (1UL << random.Next(64)),
            };
            vector |= (UInt128)(isWide ? lane : (uint)lane) << at;
        }
        return vector;
    }
}
