using System.Globalization;
using Supercomputer.Claims;
using Supercomputer.Compute.Blocks;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Xunit;

namespace Supercomputer.Bus.Tests;

/// <summary>Bundles with real proofs.</summary>
public sealed class BundleTests
{
    private static readonly CheckedBlock Block = Blocks.Demo();
    private static readonly Lazy<Bundle> Proved = new(Prove, LazyThreadSafetyMode.ExecutionAndPublication);

    [Fact]
    public void An_event_and_a_computation_are_proved_and_verified_together()
    {
        byte[] bytes = Proved.Value.ToArray();
        VerifiedBundle bundle = Blocks.Good(BundleVerifier.Verify(bytes, Blocks.Trust(Block)));
        EventClaim claim = Assert.Single(bundle.Of<EventClaim>()).Claim;
        Log log = Block.Receipts![(int)claim.TransactionIndex].Logs[(int)claim.LogIndex];
        Assert.Equal(new Address(log.Address.Span), claim.Contract);
        Assert.Single(bundle.Of<ComputationClaim>());
        Assert.Equal(64, bundle.Entries[1].Result.Length);
    }

    [Fact]
    public void Without_the_header_and_for_another_profile_a_bundle_is_refused()
    {
        Assert.False(BundleVerifier.Verify(Proved.Value, new()).TryGet(out _, out VerificationError? error));
        Assert.Equal("entry 0: event-proof: header", error!.Check);
        Assert.False(BundleVerifier.Verify(Proved.Value, Blocks.Trust(Block) with { Profile = ProofProfile.Bits100 }).TryGet(out _, out _));
    }

    [Fact]
    public void Proofs_under_another_program_or_with_other_public_bytes_are_refused()
    {
        BundleEntry entry = Proved.Value.Entries[0];
        byte[] request = entry.Public.ToArray();
        request[^1]++;
        Refused(entry with { Public = request });
        Refused(entry with { Program = BusPrograms.Transaction.Key.Digest });
        Assert.Equal("entry 0: program", Refused(entry with { Program = default }).Check);
        Refused(entry with { Proof = Proved.Value.Entries[1].Proof });
        Refused(entry with { Proof = default });
    }

    [Fact]
    public void A_proof_that_the_program_refused_its_inputs_is_no_claim()
    {
        ProgramInputs inputs = Inputs() with { Private = default };
        ProveReport report = Blocks.Good(MachineProver.Prove(BusPrograms.Event.Key, inputs, new()));
        Assert.Equal("entry 0: event-proof: outcome", Refused(BusProver.Entry(BusPrograms.Event, report)).Check);
        Assert.False(BusProver.Prove(BusPrograms.Event, inputs, new()).TryGet(out _, out VerificationError? error));
        Assert.Equal("a length was expected where the private stream ends", error!.Actual);
    }

    [Fact]
    public void Altered_and_shortened_bundles_are_refused_and_nothing_throws()
    {
        byte[] bytes = Proved.Value.ToArray();
        BusTrust trust = Blocks.Trust(Block);
        // A long campaign sets the number (eng/chain-mutations.sh).
        int count = int.Parse(Environment.GetEnvironmentVariable("SUPERCOMPUTER_BUNDLE_MUTATIONS") ?? "60", CultureInfo.InvariantCulture);
        Parallel.For(0, count, run =>
        {
            Random random = new(20260804 + run);
            byte[] altered = [.. bytes];
            altered[run < 20 ? run * 3 : random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
            Assert.False(BundleVerifier.Verify(altered, trust).TryGet(out _, out _));
            Assert.False(BundleVerifier.Verify(bytes.AsMemory(0, random.Next(bytes.Length)), trust).TryGet(out _, out _));
        });
        TestContext.Current.TestOutputHelper!.WriteLine($"{count} altered and {count} shortened bundles of two proofs, 0 accepted");

        Assert.False(BundleVerifier.Verify((byte[])[.. bytes, 0], trust).TryGet(out _, out _));
        Assert.False(BundleVerifier.Verify(new Bundle([]).ToArray(), trust).TryGet(out _, out _));
    }

    private static VerificationError Refused(BundleEntry entry)
    {
        Assert.False(BundleVerifier.Verify(new Bundle([entry]), Blocks.Trust(Block)).TryGet(out _, out VerificationError? error));
        return error!;
    }

    private static ProgramInputs Inputs() =>
        Blocks.Good(BusInputs.Event(Block, 1, Block.Receipts!.ToList().FindIndex(receipt => receipt.Logs.Count > 0), 0));

    private static Bundle Prove()
    {
        ProveReport log = Blocks.Good(BusProver.Prove(BusPrograms.Event, Inputs(), new()));
        ProveReport sum = Blocks.Good(BusProver.Prove(BusPrograms.EventSum, Blocks.SumOfFirstLog(Block, out _), new()));
        return new([BusProver.Entry(BusPrograms.Event, log), BusProver.Entry(BusPrograms.EventSum, sum)]);
    }
}
