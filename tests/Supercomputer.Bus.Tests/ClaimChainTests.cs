using Supercomputer.Bus.ZkPos;
using Supercomputer.Claims;
using Supercomputer.Compute.Blocks;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Execution;
using Supercomputer.Proofs;
using Xunit;

namespace Supercomputer.Bus.Tests;

/// <summary>What a verifier asks of outputs behind their proofs: each claim rests on claims that stand before it or are believed.</summary>
public sealed class ClaimChainTests
{
    private static readonly CheckedBlock Block = Blocks.Demo();
    private static readonly FinalizedHeaderClaim Header = BusInputs.TrustedHeader(Block, 1) with { CheckpointRoot = Filled(7), Slot = 9 };
    private static readonly BusProgram Finality = new("finality", ClaimKind.FinalizedHeader, null, null);

    private static ProgramInputs EventInputs =>
        Blocks.Good(BusInputs.Event(Block, 1, Block.Receipts!.ToList().FindIndex(receipt => receipt.Logs.Count > 0), 0));

    private static byte[] EventOutput => Blocks.Run(BusPrograms.Event, EventInputs);

    [Fact]
    public void An_event_rests_on_a_finalized_header_that_rests_on_the_verifiers_checkpoint()
    {
        ZkPosNetwork network = new(ConsensusConfig.Mainnet with { GenesisValidatorsRoot = Header.GenesisValidatorsRoot }, Header.ChainId);
        ClaimChain chain = new(new() { Checkpoints = [Filled(7)], Networks = [network] });
        Assert.Null(chain.Add(Finality, network.PublicInput(Filled(7), false, false), ClaimEncoding.Encode(Header)));
        Assert.Null(chain.Add(BusPrograms.Event, EventInputs.Public, EventOutput));
        VerifiedBundle bundle = new(chain.Entries);
        Assert.Equal(ClaimEncoding.DigestOf(Header), Assert.Single(bundle.Entries[1].Premises));
        Assert.Equal(bundle.Entries[1].Digest, Assert.Single(bundle.Of<EventClaim>()).Digest);
        Assert.Equal(Header, Assert.Single(bundle.Of<FinalizedHeaderClaim>()).Claim);
    }

    [Fact]
    public void A_finalized_header_from_another_checkpoint_is_refused()
    {
        VerificationError error = Refused(new() { Checkpoints = [Filled(8)] }, Finality, default, ClaimEncoding.Encode(Header));
        Assert.Equal(("finality: checkpoint", $"0x{Filled(7)}"), (error.Check, error.Actual));
    }

