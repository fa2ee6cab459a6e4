using System.Security.Cryptography;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Xunit;

namespace Supercomputer.Machine.Tests.Hosts;

public sealed class Sha256HostTests(ITestOutputHelper output)
{
    public static TheoryData<int, int, int> Messages()
    {
        TheoryData<int, int, int> data = [];
        foreach (int length in new[] { 0, 1, 3, 4, 31, 55, 56, 57, 59, 60, 63, 64, 65, 119, 120, 127, 128, 129, 200, 512 })
            foreach ((int from, int to) in new[] { (1024, 2048), (1025, 2048), (1024, 2051), (1027, 1027) }) data.Add(length, from, to);
        return data;
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Sha256_of_the_host_interface_is_sha256(int length, int from, int to)
    {
        byte[] message = [.. Enumerable.Range(0, length).Select(i => (byte)((11 * i) + 5))];
        LoweredProgram program = Lower($"""
            (module (import "wsc" "input_read" (func $read (param i32 i32 i32 i32)))
              (import "wsc" "sha256" (func $hash (param i32 i32 i32))) (import "wsc" "output" (func $out (param i32 i32)))
              (memory 1)
              (func (export "main")
                (call $read (i32.const 2) (i32.const 0) (i32.const {from}) (i32.const {length}))
                (call $hash (i32.const {from}) (i32.const {length}) (i32.const {to}))
                (call $out (i32.const {to}) (i32.const 32))))
            """);
        ProgramInputs inputs = new(default, default, message);
        ExecutionResult result = Executor.Run(program, inputs, record: true);
        Assert.Equal(SHA256.HashData(message), result.Output);
        new RecordChecker(program, result.Record!).Check(result);
        Assert.Equal(result.Output, Executor.Run(program, inputs, record: false).Output);
    }

    [Theory]
    [InlineData(0, 64)]
    [InlineData(1, 64)]
    [InlineData(4, 67)]
    [InlineData(0, 16)] // the block covers part of the chaining value
    public void Sha256_compress_replaces_the_chaining_value(int state, int block)
    {
        byte[] bytes = [.. Enumerable.Range(0, 131).Select(i => (byte)((7 * i) + 3))];
        ExecutionResult result = Executor.Run(Compression(state, block), ProgramInputs.Empty with { Public = bytes }, record: true);
        Assert.Equal(Outcome.Returned, result.Outcome);
        Assert.Equal(Expected(bytes, state, block), result.Output);
    }

    [Theory]
    [InlineData(65505, 0)]
    [InlineData(0, 65473)]
    [InlineData(-4, 0)]
    [InlineData(0, -8)]
    public void Sha256_compress_out_of_bounds_traps(int state, int block) =>
        Assert.Equal(Outcome.MemoryOutOfBounds, Executor.Run(Compression(state, block), ProgramInputs.Empty, record: true).Outcome);

    [Theory]
    [InlineData(65505, 32, 0)]
    [InlineData(0, 65537, 0)]
    [InlineData(0, 64, 65505)]
    [InlineData(64, -1, 0)]
    public void Sha256_out_of_bounds_traps(int from, int length, int to) =>
        Assert.Equal(
            Outcome.MemoryOutOfBounds,
            Executor.Run(
                Lower($"""
                    (module (import "wsc" "sha256" (func $hash (param i32 i32 i32))) (memory 1)
                      (func (export "main") (call $hash (i32.const {from}) (i32.const {length}) (i32.const {to}))))
                    """),
                ProgramInputs.Empty, record: true).Outcome);

    [Fact]
    public void A_chain_of_hashes_proves_and_verifies()
    {
        VerifyingKey key = VerifyingKey.Create(Lower("""
            (module (import "wsc" "sha256" (func $hash (param i32 i32 i32))) (import "wsc" "output" (func $out (param i32 i32)))
              (memory 1) (data (i32.const 0) "a tree's two children, each of thirty-two bytes, lie side by side")
              (func (export "main") (local $i i32)
                (loop $again
                  (call $hash (i32.const 0) (i32.const 64) (i32.const 32))
                  (call $hash (i32.const 1) (i32.const 70) (i32.const 0))
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br_if $again (i32.lt_u (local.get $i) (i32.const 5))))
                (call $out (i32.const 0) (i32.const 32))))
            """));
        byte[] memory = new byte[128];
        "a tree's two children, each of thirty-two bytes, lie side by side"u8.CopyTo(memory);
        for (int i = 0; i < 5; i++)
        {
            SHA256.HashData(memory.AsSpan(0, 64)).CopyTo(memory, 32);
            SHA256.HashData(memory.AsSpan(1, 70)).CopyTo(memory, 0);
        }

        Assert.True(MachineProver.Prove(key, ProgramInputs.Empty, new()).TryGet(out ProveReport? report, out VerificationError? error), error?.ToString());
        Assert.True(MachineVerifier.Verify(key, default, default, report.Proof).TryGet(out _, out error), error?.ToString());
        Assert.Equal(memory[..32], report.Statement.Output.ToArray());
        output.WriteLine($"proof of {report.Proof.Length} bytes");
        foreach (int at in new[] { report.Proof.Length / 3, report.Proof.Length / 2, report.Proof.Length - 9 })
        {
            byte[] lie = [.. report.Proof];
            lie[at] ^= 1;
            Assert.False(MachineVerifier.Verify(key, default, default, lie).TryGet(out _, out _));
        }
    }

    private static unsafe byte[] Expected(byte[] bytes, int state, int block)
    {
        byte[] result = new byte[32];
        fixed (byte* from = bytes, to = result) ScalarSha256.Compress((uint*)(from + state), (uint*)(from + block), (uint*)to);
        return result;
    }

    private static LoweredProgram Compression(int state, int block) => Lower($"""
        (module (import "wsc" "input_read" (func $read (param i32 i32 i32 i32))) (import "wsc" "input_size" (func $size (param i32) (result i32)))
          (import "wsc" "sha256_compress" (func $compress (param i32 i32))) (import "wsc" "output" (func $out (param i32 i32)))
          (memory 1)
          (func (export "main")
            (call $read (i32.const 0) (i32.const 0) (i32.const 0) (call $size (i32.const 0)))
            (call $compress (i32.const {state}) (i32.const {block}))
            (call $out (i32.const {state}) (i32.const 32))))
        """);

    private static LoweredProgram Lower(string text) => ModuleText.Lower(text);
}
