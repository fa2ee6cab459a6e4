using System.Diagnostics;
using System.Text.Json;
using Supercomputer.Claims;
using Supercomputer.Consensus.Clients;
using Supercomputer.Consensus.Execution;
using Supercomputer.Cryptography.Hashing;
using Xunit;

namespace Supercomputer.Cli.Tests.Devnet;

/// <summary>Finality proved from the votes of all validators of a live network, with an event that rests on it.</summary>
public sealed partial class DevnetTests
{
    [Fact]
    public async Task An_event_of_a_live_network_is_proved_under_a_header_that_the_votes_of_all_validators_finalize()
    {
        DevnetScript network = await devnet.StartAsync();
        Stopwatch clock = Stopwatch.StartNew();
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(240));
        using HttpClient http = new();
        using Wsc wsc = new();
        BeaconClient beacon = new(http, [network.Beacon], s_patient);
        ExecutionClient execution = new(http, [network.Execution], s_patient);
        string chain = wsc.NewPath("chain"), proof = wsc.NewPath("proof");
        (Digest checkpoint, FinalizedHeaderClaim header, IReadOnlyList<ExecutionReceipt> receipts) = await FinalizeByLinksAsync(network, beacon, execution, chain, proof, limit.Token);
        TimeSpan reached = clock.Elapsed;
        string block = await SaveBlockAsync(http, network.Execution, header, wsc.NewPath("block"), limit.Token);
        int index = receipts.TakeWhile(static receipt => receipt.Logs.Count == 0).Count();
        string bundle = wsc.NewPath("event");
        WscResult proved = Wsc.Run("bus", "event", "--block", block, "--chain", $"{ChainId}", "--transaction", $"{index}", "--log", "0", "--after", proof, "--out", bundle);
        Assert.True(proved.Code == 0, proved.Error);

        string[] rules = ["--spec", Path.Combine(chain, BeaconNetwork.SpecFile), "--genesis", Path.Combine(chain, BeaconNetwork.GenesisFile)];
        JsonElement claims = Wsc.Run(["bus", "verify", bundle, "--checkpoint", $"0x{checkpoint}", .. rules, "--json"]).Json().GetProperty("claims");
        Assert.Equal(["FinalizedHeader", "Event"], claims.EnumerateArray().Select(static entry => entry.GetProperty("claim").GetProperty("kind").GetString()));
        Assert.Equal($"0x{ClaimEncoding.DigestOf(header)}", claims[1].GetProperty("rests_on")[0].GetString());
        Wsc.Refused(1, ["bus", "verify", bundle, "--checkpoint", $"0x{header.BeaconRoot}", .. rules], "casper: checkpoint", $"0x{checkpoint}");
        Wsc.Refused(1, ["bus", "verify", bundle, "--checkpoint", $"0x{checkpoint}"], "casper: network", "chain 32382");
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"devnet: checkpoint 0x{checkpoint}, slot {header.Slot} finalized by votes and proved after {reached.TotalSeconds:0} s; 2 claims in a bundle of {new FileInfo(bundle).Length} bytes");
    }

    /// <summary>Sends a transaction a second until consecutive links from a finalized checkpoint finalize a block with a log; then proves it.</summary>
    /// <remarks>Where an epoch of the network is not justified, links from the checkpoint end: the next finalized checkpoint takes its place.</remarks>
    private async Task<(Digest Checkpoint, FinalizedHeaderClaim Header, IReadOnlyList<ExecutionReceipt> Receipts)> FinalizeByLinksAsync(
        DevnetScript network, BeaconClient beacon, ExecutionClient execution, string chain, string proof, CancellationToken cancellation)
    {
        Digest checkpoint = default;
        ulong began = 0;
        while (true)
        {
            Answer<Digest> sent = await execution.SendTransactionAsync(DevnetTransaction.Sign(devnet.NextNonce()), cancellation);
            Assert.True(sent.IsGood, sent.Reasons);
            await Task.Delay(1000, cancellation);
            Answer<FinalityCheckpoints> now = await beacon.GetFinalityCheckpointsAsync("head", cancellation);
            if (!now.IsGood || now.Value.FinalizedEpoch == 0) continue;
            if (checkpoint == default) (checkpoint, began) = (now.Value.FinalizedRoot, now.Value.FinalizedEpoch);
            if (now.Value.FinalizedEpoch <= began) continue;
            WscResult proved = Wsc.Run("bus", "casper", "--beacon", $"{network.Beacon}", "--checkpoint", $"0x{checkpoint}", "--save", chain, "--out", proof, "--json");
            if (proved.Code == 0)
            {
                Assert.True(ClaimEncoding.TryRead(Convert.FromHexString(proved.Json().GetProperty("claim").GetString()!), out FinalizedHeaderClaim header, out string? error), error);
                IReadOnlyList<ExecutionReceipt> receipts = await ReceiptsAsync(execution, header.BlockHash, cancellation);
                if (receipts.Any(static receipt => receipt.Logs.Count > 0)) return (checkpoint, header, receipts);
            }
            else
            {
                Assert.Contains("two links from checkpoint", proved.Error, StringComparison.Ordinal);
            }

            (checkpoint, began) = (now.Value.FinalizedRoot, now.Value.FinalizedEpoch);
        }
    }
}