    [Fact]
    public void An_event_without_its_header_or_with_a_header_that_says_otherwise_is_refused()
    {
        Assert.StartsWith("none of block", Refused(new(), BusPrograms.Event, EventInputs.Public, EventOutput).Actual, StringComparison.Ordinal);
        Assert.Equal("chain 1", Refused(Believe(Header with { ChainId = 5 }), BusPrograms.Event, EventInputs.Public, EventOutput).Actual);
        Assert.Equal($"block {Header.BlockNumber}", Refused(Believe(Header with { BlockNumber = 1 << 20 }), BusPrograms.Event, EventInputs.Public, EventOutput).Actual);
        Assert.Equal($"0x{Header.ReceiptsRoot}", Refused(Believe(Header with { ReceiptsRoot = Filled(1) }), BusPrograms.Event, EventInputs.Public, EventOutput).Actual);
        Assert.StartsWith("none of block", Refused(Believe(Header with { BlockHash = Filled(1) }), BusPrograms.Event, EventInputs.Public, EventOutput).Actual, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transaction_rests_on_its_block_hash_because_beacon_chains_know_its_root_by_another_name()
    {
        const ulong Devnet = 31337;
        FinalizedHeaderClaim header = Header with { ChainId = Devnet, TransactionsRoot = Filled(1) };
        ProgramInputs inputs = Blocks.Good(BusInputs.Transaction(Block, Devnet, 0));
        byte[] output = Blocks.Run(BusPrograms.Transaction, inputs);
        Assert.Null(new ClaimChain(Believe(header)).Add(BusPrograms.Transaction, inputs.Public, output));
        Assert.StartsWith("none of block", Refused(Believe(header with { BlockHash = Filled(1) }), BusPrograms.Transaction, inputs.Public, output).Actual, StringComparison.Ordinal);
        Assert.Equal($"chain {Devnet}", Refused(Believe(header with { ChainId = 5 }), BusPrograms.Transaction, inputs.Public, output).Actual);
        Assert.Equal($"block {Header.BlockNumber}", Refused(Believe(header with { BlockNumber = 1 << 20 }), BusPrograms.Transaction, inputs.Public, output).Actual);
    }

    [Fact]
    public void Public_bytes_that_are_not_the_claims_and_outputs_that_are_no_claim_are_refused()
    {
        byte[] request = EventInputs.Public.ToArray();
        request[^1]++;
        Assert.Equal("event-proof: public bytes", Refused(Believe(Header), BusPrograms.Event, request, EventOutput).Check);
        Assert.Equal("event-proof: output", Refused(Believe(Header), BusPrograms.Event, EventInputs.Public, EventOutput.AsMemory(0, 448)).Check);
        Assert.Equal("state-proof: output", Refused(Believe(Header), BusPrograms.State, EventInputs.Public, EventOutput).Check);
        foreach (int length in new[] { 0, 1, 319, 320, 351 })
            Refused(Believe(Header), BusPrograms.EventSum, default, new byte[length]);
    }

    [Fact]
    public void A_computation_rests_on_the_header_claim_whose_digest_it_puts_out()
    {
        ProgramInputs inputs = Blocks.SumOfFirstLog(Block, out byte[] input);
        byte[] output = Blocks.Run(BusPrograms.EventSum, inputs);
        FinalizedHeaderClaim header = BusInputs.TrustedHeader(Block, 1);
        ClaimChain chain = new(Believe(header));
        Assert.Null(chain.Add(BusPrograms.EventSum, inputs.Public, output));
        Assert.Equal(64, Assert.Single(chain.Entries).Result.Length);

        Assert.Equal("event-sum: premise", Refused(Believe(Header), BusPrograms.EventSum, inputs.Public, output).Check);
        Assert.Equal("event-sum: program", Refused(Believe(header), BusPrograms.EventSum, inputs.Public, Altered(output, 32 * 3)).Check);
        Assert.Equal("event-sum: input", Refused(Believe(header), BusPrograms.EventSum, BusRequest.Computation(BusPrograms.EventSum.Key.Digest, input.AsSpan(1)), output).Check);
        Assert.Equal("event-sum: public bytes", Refused(Believe(header), BusPrograms.EventSum, input, output).Check);
        Assert.Equal("event-sum: result", Refused(Believe(header), BusPrograms.EventSum, inputs.Public, Altered(output, output.Length - 1)).Check);
        Assert.Equal("event-sum: premises", Refused(Believe(header), BusPrograms.EventSum, inputs.Public, Altered(output, 330)).Check);
        Assert.StartsWith("event-sum: premise 0x", Refused(Believe(header), BusPrograms.EventSum, inputs.Public, Altered(output, (2 * 32) + 5)).Check, StringComparison.Ordinal);
    }

    [Fact]
    public void A_computation_that_rests_on_nothing_is_refused()
    {
        Digest program = BusPrograms.EventSum.Key.Digest;
        ComputationClaim claim = new(1, Header.BlockHash, program, 0, Keccak256.Hash([]), 0, Keccak256.Hash([]), 0, Keccak256.Hash([]));
        Assert.Equal("event-sum: premises", Refused(Believe(Header), BusPrograms.EventSum, program.ToArray(), ClaimEncoding.Encode(claim)).Check);
        ComputationClaim many = claim with { PremiseCount = ulong.MaxValue };
        Assert.Equal("event-sum: premises", Refused(Believe(Header), BusPrograms.EventSum, program.ToArray(), ClaimEncoding.Encode(many)).Check);
    }

    [Fact]
    public void A_program_that_the_verifier_brings_may_compute_and_claim_nothing_else()
    {
        BusProgram own = BusProgram.Computing(BusPrograms.Event.Key);
        Assert.EndsWith(": output", Refused(Believe(Header), own, EventInputs.Public, EventOutput).Check, StringComparison.Ordinal);
    }

    private static BusTrust Believe(FinalizedHeaderClaim header) => new() { Headers = [header] };

    private static VerificationError Refused(BusTrust trust, BusProgram program, ReadOnlyMemory<byte> request, ReadOnlyMemory<byte> output)
    {
        ClaimChain chain = new(trust);
        VerificationError? error = chain.Add(program, request, output);
        Assert.NotNull(error);
        Assert.Empty(chain.Entries);
        return error;
    }

    private static byte[] Altered(byte[] bytes, int at)
    {
        byte[] altered = [.. bytes];
        altered[at] ^= 1;
        return altered;
    }

    private static Digest Filled(byte value)
    {
        byte[] bytes = new byte[32];
        Array.Fill(bytes, value);
        return new(bytes);
    }
}
