using System.Buffers.Binary;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;
using Supercomputer.Testing;
using Supercomputer.Wasm.Text;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips;

/// <summary>The samples and programs that trap, lowered, run and checked cell by cell.</summary>
public sealed class SampleProgramTests(ITestOutputHelper output)
{
    [Fact]
    public void Fibonacci_satisfies_all_chips() =>
        AssertSatisfied(Lower("fibonacci/fibonacci.wat"), new(Words(300), default, default), Outcome.Returned);

    [Fact]
    public void A_sort_satisfies_all_chips() =>
        AssertSatisfied(Lower("sort/sort.wasm"), new(Words(40, 1), default, default), Outcome.Returned);

    [Fact]
    public void SHA_256_satisfies_all_chips() =>
        AssertSatisfied(Lower("sha256/sha256.wasm"), new(default, "abc"u8.ToArray(), default), Outcome.Returned);

    [Theory]
    [InlineData(Outcome.Unreachable, "", "unreachable")]
    [InlineData(Outcome.DivideByZero, "", "(drop (i32.div_s (i32.const 1) (global.get $zero)))")]
    [InlineData(Outcome.DivideByZero, "", "(drop (i64.rem_u (i64.const 1) (i64.extend_i32_u (global.get $zero))))")]
    [InlineData(Outcome.IntegerOverflow, "", "(drop (i32.div_s (i32.const 0x80000000) (i32.sub (global.get $zero) (i32.const 1))))")]
    [InlineData(Outcome.MemoryOutOfBounds, "(memory 1)", "(drop (i64.load (i32.const 65529)))")]
    [InlineData(Outcome.MemoryOutOfBounds, "(memory 1)", "(memory.fill (i32.const 65530) (i32.const 1) (i32.const 7))")]
    [InlineData(Outcome.TableOutOfBounds, "(table 2 funcref)", "(drop (table.get 0 (i32.const 2)))")]
    [InlineData(Outcome.UndefinedElement, "(table 2 funcref)", "(call_indirect (i32.const 2))")]
    [InlineData(Outcome.UninitializedElement, "(table 2 funcref)", "(call_indirect (i32.const 1))")]
    [InlineData(Outcome.IndirectCallTypeMismatch, "(table funcref (elem $typed)) (func $typed (param i32))", "(call_indirect (i32.const 0))")]
    [InlineData(Outcome.CallStackExhausted, "(func $again (call $again))", "(call $again)")]
    public void A_trap_of_each_kind_satisfies_all_chips(Outcome outcome, string fields, string body)
    {
        string text = $"(module (global $zero (mut i32) (i32.const 0)) {fields} (func (export \"main\") {body}))";
        LoweringOptions options = new() { Limits = new() { StackLimit = 1 << 10 } };
        AssertSatisfied(LowerFile(System.Text.Encoding.UTF8.GetBytes(text), options), ProgramInputs.Empty, outcome);
    }

    private static byte[] Words(params uint[] words)
    {
        byte[] bytes = new byte[4 * words.Length];
        for (int index = 0; index < words.Length; index++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * index), words[index]);
        return bytes;
    }

    private static LoweredProgram Lower(string sample)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(Repository.Root, "samples", sample));
        return LowerFile(bytes);
    }

    private static LoweredProgram LowerFile(byte[] file, LoweringOptions? options = null)
    {
        WatResult compiled = WatCompiler.CompileProgram(file);
        Assert.True(compiled.Bytes is not null, compiled.Error?.ToString());
        LoweringResult result = Lowerer.LowerBytes(compiled.Bytes, options);
        Assert.True(result.Program is not null, result.Error?.ToString());
        return result.Program;
    }

    private void AssertSatisfied(LoweredProgram program, ProgramInputs inputs, Outcome outcome)
    {
        using MachineRun run = new(program, inputs);
        Assert.Equal(outcome, run.Result.Outcome);
        long leaves = 0;
        foreach (Trace trace in run.Traces)
        {
            output.WriteLine($"{trace.Chip.Name}: 2^{trace.LogHeight} rows, {trace.Chip.Interactions.Count} interactions, {trace.Chip.Width} columns");
            leaves += (long)trace.Chip.Interactions.Count << trace.LogHeight;
        }

        output.WriteLine($"{run.Result.Steps} steps, {leaves} leaves");
        Assert.Empty(run.Failures());
    }
}
