using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Supercomputer.Consensus.Casper;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Consensus.Tests.Casper;

/// <summary>A chain of 72 validators over Capella, Deneb, Electra and Fulu, with what another implementation says of it (eng/casper-chain).</summary>
internal sealed class ForkedChain
{
    private readonly JsonElement root;

    private ForkedChain()
    {
        string path = Path.Combine(Repository.Root, "tests", "Supercomputer.Consensus.Tests", "Fixtures", "casper-forks.json.br");
        using BrotliStream stream = new(File.OpenRead(path), CompressionMode.Decompress);
        using JsonDocument json = JsonDocument.Parse(stream);
        root = json.RootElement.Clone();
        JsonElement network = root.GetProperty("spec").GetProperty("data");
        Config = LightClientData.Config(
            name => network.TryGetProperty(name, out JsonElement value) ? value.GetString() : null, LightClientData.Root(root.GetProperty("genesis").GetProperty("data").GetProperty("genesis_validators_root").GetString()!));
        foreach (JsonElement block in root.GetProperty("blocks").EnumerateArray())
        {
            Assert.Null(BlockVotes.TryRead(block, Config, out BlockVotes? votes));
            Blocks.Add((votes!, RecordedVotes.Header(block), RecordedVotes.After(block)));
        }

        foreach (JsonElement state in root.GetProperty("states").EnumerateArray())
            States.Add((state.GetProperty("epoch").GetUInt64(), LightClientData.Root(state.GetProperty("root").GetString()!), LightClientData.Bytes(state.GetProperty("ssz").GetString()!)));
    }

    public static ForkedChain Recorded { get; } = new();

    public ConsensusConfig Config { get; }

    /// <summary>The checkpoint's state of each epoch from 1 to 17.</summary>
    public List<(ulong Epoch, Digest Root, byte[] Ssz)> States { get; } = [];

    public List<(BlockVotes Votes, BeaconBlockHeader Header, string After)> Blocks { get; } = [];

    /// <summary>The state of an epoch's checkpoint, read anew.</summary>
    public CasperState State(ulong epoch)
    {
        Assert.Null(CasperStateSsz.TryRead(States.Single(state => state.Epoch == epoch).Ssz, Config, out CasperState? state, out _));
        return state!;
    }

    /// <summary>A recorded block as the beacon interface gives it.</summary>
    public JsonNode Json(ulong slot) =>
        JsonNode.Parse(root.GetProperty("blocks").EnumerateArray().Single(block => block.GetProperty("message").GetProperty("slot").GetString() == $"{slot}").GetRawText())!;

    /// <summary>Votes that the other implementation accepts or refuses in a block of a slot of a fork, with their names.</summary>
    public (ulong Slot, Attestation[] Accepted, (string Name, Attestation Vote)[] Refused) Judged(Fork fork)
    {
        JsonElement judged = root.GetProperty("refusals").EnumerateArray().Single(entry => Config.Forks.ForkAt(entry.GetProperty("slot").GetUInt64() / 8) == fork);
        ulong slot = judged.GetProperty("slot").GetUInt64();
        return (
            slot, [.. judged.GetProperty("accepted").EnumerateArray().Select(vote => Vote(slot, vote))],
            [.. judged.GetProperty("refused").EnumerateArray().Select(entry => (entry.GetProperty("name").GetString()!, Vote(slot, entry.GetProperty("attestation"))))]);
    }

    private Attestation Vote(ulong slot, JsonElement vote)
    {
        JsonNode block = Json(slot);
        block["message"]!["body"]!["attestations"] = new JsonArray(JsonNode.Parse(vote.GetRawText()));
        Assert.Null(BlockVotes.TryRead(JsonSerializer.SerializeToElement(block), Config, out BlockVotes? votes));
        return Assert.Single(votes!.Attestations);
    }
}
