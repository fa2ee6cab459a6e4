using System.Buffers.Binary;
using Supercomputer.Bus.History;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Claims;
using Supercomputer.Compute.Blocks;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.States;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Execution;
using Supercomputer.Proofs;
using Xunit;

namespace Supercomputer.Bus.Tests.History;

/// <summary>What a prover of ancestors may try: each is refused with its reason.</summary>
public sealed class AncestorRefusalTests
{
    private const string NoParent = "a header's hash is not the parent hash of the header before it";
    private static readonly ZkPosNetwork Network = AncestorCases.MadeNetwork;

    [Fact]
    public void Runs_with_a_wrong_parent_a_gap_or_another_order_are_refused()
    {
        List<ReadOnlyMemory<byte>> run = MadeHistory.Run(5);
        FinalizedHeaderClaim premise = MadeHistory.Claim(run[0]);
        string Refused(params IReadOnlyList<ReadOnlyMemory<byte>> headers) => Refusal(AncestorInputs.ParentHashes(premise, headers));
        Assert.Equal(NoParent, Refused([.. run[..2], .. run[3..]]));
        Assert.Equal(NoParent, Refused([.. run[..2], MadeHistory.Header(MadeHistory.Filled(1), MadeHistory.Oldest.Header.Number + 3, default), .. run[3..]]));
        Assert.Equal(NoParent, Refused([.. run, run[^1]]));
        Assert.Equal("the first header is not that of the block that the claim is about", Refused([.. run[1..]]));
        Assert.Equal("the first header is not that of the block that the claim is about", Refused([.. run.AsEnumerable().Reverse()]));
        Assert.Equal("no header follows that of the block that the claim is about", Refused(run[0]));
        Assert.Equal("no header follows that of the block that the claim is about", Refused());
    }

    [Fact]
    public void A_parent_whose_number_is_not_one_less_is_refused()
    {
        ReadOnlyMemory<byte> oldest = MadeHistory.Oldest.Header.Encoding, child = MadeHistory.Header(MadeHistory.Oldest.Header.Hash, MadeHistory.Oldest.Header.Number + 2, default);
        const string Reason = "the number of a header is not one below that of the header before it";
        Assert.Equal(Reason, Refusal(AncestorInputs.ParentHashes(MadeHistory.Claim(child), [child, oldest])));
        child = MadeHistory.Header(MadeHistory.Oldest.Header.Hash, MadeHistory.Oldest.Header.Number - 1, default);
        Assert.Equal(Reason, Refusal(AncestorInputs.ParentHashes(MadeHistory.Claim(child), [child, oldest])));
    }

    [Fact]
    public void A_premise_that_was_altered_is_not_the_one_that_the_public_bytes_name()
    {
        foreach (string way in (string[])["parents", "contract", "roots", "made history"])
        {
            (FinalizedHeaderClaim premise, ProgramInputs inputs) = AncestorCases.Inputs(way);
            byte[] stream = inputs.Private.ToArray();
            foreach (int word in Enumerable.Range(0, 12))
            {
                byte[] altered = [.. stream];
                altered[4 + (32 * word) + 31] ^= 1;
                Assert.Equal("the claim is not the one whose digest the public bytes name", Refusal(inputs with { Private = altered }));
            }

            // What a prover puts out under an altered premise names that premise, which no verifier knows.
            FinalizedHeaderClaim other = premise with { CheckpointRoot = MadeHistory.Filled(8) };
            byte[] ofOther = [.. BitConverter.GetBytes(384), .. ClaimEncoding.Encode(other), .. stream[388..]];
            byte[] request = [.. ClaimEncoding.DigestOf(other).ToArray(), .. inputs.Public.Span[32..]];
            byte[] output = Blocks.Run(BusPrograms.Ancestor, new(request, default, ofOther));
            VerificationError? error = new ClaimChain(AncestorCases.Trust(premise)).Add(BusPrograms.Ancestor, request, output);
            Assert.Equal("ancestor-proof: premise", error!.Check);
            Assert.Equal($"digest 0x{ClaimEncoding.DigestOf(other)}", error.Actual);
        }
    }

