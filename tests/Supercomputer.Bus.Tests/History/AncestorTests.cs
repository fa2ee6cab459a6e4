using Supercomputer.Bus.History;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Claims;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.States;
using Supercomputer.Machine.Execution;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Bus.Tests.History;

/// <summary>Older blocks under a finalized one, by every way, natively.</summary>
public sealed class AncestorTests
{
    [Theory]
    [InlineData("15537394", "15537393", "15537392")]
    [InlineData("17034870", "17034869")]
    [InlineData("19426587", "19426586")]
    public void A_run_of_mainnet_headers_leads_back_by_parent_hashes(params string[] numbers)
    {
        ReadOnlyMemory<byte>[] headers = [.. numbers.Select(number => RealHistory.Portal(number).Header)];
        FinalizedHeaderClaim premise = MadeHistory.Claim(headers[0]), claim = Found(AncestorInputs.ParentHashes(premise, headers), premise);
        Assert.Equal(MadeHistory.Claim(headers[^1]), claim);
        Assert.Equal(numbers[^1], $"{claim.BlockNumber}");
    }

    [Fact]
    public void An_event_of_a_parent_rests_on_the_finalized_block_through_its_ancestor()
    {
        Compute.Blocks.CheckedBlock newest = Blocks.Mainnet("22431084"), older = Blocks.Mainnet("22431083");
        FinalizedHeaderClaim premise = BusInputs.TrustedHeader(newest, 1);
        ProgramInputs ancestor = AncestorInputs.ParentHashes(premise, [newest.Header.Encoding, older.Header.Encoding]);
        ProgramInputs log = Blocks.Good(BusInputs.Event(older, 1, older.Receipts!.ToList().FindIndex(receipt => receipt.Logs.Count > 0), 0));
        byte[] output = Blocks.Run(BusPrograms.Event, log);
        Assert.NotNull(new ClaimChain(new() { Headers = [premise] }).Add(BusPrograms.Event, log.Public, output));
        ClaimChain chain = new(new() { Headers = [premise] });
        Assert.Null(chain.Add(BusPrograms.Ancestor, ancestor.Public, Blocks.Run(BusPrograms.Ancestor, ancestor)));
        Assert.Null(chain.Add(BusPrograms.Event, log.Public, output));
        Assert.Equal(ClaimEncoding.DigestOf(premise), Assert.Single(chain.Entries[0].Premises));
        Assert.Equal(chain.Entries[0].Digest, Assert.Single(chain.Entries[1].Premises));
    }

    [Fact]
    public void Mainnet_headers_from_the_merge_on_are_found_under_historical_roots_and_the_real_summaries()
    {
        int count = 0;
        foreach (string number in Numbers().Where(number => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) >= 15537394))
        {
            FinalizedHeaderClaim claim = Found(Blocks.Good(RealHistory.ByHistory(number, out FinalizedHeaderClaim premise)), premise, ZkPosNetwork.Mainnet);
            HeaderWithProof header = RealHistory.Portal(number);
            Assert.Equal(MadeHistory.Claim(header.Header) with { GenesisValidatorsRoot = premise.GenesisValidatorsRoot, BeaconRoot = header.BeaconRoot }, claim);
            if (HistoricalHeader.Check(RealHistory.PortalBytes(number), RealHistory.Summaries(), out FinalizedHeaderClaim native) is null)
                Assert.Equal(native with { GenesisValidatorsRoot = claim.GenesisValidatorsRoot, CheckpointRoot = claim.CheckpointRoot, Slot = 0 }, claim);
            count++;
        }

