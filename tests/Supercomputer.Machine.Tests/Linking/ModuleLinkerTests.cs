using System.Security.Cryptography;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Execution;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;
using Xunit;
using Outcome = Supercomputer.Machine.Execution.Outcome;

namespace Supercomputer.Machine.Linking;

/// <summary>Linked modules as one program, against instances that are linked in the interpreter.</summary>
public sealed class ModuleLinkerTests
{
    private const string Library = """
        (module
          (type $unary (func (param i32) (result i32)))
          (memory (export "memory") 1 4) (data (i32.const 8) "\01\02\03\04")
          (table $t (export "table") 6 funcref) (elem (i32.const 1) $double $square)
          (global (export "base") i32 (i32.const 40))
          (global $count (export "count") (mut i32) (i32.const 0))
          (global $pair (export "pair") (mut v128) (v128.const i64x2 3 4))
          (func $double (export "double") (param i32) (result i32) (global.set $count (i32.add (global.get $count) (i32.const 1)))
            (i32.mul (local.get 0) (i32.const 2)))
          (func $square (param i32) (result i32) (i32.mul (local.get 0) (local.get 0)))
          (func (export "apply") (param i32 i32) (result i32) (call_indirect (type $unary) (local.get 1) (local.get 0)))
          (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
          (func (export "reference") (result funcref) (ref.func $square))
          (func (export "sum") (result i64) (i64.add (i64x2.extract_lane 0 (global.get $pair)) (i64x2.extract_lane 1 (global.get $pair)))))
        """;

    private const string Program = """
        (module
          (type $unary (func (param i32) (result i32)))
          (import "lib" "double" (func $double (param i32) (result i32)))
          (import "lib" "apply" (func $apply (param i32 i32) (result i32)))
          (import "lib" "load" (func $load (param i32) (result i32)))
          (import "lib" "reference" (func $reference (result funcref)))
          (import "lib" "sum" (func $sum (result i64)))
          (import "lib" "memory" (memory 1))
          (import "lib" "table" (table $t 2 funcref))
          (import "lib" "base" (global $base i32))
          (import "lib" "count" (global $count (mut i32)))
          (import "lib" "pair" (global $pair (mut v128)))
          (data (global.get $base) "\0a\0b\0c\0d") (data $late "\11\12\13\14")
          (elem (i32.const 3) $triple)
          (table $own 3 funcref) (elem $passive func $double $triple)
          (global $copy i32 (global.get $base))
          (func $triple (param i32) (result i32) (i32.mul (local.get 0) (i32.const 3)))
          (func (export "main") (result i32 i32 i32 i32 i32 i32 i32 i64 i32)
            (memory.init $late (i32.const 100) (i32.const 0) (i32.const 4))
            (table.init $own $passive (i32.const 0) (i32.const 0) (i32.const 2))
            (table.set $t (i32.const 4) (call $reference))
            (global.set $pair (i64x2.replace_lane 0 (global.get $pair) (i64.const 10)))
            (call $double (i32.const 21))
            (call $apply (i32.const 3) (i32.const 7))
            (call $apply (i32.const 4) (i32.const 7))
            (i32.add (call $load (i32.const 8)) (call $load (i32.const 40)))
            (call $load (i32.const 100))
            (call_indirect $own (type $unary) (i32.const 5) (i32.const 0))
            (i32.add (global.get $count) (global.get $copy))
            (call $sum)
            (memory.grow (i32.const 1))))
        """;

    [Fact]
    public void Functions_memories_tables_and_globals_are_shared_as_in_the_interpreter()
    {
        byte[] expected = Interpret(Program, ("lib", Library));
        LoweredProgram program = Lower(Program, ("lib", Library)).Program!;
        ExecutionResult run = Executor.Run(program, ProgramInputs.Empty);
        Assert.Equal(Outcome.Returned, run.Outcome);
        Assert.Equal(expected, run.Output);
    }

    [Fact]
    public void A_linked_program_is_proved_and_its_digest_binds_every_module_and_name()
    {
        VerifyingKey key = VerifyingKey.Create(Lower(Program, ("lib", Library)).Program!);
        Assert.True(MachineProver.Prove(key, ProgramInputs.Empty, new()).TryGet(out ProveReport? report, out VerificationError? error), error?.ToString());
        Assert.True(MachineVerifier.Verify(key, default, default, report.Proof).TryGet(out Statement? statement, out error), error?.ToString());
        Assert.Equal(Interpret(Program, ("lib", Library)), statement.Output.ToArray());
        string changed = Library.Replace("(i32.const 2))", "(i32.const 5))", StringComparison.Ordinal);
        string renamed = Program.Replace("\"lib\"", "\"other\"", StringComparison.Ordinal);
        VerifyingKey[] others =
        [
            VerifyingKey.Create(Lower(Program, ("lib", changed)).Program!), VerifyingKey.Create(Lower(renamed, ("other", Library)).Program!),
            VerifyingKey.Create(Lower(Program, ("lib", Library), ("unused", "(module)")).Program!),
            VerifyingKey.Create(Lower(Program, ("lib", Library + " ;; the same bytes")).Program!),
        ];
        Assert.Equal(3, others.Count(o => o.Digest != key.Digest));
        Assert.Equal(key.Digest, others[3].Digest);
        Assert.All(others[..3], other => Assert.False(MachineVerifier.Verify(other, default, default, report.Proof).TryGet(out _, out _)));
    }

