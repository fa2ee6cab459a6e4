using System.Buffers.Binary;
using System.Security.Cryptography;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Lowering;
using Supercomputer.Testing;
using Supercomputer.Wasm.Text;
using Xunit;

namespace Supercomputer.Machine.Execution;

public class ExecutorTests(ITestOutputHelper log)
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(55)]
    [InlineData(119)]
    public void Sha256_sample_runs_the_same_with_and_without_a_record(int length)
    {
        byte[] message = [.. Enumerable.Range(0, length).Select(i => (byte)(7 * i + 3))];
        ExecutionResult result = Run(Sample("sha256/sha256.wasm"), new ProgramInputs(message, default, default));
        Assert.Equal(SHA256.HashData(message), result.Output);
    }

    [Fact]
    public void Sort_sample_runs_the_same_with_and_without_a_record()
    {
        byte[] input = [.. BitConverter.GetBytes(300u), .. BitConverter.GetBytes(7u)];
        ExecutionResult result = Run(Sample("sort/sort.wasm"), new ProgramInputs(input, default, default));
        uint[] words = new uint[300];
        uint x = 7;
        for (int i = 0; i < words.Length; i++) words[i] = x = x * 1664525 + 1013904223;
        Array.Sort(words);
        uint sum = 0;
        for (int i = 0; i < words.Length; i++) sum += (uint)(i + 1) * words[i];
        Assert.Equal(((uint[])[300, words[0], words[^1], sum]).SelectMany(BitConverter.GetBytes), result.Output);
    }

    [Fact]
    public void Fibonacci_sample_counts_its_instructions()
    {
        byte[] wasm = Compile(File.ReadAllText(Path.Combine(Repository.Root, "samples", "fibonacci", "fibonacci.wat")));
        ExecutionResult result = Run(Program(wasm), new ProgramInputs(BitConverter.GetBytes(47u), default, default));
        Assert.Equal(2971215073u, BinaryPrimitives.ReadUInt32LittleEndian(result.Output));
        Assert.Equal(47u * 11 + 19, result.InstructionCount);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(135)]
    [InlineData(136)]
    [InlineData(137)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(123)]
    [InlineData(271)]
    [InlineData(272)]
    [InlineData(500)]
    public void Keccak256_of_the_host_interface_is_keccak256(int length)
    {
        byte[] message = [.. Enumerable.Range(0, length).Select(i => (byte)(11 * i + 5))];
        ExecutionResult result = Run(Program(Compile($"""
            (module (import "wsc" "input_read" (func $read (param i32 i32 i32 i32)))
              (import "wsc" "keccak256" (func $hash (param i32 i32 i32))) (import "wsc" "output" (func $out (param i32 i32)))
              (memory 1)
              (func (export "main")
                (call $read (i32.const 2) (i32.const 0) (i32.const 3) (i32.const {length}))
                (call $hash (i32.const 3) (i32.const {length}) (i32.const 1001))
                (call $out (i32.const 1001) (i32.const 32))))
            """)), new ProgramInputs(default, default, message));
        Assert.Equal(Keccak256.Hash(message).ToArray(), result.Output);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(40)]
    public void Keccak256_of_env_is_keccak256_of_the_words(int words)
    {
        byte[] message = [.. Enumerable.Range(0, 8 * words).Select(i => (byte)(13 * i + 1))];
        ExecutionResult result = Run(Program(Compile($"""
            (module (import "env" "wasm_input" (func $in (param i32) (result i64))) (import "env" "keccak_new" (func $new (param i64)))
              (import "env" "keccak_push" (func $push (param i64))) (import "env" "keccak_finalize" (func $end (result i64)))
              (func (export "zkmain") (result i64 i64 i64 i64) (local $i i32)
                (call $new (i64.const 1))
                (block $done (loop $turn
                  (br_if $done (i32.eq (local.get $i) (i32.const {words})))
                  (call $push (call $in (i32.const 0)))
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br $turn)))
                (call $end) (call $end) (call $end) (call $end)))
            """)), new ProgramInputs(default, default, message));
        Assert.Equal(Keccak256.Hash(message).ToArray(), result.Output);
    }

    [Theory]
    [InlineData(0, 0, 10)]
    [InlineData(1, 3, 6)]
    [InlineData(2, 4, 6)]
    [InlineData(0, 10, 0)]
    public void Input_read_copies_bytes_of_each_stream(int stream, int offset, int length)
    {
        byte[] bytes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        byte[][] streams = [[], [], []];
        streams[stream] = bytes;
        ExecutionResult result = Run(ReadProgram($"(i32.const {stream})", offset, length), new ProgramInputs(streams[0], streams[1], streams[2]));
        Assert.Equal(bytes[offset..(offset + length)], result.Output);
    }

    [Theory]
    [InlineData(0, 11)]
    [InlineData(8, 3)]
    [InlineData(-1, 2)]
    public void Input_read_beyond_the_end_traps(int offset, int length) => Assert.Equal(Outcome.InputExhausted,
        Run(ReadProgram("(i32.const 0)", offset, length), new ProgramInputs(new byte[10], default, default)).Outcome);

    [Fact]
    public void Env_reads_words_of_the_public_stream_and_of_the_disclosed_or_the_private_one()
    {
        LoweredProgram program = Program(Compile("""
            (module (import "env" "wasm_input" (func $in (param i32) (result i64))) (import "env" "require" (func $require (param i32)))
              (func (export "zkmain") (result i64 i64 i64)
                (call $in (i32.const 1)) (call $in (i32.const 0)) (call $in (i32.const 1))
                (call $require (i32.const 1))))
            """));
        byte[] given = [1, 0, 0, 0, 0, 0, 0, 128, 2, 0, 0, 0, 1, 0, 0, 0], other = [9, 0, 0, 0, 7, 0, 0, 0];
        byte[] expected = [.. given[..8], .. other, .. given[8..]];
        Assert.Equal(expected, Run(program, new ProgramInputs(given, other, default)).Output);
        Assert.Equal(expected, Run(program, new ProgramInputs(given, default, other)).Output);
        Assert.Equal(Outcome.InputExhausted, Run(program, new ProgramInputs(given.AsMemory(0, 8), other, default)).Outcome);
    }

    [Theory]
    [InlineData("(call $require (i32.const 0))", Outcome.RequirementFailed)]
    [InlineData("(call $trap (i32.const 0) (i32.const 0))", Outcome.ProgramTrap)]
    [InlineData("(drop (call $word (i32.const 0) (i32.const 1)))", Outcome.InputExhausted)]
    [InlineData("(drop (call $word (i32.const 7) (i32.const 0)))", Outcome.InputExhausted)]
    [InlineData("(call $main)", Outcome.CallStackExhausted)]
    [InlineData("(loop (br 0))", Outcome.OutOfFuel)]
    [InlineData("(unreachable)", Outcome.Unreachable)]
    [InlineData("(call $out (i32.const 65535) (i32.const 2))", Outcome.MemoryOutOfBounds)]
    public void Runs_end_with_their_outcome(string body, Outcome expected)
    {
        LoweredProgram program = Program(Compile($"""
            (module (import "env" "require" (func $require (param i32))) (import "wsc" "trap" (func $trap (param i32 i32)))
              (import "wsc" "input_word" (func $word (param i32 i32) (result i32))) (import "wsc" "output" (func $out (param i32 i32)))
              (memory 1) (func $main (export "main") {body}))
            """), LoweringLimits.Default with { Fuel = 5000, StackLimit = 1000 });
        Assert.Equal(expected, Run(program, new ProgramInputs(new byte[4], default, default)).Outcome);
    }

    [Fact]
    public void Cells_that_rest_for_long_are_refreshed()
    {
        ExecutionResult result = Run(Program(Compile("""
            (module (memory 1) (global $g (mut i32) (i32.const 3)) (func (export "main") (result i32) (local $i i32)
              (i32.store (i32.const 8) (i32.const 5))
              (loop (br_if 0 (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 20000))))
              (i32.add (global.get $g) (i32.load (i32.const 7)))))
            """)), ProgramInputs.Empty);
        Assert.Equal([3, 5, 0, 0], result.Output);
        Assert.True(result.Record!.Refreshes.Count >= 2);
    }

    private static LoweredProgram ReadProgram(string stream, int offset, int length) => Program(Compile($"""
        (module (import "wsc" "input_read" (func $read (param i32 i32 i32 i32))) (import "wsc" "output" (func $out (param i32 i32)))
          (memory 1)
          (func (export "main")
            (call $read {stream} (i32.const {offset}) (i32.const 17) (i32.const {length}))
            (call $out (i32.const 17) (i32.const {length}))))
        """));

    private ExecutionResult Run(LoweredProgram program, ProgramInputs inputs)
    {
        ExecutionResult recorded = Executor.Run(program, inputs, true), direct = Executor.Run(program, inputs);
        Assert.Equal(direct.Outcome, recorded.Outcome);
        Assert.Equal(direct.Output, recorded.Output);
        Assert.Equal((direct.Steps, direct.InstructionCount, direct.ProgramCounter, direct.LastProgramCounter, direct.FramePointer, direct.Pages),
            (recorded.Steps, recorded.InstructionCount, recorded.ProgramCounter, recorded.LastProgramCounter, recorded.FramePointer, recorded.Pages));
        if (recorded.Outcome != Outcome.OutOfFuel) new RecordChecker(program, recorded.Record!).Check(recorded);
        log.WriteLine($"{recorded.Outcome}: {recorded.InstructionCount} instructions, {recorded.Steps} rows");
        return recorded;
    }

    private static byte[] Compile(string text)
    {
        WatResult result = WatCompiler.Compile(text);
        Assert.True(result.Succeeded, result.Error?.ToString());
        return result.Bytes!;
    }

    private static LoweredProgram Sample(string file) => Program(File.ReadAllBytes(Path.Combine(Repository.Root, "samples", file)));

    private static LoweredProgram Program(byte[] wasm, LoweringLimits? limits = null)
    {
        LoweringResult result = Lowerer.LowerBytes(wasm, new LoweringOptions { Limits = limits ?? LoweringLimits.Default });
        Assert.True(result.IsSuccess, result.Error?.ToString());
        return result.Program!;
    }
}
