using Supercomputer.Bus.ZkPos;
using Supercomputer.Claims;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Guests;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Xunit;

namespace Supercomputer.Bus.Tests.ZkPos;

/// <summary>The compiled guest: run in the machine, proved, and verified as a bundle.</summary>
public sealed class ZkPosMachineTests
{
    private static readonly ConsensusConfig s_mainnet = ConsensusConfig.Mainnet;

    [Fact]
    public void Compiling_the_guest_again_gives_the_module_that_the_bus_carries()
    {
        GuestBuild build = GuestCompiler.Compile(typeof(global::ZkPos.Program).Assembly.Location, "ZkPos.Program.Main");
        Assert.True(build.Module is not null, string.Join(Environment.NewLine, build.Diagnostics));
        Assert.True(build.Module.AsSpan().SequenceEqual(BusPrograms.FinalizedHeader.Module), "the guest has changed: run eng/build-guests.sh");
    }

    [Fact]
    public void The_machine_puts_out_what_the_native_run_puts_out_and_refuses_what_it_refuses()
    {
        (ZkPosState state, LightClientUpdate update) = ZkPosData.Rotation();
        ZkPosStreams good = state.Streams(s_mainnet, ZkPosData.ChainId, [update], true);
        ExecutionResult result = Run(good);
        Assert.Equal(Outcome.Returned, result.Outcome);
        Assert.Equal(ZkPosData.Run(good).Output, result.Output);
        TestContext.Current.TestOutputHelper!.WriteLine($"rotation of 512 keys: {result.Steps} rows");
        foreach (int at in (int[])[0, 40, 72, 200, 900, 1700, 2000, 2600, 9000, 20000, good.Private.Length - 50])
        {
            byte[] altered = [.. good.Private];
            altered[at] ^= 1;
            Assert.True(Run(good with { Private = altered }).Outcome.IsTrap(), $"byte {at}");
        }

        Assert.True(Run(good with { Private = good.Private[..^4] }).Outcome.IsTrap());
        Assert.True(Run(good with { Private = [] }).Outcome.IsTrap());
        Assert.True(Run(good with { Public = [] }).Outcome.IsTrap());
    }

    [Fact]
    public void A_step_is_proved_and_its_bundle_is_believed_only_under_its_checkpoint_and_network()
    {
        (LightClientBootstrap bootstrap, LightClientUpdate[] updates) = ZkPosData.Mainnet();
        Digest checkpoint = BeaconBlockHeader.HashTreeRoot(bootstrap.Header.Beacon);
        ZkPosState begin = ZkPosState.AtCheckpoint(checkpoint, bootstrap);
        BundleEntry first = Prove(begin.Streams(s_mainnet, ZkPosData.ChainId, updates.AsSpan(0, 2), true));
        LightClientUpdate step = updates[2] with { NextSyncCommittee = default, NextSyncCommitteeBranch = null };
        BundleEntry second = Prove(begin.After(s_mainnet, updates.AsSpan(0, 2)).Streams(s_mainnet, ZkPosData.ChainId, [step], false));
        BusTrust trust = new() { Checkpoints = [checkpoint] };

        Assert.True(BundleVerifier.Verify(new Bundle([first, second]), trust).TryGet(out VerifiedBundle? verified, out VerificationError? error), $"{error}");
        Assert.Equal(step.FinalizedHeader.Beacon.Slot, Assert.IsType<FinalizedHeaderClaim>(verified.Entries[1].Claim).Slot);
        Assert.Contains("checkpoint", Refused([first, second], trust with { Checkpoints = [step.FinalizedHeader.Beacon.StateRoot] }), StringComparison.Ordinal);
        Assert.Contains("network", Refused([first, second], trust with { Networks = [new(s_mainnet, 5)] }), StringComparison.Ordinal);
        // Without the proof that it goes on from, the state is nobody's.
        Assert.Contains("public bytes", Refused([second], trust), StringComparison.Ordinal);
        // A network with other fork versions has another public input.
        ForkSchedule forks = new([0, 1, 2, 4, 5, 6, 7], [0, 1, 2, 3, 4, 5, 6]);
        Assert.Contains("public bytes", Refused([first], trust with { Networks = [new(s_mainnet with { Forks = forks }, 1)] }), StringComparison.Ordinal);
    }

    private static string Refused(IReadOnlyList<BundleEntry> entries, BusTrust trust)
    {
        Assert.False(BundleVerifier.Verify(new Bundle(entries), trust).TryGet(out _, out VerificationError? error));
        return $"{error}";
    }

    private static BundleEntry Prove(ZkPosStreams streams)
    {
        ProgramInputs inputs = new(streams.Public, default, streams.Private);
        Assert.True(
            BusProver.Prove(BusPrograms.FinalizedHeader, inputs, new ProveOptions()).TryGet(out ProveReport? report, out VerificationError? error), $"{error}");
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{report.Statement.InstructionCount} instructions, {report.Rows} rows, {report.Proof.Length} bytes, {string.Join(", ", report.Phases)}");
        return BusProver.Entry(BusPrograms.FinalizedHeader, report);
    }

    private static ExecutionResult Run(ZkPosStreams streams) =>
        Executor.Run(BusPrograms.FinalizedHeader.Key.Program, new ProgramInputs(streams.Public, default, streams.Private));
}