    [Fact]
    public void Public_bytes_of_another_way_another_network_or_no_way_are_refused()
    {
        (FinalizedHeaderClaim premise, ProgramInputs inputs) = AncestorCases.Inputs("made history");
        byte[] output = Blocks.Run(BusPrograms.Ancestor, inputs);
        string Check(BusTrust trust, ReadOnlyMemory<byte> request) => new ClaimChain(trust).Add(BusPrograms.Ancestor, request, output)!.Check;
        BusTrust trust = AncestorCases.Trust(premise);
        Assert.Equal("ancestor-proof: public bytes", Check(trust, inputs.Public[..64]));
        Assert.Equal("ancestor-proof: public bytes", Check(trust, (byte[])[.. inputs.Public.Span, .. new byte[32]]));
        Assert.Equal("ancestor-proof: public bytes", Check(trust, (byte[])[.. inputs.Public.Span[..63], (byte)AncestorWay.ParentHashes, .. inputs.Public.Span[64..]]));
        Assert.Equal("ancestor-proof: public bytes", Check(trust, AncestorStatement.PublicInput(default, AncestorWay.History, Network)));
        Assert.Equal("ancestor-proof: public bytes", Check(trust, default));
        ZkPosNetwork otherForks = MadeHistory.Network(Preset.Minimal, 8, 100, 501), otherPreset = Network with { Config = Network.Config with { Preset = new(8, 8, 64) } };
        Assert.Equal("ancestor-proof: public bytes", Check(trust with { Networks = [otherForks] }, inputs.Public));
        Assert.Equal("ancestor-proof: network", Check(trust with { Networks = [otherPreset] }, inputs.Public));
        Assert.Equal("ancestor-proof: network", Check(trust with { Networks = [Network with { ChainId = 9 }] }, inputs.Public));
        Assert.Equal("ancestor-proof: output", new ClaimChain(trust).Add(BusPrograms.Ancestor, inputs.Public, output.AsMemory(0, 384))!.Check);
        Assert.Equal("the public bytes name no way that this program knows", Refusal(inputs with { Public = (byte[])[.. inputs.Public.Span[..63], 6] }));
    }

    [Fact]
    public void The_history_contract_is_asked_at_the_blocks_own_slot_and_within_its_window()
    {
        Assert.Equal("the history contract does not reach back to this block", Refusal(MadeHistory.HistoryContract(8192).Inputs));
        Assert.Equal("the history contract holds nothing at the block's slot", Refusal(MadeHistory.HistoryContract(100, slotShift: 1).Inputs));
        Assert.Equal("the hash at the block's slot of the history contract is another", Refusal(MadeHistory.HistoryContract(100, value: MadeHistory.Filled(1)).Inputs));
        Assert.Equal("the block is not older than the one that it is to rest on", Refusal(MadeHistory.HistoryContract(0).Inputs));
        (FinalizedHeaderClaim premise, _) = MadeHistory.HistoryContract(100);
        Assert.Equal(
            "a proof without nodes, of a trie that is not empty", Refusal(AncestorInputs.HistoryContract(premise, MadeHistory.Oldest.Header.Encoding, [], [])));
    }

    [Fact]
    public void A_beacon_slot_beside_the_blocks_own_is_refused()
    {
        foreach ((ulong stateSlot, ulong slot) in ((ulong, ulong)[])[(5000, 4990), (5000, 4099), (900, 10)])
        {
            ProgramInputs inputs = MadeBeacon.Inputs(Network, stateSlot, slot).Inputs;
            foreach (ulong other in (ulong[])[slot - 1, slot + 1, slot ^ 4])
                Assert.Equal("the block's slot is another", Refusal(At(inputs, other)));
            inputs = MadeBeacon.Inputs(Network, stateSlot, slot, isEmptySlot: true).Inputs;
            foreach (ulong other in (ulong[])[slot - 1, slot + 1, slot ^ 4])
                Assert.Equal("the finalized state does not have this block at the slot", Refusal(At(inputs, other)));
            Assert.Equal("the slot is not before that of the finalized block", Refusal(At(inputs, stateSlot)));
        }
    }

