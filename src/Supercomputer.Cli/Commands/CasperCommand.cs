using System.CommandLine;
using Supercomputer.Bus;
using Supercomputer.Bus.Casper;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Consensus.Clients;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Cli.Commands;

/// <summary><c>wsc bus casper</c>: proves that a block is finalized, from a trusted checkpoint, by the votes of all validators.</summary>
internal sealed class CasperCommand
{
    private const int FewestLinks = 2;

    private readonly Option<string> checkpoint = new("--checkpoint") { Description = "the root of a finalized checkpoint's block that you trust, 32 bytes of hexadecimal", Required = true };
    private readonly Option<string[]> beacon = new("--beacon") { Description = "the address of a beacon node's REST interface with states, repeatable" };
    private readonly Option<string?> save = new("--save") { Description = "with --beacon: a folder for states, blocks and network; --from takes it in place of --beacon" };
    private readonly Option<string?> from = new("--from") { Description = "a folder that --save wrote" };
    private readonly Option<string?> after = new("--after") { Description = "a bundle that the proof is added to; the checkpoint may be the block that it finalizes" };
    private readonly Option<string?> output = new("--out") { Description = "where to write the proof" };
    private readonly Option<string?> streams = new("--streams") { Description = "instead of proving, write the program and its streams into this folder, for 'wsc run' and 'wsc prove'" };
    private readonly Option<string?> memory = new("--memory") { Description = "the most memory to use, such as 8GiB" };
    private readonly Option<int> security = CommonOptions.Security();
    private readonly Option<bool> json = CommonOptions.Json();

    public static Command Create() => new CasperCommand().Build();

    private Command Build()
    {
        Command command = new("casper", "Prove that a block is finalized, from a trusted checkpoint through the votes of all validators")
        {
            checkpoint, beacon, save, from, after, output, streams, memory, security, json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        Digest root = FinalizedCommand.Root(parsed.GetValue(checkpoint)!);
        List<Uri> addresses = FollowCommand.Addresses(parsed.GetValue(beacon), "--beacon");
        (string? folder, string? target) = (parsed.GetValue(from), parsed.GetValue(save));
        if (addresses.Count > 0 == folder is not null) throw new CommandFailure("name a beacon node with --beacon, or a folder that --save wrote with --from, and not both", CommandFailure.Usage);
        if (folder is not null && target is not null) throw new CommandFailure("--save keeps what --beacon fetches: name a beacon node", CommandFailure.Usage);
        (ZkPosNetwork network, CasperHistory history) = folder is null
            ? await FetchAsync(addresses, root, target, cancellation).ConfigureAwait(false)
            : Read(folder);
        if (history.Links.Count < FewestLinks)
            throw new CommandFailure($"two links from checkpoint 0x{root} on expected, the second of which finalizes a block after it, actual {history.Links.Count}: "
                + $"{history.Stopped}; ask again after an epoch, or name another finalized checkpoint");
        if (history.Links[0].Source.Checkpoint.Root != root)
            throw new CommandFailure($"{folder}: states from checkpoint 0x{root} on expected, actual from 0x{history.Links[0].Source.Checkpoint.Root}");
        Machine.Execution.ProgramInputs inputs = CasperStreams.Of(network, history.Links);
        if (parsed.GetValue(streams) is { } path) return FinalizedCommand.WriteStreams(path, BusPrograms.FinalizedByVotes, inputs);
        return FinalizedCommand.Prove(BusPrograms.FinalizedByVotes, inputs, new(
            CommonOptions.Profile(parsed.GetValue(security)), parsed.GetValue(memory), false,
            parsed.GetValue(after) is { } premises ? BundleOutput.ReadEntries(premises) : [], parsed.GetValue(output), parsed.GetValue(json)));
    }

    private static async Task<(ZkPosNetwork Network, CasperHistory History)> FetchAsync(List<Uri> addresses, Digest root, string? folder, CancellationToken cancellation)
    {
        using HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };
        BeaconClient client = new(http, addresses);
        BeaconNetwork network = FollowCommand.Good(await client.GetNetworkAsync(null, cancellation).ConfigureAwait(false));
        CasperHistory history = FollowCommand.Good(await CasperHistory.FetchAsync(client, network.Config, root, cancellation).ConfigureAwait(false));
        if (folder is not null && history.Links.Count > 0)
        {
            await history.SaveAsync(folder, cancellation).ConfigureAwait(false);
            await network.SaveAsync(folder, cancellation).ConfigureAwait(false);
        }

        return (new(network.Config, network.ChainId), history);
    }

    private static (ZkPosNetwork Network, CasperHistory History) Read(string folder)
    {
        ZkPosNetwork network = FinalizedCommand.Network(Path.Combine(folder, BeaconNetwork.SpecFile), Path.Combine(folder, BeaconNetwork.GenesisFile)).ToNetwork();
        return CasperHistory.TryRead(folder, network.Config, out CasperHistory? history) is { } error ? throw new CommandFailure(error) : (network, history!);
    }
}
