using System.Buffers.Binary;
using System.Numerics;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Tests.Chips;
using Xunit;

namespace Supercomputer.Machine.Tests.Hosts;

/// <summary>Accelerators whose operands lie anywhere: on one another or partly so, not aligned, at the end of memory and beyond it.</summary>
public sealed class OperandPlaceTests
{
    private const int MemoryBytes = 65536, Window = 512, Start = MemoryBytes - Window;

    /// <summary>What a function takes and gives; the result's pointer is among its operands.</summary>
    private sealed record Function(string Name, int[] Bytes, int Result, int Mask, Func<byte[][], byte[]> Expected);

    public static TheoryData<string> Names => [.. s_functions.Keys];

    private static readonly Dictionary<string, Function> s_functions = new Function[]
    {
        new("invert_256", [32, 32, 32], 2, 0xFF, Inverted), new("invert_384", [48, 48, 48], 2, 0xFF, Inverted),
        new("curve_add_256", [64, 64, 32, 64, 32], 3, 0xFF, Added), new("curve_add_384", [96, 96, 48, 96, 48], 3, 0xFF, Added),
        new("poseidon2_16", [64, 64], 1, 0x3F, Permuted), new("poseidon2_24", [96, 96], 1, 0x3F, Permuted),
    }.ToDictionary(function => function.Name, StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_result_is_that_of_what_the_operands_held_before_the_call(string name)
    {
        Function function = s_functions[name];
        Random random = new(name.Length + function.Bytes[0]);
        List<byte> stream = [], expected = [];
        for (int call = 0; call < 60; call++)
        {
            byte[] memory = new byte[Window];
            random.NextBytes(memory);
            for (int at = 0; at < Window; at++) memory[at] &= (byte)function.Mask;
            int[] places = Places(function, random, isAligned: call % 3 > 0);
            Arrange(function, places, memory, random);
            expected.AddRange(function.Expected([.. places.Select((place, operand) => memory.AsSpan(place, function.Bytes[operand]).ToArray())]));
            foreach (int place in places) stream.AddRange(BitConverter.GetBytes(Start + place));
            stream.AddRange(memory);
        }

        LoweredProgram program = Program(function);
        ProgramInputs inputs = ProgramInputs.Empty with { Public = stream.ToArray() };
        Assert.Equal(expected, Executor.Run(program, inputs).Output);
        using MachineRun run = new(program, inputs);
        Assert.Equal(expected, run.Result.Output);
        Assert.Empty(run.Failures());
        new RecordChecker(program, run.Result.Record!).Check(run.Result);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_pointer_out_of_bounds_traps(string name)
    {
        Function function = s_functions[name];
        LoweredProgram program = Program(function);
        for (int operand = 0; operand < function.Bytes.Length; operand++)
        {
            int last = MemoryBytes - function.Bytes[operand];
            foreach (int bad in new[] { last + 1, last + 4, MemoryBytes, -4, -function.Bytes[operand], int.MinValue })
            {
                byte[] stream = new byte[(4 * function.Bytes.Length) + Window];
                for (int other = 0; other < function.Bytes.Length; other++)
                    BinaryPrimitives.WriteInt32LittleEndian(stream.AsSpan(4 * other), other == operand ? bad : Start);
                Assert.Equal(Outcome.MemoryOutOfBounds, Executor.Run(program, ProgramInputs.Empty with { Public = stream }).Outcome);
            }
        }
    }

    private static int[] Places(Function function, Random random, bool isAligned)
    {
        int[] places = new int[function.Bytes.Length];
        for (int operand = 0; operand < places.Length; operand++)
        {
            int last = Window - function.Bytes[operand];
            int place = random.Next(5) switch
            {
                0 => last, // ends where memory ends
                1 when operand > 0 => Math.Min(last, places[random.Next(operand)]),
                2 when operand > 0 => Math.Clamp(places[random.Next(operand)] + (4 * random.Next(-4, 5)), 0, last),
                _ => random.Next(last + 1),
            };
            places[operand] = isAligned ? place & ~3 : place;
        }

        return places;
    }

    /// <summary>Of some calls of curves a point is infinity, or both are one.</summary>
    private static void Arrange(Function function, int[] places, byte[] memory, Random random)
    {
        if (function.Bytes.Length < 5) return;
        int kind = random.Next(4);
        if (kind < 2) memory.AsSpan(places[kind], function.Bytes[kind]).Clear();
        if (kind == 2) memory.AsSpan(places[0], function.Bytes[0]).ToArray().CopyTo(memory.AsSpan(places[1]));
    }

    private static LoweredProgram Program(Function function)
    {
        int count = function.Bytes.Length;
        string Word(int operand) => $"(call $word (i32.const 0) (i32.add (i32.shr_u (local.get $at) (i32.const 2)) (i32.const {operand})))";
        return ModuleText.Lower($"""
            (module
              (import "wsc" "input_size" (func $size (param i32) (result i32)))
              (import "wsc" "input_word" (func $word (param i32 i32) (result i32)))
              (import "wsc" "input_read" (func $read (param i32 i32 i32 i32)))
              (import "wsc" "output" (func $output (param i32 i32)))
              (import "wsc" "{function.Name}" (func $call (param{string.Concat(Enumerable.Repeat(" i32", count))})))
              (memory 1)
              (func (export "main") (local $at i32)
                (loop $again
                  (call $read (i32.const 0) (i32.add (local.get $at) (i32.const {4 * count})) (i32.const {Start}) (i32.const {Window}))
                  (call $call {string.Join(' ', Enumerable.Range(0, count).Select(Word))})
                  (call $output {Word(function.Result)} (i32.const {function.Bytes[function.Result]}))
                  (local.set $at (i32.add (local.get $at) (i32.const {(4 * count) + Window})))
                  (br_if $again (i32.lt_u (local.get $at) (call $size (i32.const 0)))))))
            """);
    }

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true);

    private static byte[] Padded(BigInteger number, int bytes)
    {
        byte[] padded = new byte[bytes];
        number.ToByteArray(isUnsigned: true).CopyTo(padded, 0);
        return padded;
    }

    private static byte[] Inverted(byte[][] operands) =>
        Padded(InverseTests.Expected([Number(operands[0]), Number(operands[1])]), operands[0].Length);

    private static byte[] Added(byte[][] operands)
    {
        (byte[] p, byte[] q) = (operands[0], operands[1]);
        if (!p.AsSpan().ContainsAnyExcept((byte)0)) return q;
        if (!q.AsSpan().ContainsAnyExcept((byte)0)) return p;
        int bytes = operands[2].Length;
        BigInteger[] numbers = [Number(p.AsSpan(0, bytes)), Number(p.AsSpan(bytes)), Number(q.AsSpan(0, bytes)), Number(q.AsSpan(bytes)), Number(operands[2])];
        bool isOne = p.AsSpan().SequenceEqual(q);
        if (isOne) numbers = [numbers[0], numbers[1], Number(operands[4]), numbers[4]];
        Operation operation = (isOne, bytes) switch
        {
            (true, 32) => Operation.CurveDouble256,
            (true, _) => Operation.CurveDouble384,
            (_, 32) => Operation.CurveAdd256,
            _ => Operation.CurveAdd384,
        };
        (BigInteger x, BigInteger y) = CurveTests.Expected(operation, numbers);
        return [.. Padded(x, bytes), .. Padded(y, bytes)];
    }

    private static byte[] Permuted(byte[][] operands)
    {
        uint[] words = [.. operands[0].Chunk(4).Select(word => BinaryPrimitives.ReadUInt32LittleEndian(word))];
        return [.. Poseidon2Reference.Permute(words).SelectMany(BitConverter.GetBytes)];
    }
}
