using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.Encoding;
using Supercomputer.Consensus.LightClient;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Consensus.Tests.LightClient;

/// <summary>Data of mainnet, of the Portal network's vectors and of devnets.</summary>
public sealed class RealDataTests
{
    [Fact]
    public void Mainnet_data_of_Capella_leads_from_the_checkpoint_to_finality()
    {
        ConsensusConfig config = ConsensusConfig.Mainnet;
        LightClientStore store = LightClientData.Store(config, LightClientData.Bootstrap(LightClientData.Mainnet("bootstrap.json"), config.Preset));
        LightClientUpdate[] updates = LightClientData.Updates(LightClientData.Mainnet("updates.json"), config.Preset);
        // The first update brings the next committee and an older header, the others move on.
        for (int i = 0; i < updates.Length; i++)
        {
            Assert.Equal("accepted", FinalityAdvance.Advance(config, ref store, updates[i], LightClientData.Never).ToString());
            Assert.Equal(Math.Max(7069376, updates[i].FinalizedHeader.Beacon.Slot), store.FinalizedHeader.Beacon.Slot);
        }

        LightClientUpdate finality = Assert.Single(LightClientData.Updates(LightClientData.Mainnet("finality.json"), config.Preset));
        LightClientUpdate optimistic = Assert.Single(LightClientData.Updates(LightClientData.Mainnet("optimistic.json"), config.Preset));
        // Both are two periods further on; their proofs hold, their committee is not known.
        Assert.Equal(new(LightClientFault.WrongPeriod, 864, 867), FinalityAdvance.Advance(config, ref store, finality, LightClientData.Never));
        Assert.Equal(new(LightClientFault.WrongPeriod, 864, 867), LightClientProtocol.ProcessLightClientUpdate(config, ref store, optimistic, LightClientData.Never));
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"mainnet: {updates.Length} updates of 512 keys accepted, finalized slot {store.FinalizedHeader.Beacon.Slot}; two later ones refused, 0 failed");
    }

    [Theory]
    [InlineData("capella", Fork.Capella)]
    [InlineData("deneb", Fork.Deneb)]
    public void Portal_data_reads_and_its_proofs_hold(string folder, Fork fork)
    {
        ConsensusConfig config = ConsensusConfig.Mainnet;
        byte[] bytes = Portal(folder, "bootstrap.yaml", config, fork);
        Assert.Equal("valid SSZ", LightClientSsz.TryReadBootstrap(bytes, fork, config.Preset, out LightClientBootstrap bootstrap).ToString());
        Assert.Equal(bytes, LightClientSszWriter.Write(bootstrap, fork, config.Preset));
        LightClientStore store = LightClientData.Store(config, bootstrap);
        Assert.Equal("valid SSZ", LightClientSsz.TryReadFinalityUpdate(
            Portal(folder, "finality_update.yaml", config, fork), fork, config.Preset, out LightClientUpdate finality).ToString());
        Assert.Equal("valid SSZ", LightClientSsz.TryReadOptimisticUpdate(
            Portal(folder, "optimistic_update.yaml", config, fork), fork, config.Preset, out LightClientUpdate optimistic).ToString());
        // Deneb's updates are of the period after the checkpoint's, whose committee is not known.
        string expected = fork == Fork.Deneb ? "a signature of period 1250 expected, actual 1251: fetch the updates of the periods between" : "accepted";
        Assert.Equal(expected, LightClientProtocol.ProcessLightClientUpdate(config, ref store, finality, LightClientData.Never).ToString());
        Assert.Equal(expected, LightClientProtocol.ProcessLightClientUpdate(config, ref store, optimistic, LightClientData.Never).ToString());
        foreach (LightClientHeader header in (LightClientHeader[])[finality.AttestedHeader, finality.FinalizedHeader, optimistic.AttestedHeader])
            Assert.True(LightClientHelpers.IsValidLightClientHeader(config, header));
        TestContext.Current.TestOutputHelper!.WriteLine($"{folder}: 3 Portal contents, 0 failed");
    }

    [Fact]
    public void Portal_updates_of_four_periods_are_read()
    {
        ConsensusConfig config = ConsensusConfig.Mainnet;
        byte[] list = LightClientData.Bytes(LightClientData.Yaml(Vectors.Path("ethereum", "light-client", "capella", "updates.yaml"))["content_value"]);
        int first = BitConverter.ToInt32(list), count = first / 4;
        List<LightClientUpdate> updates = [];
        for (int i = 0; i < count; i++)
        {
            int start = BitConverter.ToInt32(list, 4 * i), end = i + 1 < count ? BitConverter.ToInt32(list, 4 * i + 4) : list.Length;
            Assert.Equal("valid SSZ", LightClientSsz.TryReadUpdate(
                list.AsSpan(start + 4, end - start - 4), Fork.Capella, config.Preset, out LightClientUpdate update).ToString());
            updates.Add(update);
        }

        // Each update's committee signs the next one: a store that knows the first committee accepts the rest.
        LightClientStore store = new() { FinalizedHeader = updates[0].FinalizedHeader, NextSyncCommittee = updates[0].NextSyncCommittee };
        for (int i = 1; i < count; i++)
            Assert.Equal("accepted", FinalityAdvance.Advance(config, ref store, updates[i], LightClientData.Never).ToString());
        TestContext.Current.TestOutputHelper!.WriteLine($"Portal updates: {count} read, {count - 1} rotations accepted, 0 failed");
        Assert.Equal(4, count);
    }

    [Theory]
    [InlineData("capella-minimal")]
    [InlineData("capella-mainnetpreset")]
    public void Devnet_data_leads_from_the_checkpoint_to_finality(string folder)
    {
        string Path(string name) => Vectors.Path("ethereum", "light-client-devnet", folder, name);
        ConsensusConfig config = LightClientData.Devnet(folder);
        LightClientStore store = LightClientData.Store(config, LightClientData.Bootstrap(Path("bootstrap.json"), config.Preset));
        LightClientUpdate finality = Assert.Single(LightClientData.Updates(Path("finality_update.json"), config.Preset));
        LightClientUpdate optimistic = Assert.Single(LightClientData.Updates(Path("optimistic_update.json"), config.Preset));
        LightClientUpdate[] updates = [.. LightClientData.Updates(Path("updates.json"), config.Preset), finality, optimistic];
        foreach (LightClientUpdate update in updates)
            Assert.Equal("accepted", LightClientProtocol.ProcessLightClientUpdate(config, ref store, update, LightClientData.Never).ToString());
        Assert.Equal(optimistic.AttestedHeader.Beacon.Slot, store.OptimisticHeader.Beacon.Slot);
        TestContext.Current.TestOutputHelper!.WriteLine($"{folder}: {updates.Length} updates accepted, 0 failed");
    }

    /// <summary>The content behind the four bytes of its fork digest, which must be the fork's.</summary>
    private static byte[] Portal(string folder, string name, in ConsensusConfig config, Fork fork)
    {
        byte[] content = LightClientData.Bytes(LightClientData.Yaml(Vectors.Path("ethereum", "light-client", folder, name))["content_value"]);
        uint digest = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(content);
        Assert.Equal(LightClientHelpers.ComputeForkDigest(config.Forks.Version(fork), config.GenesisValidatorsRoot), digest);
        return content[4..];
    }
}
