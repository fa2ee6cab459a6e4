using System.Diagnostics;
using Supercomputer.Consensus.Casper;
using Supercomputer.Consensus.Clients;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.Execution;
using Supercomputer.Cryptography.Hashing;
using Xunit;

namespace Supercomputer.Cli.Tests.Devnet;

/// <summary>A real network of two clients, followed from its first finalized block; a transaction of ours is proved under a finalized header.</summary>
/// <remarks>The tests of this class share one network.</remarks>
public sealed partial class DevnetTests(DevnetNetwork devnet) : IClassFixture<DevnetNetwork>
{
    private const ulong ChainId = 32382;

    private static readonly ClientOptions s_patient = new() { Attempts = 2, RequestTimeout = TimeSpan.FromSeconds(20) };

    [Fact]
    public async Task A_transaction_on_a_live_network_is_included_finalized_and_its_log_is_proved()
    {
        Stopwatch clock = Stopwatch.StartNew();
        DevnetScript network = await devnet.StartAsync();
        TimeSpan started = clock.Elapsed;
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(300));
        using HttpClient http = new();
        BeaconClient beacon = new(http, [network.Beacon, new($"http://localhost:{network.Beacon.Port}")], s_patient);
        ExecutionClient execution = new(http, [network.Execution], s_patient);
        Assert.Equal(ChainId, (await execution.GetChainIdAsync(ChainId, limit.Token)).Value);
        BeaconNetwork rules = (await UntilAsync(() => beacon.GetNetworkAsync(null, limit.Token), static answer => answer.IsGood, limit.Token)).Value!;
        Assert.Equal(Preset.Minimal, rules.Config.Preset);

        ulong nonce = devnet.NextNonce();
        Answer<Digest> sent = await execution.SendTransactionAsync(DevnetTransaction.Sign(nonce), limit.Token);
        Assert.True(sent.IsGood, sent.Reasons);
        TransactionPlace place = (await UntilAsync(() => execution.FindTransactionAsync(sent.Value, limit.Token), static answer => answer.IsGood, limit.Token)).Value!;
        TimeSpan included = clock.Elapsed;

        Answer<FinalityCheckpoints> checkpoints = await UntilAsync(
            () => beacon.GetFinalityCheckpointsAsync("head", limit.Token), static answer => answer.IsGood && answer.Value.FinalizedEpoch > 0, limit.Token);
        Answer<LightClientFollower> follower = await UntilAsync(
            () => LightClientFollower.StartAsync(beacon, rules, checkpoints.Value!.FinalizedRoot, cancellation: limit.Token), static answer => answer.IsGood, limit.Token);
        int steps = 0, moves = 0;
        while (steps == 0 || moves == 0 || follower.Value!.Finalized.Execution.BlockNumber < place.Block.Header.Number)
        {
            FollowStep step = await follower.Value!.AdvanceAsync(limit.Token);
            Assert.DoesNotContain(step.Refusals, refusal => refusal.Fault is ClientFault.Unproven or ClientFault.Outvoted or ClientFault.WrongNetwork);
            steps++;
            if (step.HasNewFinalized) moves++;
            await Task.Delay(500, limit.Token);
        }

