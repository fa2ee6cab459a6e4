using System.Buffers.Binary;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Wasm.Text;
using Xunit;

namespace Supercomputer.Machine.Runtime;

/// <summary>Every float instruction on the register machine against the processor.</summary>
public class FloatLibraryTests(ITestOutputHelper output)
{
    private const int RandomPairs = 100_000;
    private const int RecordBytes = 24;

    private static readonly ulong[] s_specials32 =
    [
        0, 1, 2, 0x7fffff, 0x800000, 0x800001, 0x33800000, 0x34000000, 0x3effffff, 0x3f000000, 0x3f000001, 0x3f7fffff, 0x3f800000,
        0x3f800001, 0x3fc00000, 0x40000000, 0x40200000, 0x40490fdb, 0x4affffff, 0x4b000000, 0x4b000001, 0x4b7fffff, 0x4b800000,
        0x4effffff, 0x4f000000, 0x4f7fffff, 0x4f800000, 0x5effffff, 0x5f000000, 0x5f7fffff, 0x5f800000, 0x7f000000, 0x7f7fffff,
        0x7f800000, 0x7f800001, 0x7fc00000, 0x7fffffff,
    ];

    private static readonly ulong[] s_specials64 =
    [
        0, 1, 2, 0xfffffffffffff, 0x10000000000000, 0x10000000000001, 0x3690000000000000, 0x36a0000000000000, 0x36a0000000000001,
        0x380fffffe0000000, 0x3810000000000000, 0x3c90000000000000, 0x3ca0000000000000, 0x3fdfffffffffffff, 0x3fe0000000000000,
        0x3fe0000000000001, 0x3fefffffffffffff, 0x3ff0000000000000, 0x3ff0000000000001, 0x3ff0000010000000, 0x3ff0000030000000,
        0x3ff8000000000000, 0x4000000000000000, 0x4004000000000000, 0x400921fb54442d18, 0x41dfffffffc00000, 0x41e0000000000000,
        0x41e0000000200000, 0x41efffffffe00000, 0x41f0000000000000, 0x432fffffffffffff, 0x4330000000000000, 0x4330000000000001,
        0x433fffffffffffff, 0x4340000000000000, 0x43dfffffffffffff, 0x43e0000000000000, 0x43efffffffffffff, 0x43f0000000000000,
        0x47efffffefffffff, 0x47efffffe0000000, 0x47f0000000000000, 0x7fefffffffffffff, 0x7ff0000000000000, 0x7ff0000000000001,
        0x7ff8000000000000, 0x7fffffffffffffff,
    ];

