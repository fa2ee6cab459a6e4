using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Supercomputer.Bus;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Claims;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.Encoding;
using Supercomputer.Consensus.LightClient;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Primitives;
using Supercomputer.Proofs;

namespace Supercomputer.Cli.Commands;

/// <summary><c>wsc bus finalized</c>: proves that a block is finalized, from a trusted checkpoint.</summary>
internal static class FinalizedCommand
{
    public static Command Create()
    {
        Option<string> checkpoint = new("--checkpoint") { Description = "the root of the beacon block that you trust, 32 bytes of hexadecimal", Required = true };
        Option<string> bootstrap = new("--bootstrap") { Description = "the beacon node's light client bootstrap of that block (JSON)", Required = true };
        Option<string[]> updates = new("--updates")
        {
            Description = "the light client updates that lead on from it, in order (JSON files of one or several)",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> spec = new("--spec") { Description = "the reply of /eth/v1/config/spec (default: mainnet)" };
        Option<string?> genesis = new("--genesis") { Description = "the reply of /eth/v1/beacon/genesis; with --spec" };
        Option<string?> output = new("--out") { Description = "where to write the proof" }, streams = new("--streams")
        {
            Description = "instead of proving, write the program and its streams into this folder, for 'wsc run' and 'wsc prove'",
        };
        Option<bool> continues = new("--continues") { Description = "let a later proof go on from this one's end" };
        Option<string?> after = new("--after") { Description = "a bundle made with --continues, which this proof goes on from and is added to" };
        Option<string[]> earlier = new("--proved")
        {
            Description = "the updates that the bundle of --after proves, in order",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> memory = new("--memory") { Description = "the most memory to use, such as 8GiB" };
        Option<int> security = CommonOptions.Security();
        Option<bool> json = CommonOptions.Json();
        Command command = new("finalized", "Prove that a block is finalized, from a trusted checkpoint through sync committees")
        {
            checkpoint, bootstrap, updates, spec, genesis, continues, after, earlier, output, streams, memory, security, json,
        };
        command.SetAction(parsed =>
        {
            NetworkFile network = Network(parsed.GetValue(spec), parsed.GetValue(genesis));
            Digest root = Root(parsed.GetValue(checkpoint)!);
            LightClientBootstrap start = ReadBootstrap(parsed.GetValue(bootstrap)!, network.Config.Preset);
            LightClientUpdate[] steps = [.. parsed.GetValue(updates)!.SelectMany(path => ReadUpdates(path, network.Config.Preset))];
            LightClientUpdate[] proved = [.. (parsed.GetValue(earlier) ?? []).SelectMany(path => ReadUpdates(path, network.Config.Preset))];
            Check(network.Config, root, start, [.. proved, .. steps]);
            ZkPosState state = ZkPosState.AtCheckpoint(root, start).After(network.Config, proved);
            ZkPosStreams run = state.Streams(network.Config, network.ChainId, steps, parsed.GetValue(continues));
            if (parsed.GetValue(streams) is { } folder) return WriteStreams(folder, run);
            return Prove(run, new FinalizedOptions(
                CommonOptions.Profile(parsed.GetValue(security)), parsed.GetValue(memory), parsed.GetValue(continues),
                parsed.GetValue(after) is { } path ? ReadPremises(path) : [], parsed.GetValue(output), parsed.GetValue(json)));
        });
        return command;
    }

    /// <summary>The network of two replies of a beacon node, or mainnet.</summary>
    internal static NetworkFile Network(string? spec, string? genesis)
    {
        if (spec is null && genesis is null) return new(ConsensusConfig.Mainnet, 1, null);
        if (spec is null || genesis is null) throw new CommandFailure("--spec and --genesis belong together: give both, or none for mainnet", CommandFailure.Usage);
        NetworkFile network = NetworkFile.Read(InputFiles.Read(spec, "the network"), InputFiles.Read(genesis, "the network"));
        return network.Error is null ? network : throw new CommandFailure($"{spec}, {genesis}: {network.Error}");
    }

    internal static Digest Root(string text) => Hex.TryDecode(text, out byte[]? bytes) && bytes.Length == Digest.Size
        ? new(bytes)
        : throw new CommandFailure($"--checkpoint: 32 bytes of hexadecimal expected, actual '{text}'", CommandFailure.Usage);

    /// <summary>The same rules, natively: they say why, before anything is proved.</summary>
    private static void Check(in ConsensusConfig config, in Digest root, in LightClientBootstrap bootstrap, LightClientUpdate[] updates)
    {
        LightClientError error = LightClientProtocol.InitializeLightClientStore(config, root, bootstrap, out LightClientStore store);
        if (error.IsError) throw new CommandFailure($"bootstrap: {error}");
        for (int i = 0; i < updates.Length; i++)
        {
            error = FinalityAdvance.Advance(config, ref store, updates[i], ulong.MaxValue);
            if (error.IsError) throw new CommandFailure($"update {i} (attested slot {updates[i].AttestedHeader.Beacon.Slot}): {error}");
        }
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

    private static IReadOnlyList<BundleEntry> ReadPremises(string path) =>
        Bundle.Read(InputFiles.Read(path, "bundle")).TryGet(out Bundle? bundle, out VerificationError? error)
            ? bundle.Entries
            : throw new CommandFailure($"{path}: {error}");

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

    private static int WriteStreams(string folder, ZkPosStreams run)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "zkpos.wasm"), BusPrograms.FinalizedHeader.Module);
        File.WriteAllBytes(Path.Combine(folder, "public"), run.Public);
        File.WriteAllBytes(Path.Combine(folder, "private"), run.Private);
        Console.WriteLine($"wsc prove {folder}/zkpos.wasm --public {folder}/public --private {folder}/private --out P");
        return 0;
    }

    private static int Prove(ZkPosStreams run, FinalizedOptions options)
    {
        long began = Stopwatch.GetTimestamp();
        BusProgram program = BusPrograms.FinalizedHeader;
        ProgramInputs inputs = new(run.Public, default, run.Private);
        if (!BusProver.RunNatively(program, inputs).TryGet(out _, out VerificationError? refused)) throw new CommandFailure($"{refused}");
        ProveReport report = ProveCommand.Prove(options.Profile, program.Key, inputs, options.Memory, !options.Json);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (ZkPosStatement.TryReadOutput(report.Statement.Output, options.PutsOutState, out FinalizedHeaderClaim claim, out _) is { } error)
            throw new CommandFailure($"the guest refused the updates: {report.Statement.Outcome.Message()} ({error})");
        if (options.Output is { } path)
        {
            List<BundleEntry> entries = [.. options.Premises, BusProver.Entry(program, report)];
            File.WriteAllBytes(path, new Bundle(entries).ToArray());
        }

        if (options.Json) FinalizedText.PrintJson(claim, report, seconds);
        else FinalizedText.Print(claim, report, seconds, options.Output);
        return 0;
    }

    /// <summary>How to prove, and where to.</summary>
    private sealed record FinalizedOptions(
        ProofProfile Profile, string? Memory, bool PutsOutState, IReadOnlyList<BundleEntry> Premises, string? Output, bool Json);
}
