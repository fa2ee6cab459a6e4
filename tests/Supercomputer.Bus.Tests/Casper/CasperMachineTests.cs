using Supercomputer.Claims;
using Supercomputer.Consensus.Casper;
using Supercomputer.Guests;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Xunit;

namespace Supercomputer.Bus.Tests.Casper;

/// <summary>The compiled guest: run in the machine, proved, and verified as a bundle.</summary>
public sealed class CasperMachineTests
{
    [Fact]
    public void Compiling_the_guest_again_gives_the_module_that_the_bus_carries()
    {
        GuestBuild build = GuestCompiler.Compile(typeof(CasperFfg.Program).Assembly.Location, "CasperFfg.Program.Main");
        Assert.True(build.Module is not null, string.Join(Environment.NewLine, build.Diagnostics));
        Assert.True(build.Module.AsSpan().SequenceEqual(BusPrograms.FinalizedByVotes.Module), "the guest has changed: run eng/build-guests.sh");
    }

    [Fact]
    public void A_checkpoint_finalized_by_votes_is_proved_and_believed_only_under_its_checkpoint_and_network()
    {
        CasperData data = CasperData.Recorded;
        CasperCheckpoint[] checkpoints = data.Checkpoints();
        ProgramInputs inputs = data.Streams(data.Links(checkpoints[..3]));
        BundleEntry proof = Prove(inputs);
        BusTrust trust = new() { Checkpoints = [checkpoints[0].Checkpoint.Root], Networks = [data.Network] };
        Assert.True(BundleVerifier.Verify(new Bundle([proof]), trust).TryGet(out VerifiedBundle? verified, out VerificationError? error), $"{error}");
        Assert.Equal(24UL, Assert.IsType<FinalizedHeaderClaim>(verified.Entries[0].Claim).Slot);
        Assert.Contains("checkpoint", Refused(proof, trust with { Checkpoints = [checkpoints[0].Header.StateRoot] }), StringComparison.Ordinal);
        Assert.Contains("network", Refused(proof, trust with { Networks = [data.Network with { ChainId = 1 }] }), StringComparison.Ordinal);
        // The same bytes under the name of the other program that finalizes.
        Assert.Contains("zkpos", Refused(proof with { Program = BusPrograms.FinalizedHeader.Key.Digest }, trust), StringComparison.Ordinal);
    }

    [Fact]
    public void The_machine_puts_out_what_the_native_run_puts_out_and_refuses_what_it_refuses()
    {
        CasperScene scene = new();
        CasperCheckpoint[] at = scene.Checkpoints();
        CasperLink first = scene.Link(at[0], at[1]), second = scene.Link(at[1], at[2]);
        ProgramInputs good = scene.Streams(first, second);
        ExecutionResult result = Run(good);
        Assert.Equal(Outcome.Returned, result.Outcome);
        Assert.Equal(CasperData.Run(good), result.Output);
        CasperVote vote = first.Votes[0];
        ProgramInputs[] bad =
        [
            scene.Streams(scene.Link(at[0], at[1], 5), second), scene.Streams(first with { Votes = [.. first.Votes, vote] }, second),
            scene.Streams(scene.Link(at[0], at[1], sign: static data => data with { Source = data.Target }), second), scene.Streams(first with { Target = at[2] }, second),
            scene.Streams(first), good with { Public = default }, good with { Private = good.Private[..^4] },
        ];
        foreach (ProgramInputs inputs in bad) Assert.True(Run(inputs).Outcome.IsTrap());
        foreach (int place in (int[])[0, 60, 116, 300, 2100, 2200, 2300, 5000, 40_000])
        {
            byte[] altered = good.Private.ToArray();
            altered[place] ^= 1;
            Assert.True(Run(good with { Private = altered }).Outcome.IsTrap(), $"byte {place}");
        }
    }

    [Theory]
    [InlineData(5UL)]
    [InlineData(14UL)]
    public void Votes_of_Electra_and_Fulu_run_in_the_machine_as_natively(ulong epoch)
    {
        CasperData data = CasperData.Forked;
        CasperLink[] links = data.Links([.. data.Checkpoints().Where(checkpoint => checkpoint.Checkpoint.Epoch >= epoch && checkpoint.Checkpoint.Epoch <= epoch + 2)]);
        ProgramInputs good = data.Streams(links);
        ExecutionResult result = Run(good);
        Assert.Equal(Outcome.Returned, result.Outcome);
        Assert.Equal(CasperData.Run(good), result.Output);
        CasperVote vote = links[1].Votes[0];
        Assert.True(Run(data.Streams(links[0], links[1] with { Votes = [vote with { CommitteeBits = [8] }, .. links[1].Votes.Skip(1)] })).Outcome.IsTrap());
    }

    [Fact]
    public void A_proof_may_begin_where_one_before_it_ends()
    {
        CasperData data = CasperData.Recorded;
        CasperCheckpoint[] checkpoints = data.Checkpoints();
        ProgramInputs first = data.Streams(data.Links(checkpoints[..3])), second = data.Streams(data.Links(checkpoints[1..]));
        byte[] one = CasperData.Run(first), two = CasperData.Run(second);
        BusProgram program = BusPrograms.FinalizedByVotes;
        ClaimChain chain = new(new() { Checkpoints = [checkpoints[0].Checkpoint.Root], Networks = [data.Network] });
        Assert.Contains("that a proof in front of it finalizes", $"{chain.Add(program, second.Public, two)}", StringComparison.Ordinal);
        Assert.Null(chain.Add(program, first.Public, one));
        Assert.Contains("public bytes", $"{chain.Add(program, first.Public, two)}", StringComparison.Ordinal);
        Assert.Null(chain.Add(program, second.Public, two));
        FinalizedHeaderClaim[] claims = [.. chain.Entries.Select(static entry => Assert.IsType<FinalizedHeaderClaim>(entry.Claim))];
        Assert.Equal([24UL, 32UL], claims.Select(static claim => claim.Slot));
        Assert.Equal([ClaimEncoding.DigestOf(claims[0])], chain.Entries[1].Premises);
        // A proof by a sync committee does not go on from a block alone: its state has the committees.
        Assert.Contains("checkpoint", $"{chain.Add(BusPrograms.FinalizedHeader, second.Public, two)}", StringComparison.Ordinal);
    }

    private static string Refused(BundleEntry entry, BusTrust trust)
    {
        Assert.False(BundleVerifier.Verify(new Bundle([entry]), trust).TryGet(out _, out VerificationError? error));
        return $"{error}";
    }

    private static BundleEntry Prove(ProgramInputs inputs)
    {
        Assert.True(
            BusProver.Prove(BusPrograms.FinalizedByVotes, inputs, new ProveOptions()).TryGet(out ProveReport? report, out VerificationError? error), $"{error}");
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{report.Statement.InstructionCount} instructions, {report.Rows} rows, {report.Proof.Length} bytes, {string.Join(", ", report.Phases)}");
        return BusProver.Entry(BusPrograms.FinalizedByVotes, report);
    }

    private static ExecutionResult Run(ProgramInputs inputs) => Executor.Run(BusPrograms.FinalizedByVotes.Key.Program, inputs);
}
