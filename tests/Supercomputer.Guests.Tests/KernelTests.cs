using Supercomputer.Testing;
using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Execution;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Validation;
using Xunit;
using BigIntegerKernel = Supercomputer.Benchmarks.Guests.BigInteger;

namespace Supercomputer.Guests.Tests;

/// <summary>Instruction counts beside those of clang -O2: three kernels written in both languages.</summary>
public sealed class KernelTests(ITestOutputHelper log)
{
    private const double Bound = 1.5;

    [Theory]
    [InlineData("Sha256", "samples/sha256/sha256.wasm", 4096)]
    [InlineData("Sort", "samples/sort/sort.wasm", 8)]
    [InlineData("BigInteger", "benchmarks/guests/big-integer.wasm", 64)]
    public void A_kernel_takes_at_most_half_as_many_instructions_again_as_from_clang(string kernel, string program, int bytes)
    {
        byte[] input = kernel == "Sort" ? [0, 4, 0, 0, 1, 0, 0, 0] : [.. Enumerable.Range(0, bytes).Select(i => (byte)((37 * i) + 11))];
        GuestBuild build = GuestCompiler.Compile(typeof(BigIntegerKernel).Assembly.Location, $"{kernel}.Main");
        Assert.True(build.Module is not null, string.Join(Environment.NewLine, build.Diagnostics));
        (byte[] expected, ulong clang) = Run(File.ReadAllBytes(Path.Combine(Repository.Root, program)), input);
        (byte[] actual, ulong ours) = Run(build.Module, input);
        Assert.Equal(expected, actual);
        double ratio = (double)ours / clang;
        log.WriteLine($"{kernel}: {ours} instructions, {clang} from clang -O2, ratio {ratio:F2}; {build.Module.Length} bytes");
        Assert.True(ratio <= Bound, $"{kernel}: {ours} instructions, {clang} from clang -O2, ratio {ratio:F2}; at most {Bound}");
    }

    private static (byte[] Output, ulong Instructions) Run(byte[] program, byte[] input)
    {
        ValidationResult validation = Validator.Validate(ModuleDecoder.Decode(program).Module!);
        Assert.True(validation.IsValid, validation.Error?.ToString());
        List<byte> output = [];
        HostModule host = new HostModule("wsc")
            .Add("input_size", Type(1, true), (_, _, results) =>
            {
                results[0] = (ulong)input.Length;
                return null;
            })
            .Add("input_word", Type(2, true), (_, arguments, results) =>
            {
                results[0] = BitConverter.ToUInt32(input, 4 * (int)arguments[1]);
                return null;
            })
            .Add("output", Type(2, false), (context, arguments, _) =>
            {
                Assert.True(context.Memory!.TrySlice((uint)arguments[0], (uint)arguments[1], out Span<byte> bytes));
                output.AddRange(bytes);
                return null;
            })
            .Add("trap", Type(2, false), (_, _, _) => Trap.FromHost("trap"));
        Outcome outcome = Instance.Instantiate(validation.Module!, new Imports().Add(host)).Instance!.Invoke("main", []);
        Assert.True(outcome.Kind == OutcomeKind.Returned, outcome.Trap?.ToString());
        return ([.. output], outcome.Instructions);
    }

    private static FunctionType Type(int parameters, bool hasResult) =>
        new([.. Enumerable.Repeat(ValType.I32, parameters)], hasResult ? [ValType.I32] : []);
}
