using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Machine.Tests.Chips;
using Supercomputer.Proofs;
using Xunit;
using ProgramBuilder = Supercomputer.Machine.Tests.Chips.ProgramBuilder;

namespace Supercomputer.Machine.Tests.Proving;

/// <summary>The count of instructions is a field element: a run that counts to p or beyond cannot be claimed to have counted less.</summary>
public sealed class InstructionCountTests
{
    private const uint Cost = ushort.MaxValue;
    private const uint Turns = 20_000;

    [Fact]
    public void A_count_that_wrapped_around_p_is_refused_in_one_proof()
    {
        VerifyingKey key = Key();
        using MachineRun run = new(key.Program);
        ExecutionResult result = run.Result;
        Assert.InRange(result.InstructionCount, (ulong)KoalaBear.Modulus + 1, uint.MaxValue);

        // Every constraint and every bus is satisfied: only the rule stands between the lie and the statement.
        ulong wrapped = result.InstructionCount - KoalaBear.Modulus;
        Assert.Empty(run.Failures());
        Statement lie = new(key.Digest, default, default, default, result.Outcome, result.Steps, wrapped);
        byte[] proof = TraceProver.Prove(ProofProfile.Bits128, key, lie, run.Chips, run.Traces);
        Assert.False(MachineVerifier.Verify(key, default, default, proof).TryGet(out _, out VerificationError? error));
        Assert.Equal("steps", error.Check);
    }

    [Fact]
    public void Such_a_run_is_proved_in_segments_with_its_true_count()
    {
        VerifyingKey key = Key();
        Assert.True(MachineProver.Prove(key, ProgramInputs.Empty, new()).TryGet(out ProveReport? report, out VerificationError? error), error?.ToString());
        Assert.True(report.Segments > 1);
        Assert.True(MachineVerifier.Verify(key, default, default, report.Proof).TryGet(out Statement? statement, out error), error?.ToString());
        Assert.Equal((2 * Turns + 1) * (ulong)Cost, statement.InstructionCount);
    }

    private static VerifyingKey Key()
    {
        ProgramBuilder program = new();
        uint loop = program.Next + 1;
        return VerifyingKey.Create(program.Add(Operation.Const32, 1, immediate: Turns, cost: Cost)
            .Add(Operation.Add32Imm, 1, 1, immediate: uint.MaxValue, cost: Cost)
            .Add(Operation.BrNe32Imm, loop, 1, immediate: 0, cost: Cost)
            .Add(Operation.Return, cost: 0)
            .Build());
    }
}
