using System.Globalization;
using System.Text.Json;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.Encoding;
using Supercomputer.Consensus.LightClient;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives;
using Supercomputer.Testing;
using Xunit;
using YamlDotNet.Serialization;

namespace Supercomputer.Consensus.Tests;

/// <summary>Readers of the vectors: beacon REST JSON, Portal YAML, the specification's YAML.</summary>
internal static class LightClientData
{
    public const ulong Never = ulong.MaxValue;

    public static string Mainnet(string name) => Vectors.Path("ethereum", "light-client-mainnet-capella", name);

    public static LightClientBootstrap Bootstrap(string path, in Preset preset)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
        Assert.Null(BeaconJson.TryReadBootstrap(json.RootElement.GetProperty("data"), preset, out LightClientBootstrap bootstrap));
        return bootstrap;
    }

    /// <summary>The updates of a file that holds one or an array.</summary>
    public static LightClientUpdate[] Updates(string path, in Preset preset)
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

    /// <summary>The store of mainnet's checkpoint.</summary>
    public static LightClientStore Store(in ConsensusConfig config, in LightClientBootstrap bootstrap)
    {
        LightClientError error = LightClientProtocol.InitializeLightClientStore(
            config, BeaconBlockHeader.HashTreeRoot(bootstrap.Header.Beacon), bootstrap, out LightClientStore store);
        Assert.Equal("accepted", error.ToString());
        return store;
    }

    public static Dictionary<string, object> Yaml(string path) =>
        new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(File.ReadAllText(path));

    public static byte[] Bytes(object hex)
    {
        Assert.True(Hex.TryDecode((string)hex, out byte[]? bytes));
        return bytes;
    }

    public static Digest Root(object hex) => new(Bytes(hex));

    public static ulong Number(object text) => ulong.Parse((string)text, CultureInfo.InvariantCulture);

    /// <summary>The network of a recorded devnet.</summary>
    public static ConsensusConfig Devnet(string folder)
    {
        using JsonDocument spec = JsonDocument.Parse(File.ReadAllBytes(Vectors.Path("ethereum", "light-client-devnet", folder, "spec.json")));
        using JsonDocument genesis = JsonDocument.Parse(File.ReadAllBytes(Vectors.Path("ethereum", "light-client-devnet", folder, "genesis.json")));
        JsonElement settings = spec.RootElement.GetProperty("data");
        return Config(
            key => settings.TryGetProperty(key, out JsonElement value) ? value.GetString() : null,
            Root(genesis.RootElement.GetProperty("data").GetProperty("genesis_validators_root").GetString()!));
    }

    /// <summary>A network from the names of a configuration file; forks that it lacks never come.</summary>
    public static ConsensusConfig Config(Func<string, string?> value, in Digest genesisValidatorsRoot)
    {
        string[] forks = ["GENESIS", "ALTAIR", "BELLATRIX", "CAPELLA", "DENEB", "ELECTRA", "FULU"];
        uint[] versions = new uint[forks.Length];
        ulong[] epochs = new ulong[forks.Length];
        for (int i = 0; i < forks.Length; i++)
        {
            string? version = value(forks[i] + "_FORK_VERSION");
            versions[i] = version is null ? 0 : Convert.ToUInt32(version, 16);
            epochs[i] = i == 0 ? 0 : value(forks[i] + "_FORK_EPOCH") is { } epoch ? Number(epoch) : Never;
        }

        Preset preset = value("PRESET_BASE") == "minimal" ? Preset.Minimal : Preset.Mainnet;
        return new(preset, new(versions, epochs), genesisValidatorsRoot);
    }
}
