using System.Buffers.Binary;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Linking;
using Supercomputer.Machine.Lowering;
using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;
using Xunit;

namespace Supercomputer.Machine.Tests.Linking;

/// <summary>A program above a module: it behaves as it does alone, and reaches nothing of what lies beneath.</summary>
public sealed class BaseLinkerTests
{
    private const uint Pages = 3;

    /// <summary>Its memory is full of words that are no zeros; it serves a word and its own size.</summary>
    private const string Base = """
        (module
          (memory (export "memory") 1)
          (data (i32.const 0) "SECRET..SECRET..")
          (func (export "env.wasm_input") (param i32) (result i64) (i64.load (i32.const 0)))
          (func (export "sizes") (result i32) (i32.add (i32.mul (memory.size) (i32.const 1000)) (i32.sub (i32.const 0) (memory.grow (i32.const 1))))))
        """;

    private const string Entry = """
        (module
          (import "program" "run" (func $run (result i32)))
          (import "wsc" "output" (func $output (param i32 i32)))
          (import "wsc.base" "memory" (memory 0))
          (func (export "main") (result i32) (call $run)))
        """;

    [Theory]
    [InlineData("(i32.load (i32.const 0))", 0)]
    [InlineData("(i32.load8_u offset=65535 (i32.const 0))", 7)] // the last byte of its own page
    [InlineData("(memory.size)", 2)]
    [InlineData("(memory.grow (i32.const 1))", 2)]
    [InlineData("(memory.grow (i32.const 100000))", -1)]
    [InlineData("(i32.add (memory.grow (i32.const 3)) (memory.size))", 7)]
    [InlineData("(memory.fill (i32.const 8) (i32.const 1) (i32.const 4)) (i32.load (i32.const 8))", 0x01010101)]
    [InlineData("(memory.copy (i32.const 20) (i32.const 65532) (i32.const 4)) (i32.load (i32.const 20))", 0x07060504)]
    [InlineData("(i32.wrap_i64 (call $word (i32.const 0)))", 0x52434553)] // what the module gives it
    public void A_program_reads_and_writes_its_own_memory(string body, int expected)
    {
        ExecutionResult run = Run(body);
        Assert.Equal(Outcome.Returned, run.Outcome);
        Assert.Equal(expected, BinaryPrimitives.ReadInt32LittleEndian(run.Output));
    }

    [Theory]
    [InlineData("(i32.load (i32.const 131069))")]
    [InlineData("(i32.load (i32.const -196608))")] // where the module beneath begins, if addresses wrapped
    [InlineData("(i32.load (i32.const -4))")]
    [InlineData("(i32.load offset=196604 (i32.const -196608))")]
    [InlineData("(i32.load offset=4294770687 (i32.const 4))")]
    [InlineData("(i32.store (i32.const -196608) (i32.const 1)) (i32.const 0)")]
    [InlineData("(memory.fill (i32.const -196608) (i32.const 1) (i32.const 4)) (i32.const 0)")]
    [InlineData("(memory.copy (i32.const 0) (i32.const -196608) (i32.const 4)) (i32.const 0)")]
    [InlineData("(memory.copy (i32.const -1) (i32.const 0) (i32.const 1)) (i32.const 0)")]
    [InlineData("(memory.copy (i32.const 131072) (i32.const 0) (i32.const 1)) (i32.const 0)")]
    public void A_program_traps_beyond_its_own_memory_and_never_reaches_the_module_beneath(string body) =>
        Assert.NotEqual(Outcome.Returned, Run(body).Outcome);