    [Fact]
    public void Every_float_instruction_gives_the_processors_bits()
    {
        List<string> failures = [];
        long checkedPairs = 0;
        ulong steps = 0;
        int instructions = 0;
        foreach (HardwareFloats.FloatInstruction instruction in HardwareFloats.All)
        {
            List<(ulong A, ulong B)> pairs = Operands(instruction, new Random(20_000 + instructions++));
            (byte[] stream, int count) = Records(instruction, pairs);
            ExecutionResult result = Executor.Run(Driver(instruction), new ProgramInputs(default, default, stream), fuel: 1UL << 32);
            int at = BinaryPrimitives.ReadInt32LittleEndian(result.Output);
            checkedPairs += count;
            steps += result.Steps;
            if (result.Outcome != Outcome.Returned || at >= 0) failures.Add(Describe(instruction, stream, at, result));
        }
        output.WriteLine($"float instructions: {instructions}, {checkedPairs} operands or pairs, {steps} rows, {failures.Count} failed");
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public void An_instruction_on_ordinary_operands_takes_the_rows_that_the_decision_states()
    {
        Dictionary<string, int> rows = [];
        foreach (HardwareFloats.FloatInstruction instruction in HardwareFloats.All)
        {
            Random random = new(7);
            ulong Ordinary() => instruction.OperandBits == 64 ? (ulong)random.NextInt64() & 0x800fffffffffffff | (0x3feUL + (ulong)random.Next(6)) << 52
                : (ulong)random.NextInt64() & 0x807fffff | (0x7eUL + (ulong)random.Next(6)) << 23;
            List<(ulong, ulong)> pairs = [.. Enumerable.Range(0, 1000).Select(_ => (Ordinary(), Ordinary()))];
            (byte[] stream, int count) = Records(instruction, pairs);
            ulong steps = Executor.Run(Driver(instruction), new ProgramInputs(default, default, stream)).Steps;
            rows.Add(instruction.Name, (int)(steps / (ulong)count));
        }
        foreach ((string name, int average) in rows) output.WriteLine($"{name}: {average} rows with reading and comparing");
        Assert.InRange(rows["f64.add"] - rows["f64.copysign"] + 3, 30, 60);
        Assert.InRange(rows["f64.mul"] - rows["f64.copysign"] + 3, 30, 60);
    }

    [Fact]
    public void A_wrong_bit_is_found()
    {
        HardwareFloats.FloatInstruction add = HardwareFloats.All.First(i => i.Name == "f32.add");
        (byte[] stream, _) = Records(add, [(0x3f800000, 0x3f800000), (0x3f800000, 0x40000000)]);
        stream[RecordBytes + 16] ^= 1;
        ExecutionResult result = Executor.Run(Driver(add), new ProgramInputs(default, default, stream));
        Assert.Equal(1, BinaryPrimitives.ReadInt32LittleEndian(result.Output));
    }

    private static string Describe(HardwareFloats.FloatInstruction instruction, byte[] stream, int at, ExecutionResult result)
    {
        if (at < 0) return $"{instruction.Name}: {result.Outcome}";
        ulong Word(int index) => BinaryPrimitives.ReadUInt64LittleEndian(stream.AsSpan(RecordBytes * at + 8 * index));
        return $"{instruction.Name} of 0x{Word(0):x} and 0x{Word(1):x} is not 0x{Word(2):x}";
    }

    private static List<(ulong, ulong)> Operands(HardwareFloats.FloatInstruction instruction, Random random)
    {
        bool isWide = instruction.OperandBits == 64;
        ulong sign = isWide ? 1UL << 63 : 1UL << 31;
        ulong[] specials = isWide ? s_specials64 : s_specials32;
        specials = [.. specials, .. specials.Select(s => s | sign)];
        List<(ulong, ulong)> pairs = [.. specials.SelectMany(a => instruction.Operands == 1 ? [(a, 0UL)] : specials.Select(b => (a, b)))];
        for (int i = 0; i < RandomPairs; i++) pairs.Add((Value(random, isWide), Value(random, isWide)));
        return pairs;
    }

    /// <summary>Any bits, or an exponent near that of 1, or few significant bits, or an integer's size.</summary>
    private static ulong Value(Random random, bool isWide)
    {
        ulong bits = (ulong)random.NextInt64() << 1 ^ (ulong)random.NextInt64();
        int fraction = isWide ? 52 : 23;
        ulong one = isWide ? 1023UL : 127UL, sign = isWide ? bits & 1UL << 63 : bits >> 32 & 1UL << 31;
        ulong mantissa = bits & ((1UL << fraction) - 1);
        switch (random.Next(5))
        {
            case 0: return isWide ? bits : (uint)bits;
            case 1: return sign | (one - 3 + (ulong)random.Next(7) << fraction) | mantissa;
            case 2: return sign | (one - 30 + (ulong)random.Next(96) << fraction) | mantissa;
            case 3: return sign | (one - 2 + (ulong)random.Next(60) << fraction) | mantissa & ~0UL << random.Next(fraction);
            default: return sign | (ulong)random.Next(4) << fraction | mantissa >> random.Next(fraction);
        }
    }

    private static (byte[] Stream, int Count) Records(HardwareFloats.FloatInstruction instruction, List<(ulong A, ulong B)> pairs)
    {
        byte[] stream = new byte[RecordBytes * pairs.Count];
        int count = 0;
        foreach ((ulong a, ulong b) in pairs)
        {
            if (instruction.Compute(a, b) is not { } expected) continue;
            Span<byte> record = stream.AsSpan(RecordBytes * count++);
            BinaryPrimitives.WriteUInt64LittleEndian(record, a);
            BinaryPrimitives.WriteUInt64LittleEndian(record[8..], b);
            BinaryPrimitives.WriteUInt64LittleEndian(record[16..], expected);
        }
        return (stream[..(RecordBytes * count)], count);
    }

    /// <summary>A program that computes each record of its private stream and returns the number of the first that differs, or -1.</summary>
    private static LoweredProgram Driver(HardwareFloats.FloatInstruction instruction)
    {
        string Operand(string words, string type, int bits) => type[0] == 'f'
            ? $"({type}.reinterpret_i{bits} {words})" : words;
        string Read(int word, int bits) => bits == 32
            ? $"(call $word (i32.const 2) (i32.add (local.get $at) (i32.const {word})))"
            : $"(i64.or (i64.extend_i32_u {Read(word, 32)}) (i64.shl (i64.extend_i32_u {Read(word + 1, 32)}) (i64.const 32)))";
        string operandType = TypeOf(instruction.Name, instruction.OperandBits), resultType = instruction.ResultBits == 32 ? "i32" : "i64";
        string operands = string.Concat(Enumerable.Range(0, instruction.Operands)
            .Select(i => " " + Operand(Read(2 * i, instruction.OperandBits), operandType, instruction.OperandBits)));
        string computed = $"({instruction.Name}{operands})";
        bool isFloatResult = instruction.Name[0] == 'f' && instruction.Name[4..] is not ("eq" or "ne" or "lt" or "gt" or "le" or "ge");
        if (isFloatResult) computed = $"({resultType}.reinterpret_f{instruction.ResultBits} {computed})";
        string text = $$"""
            (import "wsc" "input_word" (func $word (param i32 i32) (result i32)))
            (import "wsc" "input_size" (func $size (param i32) (result i32)))
            (func (export "main") (result i32) (local $at i32) (local $i i32)
              (loop $next
                (if (i32.ge_u (i32.mul (local.get $at) (i32.const 4)) (call $size (i32.const 2))) (then (return (i32.const -1))))
                (if ({{resultType}}.ne {{computed}} {{Read(4, instruction.ResultBits)}}) (then (return (local.get $i))))
                (local.set $at (i32.add (local.get $at) (i32.const 6)))
                (local.set $i (i32.add (local.get $i) (i32.const 1)))
                (br $next))
              (unreachable))
            """;
        WatResult compiled = WatCompiler.Compile(text);
        Assert.True(compiled.Bytes is not null, compiled.Error?.ToString());
        LoweringResult lowered = Lowerer.LowerBytes(compiled.Bytes, new LoweringOptions { Limits = LoweringLimits.Default with { Fuel = 1UL << 32 } });
        Assert.True(lowered.IsSuccess, lowered.Error?.ToString());
        return lowered.Program;
    }

    /// <summary>The operand type: named last in a conversion, else first.</summary>
    private static string TypeOf(string name, int bits) => name.Contains("_i", StringComparison.Ordinal) ? $"i{bits}" : $"f{bits}";
}