        TimeSpan finalized = clock.Elapsed;
        LightClientHeader header = follower.Value!.Finalized;
        Assert.True(header.Beacon.Slot <= follower.Value.Safe.Beacon.Slot && follower.Value.Safe.Beacon.Slot <= follower.Value.Head.Beacon.Slot);
        await ProveAsync(execution, header, place, nonce, limit.Token);
        Answer<LightClientHistory> history = await LightClientHistory.FetchAsync(beacon, rules, checkpoints.Value!.FinalizedRoot, limit.Token);
        Assert.True(history.IsGood, history.Reasons);
        string votes = await FinalizeByVotesAsync(beacon, rules.Config, follower.Value, limit.Token);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"devnet: up {started.TotalSeconds:0} s, included {included.TotalSeconds:0} s in block {place.Block.Header.Number}, finalized {finalized.TotalSeconds:0} s under slot {header.Beacon.Slot}, "
            + $"{steps} looks, {moves} finalized headers; receipt, log and account proved; {votes}; {clock.Elapsed.TotalSeconds:0} s");
    }

    /// <summary>Receipt, log and the sender's account, from the header that the committee signed.</summary>
    private static async Task ProveAsync(ExecutionClient execution, LightClientHeader finalized, TransactionPlace place, ulong nonce, CancellationToken cancellation)
    {
        Answer<ExecutionHeader> top = await execution.GetHeaderAsync(finalized.Execution.BlockHash, cancellation);
        Assert.True(top.IsGood, top.Reasons);
        Assert.Equal((finalized.Execution.StateRoot, finalized.Execution.ReceiptsRoot), (top.Value.StateRoot, top.Value.ReceiptsRoot));
        Answer<ExecutionHeader> block = await execution.GetAncestorAsync(top.Value, place.Block.Header.Number, 200, cancellation);
        Assert.True(block.IsGood, block.Reasons);
        Assert.Equal(place.Block.Header.Hash, block.Value.Hash);
        Answer<IReadOnlyList<ExecutionReceipt>> receipts = await execution.GetReceiptsAsync(block.Value, cancellation);
        Assert.True(receipts.IsGood, receipts.Reasons);
        ExecutionReceipt receipt = receipts.Value[place.Index];
        Assert.True(receipt.HasSucceeded);
        ExecutionLog log = Assert.Single(receipt.Logs);
        Assert.Equal(DevnetTransaction.Topic, Assert.Single(log.Topics));
        Assert.Equal(DevnetTransaction.Logged, log.Data.Span[31]);
        Answer<ExecutionAccount> sender = await execution.GetAccountAsync(top.Value, DevnetTransaction.Sender, [], cancellation);
        Assert.True(sender.IsGood, sender.Reasons);
        Assert.True(sender.Value.Nonce > nonce);
        Answer<ExecutionAccount> nobody = await execution.GetAccountAsync(top.Value, new byte[20], [], cancellation);
        Assert.True(nobody.IsGood, nobody.Reasons);
    }

    /// <summary>From the state of the finalized header through all blocks to the head: signed votes give the checkpoints that the nodes claim.</summary>
    private static async Task<string> FinalizeByVotesAsync(BeaconClient beacon, ConsensusConfig config, LightClientFollower follower, CancellationToken cancellation)
    {
        BeaconBlockHeader finalized = follower.Finalized.Beacon;
        CasperState? state = null;
        Answer<byte[]> bytes = await beacon.GetStateAsync($"{finalized.Slot}", answer =>
        {
            string? error = CasperStateSsz.TryRead(answer, config, out state, out Digest root);
            return state is not null && root == finalized.StateRoot ? null : $"root 0x{root} ({error}) in place of 0x{finalized.StateRoot}";
        }, cancellation);
        Assert.True(bytes.IsGood, bytes.Reasons);
        Stack<(Digest Root, BeaconBlockHeader Header)> path = [];
        Digest at = BeaconBlockHeader.HashTreeRoot(follower.Head.Beacon), end = BeaconBlockHeader.HashTreeRoot(finalized);
        while (at != end)
        {
            Answer<BeaconBlockHeader> header = await beacon.GetHeaderAsync(at, cancellation);
            Assert.True(header.IsGood && header.Value.Slot > finalized.Slot, header.Reasons);
            path.Push((at, header.Value));
            at = header.Value.ParentRoot;
        }

        CasperTransition transition = new(state!, config);
        Digest stateRoot = finalized.StateRoot;
        foreach ((Digest root, BeaconBlockHeader header) in path)
        {
            BlockVotes? votes = null;
            Answer<System.Text.Json.JsonElement> block = await beacon.GetBlockAsync($"0x{root}", data => BlockVotes.TryRead(data, config, out votes)
                ?? ((votes!.Slot, votes.ParentRoot, votes.StateRoot) == (header.Slot, header.ParentRoot, header.StateRoot) ? null : "another block than the header's"), cancellation);
            Assert.True(block.IsGood, block.Reasons);
            Assert.Equal((VoteFault.None, 0), transition.ProcessBlock(votes!, header, stateRoot));
            stateRoot = header.StateRoot;
        }

        Answer<FinalityCheckpoints> claimed = await beacon.GetFinalityCheckpointsAsync($"{follower.Head.Beacon.Slot}", cancellation);
        Assert.True(claimed.IsGood, claimed.Reasons);
        Assert.Equal((claimed.Value.JustifiedEpoch, claimed.Value.JustifiedRoot), (state!.CurrentJustifiedCheckpoint.Epoch, state.CurrentJustifiedCheckpoint.Root));
        Assert.Equal((claimed.Value.FinalizedEpoch, claimed.Value.FinalizedRoot), (state.FinalizedCheckpoint.Epoch, state.FinalizedCheckpoint.Root));
        return $"{path.Count} blocks with {transition.Verified.Signatures} signatures of {transition.Verified.Votes} votes finalize epoch {state.FinalizedCheckpoint.Epoch}";
    }

    private static async Task<Answer<T>> UntilAsync<T>(Func<Task<Answer<T>>> ask, Func<Answer<T>, bool> isEnough, CancellationToken cancellation)
    {
        while (true)
        {
            Answer<T> answer = await ask();
            if (isEnough(answer)) return answer;
            await Task.Delay(500, cancellation);
        }
    }
}