    [Fact]
    public void Periods_that_are_not_over_and_slots_beyond_block_roots_are_refused()
    {
        ProgramInputs roots = MadeBeacon.Inputs(Network, 5000, 4990, isEmptySlot: true).Inputs, history = MadeBeacon.Inputs(Network, 5000, 4099, isEmptySlot: true).Inputs;
        Assert.Equal("the state's block_roots do not reach back to this slot", Refusal(At(roots, 5000 - 65)));
        Assert.Equal("the period of this slot was not over at the state's slot", Refusal(At(history, 4995)));
    }

    [Fact]
    public void A_branch_of_another_period_another_fork_or_another_list_is_refused()
    {
        // The same position in the period before and behind; a summary's branch for a slot before Capella, and the other way round.
        ProgramInputs summary = MadeBeacon.Inputs(Network, 5000, 4099, isEmptySlot: true).Inputs, batch = MadeBeacon.Inputs(Network, 900, 10, isEmptySlot: true).Inputs;
        foreach (ulong other in (ulong[])[4099 - 64, 4099 + 64]) Assert.Equal("the finalized state does not have this block at the slot", Refusal(At(summary, other)));
        Assert.Equal("the finalized state does not have this block at the slot", Refusal(At(batch, 10 + 64)));
        Assert.Equal("a branch has not one node for each level of its tree", Refusal(At(summary, 99)));

        // The rules of other forks in the public bytes, as a prover may write them: no verifier takes them, and neither do the branches fit.
        foreach ((ulong capella, ulong deneb, ulong electra) in ((ulong, ulong, ulong)[])[(8, 100, 900), (8, 520, 550), (16, 100, 500)])
        {
            ZkPosNetwork forks = MadeHistory.Network(Preset.Minimal, capella, deneb, electra);
            byte[] rules = AncestorStatement.PublicInput(new(summary.Public.Span[..32]), AncestorWay.History, forks)!;
            Refusal(summary with { Public = rules });
        }

        // A good branch for block_roots, read as one for the other list.
        ProgramInputs roots = MadeBeacon.Inputs(Network, 5000, 4990).Inputs;
        byte[] otherWay = [.. roots.Public.Span];
        otherWay[63] = (byte)AncestorWay.History;
        Assert.Equal("a branch has not one node for each level of its tree", Refusal(roots with { Public = otherWay }));
    }

    [Fact]
    public void Another_beacon_header_another_state_and_a_claim_without_a_beacon_block_are_refused_before_anything_runs()
    {
        (FinalizedHeaderClaim premise, BeaconBlockHeader beacon, BeaconStateHistory state) = RealHistory.Mainnet();
        HeaderWithProof header = RealHistory.Portal("22162263");
        string Check(FinalizedHeaderClaim claim, BeaconBlockHeader above, BeaconStateHistory of, BeaconPlace place, Digest[] branch)
        {
            Assert.False(AncestorInputs.State(claim, ZkPosNetwork.Mainnet, above, of, place, branch).TryGet(out _, out VerificationError? error));
            return error!.Check;
        }

        BeaconPlace good = BeaconPlace.Of(header)!;
        Assert.Equal("claim", Check(premise with { BeaconRoot = default }, beacon, state, good, header.PeriodBranch));
        Assert.Equal("beacon header", Check(premise, beacon with { Slot = 1 }, state, good, header.PeriodBranch));
        Assert.Equal("beacon state", Check(premise, beacon, MadeHistory.State(ZkPosNetwork.Mainnet, state.Slot, [.. state.BlockRoots], [], []), good, header.PeriodBranch));
        Assert.Equal("slot", Check(premise, beacon, state, good with { Slot = state.Slot }, header.PeriodBranch));
        Assert.Equal("period branch", Check(premise, beacon, state, good, []));
        BeaconStateHistory young = MadeHistory.State(ZkPosNetwork.Mainnet, state.Slot, [.. state.BlockRoots], [], [.. state.Summaries.Take(200)]);
        BeaconBlockHeader under = beacon with { StateRoot = young.Root };
        Assert.Equal("historical_summaries", Check(premise with { BeaconRoot = BeaconBlockHeader.HashTreeRoot(under) }, under, young, good, header.PeriodBranch));
        Assert.Null(BeaconPlace.Of(RealHistory.Portal("14764013")));
    }

