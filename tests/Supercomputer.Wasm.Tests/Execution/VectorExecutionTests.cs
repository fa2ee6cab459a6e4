using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Execution;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;
using Xunit;

namespace Supercomputer.Wasm.Tests.Execution;

/// <summary>Vectors as values: wherever a value can stand or move, and at the edges of lanes and memory.</summary>
public sealed class VectorExecutionTests
{
    private static readonly UInt128 s_sample = new(0x0F0E_0D0C_0B0A_0908, 0x0706_0504_0302_0100);

    internal static Instance Make(string text, Imports? imports = null)
    {
        WatResult compiled = WatCompiler.Compile(text);
        Assert.True(compiled.Succeeded, compiled.Error?.ToString());
        ValidationResult validated = Validator.Validate(ModuleDecoder.Decode(compiled.Bytes).Module!);
        Assert.True(validated.IsValid, validated.Error?.ToString());
        InstantiationResult result = Instance.Instantiate(validated.Module, imports ?? new Imports());
        return result.Instance ?? throw new InvalidOperationException(result.Message);
    }

    private static UInt128 Run(string expression) =>
        Make($"(module (memory 1) (func (export \"f\") (result v128) {expression}))").Invoke("f", []).Values[0].AsV128;

    [Theory]
    [InlineData("(i8x16.abs (v128.const i8x16 -128 -1 127 0 0 0 0 0 0 0 0 0 0 0 0 0))", "i8x16 -128 1 127 0 0 0 0 0 0 0 0 0 0 0 0 0")]
    [InlineData("(i64x2.abs (v128.const i64x2 0x8000000000000000 -1))", "i64x2 0x8000000000000000 1")]
    [InlineData("(i8x16.shl (v128.const i32x4 -1 -1 -1 -1) (i32.const 9))", "i8x16 -2 -2 -2 -2 -2 -2 -2 -2 -2 -2 -2 -2 -2 -2 -2 -2")]
    [InlineData("(i64x2.shr_s (v128.const i64x2 -4 4) (i32.const 65))", "i64x2 -2 2")]
    [InlineData("(i16x8.shr_u (v128.const i16x8 -1 1 0 0 0 0 0 0) (i32.const -1))", "i16x8 1 0 0 0 0 0 0 0")]
    [InlineData("(i16x8.q15mulr_sat_s (v128.const i16x8 -32768 -32768 1 0 0 0 0 0) (v128.const i16x8 -32768 32767 16384 0 0 0 0 0))", "i16x8 32767 -32767 1 0 0 0 0 0")]
    [InlineData("(i32x4.dot_i16x8_s (v128.const i16x8 -32768 -32768 -32768 32767 1 2 3 4) (v128.const i16x8 -32768 -32768 -32768 32767 5 6 7 8))", "i32x4 -2147483648 2147418113 17 53")]
    [InlineData("(i8x16.narrow_i16x8_u (v128.const i16x8 -1 256 255 0 -32768 32767 1 2) (v128.const i16x8 0 0 0 0 0 0 0 300))", "i8x16 0 255 255 0 0 255 1 2 0 0 0 0 0 0 0 255")]
    [InlineData("(i16x8.narrow_i32x4_s (v128.const i32x4 -32769 32768 0x80000000 0x7fffffff) (v128.const i32x4 1 2 3 4))", "i16x8 -32768 32767 -32768 32767 1 2 3 4")]
    [InlineData("(i16x8.extmul_high_i8x16_s (v128.const i8x16 0 0 0 0 0 0 0 0 -128 0 0 0 0 0 0 127) (v128.const i8x16 0 0 0 0 0 0 0 0 -128 0 0 0 0 0 0 -128))", "i16x8 16384 0 0 0 0 0 0 -16256")]
    [InlineData("(i16x8.extadd_pairwise_i8x16_u (v128.const i16x8 -1 -1 0 0 0 0 0 0x0180))", "i16x8 510 510 0 0 0 0 0 129")]
    [InlineData("(i8x16.swizzle (v128.const i8x16 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16) (v128.const i8x16 15 16 -1 0 31 1 128 2 0 0 0 0 0 0 0 0))", "i8x16 16 0 0 1 0 2 0 3 1 1 1 1 1 1 1 1")]
    [InlineData("(i8x16.shuffle 31 16 15 0 1 2 3 4 5 6 7 8 9 10 11 12 (v128.const i8x16 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16) (v128.const i8x16 -1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 -2))", "i8x16 -2 -1 16 1 2 3 4 5 6 7 8 9 10 11 12 13")]
    [InlineData("(i32x4.trunc_sat_f64x2_u_zero (v128.const f64x2 -1 4294967296))", "i32x4 0 -1 0 0")]
    [InlineData("(i32x4.trunc_sat_f32x4_s (v128.const f32x4 nan inf -inf 2147483520))", "i32x4 0 0x7fffffff 0x80000000 2147483520")]
    [InlineData("(f32x4.convert_i32x4_u (v128.const i32x4 -1 0x01000001 0 1))", "f32x4 4294967296 16777216 0 1")]
    [InlineData("(f32x4.demote_f64x2_zero (v128.const f64x2 1e300 -nan:0x1))", "f32x4 inf nan 0 0")]
    [InlineData("(f32x4.min (v128.const f32x4 0 -0 nan:0x200000 1) (v128.const f32x4 -0 0 1 -inf))", "f32x4 -0 -0 nan -inf")]
    [InlineData("(f32x4.pmin (v128.const f32x4 0 -0 nan:0x200000 1) (v128.const f32x4 -0 0 1 -nan:0x1))", "f32x4 0 -0 nan:0x200000 1")]
    [InlineData("(f32x4.pmax (v128.const f32x4 0 -0 1 2) (v128.const f32x4 -0 0 3 1))", "f32x4 0 -0 3 2")]
    [InlineData("(f64x2.neg (v128.const f64x2 nan:0x1 0))", "f64x2 -nan:0x1 -0")]
    [InlineData("(f64x2.nearest (v128.const f64x2 2.5 -0.5))", "f64x2 2 -0")]
    [InlineData("(f64x2.sub (v128.const f64x2 inf -nan:0x123) (v128.const f64x2 inf 1))", "f64x2 nan nan")]
    [InlineData("(v128.bitselect (v128.const i64x2 -1 0x1234) (v128.const i64x2 0 -1) (v128.const i64x2 0xff 0xff))", "i64x2 0xff 0xffffffffffffff34")]
    public void Lanes_are_right_at_their_edges(string expression, string expected) =>
        Assert.Equal(Run($"(v128.const {expected})"), Run(expression));

