using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Execution;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;
using Xunit;

namespace Supercomputer.Wasm.Tests.Execution;

/// <summary>Damaged modules through every engine: an answer each time, never an exception, whatever the bytes.</summary>
public sealed class ModuleMutationTests
{
    private const string Rich = """
        (module
          (type $binary (func (param i32 i32) (result i32)))
          (import "host" "note" (func $note (param i64 f64) (result i32)))
          (import "host" "limit" (global $limit i32))
          (table $t 8 20 funcref) (table $x 4 externref) (memory 1 4)
          (global $g (mut i64) (i64.const -5)) (global $h i32 (global.get $limit))
          (elem (table $t) (i32.const 1) func $add $sub) (elem $passive func $sub $add $sub)
          (elem declare func $loop) (elem $refs funcref (ref.func $add) (ref.null func))
          (data (i32.const 3) "hello") (data $later "later bytes")
          (func $add (type $binary) (i32.add (local.get 0) (local.get 1)))
          (func $sub (type $binary) (i32.sub (local.get 0) (local.get 1)))
          (func $loop (export "loop") (param i32) (result i32 i64) (local i64 f32 f32)
            (block $out (loop $again
              (br_if $out (i32.eqz (local.get 0)))
              (local.set 1 (i64.add (local.get 1) (i64.load32_u offset=4 (local.get 0))))
              (i64.store align=4 (local.get 0) (i64.rotl (local.get 1) (i64.const 9)))
              (local.set 2 (f32.min (f32.const nan) (f32.convert_i64_u (local.get 1))))
              (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
              (br $again)))
            (call $note (local.get 1) (f64.promote_f32 (local.get 2))) (local.get 1))
          (func (export "table") (param i32) (result i32)
            (table.init $t $passive (i32.const 3) (i32.const 0) (i32.const 2))
            (table.copy $t $t (i32.const 0) (i32.const 1) (i32.const 4))
            (drop (table.grow $x (ref.null extern) (i32.const 3)))
            (elem.drop $passive)
            (call_indirect $t (type $binary) (i32.const 7) (i32.trunc_sat_f64_s (f64.const 1e10)) (local.get 0)))
          (func (export "memory") (param i32) (result i32)
            (memory.init $later (i32.const 100) (i32.const 1) (i32.const 4)) (data.drop $later)
            (memory.fill (i32.const 200) (i32.const 7) (local.get 0)) (memory.copy (i32.const 0) (i32.const 150) (i32.const 90))
            (i32.add (memory.grow (i32.const 1)) (memory.size)))
          (func (export "switch") (param i32) (result i32)
            (block (result i32) (block (result i32) (i32.const 3) (br_table 0 1 2 0 (local.get 0))) (i32.const 1) (i32.mul))
            (if (param i32) (result i32) (local.get 0) (then (i32.const 4) (i32.rem_s)) (else (drop) (i32.const 9))))
          (global $v (mut v128) (v128.const i32x4 1 2 3 4))
          (func (export "vector") (param i32) (result i32) (local v128)
            (local.set 1 (i8x16.shuffle 0 17 2 19 4 21 6 23 8 25 10 27 12 29 14 31 (v128.load offset=2 (local.get 0)) (global.get $v)))
            (global.set $v (f32x4.add (local.get 1) (f32x4.convert_i32x4_u (i32x4.extmul_low_i16x8_s (local.get 1) (i16x8.splat (local.get 0))))))
            (v128.store16_lane offset=8 3 (local.get 0) (select (local.get 1) (global.get $v) (local.get 0)))
            (block (result v128) (local.tee 1 (v128.load8_lane 15 (local.get 0) (local.get 1))) (br_if 0 (local.get 0)) drop (global.get $v))
            (local.get 1)
            (i8x16.extract_lane_s 9 (v128.bitselect (i64x2.shl (global.get $v) (local.get 0)))))
          (func (export "recurse") (param i32) (result i32) (call $self (local.get 0)))
          (func $self (param i32) (result i32) (call $self (i32.extend8_s (local.get 0))))
          (func $start (global.set $g (i64.extend_i32_s (global.get $h))))
          (start $start))
        """;

    private static readonly ModuleLimits s_moduleLimits = new() { Instructions = 10_000, ElementItems = 1_000, LocalsPerFunction = 1_000 };
    private static readonly ExecutionLimits s_limits = new() { MemoryPages = 8, TableEntries = 1_000, CallDepth = 100, StackSlots = 4_096 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Mutated_modules_never_raise_an_exception(int seed)
    {
        byte[] original = WatCompiler.Compile(Rich).Bytes!;
        Assert.Equal(Stage.Ran, Run(original));
        Random random = new(seed);
        int[] reached = new int[4];
        for (int i = 0; i < 3_000; i++) reached[(int)Run(Mutate(original, random))]++;
        // The loop is worth something only while a good part of the damage gets past each reader.
        Assert.All(reached, count => Assert.InRange(count, 20, 2_800));
    }

    private enum Stage
    {
        Malformed,
        Invalid,
        Uninstantiable,
        Ran,
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        byte[] bytes = [.. original];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int at = random.Next(bytes.Length);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes[at]++; break;
                case 3: bytes[at] = bytes[random.Next(bytes.Length)]; break;
                case 4: bytes = [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]]; break;
                default: bytes = bytes[..(random.Next(8) == 0 ? at : bytes.Length)]; break;
            }
            if (bytes.Length == 0) break;
        }
        return bytes;
    }

    private static Stage Run(byte[] bytes)
    {
        if (ModuleDecoder.Decode(bytes, s_moduleLimits).Module is not { } module) return Stage.Malformed;
        if (Validator.Validate(module).Module is not { } valid) return Stage.Invalid;
        HostModule host = new HostModule("host")
            .Add("note", new FunctionType([ValType.I64, ValType.F64], [ValType.I32]), (_, _, _) => null)
            .Add("limit", new GlobalInstance(new GlobalType(ValType.I32, false), 12));
        InstantiationResult result = Instance.Instantiate(valid, new Imports().Add(host), new Store(s_limits), fuel: 5_000);
        if (result.Instance is not { } instance) return Stage.Uninstantiable;
        foreach (Extern member in instance.Exports.Values)
        {
            if (member is not FunctionInstance function) continue;
            Value[] arguments = [.. function.Type.Parameters.Select(type => new Value(type, type == ValType.I32 ? 5UL : 0UL))];
            Outcome outcome = instance.Store.Invoke(function, arguments, fuel: 5_000);
            Assert.InRange(outcome.Instructions, 0UL, 5_000UL);
        }
        return Stage.Ran;
    }
}
