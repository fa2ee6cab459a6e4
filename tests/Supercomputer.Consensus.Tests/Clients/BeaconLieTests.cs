using Supercomputer.Consensus.Clients;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Consensus.Tests.Clients;

/// <summary>Beacon nodes that lie, in one field of one reply at a time.</summary>
public sealed class BeaconLieTests
{
    private const string Unread = "not read";

    private static readonly Dictionary<string, string> s_light = new()
    {
        [".version"] = "its absence only: the fork follows from the slot, and a name that is given must be right",
        [".signature_slot"] = "not signed; within its period every later slot up to the clock's chooses the same committee and fork version",
    };

    [Theory]
    [InlineData("capella-minimal", 1)]
    [InlineData("capella-mainnetpreset", 1)]
    public async Task Light_client_replies_with_a_lie_in_any_field_are_refused(string folder, int mostOfEach)
    {
        // Every look at the larger preset reads 512 keys: minutes in all.
        Assert.SkipUnless(folder == "capella-minimal" || LieCampaign.IsLong, "skipped: long; SUPERCOMPUTER_LIES=all runs it");
        BeaconReplies replies = new(folder);
        using HttpClient http = new();
        LieCampaign campaign = new($"light client, {folder}", s_light, mostOfEach);
        foreach (string path in (string[])[replies.BootstrapPath, "/eth/v1/beacon/light_client/finality_update",
            "/eth/v1/beacon/light_client/optimistic_update", "/eth/v1/beacon/light_client/updates?start_period=0&count=1"])
            await campaign.TellAsync(path, asked => Answer(replies, path, asked), (1, 0), async addresses => await FollowAsync(replies.Client(http, addresses), replies));
        campaign.Finish();
    }

    [Fact]
    public async Task One_honest_endpoint_beside_a_liar_is_enough_for_what_is_proved()
    {
        BeaconReplies replies = new("capella-minimal");
        using HttpClient http = new();
        LieCampaign campaign = new("light client, one liar and one honest endpoint", s_light, 1);
        const string path = "/eth/v1/beacon/light_client/finality_update";
        await campaign.TellAsync(path, asked => Answer(replies, path, asked), (1, 1), async addresses =>
        {
            (string? believed, IReadOnlyList<ClientError> refusals) = await FollowAsync(replies.Client(http, addresses), replies);
            Assert.NotNull(believed);
            return (believed, refusals);
        });
        campaign.Finish();
    }

    [Fact]
    public async Task A_mainnet_bootstrap_with_a_lie_in_any_field_is_refused()
    {
        ConsensusConfig config = ConsensusConfig.Mainnet;
        byte[] bootstrap = File.ReadAllBytes(LightClientData.Mainnet("bootstrap.json"));
        Digest checkpoint = BeaconBlockHeader.HashTreeRoot(LightClientData.Bootstrap(LightClientData.Mainnet("bootstrap.json"), config.Preset).Header.Beacon);
        string path = $"/eth/v1/beacon/light_client/bootstrap/0x{checkpoint}";
        using HttpClient http = new();
        LieCampaign campaign = new("mainnet bootstrap of 512 keys", s_light, 16);
        await campaign.TellAsync(path, asked => asked == path ? new(bootstrap) : Reply.Missing, (1, 0), async addresses =>
        {
            BeaconClient client = new(http, addresses, LieCampaign.Options);
            Answer<BeaconReply<LightClientBootstrap>> answer = await client.GetBootstrapAsync(config, checkpoint);
            return (answer.IsGood ? $"{SyncCommittee.HashTreeRoot(answer.Value.Value.CurrentSyncCommittee, 512)}" : null, answer.Refusals);
        });
        campaign.Finish();
    }

    [Fact]
    public async Task A_network_description_with_a_lie_in_any_field_is_outvoted()
    {
        BeaconReplies replies = new("capella-minimal");
        Dictionary<string, string> irrelevant = new()
        {
            [".genesis_fork_version"] = "versions come from the specification's constants",
        };
        // Of the constants, those that the light client's rules use are read; the others may say what they like.
        string[] read = ["GENESIS_FORK_VERSION", "ALTAIR_FORK_", "BELLATRIX_FORK_", "CAPELLA_FORK_", "DENEB_FORK_", "ELECTRA_FORK_", "FULU_FORK_",
            "SECONDS_PER_SLOT", ".SLOTS_PER_EPOCH", "EPOCHS_PER_SYNC_COMMITTEE_PERIOD", ".SYNC_COMMITTEE_SIZE", "DEPOSIT_CHAIN_ID"];
        foreach (System.Text.Json.JsonProperty constant in System.Text.Json.JsonDocument.Parse(replies.Spec).RootElement.GetProperty("data").EnumerateObject())
            if (!read.Any(("." + constant.Name).Contains)) irrelevant["." + constant.Name] = Unread;
        using HttpClient http = new();
        LieCampaign campaign = new("genesis and constants, one liar of three", irrelevant);
        foreach (string path in (string[])["/eth/v1/beacon/genesis", "/eth/v1/config/spec"])
            await campaign.TellAsync(path, replies.Answer, (1, 2), async addresses =>
            {
                Answer<BeaconNetwork> answer = await replies.Client(http, addresses).GetNetworkAsync();
                Assert.Equal(replies.Network.Identity, answer.Value?.Identity);
                return (answer.Value!.Identity, answer.Refusals);
            });
        campaign.Finish();
    }