        Assert.Equal(11, count);
    }

    [Fact]
    public void Mainnet_headers_before_the_merge_are_found_under_the_accumulator_that_EIP_7643_names()
    {
        FinalizedHeaderClaim premise = MadeHistory.Claim(MadeHistory.Header(MadeHistory.Filled(1), 22_000_000, MadeHistory.Filled(2)));
        foreach (string number in (string[])["1000010", "14764013", "15537392", "15537393"])
        {
            HeaderWithProof header = RealHistory.Portal(number);
            Assert.Equal(MadeHistory.Claim(header.Header), Found(Blocks.Good(AncestorInputs.Accumulator(premise, header)), premise));
        }
    }

    [Theory]
    [InlineData("capella-minimal", "state.ssz", 2)]
    [InlineData("capella-mainnetpreset", "state.ssz.xz", 3)]
    public void Blocks_of_a_devnet_are_found_under_the_block_roots_of_its_finalized_state(string folder, string file, int expected)
    {
        (ZkPosNetwork network, FinalizedHeaderClaim premise, BeaconBlockHeader beacon, BeaconStateHistory state, LightClientHeader[] older) = RealHistory.Devnet(folder, file);
        foreach (LightClientHeader header in older)
        {
            byte[] rlp = EmptyBlockHeader.Rlp(header.Execution);
            ProgramInputs inputs = Blocks.Good(AncestorInputs.State(premise, network, beacon, state, BeaconPlace.Of(header, rlp, network.Config), []));
            Assert.Equal(MadeHistory.Claim(rlp, network, header.Beacon), Found(inputs, premise, network));
        }

        Assert.Equal(expected, older.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(300)]
    public void Made_runs_of_any_length_lead_back_by_parent_hashes(int steps)
    {
        List<ReadOnlyMemory<byte>> headers = MadeHistory.Run(steps);
        FinalizedHeaderClaim premise = MadeHistory.Claim(headers[0]);
        Assert.Equal(MadeHistory.Claim(MadeHistory.Oldest.Header.Encoding), Found(AncestorInputs.ParentHashes(premise, headers), premise));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8191)]
    public void A_made_history_contract_reaches_back_8191_blocks(int steps)
    {
        (FinalizedHeaderClaim premise, ProgramInputs inputs) = MadeHistory.HistoryContract(steps);
        Assert.Equal(MadeHistory.Oldest.Header.Hash, Found(inputs, premise).BlockHash);
    }

    [Theory]
    [InlineData(false, 200, 137)]
    [InlineData(true, 200, 199)]
    [InlineData(false, 900, 837)]
    [InlineData(true, 900, 100)]
    [InlineData(false, 900, 10)]
    [InlineData(true, 5000, 4099)]
    [InlineData(false, 5000, 2000)]
    public void Made_states_of_every_fork_lead_to_blocks_of_every_fork(bool isEmptySlot, ulong stateSlot, ulong slot)
    {
        // Minimal preset: Capella at slot 64, Deneb at 800, Electra at 4000; the first period of summaries is that of Capella's first slot.
        ZkPosNetwork network = MadeHistory.Network(Preset.Minimal, 8, 100, 500);
        (FinalizedHeaderClaim premise, ProgramInputs inputs, BeaconBlockHeader old) = MadeBeacon.Inputs(network, stateSlot, slot, isEmptySlot);
        FinalizedHeaderClaim claim = Found(inputs, premise, network);
        Assert.Equal((MadeHistory.Oldest.Header.Hash, BeaconBlockHeader.HashTreeRoot(old)), (claim.BlockHash, claim.BeaconRoot));
        Assert.Equal(isEmptySlot ? 0 : slot, claim.Slot);
    }

    [Fact]
    public void An_ancestor_is_the_premise_of_another()
    {
        List<ReadOnlyMemory<byte>> headers = MadeHistory.Run(5);
        FinalizedHeaderClaim premise = MadeHistory.Claim(headers[0]), middle = MadeHistory.Claim(headers[2]);
        ProgramInputs first = AncestorInputs.ParentHashes(premise, headers[..3]), second = AncestorInputs.ParentHashes(middle, headers[2..]);
        ClaimChain chain = new(new() { Headers = [premise] });
        Assert.Null(chain.Add(BusPrograms.Ancestor, first.Public, Blocks.Run(BusPrograms.Ancestor, first)));
        Assert.Null(chain.Add(BusPrograms.Ancestor, second.Public, Blocks.Run(BusPrograms.Ancestor, second)));
        Assert.Equal(chain.Entries[0].Digest, Assert.Single(chain.Entries[1].Premises));
    }

    private static IEnumerable<string> Numbers() =>
        Directory.EnumerateFiles(Vectors.Path("ethereum", "headers-with-proof"), "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path));

    /// <summary>The claim of an accepted run, which a verifier takes who believes the premise.</summary>
    private static FinalizedHeaderClaim Found(ProgramInputs inputs, FinalizedHeaderClaim premise, ZkPosNetwork? network = null)
    {
        byte[] output = Blocks.Run(BusPrograms.Ancestor, inputs);
        ClaimChain chain = new(new() { Headers = [premise], Networks = network is null ? [] : [network] });
        Assert.Null(chain.Add(BusPrograms.Ancestor, inputs.Public, output));
        FinalizedHeaderClaim claim = Assert.Single(new VerifiedBundle(chain.Entries).Of<FinalizedHeaderClaim>()).Claim;
        Assert.Equal(ClaimEncoding.DigestOf(premise), Assert.Single(chain.Entries[0].Premises));
        Assert.Equal(premise.CheckpointRoot, claim.CheckpointRoot);
        return claim;
    }
}
