using System.Text;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Supercomputer.Testing;
using Supercomputer.Wasm.Text;
using Xunit;

namespace Supercomputer.Machine.Tests.Proving;

/// <summary>A proof made once and kept: every format that was released verifies for ever.</summary>
/// <remarks>A change that makes a fixture fail (of a chip, a constraint, a challenge, the encoding) is a change of the format. Once the format is
/// released: give it a new number and add a fixture beside the old one, which must go on verifying. Before: make the fixture again, by this class
/// with SUPERCOMPUTER_WRITE_FIXTURE=1, and say in the commit what changed the format.</remarks>
public sealed class ProofFormatTests
{
    private const string Text = """
        (module
          (import "wsc" "input_word" (func $word (param i32 i32) (result i32)))
          (import "wsc" "output" (func $output (param i32 i32)))
          (memory 1) (data (i32.const 16) "format")
          (global $total (mut i32) (i32.const 7))
          (func $mix (param i32 i32) (result i32) (i32.xor (i32.mul (local.get 0) (i32.const 0x9e3779b1)) (i32.rotl (local.get 1) (i32.const 7))))
          (func (export "main") (local $i i32)
            (loop $again
              (global.set $total (call $mix (global.get $total) (call $word (i32.const 0) (i32.const 0))))
              (i32.store8 (local.get $i) (i32.div_u (global.get $total) (i32.const 1000)))
              (local.set $i (i32.add (local.get $i) (i32.const 1)))
              (br_if $again (i32.lt_u (local.get $i) (i32.const 8))))
            (call $output (i32.const 0) (i32.const 22))))
        """;

    private static readonly byte[] Public = [1, 2, 3, 4];

    private const string Changed = "the proof format has changed, see the remarks of this class";

    private static string Folder => Path.Combine(Repository.Root, "tests", "Supercomputer.Machine.Tests", "Fixtures");

    [Theory]
    [InlineData("format-2")]
    public void A_proof_of_every_released_format_verifies(string name)
    {
        byte[] keyBytes = File.ReadAllBytes(Path.Combine(Folder, $"{name}.key")), proof = File.ReadAllBytes(Path.Combine(Folder, $"{name}.proof"));
        Assert.Null(VerifyingKey.TryRead(keyBytes, out VerifyingKey? key));
        Assert.True(MachineVerifier.Verify(key!, Public, default, proof).TryGet(out Statement? statement, out VerificationError? error), $"{Changed}: {error}");
        Assert.Equal(Outcome.Returned, statement.Outcome);
        Assert.Equal(22, statement.Output.Length);
        Assert.Equal("format", Encoding.UTF8.GetString(statement.Output.Span[16..]));
        Assert.Equal(Executor.Run(key!.Program, new(Public, default, default)).Output, statement.Output.ToArray());

        proof[^1] ^= 1;
        Assert.False(MachineVerifier.Verify(key, Public, default, proof).TryGet(out _, out _));
    }

    [Fact]
    public void A_proof_made_today_says_what_the_fixture_of_its_format_says()
    {
        WatResult module = WatCompiler.Compile(Encoding.UTF8.GetBytes(Text));
        Assert.True(module.Succeeded, module.Error?.ToString());
        VerifyingKey key = VerifyingKey.Create(Lowerer.LowerBytes(module.Bytes).Program!);
        Assert.True(MachineProver.Prove(key, new(Public, default, default), new()).TryGet(out ProveReport? report, out VerificationError? error), error?.ToString());
        string path = Path.Combine(Folder, $"format-{BitConverter.ToUInt32(report.Proof, 4)}");
        if (Environment.GetEnvironmentVariable("SUPERCOMPUTER_WRITE_FIXTURE") == "1")
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllBytes($"{path}.key", key.Bytes.ToArray());
            File.WriteAllBytes($"{path}.proof", report.Proof);
        }

        byte[] kept = File.ReadAllBytes($"{path}.proof");
        Assert.Null(VerifyingKey.TryRead(File.ReadAllBytes($"{path}.key"), out VerifyingKey? keptKey));
        Assert.True(MachineVerifier.Verify(keptKey!, Public, default, kept).TryGet(out Statement? statement, out error), $"{Changed}: {error}");
        Assert.Equal(statement.Output.ToArray(), report.Statement.Output.ToArray());
        Assert.Equal(statement.InstructionCount, report.Statement.InstructionCount);
    }
}
