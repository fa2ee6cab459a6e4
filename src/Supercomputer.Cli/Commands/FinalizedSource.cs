using System.CommandLine;
using System.Text.Json;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Consensus.Clients;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.Encoding;
using Supercomputer.Consensus.LightClient;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Cli.Commands;

/// <summary>Where <c>wsc bus finalized</c> takes its light client data from: files, or beacon nodes.</summary>
internal sealed class FinalizedSource
{
    private readonly Option<string> checkpoint = new("--checkpoint") { Description = "the root of the beacon block that you trust, 32 bytes of hexadecimal", Required = true };
    private readonly Option<string[]> beacon = new("--beacon") { Description = "the address of a beacon node's REST interface, repeatable: in place of files" };
    private readonly Option<string?> save = new("--save") { Description = "with --beacon: a folder for what was fetched, as JSON; the files can be given again in place of --beacon" };
    private readonly Option<string?> bootstrap = new("--bootstrap") { Description = "the beacon node's light client bootstrap of the trusted block (JSON)" };
    private readonly Option<string[]> updates = new("--updates")
    {
        Description = "the light client updates that lead on from it, in order (JSON files of one or several)",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> spec = new("--spec") { Description = "the reply of /eth/v1/config/spec (default: mainnet)" };
    private readonly Option<string?> genesis = new("--genesis") { Description = "the reply of /eth/v1/beacon/genesis; with --spec" };
    private readonly Option<string[]> earlier = new("--proved")
    {
        Description = "the updates that the bundle of --after proves, in order",
        AllowMultipleArgumentsPerToken = true,
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[checkpoint, beacon, save, bootstrap, updates, earlier, spec, genesis]) command.Options.Add(option);
    }

    public async Task<FinalizedInputs> ReadAsync(ParseResult parsed, CancellationToken cancellation)
    {
        Digest root = FinalizedCommand.Root(parsed.GetValue(checkpoint)!);
        List<Uri> addresses = FollowCommand.Addresses(parsed.GetValue(beacon), "--beacon");
        bool hasFiles = parsed.GetValue(bootstrap) is not null || parsed.GetValue(updates) is { Length: > 0 };
        if (addresses.Count > 0)
        {
            if (hasFiles || parsed.GetValue(spec) is not null || parsed.GetValue(genesis) is not null)
                throw new CommandFailure("--beacon stands in place of --bootstrap, --updates, --spec and --genesis: keep what it fetches with --save to give files", CommandFailure.Usage);
            return await FetchAsync(addresses, root, parsed.GetValue(earlier) ?? [], parsed.GetValue(save), cancellation).ConfigureAwait(false);
        }

        if (parsed.GetValue(save) is not null) throw new CommandFailure("--save keeps what --beacon fetches: name a beacon node", CommandFailure.Usage);
        if (parsed.GetValue(bootstrap) is not { } start || parsed.GetValue(updates) is not { Length: > 0 } paths)
            throw new CommandFailure("name a beacon node with --beacon, or give its replies with --bootstrap and --updates", CommandFailure.Usage);
        NetworkFile network = FinalizedCommand.Network(parsed.GetValue(spec), parsed.GetValue(genesis));
        Preset preset = network.Config.Preset;
        return new(network.ToNetwork(), root, ReadBootstrap(start, preset), [.. (parsed.GetValue(earlier) ?? []).SelectMany(path => ReadUpdates(path, preset))],
            [.. paths.SelectMany(path => ReadUpdates(path, preset))]);
    }

    /// <summary>What the endpoints prove; endpoints that are not believed are named on standard error. Where a proof is gone on from, only what leads on.</summary>
    private static async Task<FinalizedInputs> FetchAsync(List<Uri> addresses, Digest root, string[] provedPaths, string? folder, CancellationToken cancellation)
    {
        using HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };
        BeaconClient client = new(http, addresses);
        BeaconNetwork network = FollowCommand.Good(await client.GetNetworkAsync(null, cancellation).ConfigureAwait(false));
        LightClientHistory history = FollowCommand.Good(await LightClientHistory.FetchAsync(client, network, root, cancellation).ConfigureAwait(false));
        LightClientUpdate[] proved = [.. provedPaths.SelectMany(path => ReadUpdates(path, network.Config.Preset))];
        LightClientUpdate[] steps = LeadingOn(network.Config, root, history, proved, out ulong trusted);
        if (steps.Select(static step => step.FinalizedHeader.Beacon.Slot).DefaultIfEmpty().Max() <= trusted)
            throw new CommandFailure($"{string.Join(", ", addresses)}: a finalized block after {(proved.Length > 0 ? "the proved" : "the checkpoint's")} slot {trusted} expected, actual none; ask again after an epoch, or begin at an older checkpoint");
        if (folder is not null)
        {
            await history.SaveAsync(folder, cancellation).ConfigureAwait(false);
            await network.SaveAsync(folder, cancellation).ConfigureAwait(false);
        }

        return new(new(network.Config, network.ChainId), root, history.Bootstrap.Value, proved, steps);
    }

    /// <summary>The updates of a history that bring something after those that are proved; all of it where none are.</summary>
    private static LightClientUpdate[] LeadingOn(in ConsensusConfig config, in Digest root, LightClientHistory history, LightClientUpdate[] proved, out ulong trusted)
    {
        trusted = history.Bootstrap.Value.Header.Beacon.Slot;
        if (proved.Length == 0) return [.. history.Steps];
        _ = LightClientProtocol.InitializeLightClientStore(config, root, history.Bootstrap.Value, out LightClientStore store);
        for (int i = 0; i < proved.Length; i++)
        {
            LightClientError error = FinalityAdvance.Advance(config, ref store, proved[i], ulong.MaxValue);
            if (error.IsError) throw new CommandFailure($"--proved, update {i} (attested slot {proved[i].AttestedHeader.Beacon.Slot}): {error}");
        }

        trusted = store.FinalizedHeader.Beacon.Slot;
        List<LightClientUpdate> steps = [];
        foreach (LightClientUpdate step in history.Steps)
        {
            LightClientStore next = store;
            if (FinalityAdvance.Advance(config, ref next, step, ulong.MaxValue).IsError) continue; // the proved ones have brought it
            store = next;
            steps.Add(step);
        }

        return [.. steps];
    }

    private static LightClientBootstrap ReadBootstrap(string path, Preset preset)
    {
        using JsonDocument json = Parse(path);
        string? error = BeaconJson.TryReadBootstrap(Data(json.RootElement), preset, out LightClientBootstrap bootstrap);
        return error is null ? bootstrap : throw new CommandFailure($"{path}: {error}");
    }

    private static List<LightClientUpdate> ReadUpdates(string path, Preset preset)
    {
        using JsonDocument json = Parse(path);
        List<LightClientUpdate> updates = [];
        JsonElement[] all = json.RootElement.ValueKind == JsonValueKind.Array ? [.. json.RootElement.EnumerateArray()] : [json.RootElement];
        foreach (JsonElement element in all)
        {
            string? error = BeaconJson.TryReadUpdate(Data(element), preset, out LightClientUpdate update);
            if (error is not null) throw new CommandFailure($"{path}: {error}");
            updates.Add(update);
        }

        return updates;
    }

    private static JsonElement Data(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("data", out JsonElement data) ? data : json;

    private static JsonDocument Parse(string path)
    {
        try
        {
            return JsonDocument.Parse(InputFiles.Read(path, "light client data"));
        }
        catch (JsonException error)
        {
            throw new CommandFailure($"{path}: not JSON: {error.Message}");
        }
    }
}