    [Fact]
    public void Vectors_move_through_parameters_locals_globals_blocks_branches_selects_and_calls_beside_scalars()
    {
        Instance instance = Make("""
            (module
              (type $mix (func (param i32 v128 i64 v128) (result v128 i32 v128 i64)))
              (table funcref (elem $swap))
              (global $g (mut v128) (v128.const i64x2 1 2)) (global (export "h") v128 (v128.const i64x2 3 4))
              (func $swap (type $mix) (local $t v128) (local $n i32) (local $u v128)
                (local.set $t (local.get 1)) (local.set $u (local.get 3))
                (global.set $g (local.tee $t (v128.xor (local.get $t) (global.get $g))))
                (block (result v128 i32 v128 i64)
                  (i64.const 7) (i64.const 8)
                  (local.get $u) (i32.add (local.get 0) (local.get $n)) (local.get $t) (local.get 2)
                  (br 0)))
              (func (export "f") (type $mix)
                (v128.const i64x2 -1 -1) drop
                (loop (param) (result v128 i32 v128 i64)
                  (call_indirect (type $mix) (local.get 0) (local.get 1) (local.get 2) (local.get 3) (i32.const 0))))
              (func (export "pick") (param i32) (result v128 i32)
                (i32.const 5)
                (block (param i32) (result v128 i32)
                  drop
                  (select (result v128) (v128.const i64x2 10 11) (v128.const i64x2 12 13) (local.get 0))
                  (i32.const 9)
                  (br_table 0 0 (local.get 0)))
                drop
                (select (v128.const i64x2 20 21) (local.get 0))
                (i32.const 6)))
            """);
        Value[] arguments = [Value.FromI32(5), Value.FromV128(s_sample), Value.FromI64(-6), Value.FromV128(9)];
        Outcome outcome = instance.Invoke("f", arguments);
        Assert.Equal([Value.FromV128(9), Value.FromI32(5), Value.FromV128(s_sample ^ new UInt128(2, 1)), Value.FromI64(-6)], outcome.Values);
        Assert.Equal([Value.FromV128(s_sample ^ s_sample ^ new UInt128(2, 1))], instance.Invoke("f", arguments).Values[2..3]);
        Assert.Equal([Value.FromV128(new UInt128(11, 10)), Value.FromI32(6)], instance.Invoke("pick", [Value.FromI32(1)]).Values);
        Assert.Equal([Value.FromV128(new UInt128(21, 20)), Value.FromI32(6)], instance.Invoke("pick", [Value.FromI32(0)]).Values);
        Assert.Equal(Value.FromV128(new UInt128(4, 3)), ((GlobalInstance)instance.Exports["h"]).Value);
        Assert.Equal("v128:0x0f0e0d0c0b0a0908_0706050403020100", Value.FromV128(s_sample).ToString());
    }

