using System.Buffers.Binary;
using System.Globalization;
using Supercomputer.Machine.Execution;
using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Execution;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;
using Xunit;
using Instance = Supercomputer.Wasm.Execution.Instance;

namespace Supercomputer.Machine.Lowering.Vectors;

/// <summary>Every vector instruction on the register machine against the interpreter, on random and on special vectors.</summary>
public class VectorTextTests(ITestOutputHelper output)
{
    private const int Sets = 24;

    private static readonly ulong[] s_halves =
    [
        0, ulong.MaxValue, 0x8000000000000000, 0x7fffffffffffffff, 0x8000000080000000, 0x7fff80007fff8000, 0x7f807f807f807f80, 0x0102030405060708,
        0x7fc000007f800001, 0xff8000007f800000, 0x7ff8000000000000, 0x7ff0000000000001, 0x3f80000000000001, 0xbff0000000000000, 0x4f0000004effffff,
        0x41dfffffffc00000, 0x00000001807fffff, 0x0f1f1011120a0b0c,
    ];

    [Fact]
    public void Every_vector_instruction_gives_the_interpreters_bits()
    {
        List<string> failures = [];
        int instructions = 0;
        foreach (VectorInstruction vector in VectorInstructions.All)
        {
            if (vector.Form == VectorForm.Constant) continue;
            string text = Program(vector, new Random(40_000 + instructions++));
            WatResult compiled = WatCompiler.Compile(text);
            Assert.True(compiled.Bytes is not null, $"{vector.Name}: {compiled.Error}");
            ValidatedModule module = Validator.Validate(ModuleDecoder.Decode(compiled.Bytes).Module!).Module!;
            LoweringResult lowered = Lowerer.Lower(module, compiled.Bytes);
            Assert.True(lowered.IsSuccess, lowered.Error?.ToString());
            ExecutionResult run = Executor.Run(lowered.Program, ProgramInputs.Empty);
            byte[] expected = Interpret(module);
            if (run.Outcome != Machine.Execution.Outcome.Returned || !run.Output.AsSpan().SequenceEqual(expected)) failures.Add(vector.Name);
        }
        output.WriteLine($"vector instructions: {instructions}, {Sets} operands each, {failures.Count} failed");
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static byte[] Interpret(ValidatedModule module)
    {
        Store store = new();
        Instance instance = Instance.Instantiate(module, new Imports(), store).Instance!;
        List<byte> bytes = [];
        foreach (Value value in store.Invoke((FunctionInstance)instance.Exports["main"], []).Values)
        {
            byte[] whole = new byte[16];
            BinaryPrimitives.WriteUInt64LittleEndian(whole, value.Bits);
            BinaryPrimitives.WriteUInt64LittleEndian(whole.AsSpan(8), value.UpperBits);
            bytes.AddRange(whole[..(value.Type switch { ValType.V128 => 16, ValType.I64 or ValType.F64 => 8, _ => 4 })]);
        }
        return [.. bytes];
    }

    /// <summary>A program that returns the instruction's result on each set of operands; a store is read back.</summary>
    private static string Program(VectorInstruction vector, Random random)
    {
        string type = (vector.Result ?? ValType.V128).ToString().ToLowerInvariant();
        string results = string.Join(' ', Enumerable.Repeat(type, Sets)), body = "";
        for (int i = 0; i < Sets; i++)
        {
            string lane = vector.HasLane ? $" {random.Next(vector.Shape.LaneCount())}" : "";
            string pattern = vector.Form == VectorForm.Shuffle ? string.Concat(Enumerable.Range(0, 16).Select(_ => $" {random.Next(32)}")) : "";
            string offset = vector.AccessesMemory ? $" offset={random.Next(40)}" : "", operands = "";
            foreach (ValType operand in vector.Operands) operands += Operand(vector, operand, random);
            body += $"  ({vector.Name}{offset}{lane}{pattern}{operands})\n";
            if (vector.Result is null) body += "  (v128.load (i32.const 16))\n";
        }
        string data = string.Concat(Enumerable.Range(0, 128).Select(_ => $"\\{random.Next(256):x2}"));
        return $"(module (memory 1) (data (i32.const 0) \"{data}\") (func (export \"main\") (result {results})\n{body}))";
    }

    private static string Operand(VectorInstruction vector, ValType type, Random random)
    {
        long Half() => random.Next(2) == 0 ? (long)s_halves[random.Next(s_halves.Length)] : random.NextInt64(long.MinValue, long.MaxValue);
        string Number() => Half().ToString(CultureInfo.InvariantCulture);
        return type switch
        {
            ValType.V128 => $" (v128.const i64x2 {Number()} {Number()})",
            ValType.I64 => $" (i64.const {Number()})",
            ValType.F32 => $" (f32.reinterpret_i32 (i32.const {(int)Half()}))",
            ValType.F64 => $" (f64.reinterpret_i64 (i64.const {Number()}))",
            _ => $" (i32.const {(vector.AccessesMemory ? random.Next(48) : (int)Half())})",
        };
    }
}