    [Fact]
    public void The_accumulator_refuses_an_altered_sibling_another_chain_and_blocks_since_the_merge()
    {
        (FinalizedHeaderClaim premise, ProgramInputs inputs) = AncestorCases.Inputs("accumulator");
        byte[] stream = inputs.Private.ToArray();
        int branch = stream.Length - (28 * 32);
        for (int node = 0; node < 28; node++)
        {
            byte[] altered = [.. stream];
            altered[branch + (32 * node) + (node % 32)] ^= 1;
            Assert.Equal("the accumulator does not have this block at its number", Refusal(inputs with { Private = altered }));
        }

        FinalizedHeaderClaim onMainnet = premise with { GenesisValidatorsRoot = ZkPosNetwork.Mainnet.Config.GenesisValidatorsRoot };
        Blocks.Run(BusPrograms.Ancestor, Blocks.Good(AncestorInputs.Accumulator(onMainnet, RealHistory.Portal("14764013"))));
        foreach (FinalizedHeaderClaim other in (FinalizedHeaderClaim[])[premise with { ChainId = 5 }, onMainnet with { ChainId = 5 }, premise with { GenesisValidatorsRoot = MadeHistory.Filled(3) }])
            Assert.Equal(
                "the accumulator of blocks before the merge is mainnet's, the claim is of another chain",
                Refusal(Blocks.Good(AncestorInputs.Accumulator(other, RealHistory.Portal("14764013")))));
        FinalizedHeaderClaim older = MadeHistory.Claim(MadeHistory.Header(default, 14_000_000, default));
        Assert.Equal("the block is not older than the one that it is to rest on", Refusal(Blocks.Good(AncestorInputs.Accumulator(older, RealHistory.Portal("14764013")))));
        Assert.False(AncestorInputs.Accumulator(premise, RealHistory.Portal("22162263")).TryGet(out _, out VerificationError? error));
        Assert.Equal("header with proof", error!.Check);
        Assert.False(PreMergeAccumulator.Read(new byte[8 + (32 * 1897)]).TryGet(out _, out error));
        Assert.Equal("accumulator", error!.Check);
    }

    [Fact]
    public void An_event_of_a_block_that_is_no_ancestor_of_the_finalized_one_is_refused()
    {
        (FinalizedHeaderClaim premise, ProgramInputs inputs) = AncestorCases.Inputs("parents");
        ClaimChain chain = new(AncestorCases.Trust(premise));
        Assert.Null(chain.Add(BusPrograms.Ancestor, inputs.Public, Blocks.Run(BusPrograms.Ancestor, inputs)));
        CheckedBlock block = MadeHistory.Oldest;
        ProgramInputs log = Blocks.Good(BusInputs.Event(block, 1, block.Receipts!.ToList().FindIndex(receipt => receipt.Logs.Count > 0), 0));
        Assert.Null(chain.Add(BusPrograms.Event, log.Public, Blocks.Run(BusPrograms.Event, log)));
        ReadOnlyMemory<byte> stranger = MadeHistory.Header(MadeHistory.Filled(1), block.Header.Number, block.Header.StateRoot);
        ProgramInputs other = BusInputs.Event(stranger, 1, [.. block.Receipts!.Select(receipt => receipt.Encoding)], block.Receipts!.ToList().FindIndex(receipt => receipt.Logs.Count > 0), 0);
        Assert.StartsWith("none of block", chain.Add(BusPrograms.Event, other.Public, Blocks.Run(BusPrograms.Event, other))!.Actual, StringComparison.Ordinal);
    }

    /// <summary>The same streams with another slot: the item of 8 bytes behind the beacon header.</summary>
    private static ProgramInputs At(ProgramInputs inputs, ulong slot)
    {
        byte[] stream = inputs.Private.ToArray();
        int at = 0;
        for (int item = 0; item < 3; item++) at += 4 + ((BinaryPrimitives.ReadInt32LittleEndian(stream.AsSpan(at)) + 3) & ~3);
        Assert.Equal(8, BinaryPrimitives.ReadInt32LittleEndian(stream.AsSpan(at)));
        BinaryPrimitives.WriteUInt64LittleEndian(stream.AsSpan(at + 4), slot);
        return inputs with { Private = stream };
    }

    private static string Refusal(ProgramInputs inputs) => Blocks.Refusal(BusPrograms.Ancestor, inputs);
}
