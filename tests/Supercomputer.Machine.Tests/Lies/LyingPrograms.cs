using Supercomputer.Machine.Execution;

namespace Supercomputer.Machine.Tests.Lies;

/// <summary>The programs that are lied about: small, so that a thousand proofs are quick.</summary>
internal static class LyingPrograms
{
    private const string Mixed = """
        (module
          (import "wsc" "input_word" (func $word (param i32 i32) (result i32)))
          (import "wsc" "output" (func $output (param i32 i32)))
          (type $binary (func (param i32 i32) (result i32)))
          (memory 1 2) (data (i32.const 256) "some bytes of a segment")
          (table funcref (elem $mix $add)) (global $total (mut i64) (i64.const 5))
          (func $add (type $binary) (i32.add (local.get 0) (local.get 1)))
          (func $mix (type $binary) (i32.xor (i32.mul (local.get 0) (i32.const 0x9e3779b1)) (i32.rotl (local.get 1) (i32.const 7))))
          (func (export "main") (local $i i32) (local $x i32) (local $w i64)
            (local.set $x (call $word (i32.const 0) (i32.const 0)))
            (loop $again
              (local.set $x (call_indirect (type $binary) (local.get $x) (local.get $i) (i32.and (local.get $i) (i32.const 1))))
              (local.set $w (i64.add (i64.mul (local.get $w) (i64.const 31)) (i64.extend_i32_u (local.get $x))))
              (i64.store offset=3 (local.get $i) (local.get $w))
              (i32.store8 (i32.add (local.get $i) (i32.const 64)) (local.get $x))
              (i32.store offset=128 (i32.shl (local.get $i) (i32.const 2)) (i32.load8_s offset=64 (local.get $i)))
              (local.set $w (i64.xor (i64.shr_u (local.get $w) (i64.const 9)) (i64.load offset=5 (local.get $i))))
              (global.set $total (i64.sub (global.get $total) (i64.rem_u (local.get $w) (i64.const 1000003))))
              (local.set $x (i32.or (i32.div_s (local.get $x) (i32.const 3)) (i64.lt_s (local.get $w) (global.get $total))))
              (local.set $i (i32.add (local.get $i) (i32.const 1)))
              (br_if $again (i32.lt_u (local.get $i) (i32.const 4))))
            (drop (memory.grow (i32.const 1)))
            (i32.store16 (i32.const 300) (i32.add (memory.size) (i32.eqz (local.get $x))))
            (i64.store (i32.const 304) (global.get $total))
            (call $output (i32.const 296) (i32.const 16))))
        """;

    private const string Recursive = """
        (module
          (import "wsc" "input_word" (func $word (param i32 i32) (result i32)))
          (import "wsc" "output" (func $output (param i32 i32)))
          (memory 1)
          (func $fib (param $n i32) (result i32)
            (if (result i32) (i32.lt_u (local.get $n) (i32.const 2)) (then (local.get $n))
              (else (i32.add (call $fib (i32.sub (local.get $n) (i32.const 1))) (call $fib (i32.sub (local.get $n) (i32.const 2)))))))
          (func (export "main") (local $i i32)
            (loop $again
              (i32.store (i32.shl (local.get $i) (i32.const 2)) (call $fib (i32.add (local.get $i) (call $word (i32.const 0) (i32.const 0)))))
              (i32.store offset=64 (local.get $i) (i32.add (i32.load (i32.const 0)) (i32.load offset=64 (local.get $i))))
              (local.set $i (i32.add (local.get $i) (i32.const 1)))
              (br_if $again (i32.lt_u (local.get $i) (i32.const 4))))
            (call $output (i32.const 0) (i32.const 8))))
        """;

    private const string Float = """
        (module
          (import "wsc" "input_word" (func $word (param i32 i32) (result i32)))
          (import "wsc" "output" (func $output (param i32 i32)))
          (memory 1)
          (func (export "main") (local $x f32) (local $y f64)
            (local.set $x (f32.convert_i32_u (call $word (i32.const 0) (i32.const 0))))
            (local.set $x (f32.div (f32.add (local.get $x) (f32.const 0.1)) (f32.const 3)))
            (local.set $x (f32.sqrt (f32.mul (local.get $x) (local.get $x))))
            (local.set $y (f64.sub (f64.mul (f64.promote_f32 (local.get $x)) (f64.const 1.7)) (f64.const 0.3)))
            (local.set $y (f64.add (f64.div (local.get $y) (f64.const 0.7)) (f64.sqrt (f64.const 2))))
            (local.set $x (f32.add (f32.sub (local.get $x) (f32.const 0.007)) (f32.demote_f64 (local.get $y))))
            (local.set $y (f64.max (local.get $y) (f64.nearest (f64.convert_i32_s (i32.const -77)))))
            (f32.store (i32.const 0) (local.get $x))
            (f64.store (i32.const 8) (local.get $y))
            (call $output (i32.const 0) (i32.const 16))))
        """;

    private const string Keccak = """
        (module
          (import "wsc" "output" (func $output (param i32 i32)))
          (import "wsc" "keccak256" (func $keccak (param i32 i32 i32)))
          (memory 1) (data (i32.const 0) "some bytes to hash")
          (func (export "main")
            (call $keccak (i32.const 0) (i32.const 18) (i32.const 64))
            (call $output (i32.const 64) (i32.const 4))))
        """;

    /// <summary>Runs of all programs.</summary>
    internal static IReadOnlyList<HonestRun> Run() =>
    [
        new("mixed", Mixed, new(new byte[] { 1, 2, 3, 4 }, new byte[] { 9 }, default)),
        new("recursive", Recursive, new(new byte[] { 3, 0, 0, 0 }, default, default)),
        new("floats", Float, new(new byte[] { 77, 0, 0, 0 }, default, default)),
        new("keccak", Keccak, ProgramInputs.Empty),
    ];
}