    [Theory]
    [InlineData("(i32.load offset=4294770688 (i32.const 0))", "offset")]
    [InlineData("(i32x4.extract_lane 0 (v128.load offset=4294770688 (i32.const 0)))", "offset")]
    [InlineData("(call $sha (i32.const 0) (i32.const 0)) (i32.const 0)", "a function of the host")]
    public void What_cannot_be_moved_is_refused(string body, string words) =>
        Assert.Contains(words, Lower(body, Entry, isUnknown: body.Contains("$sha", StringComparison.Ordinal)).Error!.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("(import \"wsc.moved\" \"sha256\" (func))", "neither served")] // names of modules that stand between program and host
    [InlineData("(import \"wsc.base\" \"sizes\" (func (result i32)))", "neither served")]
    [InlineData("(import \"program\" \"run\" (func (result i32)))", "neither served")]
    [InlineData("(import \"wsc\" \"sha256\" (func))", "it has the type")]
    [InlineData("(import \"wsc\" \"memory\" (memory 1))", "a memory of the program's own")]
    [InlineData("(memory 65534)", "at most 65533")]
    public void What_a_program_may_not_import_or_have_is_refused(string field, string words)
    {
        byte[] wasm = Compile($"(module {field} (func (export \"run\") (result i32) (i32.const 0)))");
        LoweringResult lowered = BaseLinker.Lower(Entry, new BaseModule(Validate(Compile(Base)), new byte[32], Pages), Validate(wasm), wasm, new LoweringOptions());
        Assert.Contains(words, lowered.Error!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2 65536", "(memory.grow (i32.const 1))", 2)]
    [InlineData("2 65536", "(memory.grow (i32.const 65534))", -1)] // three pages are the module's
    [InlineData("65534", "(memory.size)", null)]
    public void A_memory_has_what_the_module_leaves_of_4_GiB(string limits, string body, int? expected)
    {
        LoweringResult lowered = Lower(body, Entry, limits: limits);
        Assert.Equal(expected is null, lowered.Error is not null);
        if (expected is null) Assert.Contains("65533", lowered.Error!.Expected, StringComparison.Ordinal);
        else Assert.Equal(expected, BinaryPrimitives.ReadInt32LittleEndian(Executor.Run(lowered.Program!, new ProgramInputs(default, default, default)).Output));
    }

    [Fact]
    public void A_module_beneath_keeps_its_size()
    {
        string entry = Entry.Replace("(result i32) (call $run))", "(result i32) (drop (call $run)) (call $sizes))", StringComparison.Ordinal)
            .Replace("(import \"program\"", "(import \"wsc.base\" \"sizes\" (func $sizes (result i32))) (import \"program\"", StringComparison.Ordinal);
        LoweringResult lowered = Lower("(memory.grow (i32.const 5))", entry);
        Assert.Equal(3001, BinaryPrimitives.ReadInt32LittleEndian(Executor.Run(lowered.Program!, new ProgramInputs(default, default, default)).Output));
    }

    [Fact]
    public void A_call_of_the_start_goes_to_the_export_of_the_program()
    {
        ExecutionResult run = Run("(call $start) (i32.load (i32.const 100))");
        Assert.Equal(42, BinaryPrimitives.ReadInt32LittleEndian(run.Output));
    }

    [Fact]
    public void A_served_function_is_named_among_those_of_the_host_and_another_type_is_refused()
    {
        Assert.Equal(["env.wasm_input"], Lower("(i32.const 0)", Entry).Program!.HostFunctions.Where(name => name.StartsWith("env.", StringComparison.Ordinal)));
        string other = Base.Replace("(param i32) (result i64) (i64.load", "(param i32 i32) (result i64) (i64.load", StringComparison.Ordinal);
        Assert.Contains("env.wasm_input", Lower("(i32.const 0)", Entry, @base: other).Error!.ToString(), StringComparison.Ordinal);
    }

    private static ExecutionResult Run(string body)
    {
        LoweringResult lowered = Lower(body, Entry);
        Assert.True(lowered.IsSuccess, lowered.Error?.ToString());
        return Executor.Run(lowered.Program, new ProgramInputs(default, default, default));
    }

    private static LoweringResult Lower(string body, string entry, bool isUnknown = false, string @base = Base, string limits = "2 50")
    {
        string program = $"""
            (module
              (import "env" "wasm_input" (func $word (param i32) (result i64)))
              (import "index" "__call_as_start" (func $start))
              {(isUnknown ? """(import "wsc" "sha3" (func $sha (param i32 i32)))""" : "")}
              (memory {limits})
              (data (i32.const 65532) "\04\05\06\07")
              (data $d "passive")
              (func (export "__as_start") (i32.store (i32.const 100) (i32.const 42)))
              (func (export "run") (result i32) {body}))
            """;
        byte[] wasm = Compile(program);
        return BaseLinker.Lower(entry, new BaseModule(Validate(Compile(@base)), new byte[32], Pages), Validate(wasm), wasm, new LoweringOptions());
    }

    internal static byte[] Compile(string text)
    {
        WatResult compiled = WatCompiler.Compile(text);
        Assert.True(compiled.Succeeded, compiled.Error?.ToString());
        return compiled.Bytes;
    }

    internal static ValidatedModule Validate(byte[] wasm)
    {
        ValidationResult result = Validator.Validate(ModuleDecoder.Decode(wasm).Module!);
        Assert.True(result.IsValid, result.Error?.ToString());
        return result.Module;
    }
}
