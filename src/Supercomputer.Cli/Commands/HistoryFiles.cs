using System.Globalization;
using System.Text;
using System.Text.Json;
using Supercomputer.Bus.History;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.Encoding;
using Supercomputer.Consensus.States;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives;
using Supercomputer.Proofs;

namespace Supercomputer.Cli.Commands;

/// <summary>Files that say where an older block stands: headers, headers with proofs, beacon headers and states.</summary>
internal static class HistoryFiles
{
    private const string ContentValue = "content_value:";
    private const long MostStateBytes = 2_000_000_000;

    /// <summary>The headers of a file: of a block file one, of a Portal header one, of lines of hexadecimal all.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Headers(string path)
    {
        if (Directory.Exists(path)) return [BlockStreams.ReadBlock(path).Header.Encoding];
        string text = Encoding.UTF8.GetString(InputFiles.Read(path, "header"));
        if (text.Contains(ContentValue, StringComparison.Ordinal)) return [Portal(path).Header];
        if (!text.StartsWith("0x", StringComparison.Ordinal)) return [BlockStreams.ReadBlock(path).Header.Encoding];
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select((line, i) =>
            Hex.TryDecode(line, out byte[]? bytes) ? (ReadOnlyMemory<byte>)bytes : throw new CommandFailure($"{path}, line {i + 1}: the RLP of a header in hexadecimal expected"));
    }

    /// <summary>A header with its proof: SSZ, or YAML with it in hexadecimal.</summary>
    public static HeaderWithProof Portal(string path)
    {
        byte[] bytes = InputFiles.Read(path, "header with proof");
        string? line = Encoding.UTF8.GetString(bytes).Split('\n').FirstOrDefault(text => text.StartsWith(ContentValue, StringComparison.Ordinal));
        if (line is not null && !Hex.TryDecode(line[ContentValue.Length..].Trim().Trim('"', '\''), out bytes!))
            throw new CommandFailure($"{path}: hexadecimal bytes expected behind {ContentValue}");
        return HeaderWithProof.Read(bytes).TryGet(out HeaderWithProof? header, out VerificationError? error) ? header : throw new CommandFailure($"{path}: {error}");
    }

    /// <summary>A beacon header: the first of a beacon node's reply.</summary>
    public static BeaconBlockHeader BeaconHeader(string path)
    {
        using JsonDocument json = Parse(path);
        if (Find(json.RootElement, "body_root") is not { } found) throw new CommandFailure($"{path}: a beacon header (slot, proposer_index, parent_root, state_root, body_root) expected, actual none");
        return new()
        {
            Slot = Number(path, found, "slot"),
            ProposerIndex = Number(path, found, "proposer_index"),
            ParentRoot = Root(path, found, "parent_root"),
            StateRoot = Root(path, found, "state_root"),
            BodyRoot = Root(path, found, "body_root"),
        };
    }

    /// <summary>The header of a light client bootstrap, or the finalized header of the first update.</summary>
    public static LightClientHeader LightClientHeader(string path, in Preset preset)
    {
        using JsonDocument json = Parse(path);
        JsonElement data = json.RootElement.ValueKind == JsonValueKind.Array && json.RootElement.GetArrayLength() > 0 ? json.RootElement[0] : json.RootElement;
        if (data.ValueKind == JsonValueKind.Object && data.TryGetProperty("data", out JsonElement inner)) data = inner;
        string? error;
        if (data.ValueKind == JsonValueKind.Object && data.TryGetProperty("finalized_header", out _))
        {
            error = BeaconJson.TryReadUpdate(data, preset, out LightClientUpdate update);
            return error is null ? update.FinalizedHeader : throw new CommandFailure($"{path}: {error}");
        }

        error = BeaconJson.TryReadBootstrap(data, preset, out LightClientBootstrap bootstrap);
        return error is null ? bootstrap.Header : throw new CommandFailure($"{path}: {error}");
    }

    /// <summary>A beacon state.</summary>
    public static BeaconStateHistory State(string path, in ConsensusConfig config)
    {
        FileInfo file = new(path);
        if (!file.Exists) throw new CommandFailure($"beacon state '{path}' does not exist; check the path", CommandFailure.Usage);
        if (file.Length > MostStateBytes) throw new CommandFailure($"beacon state '{path}' has {file.Length} bytes; at most {MostStateBytes} are read");
        string? error = BeaconStateHistory.TryRead(File.ReadAllBytes(path), config, out BeaconStateHistory? state);
        return error is null ? state! : throw new CommandFailure($"{path}: {error}");
    }

    private static JsonElement? Find(JsonElement json, string property)
    {
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty(property, out _)) return json;
        IEnumerable<JsonElement> inside = json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject().Select(entry => entry.Value),
            JsonValueKind.Array => json.EnumerateArray(),
            _ => [],
        };
        foreach (JsonElement element in inside)
            if (Find(element, property) is { } found) return found;
        return null;
    }

    private static ulong Number(string path, JsonElement header, string name) =>
        header.TryGetProperty(name, out JsonElement value) && ulong.TryParse($"{value}", NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
            ? number
            : throw new CommandFailure($"{path}: {name}: a number expected in the beacon header");

    private static Digest Root(string path, JsonElement header, string name) =>
        header.TryGetProperty(name, out JsonElement value) && Hex.TryDecode($"{value}", out byte[]? bytes) && bytes.Length == Digest.Size
            ? new(bytes)
            : throw new CommandFailure($"{path}: {name}: 32 bytes of hexadecimal expected in the beacon header");

    private static JsonDocument Parse(string path)
    {
        try
        {
            return JsonDocument.Parse(InputFiles.Read(path, "beacon header"));
        }
        catch (JsonException error)
        {
            throw new CommandFailure($"{path}: not JSON: {error.Message}");
        }
    }
}
