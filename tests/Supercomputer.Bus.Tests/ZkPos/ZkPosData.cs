using System.Text.Json;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.Encoding;
using Supercomputer.Guests;
using Supercomputer.Testing;
using Xunit;
using ZkPosGuest = ZkPos.Program;

namespace Supercomputer.Bus.Tests.ZkPos;

/// <summary>Light client data of the vectors, and native runs of the guest on it.</summary>
internal static class ZkPosData
{
    public const ulong ChainId = 1;

    /// <summary>Mainnet's checkpoint of slot 7069376 and the updates of periods 862 to 864, 512 keys each.</summary>
    public static (LightClientBootstrap Bootstrap, LightClientUpdate[] Updates) Mainnet()
    {
        Preset preset = Preset.Mainnet;
        return (Bootstrap(Vectors.Path("ethereum", "light-client-mainnet-capella", "bootstrap.json"), preset),
            Updates(Vectors.Path("ethereum", "light-client-mainnet-capella", "updates.json"), preset));
    }

    /// <summary>Mainnet after the first two updates, and the third, which rotates to the next committee: one signature of 511 keys.</summary>
    public static (ZkPosState State, LightClientUpdate Update) Rotation()
    {
        (LightClientBootstrap bootstrap, LightClientUpdate[] updates) = Mainnet();
        ZkPosState checkpoint = ZkPosState.AtCheckpoint(BeaconBlockHeader.HashTreeRoot(bootstrap.Header.Beacon), bootstrap);
        return (checkpoint.After(ConsensusConfig.Mainnet, updates.AsSpan(0, 2)), updates[2]);
    }

    /// <summary>A devnet's network, checkpoint and updates, the finality update last.</summary>
    public static (ConsensusConfig Config, LightClientBootstrap Bootstrap, LightClientUpdate[] Updates) Devnet(string folder)
    {
        string Path(string name) => Vectors.Path("ethereum", "light-client-devnet", folder, name);
        ConsensusConfig config = NetworkFile.Read(File.ReadAllBytes(Path("spec.json")), File.ReadAllBytes(Path("genesis.json"))).Config;
        return (config, Bootstrap(Path("bootstrap.json"), config.Preset),
            [.. Updates(Path("updates.json"), config.Preset), .. Updates(Path("finality_update.json"), config.Preset)]);
    }

    public static GuestRun Run(ZkPosStreams streams) =>
        GuestRun.Execute(ZkPosGuest.Main, @public: streams.Public, @private: streams.Private);

    /// <summary>The message of the trap that ends a run.</summary>
    public static string Refusal(ZkPosStreams streams) => Assert.Throws<GuestTrapException>(() => Run(streams)).Message;

    private static LightClientBootstrap Bootstrap(string path, in Preset preset)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
        Assert.Null(BeaconJson.TryReadBootstrap(json.RootElement.GetProperty("data"), preset, out LightClientBootstrap bootstrap));
        return bootstrap;
    }

    private static LightClientUpdate[] Updates(string path, in Preset preset)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
        List<LightClientUpdate> updates = [];
        JsonElement[] all = json.RootElement.ValueKind == JsonValueKind.Array ? [.. json.RootElement.EnumerateArray()] : [json.RootElement];
        foreach (JsonElement element in all)
        {
            Assert.Null(BeaconJson.TryReadUpdate(element.GetProperty("data"), preset, out LightClientUpdate update));
            updates.Add(update);
        }

        return [.. updates];
    }
}
