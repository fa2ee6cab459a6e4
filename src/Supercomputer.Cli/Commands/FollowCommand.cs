using System.CommandLine;
using Supercomputer.Cli.Output;
using Supercomputer.Consensus.Clients;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.Execution;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives;

namespace Supercomputer.Cli.Commands;

/// <summary><c>wsc bus follow</c>: head, safe and finalized headers of a network, from a checkpoint, over several endpoints.</summary>
internal static class FollowCommand
{
    public static Command Create()
    {
        Option<string[]> beacon = new("--beacon") { Description = "the address of a beacon node's REST interface, repeatable", Required = true };
        Option<string[]> execution = new("--execution") { Description = "the address of an execution node's JSON-RPC interface, repeatable: the finalized block is then fetched and proved" };
        Option<string> checkpoint = new("--checkpoint") { Description = "the root of a block that you trust, 32 bytes behind 0x", Required = true };
        Option<string?> save = new("--save") { Description = "a folder for bootstrap, updates and finality update as JSON" };
        Option<int> looks = new("--looks") { Description = "how often to look, once a slot; 0 goes on until interrupted", DefaultValueFactory = static _ => 1 };
        Option<bool> mainnet = new("--mainnet") { Description = "refuse endpoints of any network but Ethereum's mainnet" };
        Option<bool> json = CommonOptions.Json();
        Command command = new("follow", "Follow a chain from a checkpoint: every header printed was signed by its sync committee") { beacon, execution, checkpoint, save, looks, mainnet, json };
        command.SetAction((parsed, cancellation) => FollowAsync(
            new(Addresses(parsed.GetValue(beacon), "--beacon"), Addresses(parsed.GetValue(execution), "--execution"), Root(parsed.GetValue(checkpoint)!),
                parsed.GetValue(save), parsed.GetValue(looks), parsed.GetValue(mainnet) ? BeaconNetwork.Mainnet : null, parsed.GetValue(json)), cancellation));
        return command;
    }

    private static async Task<int> FollowAsync(Request request, CancellationToken cancellation)
    {
        using HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };
        BeaconClient beacon = new(http, request.Beacon);
        ExecutionClient? execution = request.Execution.Count > 0 ? new(http, request.Execution) : null;
        BeaconNetwork network = Good(await beacon.GetNetworkAsync(request.Network, cancellation).ConfigureAwait(false));
        LightClientFollower follower = Good(await LightClientFollower.StartAsync(beacon, network, request.Checkpoint, cancellation: cancellation).ConfigureAwait(false));
        for (int look = 1; ; look++)
        {
            FollowStep step = await follower.AdvanceAsync(cancellation).ConfigureAwait(false);
            foreach (ClientError refusal in step.Refusals) Console.Error.WriteLine($"wsc: {refusal}");
            ExecutionHeader? block = execution is null || follower.Finalized.Execution.BlockHash == default
                ? null
                : Good(await execution.GetHeaderAsync(follower.Finalized.Execution.BlockHash, cancellation).ConfigureAwait(false));
            if (request.Json) PrintJson(follower, step, block);
            else Print(follower, step, block);
            if (request.Folder is not null) await follower.History.SaveAsync(request.Folder, cancellation).ConfigureAwait(false);
            if (look == request.Looks) return 0;
            await Task.Delay(TimeSpan.FromSeconds(network.SecondsPerSlot), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The value, with the refused endpoints on standard error; or the failure that names them all.</summary>
    internal static T Good<T>(Answer<T> answer)
    {
        if (!answer.IsGood) throw new CommandFailure(answer.Reasons);
        foreach (ClientError refusal in answer.Refusals) Console.Error.WriteLine($"wsc: {refusal}");
        return answer.Value;
    }

    private static void Print(LightClientFollower follower, FollowStep step, ExecutionHeader? block)
    {
        Console.WriteLine($"slot {step.CurrentSlot}");
        foreach ((string name, LightClientHeader header) in Headers(follower))
            Console.WriteLine($"  {name,-10}slot {header.Beacon.Slot,-10} 0x{BeaconBlockHeader.HashTreeRoot(header.Beacon)}  block {header.Execution.BlockNumber} 0x{header.Execution.BlockHash}");
        if (step.HeadChange is { IsReorganization: true } change)
            Console.WriteLine($"  reorganization: {change.Removed} blocks after slot {change.AncestorSlot} are gone, {change.Added} came");
        if (block is not null) Console.WriteLine($"  {"proved",-10}block {block.Number}: state 0x{block.StateRoot}, receipts 0x{block.ReceiptsRoot}, transactions 0x{block.TransactionsRoot}");
    }

    private static void PrintJson(LightClientFollower follower, FollowStep step, ExecutionHeader? block) => JsonLine.Print(writer =>
    {
        writer.WriteNumber("slot", step.CurrentSlot);
        foreach ((string name, LightClientHeader header) in Headers(follower))
        {
            writer.WriteStartObject(name);
            writer.WriteNumber("slot", header.Beacon.Slot);
            writer.WriteString("root", $"0x{BeaconBlockHeader.HashTreeRoot(header.Beacon)}");
            writer.WriteNumber("block_number", header.Execution.BlockNumber);
            writer.WriteString("block_hash", $"0x{header.Execution.BlockHash}");
            writer.WriteEndObject();
        }

        writer.WriteNumber("removed_blocks", step.HeadChange?.Removed ?? 0);
        writer.WriteNumber("refusals", step.Refusals.Count);
        if (block is not null) writer.WriteString("state_root", $"0x{block.StateRoot}");
    });

    private static (string Name, LightClientHeader Header)[] Headers(LightClientFollower follower) =>
        [("head", follower.Head), ("safe", follower.Safe), ("finalized", follower.Finalized)];

    /// <summary>The addresses of an option.</summary>
    internal static List<Uri> Addresses(string[]? texts, string option)
    {
        List<Uri> addresses = [];
        foreach (string text in texts ?? [])
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
                throw new CommandFailure($"{option} {text}: an address that begins with http:// or https:// expected", CommandFailure.Usage);
            addresses.Add(address);
        }

        return addresses;
    }

    private static Digest Root(string text) => text.StartsWith("0x", StringComparison.Ordinal) && Hex.TryDecode(text, out byte[]? bytes) && bytes.Length == Digest.Size
        ? new(bytes)
        : throw new CommandFailure($"--checkpoint {text}: 32 bytes in hexadecimal digits behind 0x expected", CommandFailure.Usage);

    private sealed record Request(
        List<Uri> Beacon, List<Uri> Execution, Digest Checkpoint, string? Folder, int Looks, BeaconNetwork? Network, bool Json);
}
