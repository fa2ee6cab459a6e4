using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Supercomputer.Claims;
using Supercomputer.Consensus.Clients;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.Execution;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives;
using Xunit;

namespace Supercomputer.Cli.Tests.Devnet;

/// <summary>The bus over a live network: from a transaction to a bundle that rests on nothing but a checkpoint.</summary>
public sealed partial class DevnetTests
{
    private static readonly string s_volume = Wsc.Sample("transfer-volume", "transfer-volume.wasm");

    [Fact]
    public async Task An_event_of_a_live_network_is_proved_under_a_finalized_header_that_is_proved_from_a_checkpoint()
    {
        DevnetScript network = await devnet.StartAsync();
        Stopwatch clock = Stopwatch.StartNew();
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(300));
        using HttpClient http = new();
        using Wsc wsc = new();
        BeaconClient beacon = new(http, [network.Beacon], s_patient);
        ExecutionClient execution = new(http, [network.Execution], s_patient);
        Answer<FinalityCheckpoints> checkpoints = await UntilAsync(
            () => beacon.GetFinalityCheckpointsAsync("head", limit.Token), static answer => answer.IsGood && answer.Value.FinalizedEpoch > 0, limit.Token);
        Digest checkpoint = checkpoints.Value!.FinalizedRoot;

        // Only the first block of an epoch is finalized by name: with a transaction every second it holds one with a log.
        string chain = wsc.NewPath("chain"), finalized = wsc.NewPath("finalized");
        string[] prove = ["bus", "finalized", "--beacon", $"{network.Beacon}", "--checkpoint", $"0x{checkpoint}", "--save", chain, "--out", finalized, "--json"];
        FinalizedHeaderClaim header;
        IReadOnlyList<ExecutionReceipt> receipts;
        do
        {
            await FinalizeLogAsync(beacon, execution, checkpoint, limit.Token);
            WscResult proved = Wsc.Run(prove);
            Assert.True(proved.Code == 0, proved.Error);
            Assert.True(ClaimEncoding.TryRead(Convert.FromHexString(proved.Json().GetProperty("claim").GetString()!), out header, out string? error), error);
            receipts = await ReceiptsAsync(execution, header.BlockHash, limit.Token);
        }
        while (!receipts.Any(static receipt => receipt.Logs.Count > 0));

