using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.Encoding;
using Supercomputer.Consensus.LightClient;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Consensus.Tests.LightClient;

/// <summary>The official light client sync vectors, minimal preset: every step, every check, and the bytes written back.</summary>
public sealed class SpecificationTests
{
    private static readonly string[] Cases = ["light_client_sync", "advance_finality_without_sync_committee", "supply_sync_committee_from_past_update"];

    [Theory]
    [InlineData("deneb", Fork.Deneb)]
    [InlineData("electra", Fork.Electra)]
    public void Every_step_of_the_sync_vectors_ends_in_the_headers_expected(string folder, Fork fork)
    {
        int steps = 0, headers = 0;
        foreach (string name in Cases)
        {
            string path = Vectors.Path("ethereum", "light-client-spec", folder, name);
            (int s, int h) = Run(path, fork);
            steps += s;
            headers += h;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{folder}: {Cases.Length} cases, {steps} steps, {headers} headers checked, 0 failed");
        Assert.True(steps >= 10);
    }

    private static (int Steps, int Headers) Run(string path, Fork fork)
    {
        Dictionary<string, object> meta = LightClientData.Yaml(Path.Combine(path, "meta.yaml"));
        Dictionary<string, object> settings = LightClientData.Yaml(Path.Combine(path, "config.yaml"));
        ConsensusConfig config = LightClientData.Config(
            key => (string?)settings.GetValueOrDefault(key), LightClientData.Root(meta["genesis_validators_root"]));
        byte[] bytes = SnappyBlock.Decode(File.ReadAllBytes(Path.Combine(path, "bootstrap.ssz_snappy")));
        Assert.False(LightClientSsz.TryReadBootstrap(bytes, fork, config.Preset, out LightClientBootstrap bootstrap).IsError);
        Assert.Equal(bytes, LightClientSszWriter.Write(bootstrap, fork, config.Preset));
        Assert.Equal(default, LightClientProtocol.InitializeLightClientStore(
            config, LightClientData.Root(meta["trusted_block_root"]), bootstrap, out LightClientStore store));

        int steps = 0, headers = 0;
        List<object> list = new YamlDotNet.Serialization.DeserializerBuilder().Build().Deserialize<List<object>>(File.ReadAllText(Path.Combine(path, "steps.yaml")));
        foreach (Dictionary<object, object> step in list.Cast<Dictionary<object, object>>())
        {
            (object kind, object content) = (step.Keys.Single(), step.Values.Single());
            var fields = (Dictionary<object, object>)content;
            ulong slot = LightClientData.Number(fields["current_slot"]);
            LightClientError error = (string)kind switch
            {
                "process_update" => Process(config, ref store, Path.Combine(path, fields["update"] + ".ssz_snappy"), fork, slot),
                "force_update" => LightClientProtocol.ProcessLightClientStoreForceUpdate(config, ref store, slot),
                _ => throw new InvalidDataException($"unknown step {kind}"),
            };
            Assert.Equal("accepted", error.ToString());
            var checks = (Dictionary<object, object>)fields["checks"];
            Check(config, checks["finalized_header"], store.FinalizedHeader);
            Check(config, checks["optimistic_header"], store.OptimisticHeader);
            headers += 2;
            steps++;
        }

        return (steps, headers);
    }

    private static LightClientError Process(in ConsensusConfig config, ref LightClientStore store, string path, Fork fork, ulong slot)
    {
        byte[] bytes = SnappyBlock.Decode(File.ReadAllBytes(path));
        Assert.False(LightClientSsz.TryReadUpdate(bytes, fork, config.Preset, out LightClientUpdate update).IsError);
        Assert.Equal(bytes, LightClientSszWriter.Write(update, fork, config.Preset));
        return LightClientProtocol.ProcessLightClientUpdate(config, ref store, LightClientUpgrade.UpgradeLcUpdateToElectra(update), slot);
    }

    private static void Check(in ConsensusConfig config, object expected, in LightClientHeader header)
    {
        var fields = (Dictionary<object, object>)expected;
        Assert.Equal(LightClientData.Number(fields["slot"]), header.Beacon.Slot);
        Assert.Equal(LightClientData.Root(fields["beacon_root"]), BeaconBlockHeader.HashTreeRoot(header.Beacon));
        Assert.Equal(LightClientData.Root(fields["execution_root"]), LightClientHelpers.GetLcExecutionRoot(config, header));
    }
}