    [Fact]
    public async Task Checkpoints_with_a_lie_in_any_field_are_outvoted()
    {
        byte[] reply = System.Text.Encoding.UTF8.GetBytes($$"""{"execution_optimistic":false,"data":{"previous_justified":{"epoch":"3","root":"0x{{new string('3', 64)}}"},"current_justified":{"epoch":"4","root":"0x{{new string('4', 64)}}"},"finalized":{"epoch":"2","root":"0x{{new string('2', 64)}}"} } }""");
        using HttpClient http = new();
        LieCampaign campaign = new("checkpoints, one liar of three", new Dictionary<string, string> { [".execution_optimistic"] = Unread });
        const string path = "/eth/v1/beacon/states/head/finality_checkpoints";
        await campaign.TellAsync(path, asked => asked == path ? new(reply) : Reply.Missing, (1, 2), async addresses =>
        {
            Answer<FinalityCheckpoints> answer = await new BeaconClient(http, addresses, LieCampaign.Options).GetFinalityCheckpointsAsync("head");
            return (answer.Value?.ToString(), answer.Refusals);
        });
        campaign.Finish();
    }

    [Fact]
    public async Task A_header_with_a_lie_in_any_field_is_refused()
    {
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(
            File.ReadAllBytes(Vectors.Path("ethereum", "light-client-devnet", "capella-minimal", "optimistic_update.json")));
        string message = json.RootElement.GetProperty("data").GetProperty("attested_header").GetProperty("beacon").GetRawText();
        LightClientUpdate update = Assert.Single(LightClientData.Updates(
            Vectors.Path("ethereum", "light-client-devnet", "capella-minimal", "optimistic_update.json"), Preset.Minimal));
        Digest root = BeaconBlockHeader.HashTreeRoot(update.AttestedHeader.Beacon);
        byte[] reply = System.Text.Encoding.UTF8.GetBytes($$"""{"data":{"root":"0x{{root}}","canonical":true,"header":{"message":{{message}},"signature":"0x00"} } }""");
        Dictionary<string, string> irrelevant = new()
        {
            [".root"] = "the root is made from the header, and is the one asked for",
            [".canonical"] = "whether a block is part of the chain follows from parent roots alone",
            [".signature"] = "the proposer's; light clients rest on committees",
        };
        using HttpClient http = new();
        LieCampaign campaign = new("header", irrelevant);
        string path = $"/eth/v1/beacon/headers/0x{root}";
        await campaign.TellAsync(path, asked => asked == path ? new(reply) : Reply.Missing, (1, 0), async addresses =>
        {
            Answer<BeaconBlockHeader> answer = await new BeaconClient(http, addresses, LieCampaign.Options).GetHeaderAsync(root);
            return (answer.IsGood ? $"{BeaconBlockHeader.HashTreeRoot(answer.Value)}" : null, answer.Refusals);
        });
        campaign.Finish();
    }

    /// <summary>The bootstrap and the reply in question; without the others a look costs one signature.</summary>
    private static Reply Answer(BeaconReplies replies, string path, string asked) =>
        asked == path || asked == replies.BootstrapPath ? replies.Answer(asked) : Reply.Missing;

    /// <summary>What a follower believes after one look.</summary>
    private static async Task<(string? Believed, IReadOnlyList<ClientError> Refusals)> FollowAsync(BeaconClient client, BeaconReplies replies)
    {
        Answer<LightClientFollower> started = await LightClientFollower.StartAsync(client, replies.Network, replies.Checkpoint);
        if (!started.IsGood) return (null, started.Refusals);
        LightClientFollower follower = started.Value;
        FollowStep step = await follower.AdvanceAsync();
        return ($"{BeaconBlockHeader.HashTreeRoot(follower.Finalized.Beacon)} {follower.Finalized.Execution.BlockHash} {BeaconBlockHeader.HashTreeRoot(follower.Safe.Beacon)} {BeaconBlockHeader.HashTreeRoot(follower.Head.Beacon)} {follower.History.Updates.Count}",
            [.. started.Refusals, .. step.Refusals]);
    }
}
