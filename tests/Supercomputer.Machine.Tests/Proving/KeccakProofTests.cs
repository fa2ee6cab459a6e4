using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Xunit;
using ProgramBuilder = Supercomputer.Machine.Tests.Chips.ProgramBuilder;

namespace Supercomputer.Machine.Tests.Proving;

public sealed class KeccakProofTests(ITestOutputHelper output)
{
    [Fact]
    public void Permutations_prove_and_verify()
    {
        ProgramBuilder program = new();
        foreach (uint address in new[] { 0u, 100u, 0u }) program.Add(Operation.KeccakF, immediate: address);
        VerifyingKey key = VerifyingKey.Create(program.Add(Operation.Return).Build());
        Assert.True(
            MachineProver.Prove(key, Execution.ProgramInputs.Empty, new()).TryGet(out ProveReport? report, out VerificationError? error),
            error?.ToString());
        Assert.True(MachineVerifier.Verify(key, default, default, report.Proof).TryGet(out _, out error), error?.ToString());
        output.WriteLine($"proof of {report.Proof.Length} bytes");
        foreach (int at in new[] { report.Proof.Length / 3, report.Proof.Length / 2, report.Proof.Length - 9 })
        {
            byte[] lie = [.. report.Proof];
            lie[at] ^= 1;
            Assert.False(MachineVerifier.Verify(key, default, default, lie).TryGet(out _, out _));
        }
    }
}
