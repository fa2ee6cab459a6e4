using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Tests.Chips;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Machine.Tests.Hosts;

/// <summary>Random calls of each accelerator, made by a program, equal to the framework's hashes and numbers: a million of each in the long form.</summary>
public sealed class AcceleratorFuzzTests(ITestOutputHelper output)
{
    private const int CallsOfRun = 2000, RunsOfSample = 2, RunsOfAll = 500, ProvedCalls = 40;

    private static readonly Accelerator[] s_accelerators =
    [
        new("keccak256", 3, 136, 32, "(i32.const 0) (i32.const 136) (i32.const 1024)", RandomBytes, input => Keccak256.Hash(input).ToArray()),
        new("sha256", 3, 100, 32, "(i32.const 0) (i32.const 100) (i32.const 1024)", RandomBytes, SHA256.HashData),
        new("sha256_compress", 2, 96, 32, "(i32.const 0) (i32.const 32)", RandomBytes, Compressed, ResultAt: 0),
        new(
            "multiply_add_256", 5, 128, 32, "(i32.const 0) (i32.const 32) (i32.const 64) (i32.const 96) (i32.const 1024)",
            (random, _) => Numbers(random, 32), MultipliedAndAdded),
        new(
            "multiply_add_384", 5, 192, 48, "(i32.const 0) (i32.const 48) (i32.const 96) (i32.const 144) (i32.const 1024)",
            (random, _) => Numbers(random, 48), MultipliedAndAdded),
        new(
            "multiply_add_fp2_384", 5, 336, 96, "(i32.const 0) (i32.const 96) (i32.const 192) (i32.const 288) (i32.const 1024)",
            (random, _) => [.. ModularFp2Tests.Random(random).SelectMany(number => Padded(number, 48))], MultipliedAndAddedInFp2),
        new("poseidon2_16", 2, 64, 64, "(i32.const 0) (i32.const 32)", Elements, Permuted, ResultAt: 32),
        new("poseidon2_24", 2, 96, 96, "(i32.const 0) (i32.const 1025)", Elements, Permuted, ResultAt: 1025),
    ];

    [Fact]
    public void Random_calls_equal_the_framework()
    {
        JsonObject counts = [];
        foreach (Accelerator accelerator in s_accelerators)
        {
            LoweredProgram program = accelerator.Program();
            int runs = CampaignReport.IsLong ? RunsOfAll : RunsOfSample;
            for (int run = 0; run < runs; run++) accelerator.Check(program, CallsOfRun, seed: run, record: false);
            using ExecutionRecord recorded = accelerator.Check(program, CallsOfRun / 10, seed: -1, record: true)!;
            counts[accelerator.Name] = runs * CallsOfRun;
            output.WriteLine($"{accelerator.Name}: {runs * CallsOfRun} calls, 0 differ");
        }

        CampaignReport.Write("accelerators", counts);
    }

    [Fact]
    public void Random_calls_satisfy_all_chips()
    {
        foreach (Accelerator accelerator in s_accelerators)
        {
            byte[] inputs = accelerator.Inputs(ProvedCalls, seed: 9);
            using MachineRun run = new(accelerator.Program(), ProgramInputs.Empty with { Private = inputs });
            Assert.Equal(accelerator.Expected(inputs), run.Result.Output);
            Assert.Empty(run.Failures());
        }
    }

    private static byte[] RandomBytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Numbers(Random random, int bytes) =>
        [.. ModularTests.Random(bytes, random).SelectMany(number => Padded(number, bytes))];

    private static byte[] MultipliedAndAdded(byte[] input)
    {
        int bytes = input.Length / 4;
        BigInteger[] numbers = [.. input.Chunk(bytes).Select(number => new BigInteger(number, isUnsigned: true))];
        return Padded(((numbers[0] * numbers[1]) + numbers[2]) % numbers[3], bytes);
    }

    private static byte[] MultipliedAndAddedInFp2(byte[] input)
    {
        (BigInteger first, BigInteger second) = ModularFp2Tests.Expected([.. input.Chunk(48).Select(number => new BigInteger(number, isUnsigned: true))]);
        return [.. Padded(first, 48), .. Padded(second, 48)];
    }

    private static byte[] Elements(Random random, int bytes) => MemoryMarshal.AsBytes(Poseidon2Tests.Random(bytes / 4, random).AsSpan()).ToArray();

    private static byte[] Permuted(byte[] input) =>
        MemoryMarshal.AsBytes(Poseidon2Reference.Permute(MemoryMarshal.Cast<byte, uint>(input).ToArray()).AsSpan()).ToArray();

    private static byte[] Padded(BigInteger number, int bytes)
    {
        byte[] padded = new byte[bytes];
        number.ToByteArray(isUnsigned: true).CopyTo(padded, 0);
        return padded;
    }

    private static unsafe byte[] Compressed(byte[] input)
    {
        byte[] result = new byte[32];
        fixed (byte* from = input, to = result) ScalarSha256.Compress((uint*)from, (uint*)(from + 32), (uint*)to);
        return result;
    }

    private sealed record Accelerator(
        string Name, int Parameters, int InputBytes, int OutputBytes, string Arguments, Func<Random, int, byte[]> Input, Func<byte[], byte[]> Function,
        int ResultAt = 1024)
    {
        /// <summary>Calls the accelerator on every part of the private stream.</summary>
        internal LoweredProgram Program() => ModuleText.Lower($"""
            (module
              (import "wsc" "input_size" (func $size (param i32) (result i32)))
              (import "wsc" "input_read" (func $read (param i32 i32 i32 i32)))
              (import "wsc" "output" (func $output (param i32 i32)))
              (import "wsc" "{Name}" (func $call (param{string.Concat(Enumerable.Repeat(" i32", Parameters))})))
              (memory 1)
              (func (export "main") (local $at i32)
                (loop $again
                  (call $read (i32.const 2) (local.get $at) (i32.const 0) (i32.const {InputBytes}))
                  (call $call {Arguments})
                  (call $output (i32.const {ResultAt}) (i32.const {OutputBytes}))
                  (local.set $at (i32.add (local.get $at) (i32.const {InputBytes})))
                  (br_if $again (i32.lt_u (local.get $at) (call $size (i32.const 2)))))))
            """);

        internal byte[] Inputs(int calls, int seed)
        {
            Random random = new(seed);
            return [.. Enumerable.Range(0, calls).SelectMany(_ => Input(random, InputBytes))];
        }

        internal byte[] Expected(byte[] inputs) => [.. inputs.Chunk(InputBytes).SelectMany(Function)];

        internal ExecutionRecord? Check(LoweredProgram program, int calls, int seed, bool record)
        {
            byte[] inputs = Inputs(calls, seed);
            ExecutionResult result = Executor.Run(program, ProgramInputs.Empty with { Private = inputs }, record);
            Assert.Equal(Outcome.Returned, result.Outcome);
            Assert.Equal(Expected(inputs), result.Output);
            return result.Record;
        }
    }
}
