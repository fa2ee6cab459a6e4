using System.CommandLine;
using System.Diagnostics;
using Supercomputer.Bus;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Claims;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
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
        FinalizedSource source = new();
        Option<string?> output = new("--out") { Description = "where to write the proof" }, streams = new("--streams")
        {
            Description = "instead of proving, write the program and its streams into this folder, for 'wsc run' and 'wsc prove'",
        };
        Option<bool> continues = new("--continues") { Description = "let a later proof go on from this one's end" };
        Option<string?> after = new("--after") { Description = "a bundle made with --continues, which this proof goes on from and is added to" };
        Option<string?> memory = new("--memory") { Description = "the most memory to use, such as 8GiB" };
        Option<int> security = CommonOptions.Security();
        Option<bool> json = CommonOptions.Json();
        Command command = new("finalized", "Prove that a block is finalized, from a trusted checkpoint through sync committees") { continues, after, output, streams, memory, security, json };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            FinalizedInputs inputs = await source.ReadAsync(parsed, cancellation).ConfigureAwait(false);
            ConsensusConfig config = inputs.Network.Config;
            Check(config, inputs.Checkpoint, inputs.Bootstrap, [.. inputs.Proved, .. inputs.Updates]);
            ZkPosState state = ZkPosState.AtCheckpoint(inputs.Checkpoint, inputs.Bootstrap).After(config, inputs.Proved);
            ZkPosStreams run = state.Streams(config, inputs.Network.ChainId, inputs.Updates, parsed.GetValue(continues));
            ProgramInputs streamsOfRun = new(run.Public, default, run.Private);
            if (parsed.GetValue(streams) is { } folder) return WriteStreams(folder, BusPrograms.FinalizedHeader, streamsOfRun);
            return Prove(BusPrograms.FinalizedHeader, streamsOfRun, new FinalizedOptions(
                CommonOptions.Profile(parsed.GetValue(security)), parsed.GetValue(memory), parsed.GetValue(continues),
                parsed.GetValue(after) is { } path ? BundleOutput.ReadEntries(path) : [], parsed.GetValue(output), parsed.GetValue(json)));
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

    internal static int WriteStreams(string folder, BusProgram program, ProgramInputs run)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, $"{program.Name}.wasm"), program.Module);
        File.WriteAllBytes(Path.Combine(folder, "public"), run.Public.ToArray());
        File.WriteAllBytes(Path.Combine(folder, "private"), run.Private.ToArray());
        Console.WriteLine($"wsc prove {folder}/{program.Name}.wasm --public {folder}/public --private {folder}/private --out P");
        return 0;
    }

    /// <summary>Proves a program that puts out a FinalizedHeader claim, and says what it cost.</summary>
    internal static int Prove(BusProgram program, ProgramInputs inputs, FinalizedOptions options)
    {
        long began = Stopwatch.GetTimestamp();
        if (!BusProver.RunNatively(program, inputs).TryGet(out _, out VerificationError? refused)) throw new CommandFailure($"{refused}");
        ProveReport report = ProveCommand.Prove(options.Profile, program.Key, inputs, options.Memory, !options.Json);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (ZkPosStatement.TryReadOutput(report.Statement.Output, options.PutsOutState, out FinalizedHeaderClaim claim, out _) is { } error)
            throw new CommandFailure($"the guest refused its inputs: {report.Statement.Outcome.Message()} ({error})");
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
    internal sealed record FinalizedOptions(
        ProofProfile Profile, string? Memory, bool PutsOutState, IReadOnlyList<BundleEntry> Premises, string? Output, bool Json);
}
