using Supercomputer.Bus.History;
using Supercomputer.Claims;
using Supercomputer.Compute.Blocks;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Xunit;

namespace Supercomputer.Bus.Tests.History;

/// <summary>Ancestors in the machine: every way runs as it does natively, and proofs stand in bundles between a header and what rests on it.</summary>
public sealed class AncestorMachineTests(ITestOutputHelper log)
{
    public static TheoryData<string> Ways() => ["parents", "contract", "roots", "history", "accumulator", "bellatrix"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Every_way_ends_in_the_machine_as_it_does_natively(string way)
    {
        ProgramInputs inputs = AncestorCases.Inputs(way).Inputs;
        ExecutionResult result = Executor.Run(BusPrograms.Ancestor.Key.Program, inputs);
        Assert.Equal((Outcome.Returned, Convert.ToHexString(Blocks.Run(BusPrograms.Ancestor, inputs))), (result.Outcome, Convert.ToHexString(result.Output)));
        log.WriteLine($"{way}: {result.Steps} steps, {inputs.Private.Length} private bytes");
    }

    [Fact]
    public void An_event_of_an_old_block_rests_on_summaries_of_a_newer_one_in_a_bundle_of_proofs()
    {
        ProgramInputs ancestor = Blocks.Good(RealHistory.ByHistory("19426587", out FinalizedHeaderClaim premise));
        CheckedBlock block = Blocks.Mainnet("19426587");
        ProgramInputs log = Blocks.Good(BusInputs.Event(block, 1, block.Receipts!.ToList().FindIndex(receipt => receipt.Logs.Count > 0), 0));
        Bundle bundle = new([Prove(BusPrograms.Ancestor, ancestor), Prove(BusPrograms.Event, log)]);
        BusTrust trust = new() { Headers = [premise] };
        VerifiedBundle verified = Blocks.Good(BundleVerifier.Verify(bundle.ToArray(), trust));
        Assert.Equal(block.Header.Hash, Assert.Single(verified.Of<EventClaim>()).Claim.BlockHash);
        Assert.Equal(verified.Entries[0].Digest, Assert.Single(verified.Entries[1].Premises));

        Refused(bundle, trust with { Headers = [premise with { Slot = premise.Slot + 1 }] }, "entry 0: ancestor-proof: premise");
        Refused(bundle, trust with { Networks = [] }, "entry 0: ancestor-proof: network");
        Refused(bundle, new(), "entry 0: ancestor-proof: premise");
        Refused(new([bundle.Entries[1], bundle.Entries[0]]), trust, "entry 0: event-proof: header");
        Refused(new([bundle.Entries[1]]), trust, "entry 0: event-proof: header");
        Refused(new([bundle.Entries[0] with { Program = BusPrograms.FinalizedHeader.Key.Digest }]), trust, null);
        byte[] otherWay = bundle.Entries[0].Public.ToArray();
        otherWay[63] = (byte)AncestorWay.BlockRoots;
        Refused(new([bundle.Entries[0] with { Public = otherWay }]), trust, null);
    }

    [Fact]
    public void A_run_of_headers_is_proved_and_a_refused_one_is_a_trap_that_no_verifier_takes()
    {
        (FinalizedHeaderClaim premise, ProgramInputs inputs) = AncestorCases.Inputs("parents");
        Bundle bundle = new([Prove(BusPrograms.Ancestor, inputs)]);
        Assert.Equal(MadeHistory.Oldest.Header.Hash, Assert.Single(Blocks.Good(BundleVerifier.Verify(bundle, new() { Headers = [premise] })).Of<FinalizedHeaderClaim>()).Claim.BlockHash);
        List<ReadOnlyMemory<byte>> gap = MadeHistory.Run(3);
        gap.RemoveAt(1);
        ProveReport trap = Blocks.Good(MachineProver.Prove(BusPrograms.Ancestor.Key, AncestorInputs.ParentHashes(MadeHistory.Claim(gap[0]), gap), new()));
        Refused(new([BusProver.Entry(BusPrograms.Ancestor, trap)]), new() { Headers = [MadeHistory.Claim(gap[0])] }, "entry 0: ancestor-proof: outcome");
    }

    private static BundleEntry Prove(BusProgram program, ProgramInputs inputs) => BusProver.Entry(program, Blocks.Good(BusProver.Prove(program, inputs, new())));

    private static void Refused(Bundle bundle, BusTrust trust, string? check)
    {
        Assert.False(BundleVerifier.Verify(bundle, trust).TryGet(out _, out VerificationError? error));
        if (check is not null) Assert.Equal(check, error!.Check);
    }
}
