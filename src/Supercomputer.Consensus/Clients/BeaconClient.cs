using System.Globalization;
using System.Text.Json;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.Encoding;
using Supercomputer.Consensus.LightClient;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Clients;

/// <summary>Asks beacon nodes over their REST interface.</summary>
/// <remarks>
/// What can be proved is taken from the first endpoint whose proof holds; what cannot (the network's rules and genesis, the
/// checkpoints) is what a quorum says. No method throws but for the caller's cancellation.
/// Source: ethereum/beacon-APIs 2.4.
/// </remarks>
public sealed class BeaconClient
{
    /// <summary>MAX_REQUEST_LIGHT_CLIENT_UPDATES.</summary>
    public const int MostUpdates = 128;

    private const string LightClientPath = "/eth/v1/beacon/light_client/";
    private readonly EndpointSet endpoints;

    /// <summary>Takes the endpoints in the order of preference.</summary>
    /// <param name="http">The connection; its own time-out should be longer than that of the options.</param>
    /// <param name="addresses">At least one.</param>
    /// <param name="options">Patience and bounds; the defaults when null.</param>
    public BeaconClient(HttpClient http, IReadOnlyList<Uri> addresses, ClientOptions? options = null)
    {
        Options = options ?? new();
        endpoints = new(http, addresses, Options);
    }

    /// <summary>Patience and bounds.</summary>
    public ClientOptions Options { get; }

    /// <summary>The network that a quorum of the endpoints serves.</summary>
    /// <param name="expected">The network that it must be, where the caller knows it.</param>
    /// <param name="cancellation">Stops asking.</param>
    public Task<Answer<BeaconNetwork>> GetNetworkAsync(BeaconNetwork? expected = null, CancellationToken cancellation = default) =>
        endpoints.AgreedAsync("getGenesis and getSpec", async endpoint =>
        {
            Answer<JsonElement> genesis = await DataAsync(endpoint, "/eth/v1/beacon/genesis", cancellation).ConfigureAwait(false);
            if (!genesis.IsGood) return genesis.As<BeaconNetwork>();
            Answer<JsonElement> spec = await DataAsync(endpoint, "/eth/v1/config/spec", cancellation).ConfigureAwait(false);
            if (!spec.IsGood) return spec.As<BeaconNetwork>();
            string? error = BeaconNetwork.TryRead(genesis.Value, spec.Value, out BeaconNetwork? network);
            if (error is not null) return Answer<BeaconNetwork>.Refused(ClientError.Malformed(endpoint.Name, "getGenesis and getSpec", error));
            return expected is null || network!.Config.GenesisValidatorsRoot == expected.Config.GenesisValidatorsRoot
                ? Answer<BeaconNetwork>.Good(network!)
                : Answer<BeaconNetwork>.Refused(new(endpoint.Name, "getGenesis", ClientFault.WrongNetwork,
                    $"genesis validators root {expected.Config.GenesisValidatorsRoot}", $"{network.Config.GenesisValidatorsRoot}", "name an endpoint of that network"));
        }, static network => network.Identity);

    /// <summary>The bootstrap of a trusted block, checked against its root.</summary>
    public Task<Answer<BeaconReply<LightClientBootstrap>>> GetBootstrapAsync(
        ConsensusConfig config, Digest checkpoint, CancellationToken cancellation = default)
    {
        string path = $"{LightClientPath}bootstrap/0x{checkpoint}";
        return endpoints.FirstProvenAsync(async endpoint =>
        {
            Answer<JsonElement> reply = await endpoint.GetJsonAsync(path, cancellation).ConfigureAwait(false);
            if (!reply.IsGood) return reply.As<BeaconReply<LightClientBootstrap>>();
            LightClientBootstrap bootstrap = default;
            string? error = Data(reply.Value, out JsonElement data) ?? BeaconJson.TryReadBootstrap(data, config.Preset, out bootstrap);
            error ??= CheckVersion(reply.Value, config, bootstrap.Header.Beacon.Slot);
            if (error is not null) return Answer<BeaconReply<LightClientBootstrap>>.Refused(ClientError.Malformed(endpoint.Name, path, error));
            LightClientError fault = LightClientProtocol.InitializeLightClientStore(config, checkpoint, bootstrap, out _);
            return fault.IsError
                ? Answer<BeaconReply<LightClientBootstrap>>.Refused(ClientError.Unproven(endpoint.Name, path, fault.ToString()))
                : Answer<BeaconReply<LightClientBootstrap>>.Good(new(endpoint.Name, bootstrap, reply.Value));
        });
    }

