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

/// <summary>Random calls of each accelerator, made by a program, equal to the framework's hashes and numbers: a million of each in the long form, ten thousand recoveries of keys.</summary>
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
            (random, _) => Numbers(random, Operation.MultiplyAdd256), MultipliedAndAdded),
        new(
            "multiply_add_384", 5, 192, 48, "(i32.const 0) (i32.const 48) (i32.const 96) (i32.const 144) (i32.const 1024)",
            (random, _) => Numbers(random, Operation.MultiplyAdd384), MultipliedAndAdded),
        new(
            "multiply_add_fp2_256", 5, 224, 64, "(i32.const 0) (i32.const 64) (i32.const 128) (i32.const 192) (i32.const 1024)",
            (random, _) => Numbers(random, Operation.MultiplyAddFp2Of256), MultipliedAndAddedInFp2),
        new(
            "multiply_add_fp2_384", 5, 336, 96, "(i32.const 0) (i32.const 96) (i32.const 192) (i32.const 288) (i32.const 1024)",
            (random, _) => Numbers(random, Operation.MultiplyAddFp2Of384), MultipliedAndAddedInFp2),
        new(
            "invert_256", 3, 64, 32, "(i32.const 0) (i32.const 32) (i32.const 1024)",
            (random, _) => Numbers(random, Operation.Inverse256), Inverted),
        new(
            "invert_384", 3, 96, 48, "(i32.const 0) (i32.const 48) (i32.const 1024)",
            (random, _) => Numbers(random, Operation.Inverse384), Inverted),
        new(
            "curve_add_256", 5, 192, 64, "(i32.const 0) (i32.const 64) (i32.const 128) (i32.const 1024) (i32.const 160)",
            (random, _) => Points(random, Operation.CurveAdd256), Added),
        new(
            "curve_add_384", 5, 288, 96, "(i32.const 0) (i32.const 96) (i32.const 192) (i32.const 1024) (i32.const 240)",
            (random, _) => Points(random, Operation.CurveAdd384), Added),
        new("secp256k1_recover", 3, 97, 64, "(i32.const 0) (i32.const 32) (i32.const 1024)", (random, _) => Secp256k1HostTests.Random(random), input => Secp256k1HostTests.Expected(input)[..64])
        {
            Returns = true, Share = 100,
        },
        new("poseidon2_16", 2, 64, 64, "(i32.const 0) (i32.const 32)", Elements, Permuted, ResultAt: 32),
        new("poseidon2_24", 2, 96, 96, "(i32.const 0) (i32.const 1025)", Elements, Permuted, ResultAt: 1025),
    ];

    [Fact]
    public void Random_calls_equal_the_framework()
    {
        JsonObject counts = [];
        string? chosen = Environment.GetEnvironmentVariable("SUPERCOMPUTER_ACCELERATORS");
        foreach (Accelerator accelerator in s_accelerators)
        {
            if (chosen is not null && !chosen.Split(',').Contains(accelerator.Name, StringComparer.Ordinal)) continue;
            LoweredProgram program = accelerator.Program();
            int runs = CampaignReport.IsLong ? RunsOfAll : RunsOfSample;
            int calls = CallsOfRun / accelerator.Share;
            for (int run = 0; run < runs; run++) accelerator.Check(program, calls, seed: run, record: false);
            using ExecutionRecord recorded = accelerator.Check(program, calls / 10, seed: -1, record: true)!;
            counts[accelerator.Name] = runs * calls;
            output.WriteLine($"{accelerator.Name}: {runs * calls} calls, 0 differ");
        }

        CampaignReport.Write("accelerators", counts);
    }

    [Fact]
    public void Random_calls_satisfy_all_chips()
    {
        foreach (Accelerator accelerator in s_accelerators)
        {
            byte[] inputs = accelerator.Inputs(Math.Max(1, ProvedCalls / accelerator.Share), seed: 9);
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

    private static byte[] Numbers(Random random, Operation operation) =>
        [.. AcceleratorProgram.Random(operation, random).SelectMany(number => Padded(number, AcceleratorProgram.BytesOf(operation)))];

    private static byte[] MultipliedAndAdded(byte[] input)
    {
        int bytes = input.Length / 4;
        BigInteger[] numbers = [.. input.Chunk(bytes).Select(number => new BigInteger(number, isUnsigned: true))];
        return Padded(((numbers[0] * numbers[1]) + numbers[2]) % numbers[3], bytes);
    }

    private static byte[] MultipliedAndAddedInFp2(byte[] input)
    {
        int bytes = input.Length / 7;
        (BigInteger first, BigInteger second) = ModularFp2Tests.Expected([.. input.Chunk(bytes).Select(number => new BigInteger(number, isUnsigned: true))]);
        return [.. Padded(first, bytes), .. Padded(second, bytes)];
    }

    private static byte[] Inverted(byte[] input)
    {
        int bytes = input.Length / 2;
        return Padded(InverseTests.Expected([.. input.Chunk(bytes).Select(number => new BigInteger(number, isUnsigned: true))]), bytes);
    }

    /// <summary>Two points, a modulus and a; some points are infinity, some equal.</summary>
    private static byte[] Points(Random random, Operation operation)
    {
        BigInteger[] numbers = [.. CurveTests.Random(operation, random), AcceleratorProgram.Number(random, AcceleratorProgram.BytesOf(operation))];
        int kind = random.Next(16);
        if (kind is 0 or 1) (numbers[2 * kind], numbers[(2 * kind) + 1]) = (0, 0);
        if (kind is 2 or 3) (numbers[2], numbers[3]) = (numbers[0], numbers[1]);
        return [.. numbers.SelectMany(number => Padded(number, AcceleratorProgram.BytesOf(operation)))];
    }

    private static byte[] Added(byte[] input)
    {
        int bytes = input.Length / 6;
        byte[] first = input[..(2 * bytes)], second = input[(2 * bytes)..(4 * bytes)];
        if (!first.AsSpan().ContainsAnyExcept((byte)0)) return second;
        if (!second.AsSpan().ContainsAnyExcept((byte)0)) return first;
        BigInteger[] n = [.. input.Chunk(bytes).Select(number => new BigInteger(number, isUnsigned: true))];
        (BigInteger x, BigInteger y) = first.AsSpan().SequenceEqual(second)
            ? CurveTests.Expected(bytes == 32 ? Operation.CurveDouble256 : Operation.CurveDouble384, [n[0], n[1], n[5], n[4]])
            : CurveTests.Expected(bytes == 32 ? Operation.CurveAdd256 : Operation.CurveAdd384, n[..5]);
        return [.. Padded(x, bytes), .. Padded(y, bytes)];
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
        /// <summary>Whether it returns a number.</summary>
        internal bool Returns { get; init; }

        /// <summary>Of how many calls one is made: more than 1 for an accelerator whose calls are long.</summary>
        internal int Share { get; init; } = 1;

        /// <summary>Calls the accelerator on every part of the private stream.</summary>
        internal LoweredProgram Program() => ModuleText.Lower($"""
            (module
              (import "wsc" "input_size" (func $size (param i32) (result i32)))
              (import "wsc" "input_read" (func $read (param i32 i32 i32 i32)))
              (import "wsc" "output" (func $output (param i32 i32)))
              (import "wsc" "{Name}" (func $call (param{string.Concat(Enumerable.Repeat(" i32", Parameters))}){(Returns ? " (result i32)" : "")}))
              (memory 1)
              (func (export "main") (local $at i32)
                (loop $again
                  (call $read (i32.const 2) (local.get $at) (i32.const 0) (i32.const {InputBytes}))
                  (call $call {Arguments}){(Returns ? " drop" : "")}
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
