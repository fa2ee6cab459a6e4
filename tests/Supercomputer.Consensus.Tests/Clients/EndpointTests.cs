using Supercomputer.Consensus.Clients;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Hashing;
using Xunit;

namespace Supercomputer.Consensus.Tests.Clients;

/// <summary>Endpoints that are slow, silent, broken or of another network; and how a client goes on.</summary>
public sealed class EndpointTests
{
    private static readonly ClientOptions s_quick = new() { Attempts = 3, FirstDelay = TimeSpan.FromMilliseconds(1), RequestTimeout = TimeSpan.FromMilliseconds(400), MostReplyBytes = 4096 };

    public static TheoryData<string, string> BadReplies => new()
    {
        { "{\"jsonrpc\":\"2.0\",", "no JSON" },
        { "", "no JSON" },
        { "[]", "Array in place of an object" },
        { "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":\"0x1\"}", "another id" },
        { "{\"jsonrpc\":\"2.0\",\"id\":1}", "neither result nor error" },
        { "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"one\"}", "hexadecimal" },
        { "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x11111111111111111\"}", "64 bits" },
        { "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"unknown method\"}}", "unknown method" },
        { "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"\\ud800\"}", "no JSON" },
        { "\u0001\u0002<html>\u001b[31m", "no JSON" },
    };