    /// <summary>The best updates of consecutive periods, from the first endpoint whose updates the caller accepts.</summary>
    /// <param name="config">The network.</param>
    /// <param name="startPeriod">The first period.</param>
    /// <param name="count">How many at most; nodes refuse periods that they have no update of.</param>
    /// <param name="refuse">Checks them: null when they are good, else the kind of fault and the reason.</param>
    /// <param name="cancellation">Stops asking.</param>
    public Task<Answer<IReadOnlyList<BeaconReply<LightClientUpdate>>>> GetUpdatesAsync(
        ConsensusConfig config, ulong startPeriod, int count, Func<IReadOnlyList<BeaconReply<LightClientUpdate>>, (ClientFault Fault, string Reason)?> refuse,
        CancellationToken cancellation = default)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"{LightClientPath}updates?start_period={startPeriod}&count={Math.Min(count, MostUpdates)}");
        return endpoints.FirstProvenAsync(async endpoint =>
        {
            Answer<JsonElement> reply = await endpoint.GetJsonAsync(path, cancellation).ConfigureAwait(false);
            if (!reply.IsGood) return reply.As<IReadOnlyList<BeaconReply<LightClientUpdate>>>();
            string? error = TryReadUpdates(endpoint.Name, reply.Value, config, count, out List<BeaconReply<LightClientUpdate>> updates);
            if (error is not null) return Answer<IReadOnlyList<BeaconReply<LightClientUpdate>>>.Refused(ClientError.Malformed(endpoint.Name, path, error));
            return refuse(updates) is (ClientFault fault, string reason)
                ? Answer<IReadOnlyList<BeaconReply<LightClientUpdate>>>.Refused(
                    fault == ClientFault.Stale ? ClientError.Stale(endpoint.Name, path, reason) : ClientError.Unproven(endpoint.Name, path, reason))
                : Answer<IReadOnlyList<BeaconReply<LightClientUpdate>>>.Good(updates);
        });
    }

    /// <summary>The newest finality update of every endpoint, not yet checked.</summary>
    public Task<IReadOnlyList<Answer<BeaconReply<LightClientUpdate>>>> GetFinalityUpdatesAsync(ConsensusConfig config, CancellationToken cancellation = default) =>
        endpoints.AllAsync(endpoint => UpdateAsync(endpoint, LightClientPath + "finality_update", config, cancellation));

    /// <summary>The newest optimistic update of every endpoint, not yet checked.</summary>
    public Task<IReadOnlyList<Answer<BeaconReply<LightClientUpdate>>>> GetOptimisticUpdatesAsync(ConsensusConfig config, CancellationToken cancellation = default) =>
        endpoints.AllAsync(endpoint => UpdateAsync(endpoint, LightClientPath + "optimistic_update", config, cancellation));

    /// <summary>The header with a root, checked against it.</summary>
    public Task<Answer<BeaconBlockHeader>> GetHeaderAsync(Digest root, CancellationToken cancellation = default)
    {
        string path = $"/eth/v1/beacon/headers/0x{root}";
        return endpoints.FirstProvenAsync(async endpoint =>
        {
            Answer<JsonElement> data = await DataAsync(endpoint, path, cancellation).ConfigureAwait(false);
            if (!data.IsGood) return data.As<BeaconBlockHeader>();
            JsonFields fields = new(data.Value, "header"), signed = fields.Object("header"), message = signed.Object("message");
            BeaconBlockHeader header = BeaconJson.ReadBeaconHeader(ref message);
            if (message.Error is not null) return Answer<BeaconBlockHeader>.Refused(ClientError.Malformed(endpoint.Name, path, message.Error));
            Digest actual = BeaconBlockHeader.HashTreeRoot(header);
            return actual == root
                ? Answer<BeaconBlockHeader>.Good(header)
                : Answer<BeaconBlockHeader>.Refused(ClientError.Unproven(endpoint.Name, path, $"a header with root 0x{actual}"));
        });
    }

    /// <summary>What a quorum calls justified and finalized in a state: a claim that no proof decides.</summary>
    /// <param name="state">"head", "finalized", a slot, or a root behind 0x.</param>
    /// <param name="cancellation">Stops asking.</param>
    public Task<Answer<FinalityCheckpoints>> GetFinalityCheckpointsAsync(string state, CancellationToken cancellation = default)
    {
        string path = $"/eth/v1/beacon/states/{state}/finality_checkpoints";
        return endpoints.AgreedAsync(path, async endpoint =>
        {
            Answer<JsonElement> data = await DataAsync(endpoint, path, cancellation).ConfigureAwait(false);
            if (!data.IsGood) return data.As<FinalityCheckpoints>();
            JsonFields fields = new(data.Value, "checkpoints");
            JsonFields previous = fields.Object("previous_justified"), current = fields.Object("current_justified"), finalized = fields.Object("finalized");
            FinalityCheckpoints checkpoints = new(previous.Number("epoch"), previous.Digest("root"),
                current.Number("epoch"), current.Digest("root"), finalized.Number("epoch"), finalized.Digest("root"));
            string? error = fields.Error ?? previous.Error ?? current.Error ?? finalized.Error;
            return error is null
                ? Answer<FinalityCheckpoints>.Good(checkpoints)
                : Answer<FinalityCheckpoints>.Refused(ClientError.Malformed(endpoint.Name, path, error));
        }, static checkpoints => checkpoints.ToString());
    }

    /// <summary>A block's JSON under "data", from the first endpoint that the caller's check accepts.</summary>
    public Task<Answer<JsonElement>> GetBlockAsync(string block, Func<JsonElement, string?> refuse, CancellationToken cancellation = default)
    {
        string path = $"/eth/v2/beacon/blocks/{block}";
        return endpoints.FirstProvenAsync(async endpoint =>
        {
            Answer<JsonElement> data = await DataAsync(endpoint, path, cancellation).ConfigureAwait(false);
            return data.IsGood && refuse(data.Value) is { } error ? Answer<JsonElement>.Refused(ClientError.Unproven(endpoint.Name, path, error)) : data;
        });
    }

    /// <summary>A state as SSZ, from the first endpoint that the caller's check accepts.</summary>
    public Task<Answer<byte[]>> GetStateAsync(string state, Func<byte[], string?> refuse, CancellationToken cancellation = default)
    {
        string path = $"/eth/v2/debug/beacon/states/{state}";
        return endpoints.FirstProvenAsync(async endpoint =>
        {
            Answer<byte[]> reply = await endpoint.GetBytesAsync(path, cancellation).ConfigureAwait(false);
            return reply.IsGood && refuse(reply.Value) is { } error ? Answer<byte[]>.Refused(ClientError.Unproven(endpoint.Name, path, error)) : reply;
        });
    }

    private static async Task<Answer<BeaconReply<LightClientUpdate>>> UpdateAsync(
        HttpEndpoint endpoint, string path, ConsensusConfig config, CancellationToken cancellation)
    {
        Answer<JsonElement> reply = await endpoint.GetJsonAsync(path, cancellation).ConfigureAwait(false);
        if (!reply.IsGood) return reply.As<BeaconReply<LightClientUpdate>>();
        string? error = TryReadUpdate(reply.Value, config, out LightClientUpdate update);
        return error is null
            ? Answer<BeaconReply<LightClientUpdate>>.Good(new(endpoint.Name, update, reply.Value))
            : Answer<BeaconReply<LightClientUpdate>>.Refused(ClientError.Malformed(endpoint.Name, path, error));
    }

    private static string? TryReadUpdates(
        string endpoint, JsonElement reply, in ConsensusConfig config, int most, out List<BeaconReply<LightClientUpdate>> updates)
    {
        updates = [];
        if (reply.ValueKind != JsonValueKind.Array) return $"an array expected, actual {reply.ValueKind}";
        if (reply.GetArrayLength() > most) return $"at most {most} updates expected, actual {reply.GetArrayLength()}";
        foreach (JsonElement element in reply.EnumerateArray())
        {
            string? error = TryReadUpdate(element, config, out LightClientUpdate update);
            if (error is not null) return $"update {updates.Count}: {error}";
            updates.Add(new(endpoint, update, element));
        }

        return null;
    }

    private static string? TryReadUpdate(JsonElement reply, in ConsensusConfig config, out LightClientUpdate update)
    {
        update = default;
        return Data(reply, out JsonElement data) ?? BeaconJson.TryReadUpdate(data, config.Preset, out update)
            ?? CheckVersion(reply, config, update.AttestedHeader.Beacon.Slot);
    }

    /// <summary>A reply that names its fork must name the one of its slot.</summary>
    private static string? CheckVersion(JsonElement reply, in ConsensusConfig config, ulong slot)
    {
        if (!reply.TryGetProperty("version", out JsonElement version)) return null;
        Fork fork = LightClientHelpers.ForkAtSlot(config, slot);
        string? name = version.ValueKind == JsonValueKind.String ? version.GetString() : null;
        return string.Equals(name, fork.ToString(), StringComparison.OrdinalIgnoreCase) ? null : $"version {fork} at slot {slot} expected, actual {name ?? version.ValueKind.ToString()}";
    }

    private static async Task<Answer<JsonElement>> DataAsync(HttpEndpoint endpoint, string path, CancellationToken cancellation)
    {
        Answer<JsonElement> reply = await endpoint.GetJsonAsync(path, cancellation).ConfigureAwait(false);
        if (!reply.IsGood) return reply;
        string? error = Data(reply.Value, out JsonElement data);
        return error is null ? Answer<JsonElement>.Good(data) : Answer<JsonElement>.Refused(ClientError.Malformed(endpoint.Name, path, error));
    }

    private static string? Data(JsonElement reply, out JsonElement data)
    {
        data = default;
        if (reply.ValueKind != JsonValueKind.Object) return $"an object expected, actual {reply.ValueKind}";
        return reply.TryGetProperty("data", out data) ? null : "data: missing";
    }
}
