using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Xunit;
using ProgramBuilder = Supercomputer.Machine.Tests.Chips.ProgramBuilder;

namespace Supercomputer.Machine.Tests.Proving;

/// <summary>Whole proofs of small programs, and lies about them.</summary>
public sealed class MachineProofTests
{
    private const int OutcomeAt = 4 + 4 + 1 + 32;
    private const int StepsAt = OutcomeAt + 1;
    private const int CountAt = StepsAt + 8;
    private static readonly byte[] PublicBytes = [1, 2, 3, 4, 5];
    private static readonly byte[] Disclosed = [9, 8, 7];

    private static readonly Lazy<(VerifyingKey Key, ProveReport Report)> Honest = new(() => Prove(Count(20)));

    private static ProgramInputs Inputs => new(PublicBytes, Disclosed, default);

    [Fact]
    public void A_run_proves_and_verifies_as_what_it_was()
    {
        (VerifyingKey key, ProveReport report) = Honest.Value;
        Statement statement = Accept(key, report.Proof);
        Assert.Equal(Outcome.Returned, statement.Outcome);
        Assert.Equal(report.Execution.Steps, statement.Steps);
        Assert.True(report.Soundness.MinimumBits >= 128);
    }

    [Fact]
    public void A_run_that_is_out_of_fuel_proves_as_that()
    {
        (VerifyingKey key, ProveReport report) = Prove(Count(1000, fuel: 77));
        Statement statement = Accept(key, report.Proof);
        Assert.Equal(Outcome.OutOfFuel, statement.Outcome);
        Assert.Equal(77UL, statement.Steps);
    }

    [Theory]
    [InlineData(OutcomeAt)]
    [InlineData(StepsAt)]
    [InlineData(CountAt)]
    public void A_lie_about_the_end_is_refused(int at)
    {
        (VerifyingKey key, ProveReport report) = Honest.Value;
        byte[] lie = [.. report.Proof];
        lie[at] ^= 1;
        Refuse(key, lie);
    }

    [Fact]
    public void An_added_output_byte_is_refused()
    {
        (VerifyingKey key, ProveReport report) = Honest.Value;
        byte[] lie = [.. report.Proof[..(CountAt + 8)], 1, 0, 0, 0, 42, .. report.Proof[(CountAt + 12)..]];
        Refuse(key, lie);
    }

    [Fact]
    public void Another_program_is_refused_by_its_digest()
    {
        VerifyingKey other = VerifyingKey.Create(Count(21));
        Assert.Equal("program", Refuse(other, Honest.Value.Report.Proof).Check);

        // Even when the digest in the file is changed to match.
        byte[] lie = [.. Honest.Value.Report.Proof];
        other.Digest.CopyTo(lie.AsSpan(9));
        Refuse(other, lie);
    }

    [Fact]
    public void Other_public_bytes_and_another_stream_are_refused()
    {
        (VerifyingKey key, ProveReport report) = Honest.Value;
        Assert.False(MachineVerifier.Verify(key, new byte[] { 1, 2, 3, 4, 6 }, Disclosed, report.Proof).TryGet(out _, out _));
        Assert.False(MachineVerifier.Verify(key, PublicBytes, new byte[] { 9, 8 }, report.Proof).TryGet(out _, out _));
    }

    [Fact]
    public void Flipped_and_missing_bytes_are_refused_without_an_exception()
    {
        (VerifyingKey key, ProveReport report) = Honest.Value;
        for (int at = 0; at < report.Proof.Length; at += 1 + report.Proof.Length / 60)
        {
            byte[] lie = [.. report.Proof];
            lie[at] ^= 0x40;
            Refuse(key, lie);
            Refuse(key, report.Proof[..at]);
        }

        Refuse(key, []);
        Refuse(key, [.. report.Proof, 0]);
    }

    [Fact]
    public void A_memory_limit_below_the_estimate_is_refused_with_both_numbers()
    {
        VerifyingKey key = VerifyingKey.Create(Count(20));
        Assert.False(MachineProver.Prove(key, Inputs, new() { MemoryLimitBytes = 1 << 20 }).TryGet(out _, out VerificationError? error));
        Assert.Equal("memory", error.Check);
        Assert.Contains("1048576", error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_reads_back_as_itself_and_no_changed_key_does()
    {
        VerifyingKey key = VerifyingKey.Create(Count(20));
        Assert.Null(VerifyingKey.TryRead(key.Bytes, out VerifyingKey? read));
        Assert.Equal(key.Digest, read!.Digest);
        for (int at = 0; at < key.Bytes.Length; at++)
        {
            byte[] changed = key.Bytes.ToArray();
            changed[at] ^= 0xff;
            if (VerifyingKey.TryRead(changed, out VerifyingKey? other) is null) Assert.NotEqual(key.Digest, other!.Digest);
            Assert.NotNull(VerifyingKey.TryRead(key.Bytes[..at], out _));
        }
    }

    private static LoweredProgram Count(uint turns, ulong fuel = 1 << 20)
    {
        ProgramBuilder program = new() { Fuel = fuel };
        uint loop = program.Next + 1;
        program.Const32(1, turns)
            .Add(Operation.Add32Imm, 1, 1, immediate: uint.MaxValue)
            .Add(Operation.BrNe32Imm, loop, 1, immediate: 0)
            .Add(Operation.Return);
        return program.Build();
    }

    private static (VerifyingKey Key, ProveReport Report) Prove(LoweredProgram program)
    {
        VerifyingKey key = VerifyingKey.Create(program);
        Assert.True(MachineProver.Prove(key, Inputs, new()).TryGet(out ProveReport? report, out VerificationError? error), error?.ToString());
        return (key, report);
    }

    private static Statement Accept(VerifyingKey key, byte[] proof)
    {
        Assert.True(
            MachineVerifier.Verify(key, PublicBytes, Disclosed, proof).TryGet(out Statement? statement, out VerificationError? error),
            error?.ToString());
        return statement;
    }

    private static VerificationError Refuse(VerifyingKey key, byte[] proof)
    {
        Assert.False(MachineVerifier.Verify(key, PublicBytes, Disclosed, proof).TryGet(out _, out VerificationError? error));
        Assert.NotEmpty(error.Check);
        return error;
    }
}