    [Theory]
    [MemberData(nameof(BadReplies))]
    public async Task A_bad_reply_is_refused_with_its_reason(string reply, string reason)
    {
        using ReplyServer server = new(_ => new(System.Text.Encoding.UTF8.GetBytes(reply)));
        using HttpClient http = new();
        Answer<ulong> answer = await new ExecutionClient(http, [server.Address], s_quick).GetChainIdAsync();
        Assert.False(answer.IsGood);
        Assert.Contains(reason, answer.Reasons, StringComparison.Ordinal);
        Assert.Contains(server.Address.Authority, answer.Reasons, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', answer.Reasons);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_huge_reply_is_not_read()
    {
        using ReplyServer server = new(_ => new(new byte[1 << 20]));
        using HttpClient http = new();
        Answer<ulong> answer = await new ExecutionClient(http, [server.Address], s_quick).GetChainIdAsync();
        Assert.Equal(ClientFault.TooLarge, Assert.Single(answer.Refusals, refusal => refusal.Fault != ClientFault.NoQuorum).Fault);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_slow_reply_is_given_up_and_asked_for_again()
    {
        using ReplyServer server = new(_ => new([], Delay: TimeSpan.FromSeconds(2)));
        using HttpClient http = new();
        Answer<ulong> answer = await new ExecutionClient(http, [server.Address], s_quick with { RequestTimeout = TimeSpan.FromMilliseconds(50) }).GetChainIdAsync();
        Assert.Contains(answer.Refusals, refusal => refusal.Fault == ClientFault.TimedOut);
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task A_reply_that_is_cut_off_is_asked_for_again()
    {
        using ReplyServer server = new(_ => new("{\"jsonrpc\""u8.ToArray(), IsCutOff: true));
        using HttpClient http = new();
        Answer<ulong> answer = await new ExecutionClient(http, [server.Address], s_quick).GetChainIdAsync();
        Assert.Contains(answer.Refusals, refusal => refusal.Fault is ClientFault.Unreachable or ClientFault.TimedOut);
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task Nobody_listening_is_an_error_with_the_next_step()
    {
        using HttpClient http = new();
        Answer<ulong> answer = await new ExecutionClient(http, [new("http://127.0.0.1:9")], s_quick).GetChainIdAsync();
        Assert.Contains("check address and network", answer.Reasons, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_that_passes_is_overcome_by_asking_again()
    {
        int asked = 0;
        using ReplyServer server = new(_ => Interlocked.Increment(ref asked) < 3 ? new("not yet"u8.ToArray(), 500) : new("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x7e7e\"}"u8.ToArray()));
        using HttpClient http = new();
        Answer<ulong> answer = await new ExecutionClient(http, [server.Address], s_quick).GetChainIdAsync();
        Assert.Equal(32382UL, answer.Value);
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task Two_endpoints_that_contradict_each_other_are_no_quorum()
    {
        using ReplyServer one = new(_ => new("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"}"u8.ToArray())), two = new(_ => new("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x2\"}"u8.ToArray()));
        using HttpClient http = new();
        Answer<ulong> answer = await new ExecutionClient(http, [one.Address, two.Address], s_quick).GetChainIdAsync();
        Assert.Equal(ClientFault.NoQuorum, answer.Error?.Fault);
        Assert.Contains(one.Address.Authority, answer.Reasons, StringComparison.Ordinal);
        Assert.Contains(two.Address.Authority, answer.Reasons, StringComparison.Ordinal);
        Answer<ulong> expected = await new ExecutionClient(http, [one.Address, two.Address], s_quick with { Quorum = 1 }).GetChainIdAsync(2);
        Assert.Equal(2UL, expected.Value);
        Assert.Equal(ClientFault.WrongNetwork, Assert.Single(expected.Refusals).Fault);
    }

    [Fact]
    public async Task A_node_of_another_network_is_named()
    {
        BeaconReplies replies = new("capella-minimal");
        using ReplyServer server = new(replies.Answer);
        using HttpClient http = new();
        Answer<BeaconNetwork> network = await replies.Client(http, [server.Address]).GetNetworkAsync(BeaconNetwork.Mainnet);
        Assert.Contains(network.Refusals, refusal => refusal.Fault == ClientFault.WrongNetwork && refusal.Expected.Contains("4b363db9", StringComparison.Ordinal));
        // The right forms under the wrong network: the signature and the clock do not fit.
        Answer<LightClientFollower> follower = await LightClientFollower.StartAsync(
            replies.Client(http, [server.Address]), replies.Network with { GenesisTime = replies.Network.GenesisTime + 1 }, replies.Checkpoint);
        Assert.Equal(ClientFault.WrongNetwork, follower.Error?.Fault);
    }

    [Fact]
    public async Task A_stale_checkpoint_is_refused()
    {
        BeaconReplies replies = new("capella-minimal");
        using ReplyServer server = new(replies.Answer);
        using HttpClient http = new();
        Answer<LightClientFollower> follower = await LightClientFollower.StartAsync(replies.Client(http, [server.Address]), replies.Network, replies.Checkpoint, maxAgeSlots: 5);
        Assert.Contains("a checkpoint from slot", follower.Reasons, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_is_saved_in_the_form_of_the_beacon_interface_and_leads_to_the_finalized_header()
    {
        BeaconReplies replies = new("capella-minimal");
        using ReplyServer server = new(replies.Answer);
        using HttpClient http = new();
        Answer<LightClientHistory> history = await LightClientHistory.FetchAsync(replies.Client(http, [server.Address]), replies.Network, replies.Checkpoint);
        Assert.True(history.IsGood, history.Reasons);
        string folder = Path.Combine(Path.GetTempPath(), $"history-{Guid.NewGuid():N}");
        try
        {
            IReadOnlyList<string> files = await history.Value.SaveAsync(folder);
            Preset preset = replies.Config.Preset;
            LightClientStore store = LightClientData.Store(replies.Config, LightClientData.Bootstrap(files[0], preset));
            foreach (LightClientUpdate update in files.Skip(1).SelectMany(file => LightClientData.Updates(file, preset)))
                Assert.Equal("accepted", Supercomputer.Consensus.LightClient.FinalityAdvance.Advance(replies.Config, ref store, update, LightClientData.Never).ToString());
            Assert.Equal(40UL, store.FinalizedHeader.Beacon.Slot);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_reorganization_is_seen_with_its_ancestor()
    {
        Dictionary<Digest, BeaconBlockHeader> headers = [];
        BeaconBlockHeader Block(ulong slot, in BeaconBlockHeader parent, byte salt)
        {
            byte[] body = new byte[32];
            body[0] = salt;
            BeaconBlockHeader header = new() { Slot = slot, ParentRoot = BeaconBlockHeader.HashTreeRoot(parent), BodyRoot = new(body) };
            headers[BeaconBlockHeader.HashTreeRoot(header)] = header;
            return header;
        }

        BeaconBlockHeader finalized = Block(8, default, 0), a9 = Block(9, finalized, 0), a10 = Block(10, a9, 0), a11 = Block(11, a10, 0);
        BeaconBlockHeader b10 = Block(10, a9, 1), b12 = Block(12, b10, 1), far = Block(20, new() { Slot = 19 }, 2);
        Task<BeaconBlockHeader?> Fetch(Digest root) => Task.FromResult(headers.TryGetValue(root, out BeaconBlockHeader found) ? found : (BeaconBlockHeader?)null);
        HeaderChain chain = new(finalized);
        HeadChange grown = await chain.MoveAsync(a11, Fetch);
        Assert.Equal((8UL, 0, 3, true), (grown.AncestorSlot, grown.Removed, grown.Added, grown.IsLinked));
        HeadChange turned = await chain.MoveAsync(b12, Fetch);
        Assert.True(turned.IsReorganization);
        Assert.Equal((9UL, 2, 2, true), (turned.AncestorSlot, turned.Removed, turned.Added, turned.IsLinked));
        chain.Finalize(b10);
        Assert.Equal(2, chain.Count);
        HeadChange alone = await chain.MoveAsync(far, Fetch);
        Assert.False(alone.IsLinked);
    }
}
