using System.Text.Json;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Claims;
using Supercomputer.Consensus.Clients;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Hashing;
using Xunit;

namespace Supercomputer.Bus.Tests.ZkPos;

/// <summary>The guest's rules on real data, natively.</summary>
public sealed class ZkPosGuestTests
{
    [Fact]
    public void Mainnet_checkpoint_and_three_updates_lead_to_the_claim_of_the_last_finalized_block()
    {
        ConsensusConfig config = ConsensusConfig.Mainnet;
        (LightClientBootstrap bootstrap, LightClientUpdate[] updates) = ZkPosData.Mainnet();
        Digest checkpoint = BeaconBlockHeader.HashTreeRoot(bootstrap.Header.Beacon);
        ZkPosStreams streams = ZkPosState.AtCheckpoint(checkpoint, bootstrap).Streams(config, ZkPosData.ChainId, updates, putsOutStore: false);
        AssertClaim(config, checkpoint, updates[^1].FinalizedHeader, ZkPosData.Run(streams).Output);
    }

    [Fact]
    public void A_proof_goes_on_from_the_state_that_the_one_before_it_put_out()
    {
        ConsensusConfig config = ConsensusConfig.Mainnet;
        (LightClientBootstrap bootstrap, LightClientUpdate[] updates) = ZkPosData.Mainnet();
        Digest checkpoint = BeaconBlockHeader.HashTreeRoot(bootstrap.Header.Beacon);
        ZkPosState first = ZkPosState.AtCheckpoint(checkpoint, bootstrap), second = first.After(config, updates.AsSpan(0, 2));
        byte[] output = ZkPosData.Run(first.Streams(config, ZkPosData.ChainId, updates.AsSpan(0, 2), putsOutStore: true)).Output;
        Assert.Null(ZkPosStatement.TryReadOutput(output, true, out _, out Digest state));
        Assert.Equal(second.DigestOf(config), state);
        byte[] rotation = ZkPosData.Run(second.Streams(config, ZkPosData.ChainId, updates.AsSpan(2), putsOutStore: false)).Output;
        AssertClaim(config, checkpoint, updates[2].FinalizedHeader, rotation);

        // Without its next committee the same update is a step.
        LightClientUpdate step = updates[2] with { NextSyncCommittee = default, NextSyncCommitteeBranch = null };
        AssertClaim(config, checkpoint, step.FinalizedHeader, ZkPosData.Run(second.Streams(config, ZkPosData.ChainId, [step], false)).Output);
    }

    [Theory]
    [InlineData("capella-minimal")]
    [InlineData("capella-mainnetpreset")]
    public void Devnet_data_leads_from_the_checkpoint_to_finality(string folder)
    {
        (ConsensusConfig config, LightClientBootstrap bootstrap, LightClientUpdate[] updates) = ZkPosData.Devnet(folder);
        Digest checkpoint = BeaconBlockHeader.HashTreeRoot(bootstrap.Header.Beacon);
        // The finality update of these files finalizes the checkpoint itself or an older block: refused as nothing new.
        ZkPosStreams streams = ZkPosState.AtCheckpoint(checkpoint, bootstrap).Streams(config, ZkPosData.ChainId, updates.AsSpan(1), false);
        Assert.Contains("the update brings nothing new", ZkPosData.Refusal(streams), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_is_saved_in_the_form_of_the_replies_that_it_was_read_from()
    {
        string folder = Directory.CreateTempSubdirectory("zkpos-network-").FullName;
        try
        {
            BeaconNetwork network = BeaconNetwork.Mainnet with { ChainId = 7 };
            IReadOnlyList<string> files = await network.SaveAsync(folder, TestContext.Current.CancellationToken);
            byte[] genesis = File.ReadAllBytes(files[0]), spec = File.ReadAllBytes(files[1]);
            ZkPosNetwork read = NetworkFile.Read(spec, genesis).ToNetwork();
            Assert.Equal(new ZkPosNetwork(network.Config, 7).PublicInput(default, false, false), read.PublicInput(default, false, false));
            using JsonDocument start = JsonDocument.Parse(genesis), rules = JsonDocument.Parse(spec);
            Assert.Null(BeaconNetwork.TryRead(start.RootElement.GetProperty("data"), rules.RootElement.GetProperty("data"), out BeaconNetwork? again));
            Assert.Equal(network.Identity, again?.Identity);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static void AssertClaim(in ConsensusConfig config, in Digest checkpoint, in LightClientHeader header, byte[] output)
    {
        Assert.Null(ZkPosStatement.TryReadOutput(output, false, out FinalizedHeaderClaim claim, out _));
        Assert.Equal(
            new FinalizedHeaderClaim(
                ZkPosData.ChainId, config.GenesisValidatorsRoot, checkpoint, header.Beacon.Slot, BeaconBlockHeader.HashTreeRoot(header.Beacon),
                header.Execution.BlockNumber, header.Execution.BlockHash, header.Execution.StateRoot, header.Execution.ReceiptsRoot,
                header.Execution.TransactionsRoot, header.Execution.Timestamp),
            claim);
    }
}
