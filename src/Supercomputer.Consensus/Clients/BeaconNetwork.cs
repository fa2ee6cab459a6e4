using System.Globalization;
using System.Text.Json;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Encoding;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Clients;

/// <summary>What beacon nodes say of their network: the rules, the beginning, and the clock.</summary>
/// <param name="Config">Preset, forks and genesis validators root.</param>
/// <param name="GenesisTime">Seconds since 1970 at slot 0.</param>
/// <param name="SecondsPerSlot">SECONDS_PER_SLOT.</param>
/// <param name="ChainId">DEPOSIT_CHAIN_ID, the execution chain's id; 1 where the reply lacks it.</param>
/// <remarks>Source: ethereum/beacon-APIs, getGenesis and getSpec; consensus-specs, configs.</remarks>
public sealed record BeaconNetwork(ConsensusConfig Config, ulong GenesisTime, ulong SecondsPerSlot, ulong ChainId)
{
    /// <summary>The names of the files, as <see cref="SaveAsync"/> writes them.</summary>
    public const string GenesisFile = "genesis.json", SpecFile = "spec.json";

    private const string ChainIdName = "DEPOSIT_CHAIN_ID";

    private static readonly string[] s_forks = ["GENESIS", "ALTAIR", "BELLATRIX", "CAPELLA", "DENEB", "ELECTRA", "FULU"];

    /// <summary>Ethereum's mainnet.</summary>
    public static BeaconNetwork Mainnet { get; } = new(ConsensusConfig.Mainnet, 1606824023, 12, 1);

    /// <summary>The network in words: two are the same when these are. It is what endpoints have to agree on.</summary>
    public string Identity => string.Create(CultureInfo.InvariantCulture, $"genesis_validators_root={Config.GenesisValidatorsRoot} genesis_time={GenesisTime} SECONDS_PER_SLOT={SecondsPerSlot} SLOTS_PER_EPOCH={Config.Preset.SlotsPerEpoch} EPOCHS_PER_SYNC_COMMITTEE_PERIOD={Config.Preset.EpochsPerSyncCommitteePeriod} SYNC_COMMITTEE_SIZE={Config.Preset.SyncCommitteeSize} {ChainIdName}={ChainId} ")
        + string.Join(' ', Enumerable.Range(0, ForkSchedule.Count).Select(fork =>
            string.Create(CultureInfo.InvariantCulture, $"{(Fork)fork}={Config.Forks.Version((Fork)fork):x8}@{Config.Forks.Epoch((Fork)fork)}")));

    /// <summary>The slot of a moment; slot 0 before genesis.</summary>
    public ulong SlotAt(DateTimeOffset moment)
    {
        long seconds = moment.ToUnixTimeSeconds() - (long)GenesisTime;
        return seconds <= 0 ? 0 : (ulong)seconds / SecondsPerSlot;
    }

    /// <summary>When a slot begins, in seconds since 1970: the timestamp of its execution block.</summary>
    public ulong TimestampOf(ulong slot) => GenesisTime + slot * SecondsPerSlot;

    /// <summary>Writes what was read of the replies, in their form: for those who verify proofs of this network.</summary>
    /// <returns>The files.</returns>
    public async Task<IReadOnlyList<string>> SaveAsync(string folder, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder);
        Dictionary<string, string> genesis = new()
        {
            ["genesis_time"] = Text(GenesisTime),
            ["genesis_validators_root"] = $"0x{Config.GenesisValidatorsRoot}",
            ["genesis_fork_version"] = Version(0),
        };
        Dictionary<string, string> spec = new()
        {
            [ChainIdName] = Text(ChainId),
            ["SECONDS_PER_SLOT"] = Text(SecondsPerSlot),
            ["SLOTS_PER_EPOCH"] = Text(Config.Preset.SlotsPerEpoch),
            ["EPOCHS_PER_SYNC_COMMITTEE_PERIOD"] = Text(Config.Preset.EpochsPerSyncCommitteePeriod),
            ["SYNC_COMMITTEE_SIZE"] = Text((ulong)Config.Preset.SyncCommitteeSize),
        };
        for (int i = 0; i < ForkSchedule.Count; i++)
        {
            spec[s_forks[i] + "_FORK_VERSION"] = Version(i);
            if (i > 0) spec[s_forks[i] + "_FORK_EPOCH"] = Text(Config.Forks.Epoch((Fork)i));
        }

        string[] paths = [Path.Combine(folder, GenesisFile), Path.Combine(folder, SpecFile)];
        Dictionary<string, string>[] replies = [genesis, spec];
        for (int i = 0; i < paths.Length; i++)
            await File.WriteAllTextAsync(paths[i], JsonSerializer.Serialize(new { data = replies[i] }) + "\n", cancellation).ConfigureAwait(false);
        return paths;
    }

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    private string Version(int fork) => $"0x{Config.Forks.Version((Fork)fork):x8}";

    /// <summary>Reads the objects under "data" of the replies to getGenesis and getSpec.</summary>
    /// <returns>Null, or the first thing that is missing or malformed.</returns>
    public static string? TryRead(JsonElement genesis, JsonElement spec, out BeaconNetwork? network)
    {
        network = null;
        JsonFields start = new(genesis, "genesis"), rules = new(spec, "spec");
        Digest root = start.Digest("genesis_validators_root");
        ulong time = start.Number("genesis_time");
        if (start.Error is not null) return start.Error;
        ulong seconds = rules.Number("SECONDS_PER_SLOT");
        Preset preset = new(
            rules.Number("SLOTS_PER_EPOCH"), rules.Number("EPOCHS_PER_SYNC_COMMITTEE_PERIOD"), (int)Math.Min(rules.Number("SYNC_COMMITTEE_SIZE"), int.MaxValue));
        ulong chainId = rules.Has(ChainIdName) ? rules.Number(ChainIdName) : 1;
        string? error = TryReadForks(ref rules, out ForkSchedule forks) ?? rules.Error;
        if (error is not null) return error;
        if (seconds is 0 or > 3600) return $"spec.SECONDS_PER_SLOT: 1 to 3600 expected, actual {seconds}";
        if (time > uint.MaxValue) return $"genesis.genesis_time: seconds since 1970 expected, actual {time}";
        if (preset != Preset.Mainnet && preset != Preset.Minimal)
            return $"spec: the sizes of the mainnet or the minimal preset expected, actual {preset}";
        network = new(new(preset, forks, root), time, seconds, chainId);
        return null;
    }

    private static string? TryReadForks(ref JsonFields rules, out ForkSchedule schedule)
    {
        schedule = default;
        uint[] versions = new uint[ForkSchedule.Count];
        ulong[] epochs = new ulong[ForkSchedule.Count];
        for (int i = 0; i < ForkSchedule.Count; i++)
        {
            // Forks that a node does not know of never come; so do those that it calls by a name of before their time.
            string version = s_forks[i] + "_FORK_VERSION", epoch = s_forks[i] + "_FORK_EPOCH";
            epochs[i] = i == 0 ? 0 : rules.Has(epoch) ? rules.Number(epoch) : ForkSchedule.FarFuture;
            if (i > 0 && !rules.Has(version)) continue;
            byte[] bytes = rules.Bytes(version, sizeof(uint));
            if (rules.Error is null) versions[i] = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes);
            if (i > 0 && epochs[i] < epochs[i - 1]) rules.Refuse($".{epoch}: at least {epochs[i - 1]} expected, actual {epochs[i]}");
        }

        if (rules.Error is null) schedule = new(versions, epochs);
        return rules.Error;
    }
}
