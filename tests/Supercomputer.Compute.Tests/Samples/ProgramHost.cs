using System.Buffers.Binary;
using Supercomputer.Compute.Streams;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Execution;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;
using Xunit;

namespace Supercomputer.Compute.Tests.Samples;

/// <summary>Runs a program in the interpreter with the host modules `wsc` and `env`, written here apart from the machine's.</summary>
internal sealed class ProgramHost
{
    private readonly ReadOnlyMemory<byte>[] streams;
    private readonly int[] envWords = new int[2];
    private readonly List<byte> output = [];

    private ProgramHost(ProgramStreams inputs) => streams = [inputs.Public, inputs.Disclosed, inputs.Private];

    public static ProgramRun Run(string file, ProgramStreams inputs, string entry)
    {
        byte[] bytes = File.ReadAllBytes(file);
        if (file.EndsWith(".wat", StringComparison.Ordinal))
        {
            WatResult text = WatCompiler.Compile(bytes);
            Assert.True(text.Succeeded, text.Error?.ToString());
            bytes = text.Bytes;
        }
        DecodeResult decoded = ModuleDecoder.Decode(bytes);
        Assert.True(decoded.IsSuccess, decoded.Error?.ToString());
        ValidationResult valid = Validator.Validate(decoded.Module);
        Assert.True(valid.IsValid, valid.Error?.ToString());
        ProgramHost host = new(inputs);
        InstantiationResult linked = Instance.Instantiate(valid.Module, new Imports().Add(host.Wsc()).Add(host.Env()));
        Assert.True(linked.IsSuccess, linked.Message);
        Outcome outcome = linked.Instance.Invoke(entry, []);
        ulong instructions = outcome.Instructions + (linked.Start?.Instructions ?? 0);
        return new ProgramRun(outcome, [.. host.output], instructions, linked.Instance.Memory!);
    }

    private HostModule Wsc() => new HostModule("wsc")
        .Add("input_size", Type(1, true), (_, arguments, results) =>
        {
            results[0] = (ulong)streams[(int)arguments[0]].Length;
            return null;
        })
        .Add("input_word", Type(2, true), (_, arguments, results) =>
        {
            ReadOnlySpan<byte> stream = streams[(int)arguments[0]].Span;
            ulong at = 4 * (ulong)(uint)arguments[1];
            if (at >= (ulong)stream.Length) return Trap.FromHost($"stream {arguments[0]} has no word {arguments[1]}");
            Span<byte> word = stackalloc byte[4];
            word.Clear();
            stream.Slice((int)at, Math.Min(4, stream.Length - (int)at)).CopyTo(word);
            results[0] = BinaryPrimitives.ReadUInt32LittleEndian(word);
            return null;
        })
        .Add("input_read", Type(4, false), (context, arguments, _) =>
        {
            ReadOnlyMemory<byte> stream = streams[(int)arguments[0]];
            ulong from = (uint)arguments[1], length = (uint)arguments[3];
            if (from + length > (ulong)stream.Length) return Trap.FromHost($"stream {arguments[0]} ends before byte {from + length}");
            if (!context.Memory!.TrySlice((uint)arguments[2], (uint)length, out Span<byte> to)) return Trap.FromHost("input_read out of bounds");
            stream.Span.Slice((int)from, (int)length).CopyTo(to);
            return null;
        })
        .Add("output", Type(2, false), (context, arguments, _) =>
        {
            if (!context.Memory!.TrySlice((uint)arguments[0], (uint)arguments[1], out Span<byte> bytes)) return Trap.FromHost("output out of bounds");
            output.AddRange(bytes);
            return null;
        })
        .Add("trap", Type(2, false), (_, _, _) => Trap.FromHost("the program traps"))
        .Add("keccak256", Type(3, false), (context, arguments, _) =>
        {
            if (!context.Memory!.TrySlice((uint)arguments[0], (uint)arguments[1], out Span<byte> bytes)
                || !context.Memory.TrySlice((uint)arguments[2], 32, out Span<byte> digest)) return Trap.FromHost("keccak256 out of bounds");
            Keccak256.Hash(bytes).CopyTo(digest);
            return null;
        });

    private HostModule Env() => new HostModule("env")
        .Add("wasm_input", new FunctionType([ValType.I32], [ValType.I64]), (_, arguments, results) =>
        {
            int isPublic = (int)arguments[0];
            ReadOnlySpan<byte> stream = (isPublic != 0 ? streams[0] : streams[1].IsEmpty ? streams[2] : streams[1]).Span;
            int at = 8 * envWords[isPublic]++;
            if (at + 8 > stream.Length) return Trap.FromHost($"stream {arguments[0]} has no word {at / 8}");
            results[0] = BinaryPrimitives.ReadUInt64LittleEndian(stream[at..]);
            return null;
        })
        .Add("require", Type(1, false), (_, arguments, _) => arguments[0] == 0 ? Trap.FromHost("require") : null)
        .Add("wasm_write_context", new FunctionType([ValType.I64], []), (_, _, _) => null)
        .Add("wasm_dbg_char", new FunctionType([ValType.I64], []), (_, _, _) => null);

    private static FunctionType Type(int parameters, bool hasResult) =>
        new([.. Enumerable.Repeat(ValType.I32, parameters)], hasResult ? [ValType.I32] : []);
}

internal sealed record ProgramRun(Outcome Outcome, byte[] Output, ulong Instructions, MemoryInstance Memory);
