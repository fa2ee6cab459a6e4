using System.Text;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Hosts;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Supercomputer.Testing;
using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Execution;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;
using Xunit;
using Outcome = Supercomputer.Machine.Execution.Outcome;

namespace Supercomputer.Machine.Linking;

/// <summary>WASI programs: the machine with the library in WebAssembly against the interpreter with one in C#.</summary>
public sealed class WasiTests
{
    private const string Imports = """
        (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_seek" (func $seek (param i32 i64 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_fdstat_get" (func $stat (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_prestat_get" (func $prestat (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
        (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
        (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "environ_sizes_get" (func $env_sizes (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "environ_get" (func $env (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        """;

    private static readonly WasiInputs s_inputs = new()
    {
        Arguments = ["program", "the", "größe"],
        Environment = ["USER_NAME=ada", "EMPTY="],
        Time = 1_700_000_000_123_456_789,
        Seed = 0x1122_3344_5566_7788,
    };

    private static byte[] WordCount => File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "word-count", "word-count.wasm"));

    [Theory]
    [InlineData("", "")]
    [InlineData("the quick brown fox\njumps over the lazy dog\n", "the")]
    [InlineData("no such word", "cat")]
    public void A_program_of_the_C_library_runs_as_in_the_interpreter(string text, string argument)
    {
        WasiInputs inputs = s_inputs with { Arguments = argument.Length == 0 ? ["program"] : ["program", argument] };
        AssertAgrees(WordCount, inputs, Encoding.UTF8.GetBytes(text));
    }

    [Fact]
    public void A_program_of_the_C_library_is_proved_with_its_output_and_exit_code_and_bound_to_its_arguments()
    {
        byte[] text = "the quick brown fox\njumps over the lazy dog\n"u8.ToArray();
        string counts = "2 lines, 9 words, 44 bytes, 4.89 bytes a word\n";
        Statement good = Prove(text, "the");
        Assert.Equal(Outcome.Returned, good.Outcome);
        Assert.Equal(counts + "'the': 2 times\n", Encoding.UTF8.GetString(good.Output.Span));
        Statement failed = Prove(text, "cat");
        Assert.Equal(Outcome.ProgramTrap, failed.Outcome);
        Assert.Equal(counts + "'cat': 0 times\n\u0001\0\0\0", Encoding.UTF8.GetString(failed.Output.Span));
    }

    private static Statement Prove(byte[] text, string argument)
    {
        VerifyingKey key = VerifyingKey.Create(Lower(WordCount));
        byte[] given = new WasiInputs { Arguments = ["program", argument] }.ToBytes();
        byte[] other = new WasiInputs { Arguments = ["program", argument + "s"] }.ToBytes();
        Assert.True(MachineProver.Prove(key, new(given, text, default), new()).TryGet(out ProveReport? report, out VerificationError? error), error?.ToString());
        Assert.False(MachineVerifier.Verify(key, other, text, report.Proof).TryGet(out _, out _));
        Assert.True(MachineVerifier.Verify(key, given, text, report.Proof).TryGet(out Statement? statement, out error), error?.ToString());
        return statement;
    }

    [Theory]
    [InlineData("(call $report (call $sizes (i32.const 64) (i32.const 68))) (call $report (call $args (i32.const 80) (i32.const 128))) (call $show (i32.const 64) (i32.const 128))")]
    [InlineData("(call $report (call $env_sizes (i32.const 64) (i32.const 68))) (call $report (call $env (i32.const 80) (i32.const 128))) (call $show (i32.const 64) (i32.const 128))")]
    [InlineData("(call $report (call $random (i32.const 64) (i32.const 19))) (call $report (call $random (i32.const 90) (i32.const 8))) (call $show (i32.const 64) (i32.const 40))")]
    [InlineData("(call $report (call $time (i32.const 1) (i64.const 5) (i32.const 67))) (call $show (i32.const 64) (i32.const 16))")]
    [InlineData("(call $report (call $stat (i32.const 0) (i32.const 64))) (call $report (call $stat (i32.const 2) (i32.const 90))) (call $show (i32.const 64) (i32.const 64))")]
    [InlineData("(call $report (call $stat (i32.const 3) (i32.const 64))) (call $report (call $close (i32.const 1))) (call $report (call $close (i32.const 7)))")]
    [InlineData("(call $report (call $seek (i32.const 1) (i64.const 0) (i32.const 0) (i32.const 64))) (call $report (call $seek (i32.const 9) (i64.const 0) (i32.const 0) (i32.const 64)))")]
    [InlineData("(call $report (call $prestat (i32.const 3) (i32.const 64))) (call $report (call $poll (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))) (call $report (call $yield))")]
    [InlineData("(call $vector (i32.const 128) (i32.const 3)) (call $report (call $read (i32.const 0) (i32.const 16) (i32.const 2) (i32.const 64))) (call $report (call $read (i32.const 0) (i32.const 16) (i32.const 1) (i32.const 68))) (call $show (i32.const 64) (i32.const 96))")]
    [InlineData("(call $report (call $read (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 64))) (call $report (call $write (i32.const 0) (i32.const 16) (i32.const 1) (i32.const 64)))")]
    [InlineData("(call $vector (i32.const 32) (i32.const 4)) (call $report (call $write (i32.const 2) (i32.const 16) (i32.const 1) (i32.const 64))) (call $show (i32.const 64) (i32.const 4))")]
    [InlineData("(call $exit (i32.const 0)) (call $report (i32.const 9))")]
    [InlineData("(call $report (i32.const 9)) (call $exit (i32.const 513)) unreachable")]
    [InlineData("(loop (call $exit (i32.const -1)) (br 0))")]
    public void Every_function_does_what_the_interpreter_host_does(string body) =>
        AssertAgrees(Compile(Program(body)), s_inputs, "some input"u8.ToArray());

    [Theory]
    [InlineData("(drop (call $write (i32.const 1) (i32.const 65533) (i32.const 1) (i32.const 0)))", Outcome.MemoryOutOfBounds)]
    [InlineData("(drop (call $random (i32.const 65533) (i32.const 8)))", Outcome.MemoryOutOfBounds)]
    [InlineData("(call_indirect (type $none) (i32.const 0))", Outcome.IndirectCallTypeMismatch)]
    public void A_bad_pointer_traps_at_the_call(string body, Outcome outcome)
    {
        LoweredProgram program = Lower(Compile(Program(body)));
        ExecutionResult run = Executor.Run(program, ProgramInputs.Empty);
        Assert.Equal(outcome, run.Outcome);
        Assert.Equal("_start", ProgramPlace.Of(program, run.PlaceProgramCounter)!.Function);
    }

    [Fact]
    public void Without_a_header_there_are_no_arguments_and_the_private_stream_is_read_where_nothing_is_disclosed()
    {
        string body = """
            (call $report (call $sizes (i32.const 64) (i32.const 68))) (call $report (call $time (i32.const 0) (i64.const 0) (i32.const 72)))
            (call $vector (i32.const 80) (i32.const 4)) (call $report (call $read (i32.const 0) (i32.const 16) (i32.const 1) (i32.const 88)))
            (call $show (i32.const 64) (i32.const 28))
            """;
        ExecutionResult run = Executor.Run(Lower(Compile(Program(body))), new(new byte[] { 1, 2 }, default, "abcdef"u8.ToArray()));
        Assert.Equal([0, 0, 0, .. new byte[16], .. "abcd"u8, 0, 0, 0, 0, 4, 0, 0, 0], run.Output);
    }

    [Fact]
    public void Only_the_library_may_end_a_run_and_only_one_way_may_stand_for_a_trap()
    {
        string foreign = "(module (import \"machine\" \"exit\" (func $e)) (func (export \"_start\") (call $e)))";
        Assert.Contains("unknown host function", Lowerer.LowerBytes(Compile(foreign)).Error!.ToString(), StringComparison.Ordinal);
        string withWasi = $"(module {Imports} (import \"machine\" \"exit\" (func $e)) (memory 1) (func (export \"_start\") (call $e) (call $exit (i32.const 1))))";
        Assert.Contains("unknown host function", Lowerer.LowerBytes(Compile(withWasi)).Error!.ToString(), StringComparison.Ordinal);
        string both = $"(module {Imports} (import \"wsc\" \"trap\" (func (param i32 i32))) (memory 1) (func (export \"_start\")))";
        Assert.Contains("both end a run", Lowerer.LowerBytes(Compile(both)).Error!.ToString(), StringComparison.Ordinal);
        string unknown = "(module (import \"wasi_snapshot_preview1\" \"fly\" (func)) (func (export \"_start\")))";
        Assert.Contains("wasi_snapshot_preview1.fly", Lowerer.LowerBytes(Compile(unknown)).Error!.ToString(), StringComparison.Ordinal);
        string type = "(module (import \"wasi_snapshot_preview1\" \"proc_exit\" (func (param i64))) (func (export \"_start\")))";
        Assert.Contains("it has the type [i32] -> []", Lowerer.LowerBytes(Compile(type)).Error!.ToString(), StringComparison.Ordinal);
    }

    private static string Program(string body) => $"""
        (module {Imports}
          (type $none (func)) (table funcref (elem $show))
          (memory (export "memory") 1) (data (i32.const 32) "text")
          (func $vector (param i32 i32) (i32.store (i32.const 16) (local.get 0)) (i32.store (i32.const 20) (local.get 1))
            (i32.store (i32.const 24) (i32.add (local.get 0) (local.get 1))) (i32.store (i32.const 28) (i32.const 4)))
          (func $show (param i32 i32) (call $vector (local.get 0) (local.get 1))
            (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 8))))
          (func $report (param i32) (i32.store8 (i32.const 4) (local.get 0)) (call $show (i32.const 4) (i32.const 1)))
          (func (export "_start") {body}))
        """;

    private static void AssertAgrees(byte[] wasm, WasiInputs inputs, byte[] stdin)
    {
        WasiOracle oracle = new(inputs, stdin);
        (Trap? trap, ulong instructions) = oracle.Run(Validator.Validate(ModuleDecoder.Decode(wasm).Module!).Module!);
        Assert.Null(trap);
        LoweredProgram program = Lower(wasm);
        ExecutionResult run = Executor.Run(program, new(inputs.ToBytes(), stdin, default));
        Assert.Equal(oracle.Output, run.Output);
        Assert.Equal(oracle.ExitCode, ProgramExit.CodeOf(program.HostFunctions, run.Outcome, run.Output));
        Assert.Equal(instructions, run.InstructionCount);
    }

    private static byte[] Compile(string text)
    {
        WatResult compiled = WatCompiler.Compile(text);
        Assert.True(compiled.Bytes is not null, compiled.Error?.ToString());
        return compiled.Bytes;
    }

    private static LoweredProgram Lower(byte[] wasm)
    {
        LoweringResult lowered = Lowerer.LowerBytes(wasm);
        Assert.True(lowered.IsSuccess, lowered.Error?.ToString());
        return lowered.Program;
    }
}
