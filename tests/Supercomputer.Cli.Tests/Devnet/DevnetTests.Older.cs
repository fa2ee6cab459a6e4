using System.Text.Json;
using Supercomputer.Claims;
using Supercomputer.Cli.Commands;
using Supercomputer.Consensus.Clients;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.Execution;
using Supercomputer.Cryptography.Hashing;
using Xunit;

namespace Supercomputer.Cli.Tests.Devnet;

/// <summary>Blocks before the finalized one, on a live network: bundles that rest on nothing but a checkpoint.</summary>
public sealed partial class DevnetTests
{
    /// <summary>A finalized block that is proved, and the nodes that know its chain.</summary>
    private sealed record Finalized(
        HttpClient Http, Wsc Wsc, DevnetScript Network, BeaconClient Beacon, ExecutionClient Execution, FinalizedHeaderClaim Header, string Bundle, string Chain)
    {
        public string[] NetworkFiles => ["--spec", Path.Combine(Chain, BeaconNetwork.SpecFile), "--genesis", Path.Combine(Chain, BeaconNetwork.GenesisFile)];
    }

    /// <summary>An event of an older block by parent hashes, and the checkpoint's block by the block_roots of the finalized state.</summary>
    private static async Task<string> ProveOlderAsync(Finalized known, Digest checkpoint, CancellationToken cancellation)
    {
        string byHashes = await ProveOlderEventAsync(known, cancellation), byState = await ProveCheckpointBlockAsync(known, cancellation);
        foreach ((string bundle, string[] kinds) in ((string, string[])[])[(byHashes, ["FinalizedHeader", "FinalizedHeader", "Event"]), (byState, ["FinalizedHeader", "FinalizedHeader"])])
        {
            JsonElement claims = Wsc.Run(["bus", "verify", bundle, "--checkpoint", $"0x{checkpoint}", .. known.NetworkFiles, "--json"]).Json().GetProperty("claims");
            Assert.Equal(kinds, claims.EnumerateArray().Select(static entry => entry.GetProperty("claim").GetProperty("kind").GetString()));
            for (int i = 1; i < kinds.Length; i++) Assert.Equal(claims[i - 1].GetProperty("digest").GetString(), claims[i].GetProperty("rests_on")[0].GetString());
            Assert.True(claims[1].GetProperty("claim").GetProperty("block_number").GetUInt64() < known.Header.BlockNumber);
            Wsc.Refused(1, ["bus", "verify", bundle, "--checkpoint", $"0x{known.Header.BeaconRoot}", .. known.NetworkFiles], "checkpoint");
        }

        return "an older block's event by parent hashes and the checkpoint's block by block_roots rest on it";
    }

    private static async Task<string> ProveOlderEventAsync(Finalized known, CancellationToken cancellation)
    {
        ExecutionHeader at = (await known.Execution.GetHeaderAsync(known.Header.BlockHash, cancellation)).Value!;
        IReadOnlyList<ExecutionReceipt> receipts;
        do
        {
            Answer<ExecutionHeader> parent = await known.Execution.GetHeaderAsync(at.ParentHash, cancellation);
            Assert.True(parent.IsGood && parent.Value.Number > 0, parent.Reasons);
            at = parent.Value;
            receipts = await ReceiptsAsync(known.Execution, at.Hash, cancellation);
        }
        while (!receipts.Any(static receipt => receipt.Logs.Count > 0));

        string ancestor = known.Wsc.NewPath("ancestor"), bundle = known.Wsc.NewPath("older-event");
        string block = await SaveBlockAsync(known.Http, known.Network.Execution, known.Header with { BlockHash = at.Hash, BlockNumber = at.Number }, known.Wsc.NewPath("older"), cancellation);
        Succeed("bus", "ancestor", "--after", known.Bundle, "--execution", $"{known.Network.Execution}", "--number", $"{at.Number}", "--out", ancestor);
        Succeed(
            "bus", "event", "--block", block, "--chain", $"{ChainId}", "--transaction", $"{receipts.TakeWhile(static receipt => receipt.Logs.Count == 0).Count()}", "--log", "0",
            "--after", ancestor, "--out", bundle);
        return bundle;
    }

    private static async Task<string> ProveCheckpointBlockAsync(Finalized known, CancellationToken cancellation)
    {
        string bootstrap = Path.Combine(known.Chain, LightClientHistory.BootstrapFile), state = known.Wsc.NewPath("state"), header = known.Wsc.NewPath("header"), bundle = known.Wsc.NewPath("by-state");
        Answer<byte[]> bytes = await known.Beacon.GetStateAsync($"{known.Header.Slot}", static _ => null, cancellation);
        Assert.True(bytes.IsGood, bytes.Reasons);
        await File.WriteAllBytesAsync(state, bytes.Value, cancellation);
        await File.WriteAllTextAsync(header, await known.Http.GetStringAsync(new Uri(known.Network.Beacon, $"/eth/v1/beacon/headers/0x{known.Header.BeaconRoot}"), cancellation), cancellation);
        LightClientHeader trusted = HistoryFiles.LightClientHeader(bootstrap, Preset.Minimal);
        string block = await SaveBlockAsync(
            known.Http, known.Network.Execution, known.Header with { BlockHash = trusted.Execution.BlockHash, BlockNumber = trusted.Execution.BlockNumber }, known.Wsc.NewPath("trusted"), cancellation);
        Succeed([
            "bus", "ancestor", "--after", known.Bundle, "--beacon-block", bootstrap, "--block", block, "--state", state, "--beacon-header", header, "--out", bundle, .. known.NetworkFiles]);
        return bundle;
    }

    private static void Succeed(params string[] arguments)
    {
        WscResult result = Wsc.Run(arguments);
        Assert.True(result.Code == 0, result.Error);
    }
}