    [Fact]
    public void Host_functions_take_and_leave_a_vector_as_two_words_low_half_first()
    {
        HostModule host = new HostModule("host").Add("twist", new FunctionType([ValType.I32, ValType.V128], [ValType.V128, ValType.I32]),
            (_, arguments, results) =>
            {
                Assert.Equal((3, 3), (arguments.Length, results.Length));
                (results[0], results[1], results[2]) = (arguments[2], arguments[1], arguments[0] + 1);
                return null;
            })
            .Add("g", new GlobalInstance(new GlobalType(ValType.V128, false), 7, 8));
        Instance instance = Make("""
            (module (import "host" "twist" (func $twist (param i32 v128) (result v128 i32))) (import "host" "g" (global $g v128))
              (global $copy v128 (global.get $g))
              (func (export "f") (param v128) (result v128 i32 v128) (call $twist (i32.const 4) (local.get 0)) (global.get $copy)))
            """, new Imports().Add(host));
        Assert.Equal([Value.FromV128(new UInt128(1, 2)), Value.FromI32(5), Value.FromV128(new UInt128(8, 7))],
            instance.Invoke("f", [Value.FromV128(new UInt128(2, 1))]).Values);
    }

    [Theory]
    [InlineData("v128.load", 16)]
    [InlineData("v128.load8x8_u", 8)]
    [InlineData("v128.load16_splat", 2)]
    [InlineData("v128.load64_zero", 8)]
    public void Loads_reach_the_last_byte_and_no_further(string load, int size)
    {
        Instance instance = Make($"(module (memory 1) (func (export \"f\") (param i32) (result v128) ({load} offset=1 (local.get 0))))");
        Assert.Equal(OutcomeKind.Returned, instance.Invoke("f", [Value.FromI32(65536 - size - 1)]).Kind);
        Assert.Equal(TrapKind.OutOfBoundsMemoryAccess, instance.Invoke("f", [Value.FromI32(65536 - size)]).Trap!.Kind);
        Assert.Equal(TrapKind.OutOfBoundsMemoryAccess, instance.Invoke("f", [Value.FromI32(-1)]).Trap!.Kind);
    }

    [Fact]
    public void Lane_stores_write_their_lane_alone_or_nothing()
    {
        Instance instance = Make("""
            (module (memory 1)
              (func (export "f") (param i32 v128) (v128.store32_lane 2 (local.get 0) (local.get 1)))
              (func (export "g") (param i32 v128) (result v128) (v128.load16_lane 7 (local.get 0) (local.get 1))))
            """);
        instance.Memory!.Bytes.Fill(0xEE);
        Assert.Equal(OutcomeKind.Returned, instance.Invoke("f", [Value.FromI32(65532), Value.FromV128(s_sample)]).Kind);
        Assert.Equal(new byte[] { 0xEE, 8, 9, 10, 11 }, instance.Memory.Bytes[65531..].ToArray());
        Assert.Equal(TrapKind.OutOfBoundsMemoryAccess, instance.Invoke("f", [Value.FromI32(65533), Value.FromV128(0)]).Trap!.Kind);
        Assert.Equal(new byte[] { 0xEE, 8, 9, 10, 11 }, instance.Memory.Bytes[65531..].ToArray());
        Assert.Equal([Value.FromV128(new UInt128(0x0908_0D0C_0B0A_0908, (ulong)s_sample))],
            instance.Invoke("g", [Value.FromI32(65532), Value.FromV128(s_sample)]).Values);
    }

    [Fact]
    public void Fuel_counts_a_vector_instruction_once()
    {
        Instance instance = Make("""
            (module (func (export "f") (param v128) (result v128) (local v128)
              (local.set 1 (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 (local.get 0) (v128.const i64x2 1 2)))
              (drop (local.tee 0 (local.get 1))) (local.get 0)))
            """);
        Outcome outcome = instance.Invoke("f", [Value.FromV128(s_sample)], 8);
        Assert.Equal((OutcomeKind.Returned, 8UL), (outcome.Kind, outcome.Instructions));
        Assert.Equal([Value.FromV128(s_sample)], outcome.Values);
        Assert.Equal(OutcomeKind.OutOfFuel, instance.Invoke("f", [Value.FromV128(s_sample)], 7).Kind);
    }

    [Fact]
    public void Frames_of_vectors_count_both_words_against_the_stack()
    {
        const string text = """(module (func $f (export "f") (param v128) (call $f (local.get 0))))""";
        ValidatedModule module = Validator.Validate(ModuleDecoder.Decode(WatCompiler.Compile(text).Bytes).Module!).Module!;
        Instance narrow = Instance.Instantiate(module, new Imports(), new ExecutionLimits { StackSlots = 100 }).Instance!;
        Outcome outcome = narrow.Invoke("f", [Value.FromV128(1)]);
        Assert.Equal(TrapKind.CallStackExhausted, outcome.Trap!.Kind);
        Assert.InRange(outcome.Instructions, 60UL, 100UL);
    }
}
