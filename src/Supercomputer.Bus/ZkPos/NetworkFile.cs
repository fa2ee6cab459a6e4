using System.Globalization;
using System.Text.Json;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives;

namespace Supercomputer.Bus.ZkPos;

/// <summary>A network as a beacon node describes it: the replies of /eth/v1/config/spec and /eth/v1/beacon/genesis.</summary>
/// <param name="Config">The rules.</param>
/// <param name="ChainId">DEPOSIT_CHAIN_ID, 1 where the reply lacks it.</param>
/// <param name="Error">What is wrong with the replies; null where they are good.</param>
public readonly record struct NetworkFile(ConsensusConfig Config, ulong ChainId, string? Error)
{
    private static readonly string[] s_forks = ["GENESIS", "ALTAIR", "BELLATRIX", "CAPELLA", "DENEB", "ELECTRA", "FULU"];

    /// <summary>The network, of good replies.</summary>
    public ZkPosNetwork ToNetwork() => new(Config, ChainId);

    /// <summary>Reads both replies. Forks that they do not name never come.</summary>
    public static NetworkFile Read(ReadOnlyMemory<byte> spec, ReadOnlyMemory<byte> genesis)
    {
        try
        {
            using JsonDocument settings = JsonDocument.Parse(spec), birth = JsonDocument.Parse(genesis);
            return Read(settings.RootElement.GetProperty("data"), birth.RootElement.GetProperty("data"));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or OverflowException or ArgumentException)
        {
            return new(default, 0, $"not the replies of config/spec and beacon/genesis: {error.Message}");
        }
    }

    private static NetworkFile Read(JsonElement settings, JsonElement birth)
    {
        uint[] versions = new uint[s_forks.Length];
        ulong[] epochs = new ulong[s_forks.Length];
        for (int i = 0; i < s_forks.Length; i++)
        {
            versions[i] = Text(settings, s_forks[i] + "_FORK_VERSION") is { } version ? Convert.ToUInt32(version, 16) : 0;
            epochs[i] = i == 0 ? 0 : Number(settings, s_forks[i] + "_FORK_EPOCH", ForkSchedule.FarFuture);
        }

        Preset preset = new(
            Number(settings, "SLOTS_PER_EPOCH", 32), Number(settings, "EPOCHS_PER_SYNC_COMMITTEE_PERIOD", 256),
            (int)Number(settings, "SYNC_COMMITTEE_SIZE", 512));
        string root = Text(birth, "genesis_validators_root") ?? "";
        if (!Hex.TryDecode(root, out byte[]? bytes) || bytes.Length != Digest.Size)
            return new(default, 0, $"genesis_validators_root: 32 bytes of hexadecimal expected, actual '{root}'");
        return new(new(preset, new(versions, epochs), new(bytes)), Number(settings, "DEPOSIT_CHAIN_ID", 1), null);
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static ulong Number(JsonElement json, string name, ulong otherwise) =>
        Text(json, name) is { } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