    [Fact]
    public void Modules_import_from_those_before_them_and_start_functions_run_in_their_order()
    {
        string first = "(module (global $g (export \"g\") (mut i32) (i32.const 1)) (func $s (global.set $g (i32.mul (global.get $g) (i32.const 5)))) (start $s))";
        string second = """
            (module (import "a" "g" (global $g (mut i32))) (func $s (global.set $g (i32.add (global.get $g) (i32.const 2)))) (start $s)
              (export "again" (global $g)) (func (export "get") (result i32) (global.get $g)))
            """;
        string program = """
            (module (import "b" "again" (global $g (mut i32))) (import "b" "get" (func $get (result i32)))
              (func $s (global.set $g (i32.mul (global.get $g) (i32.const 3)))) (start $s)
              (func (export "main") (result i32 i32) (global.get $g) (call $get)))
            """;
        (string, string)[] links = [("a", first), ("b", second)];
        byte[] expected = Interpret(program, links);
        Assert.Equal([21, 0, 0, 0, 21, 0, 0, 0], expected);
        Assert.Equal(expected, Executor.Run(Lower(program, links).Program!, ProgramInputs.Empty).Output);
    }

    [Fact]
    public void A_trap_in_a_linked_module_is_named_with_the_module()
    {
        LoweredProgram program = Lower(
            "(module (import \"lib\" \"fail\" (func $fail)) (func (export \"main\") (call $fail)))",
            ("lib", "(module (func $inner unreachable) (func (export \"fail\") (call $inner)))")).Program!;
        ExecutionResult run = Executor.Run(program, ProgramInputs.Empty);
        Assert.Equal("lib.inner", ProgramPlace.Of(program, run.PlaceProgramCounter)!.Function);
    }

    [Theory]
    [InlineData("(import \"lib\" \"nothing\" (func))", "lib.nothing: no function of that name")]
    [InlineData("(import \"lib\" \"double\" (func))", "it has the type [i32] -> [i32]")]
    [InlineData("(import \"lib\" \"double\" (global i32))", "no global of that name")]
    [InlineData("(import \"lib\" \"count\" (global i32))", "lib.count")]
    [InlineData("(import \"lib\" \"memory\" (memory 2))", "lib.memory")]
    [InlineData("(import \"lib\" \"memory\" (memory 1 3))", "lib.memory")]
    [InlineData("(import \"lib\" \"table\" (table 7 funcref))", "lib.table")]
    [InlineData("(import \"lib\" \"table\" (table 6 externref))", "lib.table")]
    [InlineData("(memory 1)", "one memory")]
    [InlineData("(import \"lib\" \"memory\" (memory 1)) (import \"lib\" \"table\" (table 1 funcref)) (func $f) (elem (i32.const 9) $f) (data (i32.const 65536) \"a\")", "segments that fit")]
    public void What_does_not_fit_is_refused_with_the_reason(string fields, string reason)
    {
        LoweringError error = Lower($"(module {fields} (func (export \"main\")))", ("lib", Library)).Error!;
        Assert.Contains(reason, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_function_that_runs_before_later_segments_is_refused()
    {
        string early = "(module (memory (export \"m\") 1) (func $s (i32.store (i32.const 0) (i32.const 1))) (start $s))";
        string later = "(module (import \"a\" \"m\" (memory 1)) (data (i32.const 0) \"x\") (func (export \"main\")))";
        Assert.Contains("start function of a", Lower(later, ("a", early)).Error!.ToString(), StringComparison.Ordinal);
        foreach (string name in (string[])["", "wsc", "wasi_snapshot_preview1"])
            Assert.Contains("a name that is taken", Lower(later, (name, early)).Error!.ToString(), StringComparison.Ordinal);
        Assert.Contains("a name that is taken", Lower(later, ("a", early), ("a", early)).Error!.ToString(), StringComparison.Ordinal);
    }

    private static (byte[] Bytes, ValidatedModule Module) Compile(string text)
    {
        WatResult compiled = WatCompiler.Compile(text);
        Assert.True(compiled.Bytes is not null, compiled.Error?.ToString());
        ValidationResult validated = Validator.Validate(ModuleDecoder.Decode(compiled.Bytes).Module!);
        Assert.True(validated.IsValid, validated.Error?.ToString());
        return (compiled.Bytes, validated.Module);
    }

    private static LoweringResult Lower(string program, params (string Name, string Text)[] links)
    {
        (byte[] bytes, ValidatedModule module) = Compile(program);
        return Lowerer.Lower(module, bytes, new LoweringOptions
        {
            Links = [.. links.Select(l => (l.Name, Compiled: Compile(l.Text))).Select(l => new LinkedModule(l.Name, l.Compiled.Module, SHA256.HashData(l.Compiled.Bytes)))],
        });
    }

    /// <summary>The results of <c>main</c> as the machine outputs them.</summary>
    private static byte[] Interpret(string program, params (string Name, string Text)[] links)
    {
        Store store = new();
        Imports imports = new();
        foreach ((string name, string text) in links)
            imports.Add(name, Instance.Instantiate(Compile(text).Module, imports, store).Instance!);
        Wasm.Execution.Outcome outcome = Instance.Instantiate(Compile(program).Module, imports, store).Instance!.Invoke("main", []);
        return [.. outcome.Values.SelectMany(v => BitConverter.GetBytes(v.Bits).Take(v.Type == Wasm.Modules.ValType.I64 ? 8 : 4))];
    }
}
