using System.Text.RegularExpressions;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Machine.Segments;
using Supercomputer.Proofs;
using Xunit;
using ProgramBuilder = Supercomputer.Machine.Tests.Chips.ProgramBuilder;

namespace Supercomputer.Machine.Tests.Proving;

/// <summary>What is said of files that are not what they should be.</summary>
public sealed class FileMessageTests
{
    private static readonly byte[] Other = [0x7f, (byte)'E', (byte)'L', (byte)'F', 1, 2, 3, 4, 5, 6, 7, 8];

    [Fact]
    public void A_file_of_another_type_is_named_by_its_first_bytes_in_order()
    {
        Assert.False(MachineVerifier.Verify(Key(), default, default, Other).TryGet(out _, out VerificationError? error));
        Assert.EndsWith("begins with 0x7f454c46", error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("begins with 0x7f454c46", VerifyingKey.TryRead(Other, out _), StringComparison.Ordinal);
        Assert.EndsWith("begins with 0x7f454c46", SegmentPlan.TryRead(Other, out _), StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_proof_is_said_to_be_cut_at_one_place_once()
    {
        VerifyingKey key = Key();
        Assert.True(MachineProver.Prove(key, ProgramInputs.Empty, new()).TryGet(out ProveReport? report, out _));
        for (int length = 0; length < report.Proof.Length; length += 1 + report.Proof.Length / 50)
        {
            Assert.False(MachineVerifier.Verify(key, default, default, report.Proof.AsMemory(0, length)).TryGet(out _, out VerificationError? error));
            string message = error.ToString();
            Assert.Single(Regex.Matches(message, "at byte"));
            Assert.Single(Regex.Matches(message, length == 0 ? "the file is empty" : "cut short"));
        }
    }

    private static VerifyingKey Key() => VerifyingKey.Create(new ProgramBuilder().Const32(1, 7).Add(Operation.Return).Build());
}