        TimeSpan reached = clock.Elapsed;
        string block = await SaveBlockAsync(http, network.Execution, header, wsc.NewPath("block"), limit.Token);
        string manifest = wsc.Write("zkgraph.yaml", Manifest(receipts));
        string bundle = ProveBlock(wsc, block, header, receipts, finalized, manifest);
        VerifyBundle(bundle, checkpoint, header, chain, manifest);
        string older = await ProveOlderAsync(new(http, wsc, network, beacon, execution, header, finalized, chain), checkpoint, limit.Token);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"devnet: checkpoint 0x{checkpoint}, slot {header.Slot} finalized and proved after {reached.TotalSeconds:0} s, block {header.BlockNumber} with {receipts.Count} transactions; "
            + $"5 claims in a bundle of {new FileInfo(bundle).Length} bytes, accepted and refused; {older}; {clock.Elapsed.TotalSeconds:0} s");
    }

    /// <summary>Sends a transaction a second until the newest finalized block after the checkpoint holds a log.</summary>
    private async Task FinalizeLogAsync(BeaconClient beacon, ExecutionClient execution, Digest checkpoint, CancellationToken cancellation)
    {
        BeaconNetwork rules = (await beacon.GetNetworkAsync(null, cancellation)).Value!;
        Digest seen = checkpoint;
        while (true)
        {
            Answer<Digest> sent = await execution.SendTransactionAsync(DevnetTransaction.Sign(devnet.NextNonce()), cancellation);
            Assert.True(sent.IsGood, sent.Reasons);
            await Task.Delay(1000, cancellation);
            Answer<FinalityCheckpoints> now = await beacon.GetFinalityCheckpointsAsync("head", cancellation);
            if (!now.IsGood || now.Value.FinalizedRoot == seen) continue;
            Answer<LightClientHistory> history = await LightClientHistory.FetchAsync(beacon, rules, checkpoint, cancellation);
            if (!history.IsGood || !history.Value.Steps.Any()) continue;
            LightClientHeader newest = history.Value.Steps.MaxBy(static step => step.FinalizedHeader.Beacon.Slot).FinalizedHeader;
            // At the end of a period an update may bring no more than the next committee, under a block before the checkpoint.
            if (newest.Beacon.Slot <= history.Value.Bootstrap.Value.Header.Beacon.Slot) continue;
            Digest root = BeaconBlockHeader.HashTreeRoot(newest.Beacon);
            if (root == seen) continue;
            seen = root;
            if ((await ReceiptsAsync(execution, newest.Execution.BlockHash, cancellation)).Any(static receipt => receipt.Logs.Count > 0)) return;
        }
    }

    private static async Task<IReadOnlyList<ExecutionReceipt>> ReceiptsAsync(ExecutionClient execution, Digest blockHash, CancellationToken cancellation)
    {
        Answer<ExecutionHeader> header = await execution.GetHeaderAsync(blockHash, cancellation);
        Assert.True(header.IsGood, header.Reasons);
        Answer<IReadOnlyList<ExecutionReceipt>> receipts = await execution.GetReceiptsAsync(header.Value, cancellation);
        Assert.True(receipts.IsGood, receipts.Reasons);
        return receipts.Value;
    }

    /// <summary>The execution node's answers as a block folder.</summary>
    private static async Task<string> SaveBlockAsync(HttpClient http, Uri node, FinalizedHeaderClaim header, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        await SaveAsync("block.json", "eth_getBlockByHash", $"\"0x{header.BlockHash}\",true");
        await SaveAsync("receipts.json", "eth_getBlockReceipts", $"\"0x{header.BlockNumber:x}\"");
        return folder;

        async Task SaveAsync(string file, string method, string parameters)
        {
            using StringContent call = new($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":[{{parameters}}]}""", Encoding.UTF8, "application/json");
            using HttpResponseMessage reply = await http.PostAsync(node, call, cancellation);
            await File.WriteAllTextAsync(Path.Combine(folder, file), await reply.Content.ReadAsStringAsync(cancellation), cancellation);
        }
    }

    /// <summary>The manifest of a zkGraph over the logs of the contract that wrote the first one.</summary>
    private static string Manifest(IReadOnlyList<ExecutionReceipt> receipts) => File.ReadAllText(Wsc.Sample("transfer-volume", "zkgraph.yaml"))
        .Replace("0xdac17f958d2ee523a2206206994597c13d831ec7", Hex.Encode(receipts.SelectMany(static receipt => receipt.Logs).First().Address.Span), StringComparison.Ordinal)
        .Replace("Transfer(address,address,uint256)", $"'0x{DevnetTransaction.Topic}'", StringComparison.Ordinal);

    /// <summary>Event, transaction and event sum of the first transaction with a log, behind the finality proof; then the sample zkGraph in C#.</summary>
    private static string ProveBlock(
        Wsc wsc, string block, FinalizedHeaderClaim header, IReadOnlyList<ExecutionReceipt> receipts, string finalized, string manifest)
    {
        int index = receipts.TakeWhile(static receipt => receipt.Logs.Count == 0).Count();
        ExecutionLog log = Assert.Single(receipts[index].Logs);
        string claim = wsc.Write("header", ClaimEncoding.Encode(header)), events = wsc.NewPath("event"), transactions = wsc.NewPath("transaction"), sum = wsc.NewPath("sum"), graph = wsc.NewPath("graph");
        string[] about = ["--block", block, "--chain", $"{ChainId}"];
        Good(["bus", "event", .. about, "--transaction", $"{index}", "--log", "0", "--after", finalized, "--out", events]);
        Good(["bus", "transaction", .. about, "--transaction", $"{index}", "--after", events, "--out", transactions]);
        Good(["bus", "event-sum", .. about, "--header", claim, "--contract", Hex.Encode(log.Address.Span), "--topic", $"0x{DevnetTransaction.Topic}", "--after", transactions, "--out", sum]);
        Good(["prove", s_volume, "--block", block, "--graph", manifest, "--header", claim, "--after", sum, "--out", graph]);
        return graph;

        static void Good(string[] arguments)
        {
            WscResult result = Wsc.Run(arguments);
            Assert.True(result.Code == 0, result.Error);
        }
    }

    /// <summary>Accepted under the checkpoint and the network; refused under another checkpoint, and as another network's.</summary>
    private static void VerifyBundle(string bundle, Digest checkpoint, FinalizedHeaderClaim header, string chain, string manifest)
    {
        string[] network = ["--program", s_volume, "--graph", manifest, "--spec", Path.Combine(chain, BeaconNetwork.SpecFile), "--genesis", Path.Combine(chain, BeaconNetwork.GenesisFile)];
        foreach (string[] verify in (string[][])[["bus", "verify", bundle], ["verify", bundle]])
        {
            JsonElement claims = Wsc.Run([.. verify, "--checkpoint", $"0x{checkpoint}", .. network, "--json"]).Json().GetProperty("claims");
            Assert.Equal(["FinalizedHeader", "Event", "Transaction", "Computation", "Computation"], claims.EnumerateArray().Select(static entry => entry.GetProperty("claim").GetProperty("kind").GetString()));
            Assert.All(claims.EnumerateArray().Skip(1), entry => Assert.Equal($"0x{ClaimEncoding.DigestOf(header)}", entry.GetProperty("rests_on")[0].GetString()));
            // One log of the contract, and what it logged.
            Assert.Equal($"{1:x64}{DevnetTransaction.Logged:x64}", claims[3].GetProperty("result").GetString());
            Assert.EndsWith($"{header.BlockHash}01000000{DevnetTransaction.Logged:x64}", claims[4].GetProperty("result").GetString(), StringComparison.Ordinal);
            Wsc.Refused(1, [.. verify, "--checkpoint", $"0x{header.BeaconRoot}", .. network], "checkpoint", $"0x{checkpoint}");
            Wsc.Refused(1, [.. verify, "--checkpoint", $"0x{checkpoint}"], "network", "chain 32382");
        }
    }
}
