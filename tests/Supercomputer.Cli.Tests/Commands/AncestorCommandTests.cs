using System.Text.Json;
using Supercomputer.Bus.Tests.History;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Claims;
using Supercomputer.Cli.Commands;
using Supercomputer.Consensus.Containers;
using Supercomputer.Primitives;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Cli.Tests.Commands;

/// <summary>Older blocks on the command line: an ancestor is proved, and an event of it rests on the newer block.</summary>
public sealed class AncestorCommandTests : IDisposable
{
    private readonly Wsc wsc = new();

    public void Dispose() => wsc.Dispose();

    [Fact]
    public void An_event_of_the_block_before_the_trusted_one_is_proved_and_verified()
    {
        string newest = Vectors.Path("ethereum", "blocks", "22431084.yaml"), older = Vectors.Path("ethereum", "blocks", "22431083.yaml");
        string header = wsc.NewPath("header"), ancestor = wsc.NewPath("ancestor"), bundle = wsc.NewPath("bundle");
        Assert.Equal(0, Wsc.Run("bus", "header", "--block", newest, "--out", header).Code);
        WscResult proved = Wsc.Run("bus", "ancestor", "--header", header, "--headers", newest, older, "--out", ancestor, "--json");
        Assert.True(proved.Code == 0, proved.Error);
        Assert.Equal(22431083, proved.Json().GetProperty("claim").GetProperty("block_number").GetInt32());
        Assert.Equal(0, Wsc.Run("bus", "event", "--block", older, "--transaction", "0", "--log", "0", "--after", ancestor, "--out", bundle).Code);
        JsonElement verified = Wsc.Run("bus", "verify", bundle, "--trust-header", header, "--json").Json();
        Assert.True(verified.GetProperty("accepted").GetBoolean());
        Assert.Equal(verified.GetProperty("claims")[0].GetProperty("digest").GetString(), verified.GetProperty("claims")[1].GetProperty("rests_on")[0].GetString());

        // Without the header that the ancestor rests on nothing stands; in front of another ancestor the first one does.
        Wsc.Refused(1, ["bus", "verify", bundle], "ancestor-proof: premise");
        Wsc.Refused(1, ["bus", "ancestor", "--after", ancestor, "--headers", newest, older, "--out", bundle], "the first header is not that of the block that the claim is about");
    }

    [Fact]
    public void A_block_before_the_merge_and_one_of_a_devnets_state_are_found()
    {
        string header = wsc.NewPath("header"), output = wsc.NewPath("bundle"), folder = Vectors.Path("ethereum", "headers-with-proof");
        Assert.Equal(0, Wsc.Run("bus", "header", "--block", Vectors.Path("ethereum", "blocks", "22431084.yaml"), "--out", header).Code);
        JsonElement proved = Wsc.Run("bus", "ancestor", "--header", header, "--old", Path.Combine(folder, "14764013.yaml"), "--out", output, "--json").Json();
        Assert.Equal(14764013, proved.GetProperty("claim").GetProperty("block_number").GetInt32());
        Assert.Equal(0, Wsc.Run("bus", "verify", output, "--trust-header", header).Code);

        string later = Path.Combine(folder, "22162263.yaml"), devnet = Vectors.Path("ethereum", "light-client-devnet", "capella-minimal");
        Wsc.Refused(2, ["bus", "ancestor", "--header", header, "--old", later, "--out", output], "--state");
        Wsc.Refused(1, [
            "bus", "ancestor", "--header", header, "--old", later, "--out", output, "--state", Path.Combine(devnet, "state.ssz"),
            "--beacon-header", Path.Combine(devnet, "bootstrap.json"), "--spec", Path.Combine(devnet, "spec.json"), "--genesis", Path.Combine(devnet, "genesis.json")],
            "one that names a beacon block");
        Wsc.Refused(1, ["bus", "ancestor", "--header", header, "--old", later, "--out", output, "--state", header, "--beacon-header", Path.Combine(devnet, "bootstrap.json")], "beacon state");
    }

    [Fact]
    public void A_block_of_a_devnet_is_found_in_the_block_roots_of_its_finalized_state()
    {
        string devnet = Vectors.Path("ethereum", "light-client-devnet", "capella-minimal"), output = wsc.NewPath("bundle");
        string File(string name) => Path.Combine(devnet, name);
        NetworkFile network = NetworkFile.Read(System.IO.File.ReadAllBytes(File("spec.json")), System.IO.File.ReadAllBytes(File("genesis.json")));
        LightClientHeader newest = HistoryFiles.LightClientHeader(File("bootstrap.json"), network.Config.Preset), older = HistoryFiles.LightClientHeader(File("updates.json"), network.Config.Preset);
        FinalizedHeaderClaim claim = new(
            network.ChainId, network.Config.GenesisValidatorsRoot, default, newest.Beacon.Slot, BeaconBlockHeader.HashTreeRoot(newest.Beacon), newest.Execution.BlockNumber,
            newest.Execution.BlockHash, newest.Execution.StateRoot, newest.Execution.ReceiptsRoot, newest.Execution.TransactionsRoot, newest.Execution.Timestamp);
        string header = wsc.Write("claim", ClaimEncoding.Encode(claim)), block = wsc.Write("block", $"header: \"{Hex.Encode(EmptyBlockHeader.Rlp(older.Execution))}\"\n");
        string[] chain = ["--spec", File("spec.json"), "--genesis", File("genesis.json")];
        string[] command =
        [
            "bus", "ancestor", "--header", header, "--beacon-block", File("updates.json"), "--block", block, "--state", File("state.ssz"), "--beacon-header", File("bootstrap.json"),
            "--out", output, "--json", .. chain,
        ];
        JsonElement proved = Wsc.Run(command).Json().GetProperty("claim");
        Assert.Equal((older.Beacon.Slot, $"0x{older.Execution.BlockHash}"), (proved.GetProperty("slot").GetUInt64(), proved.GetProperty("block_hash").GetString()));
        Assert.Equal(0, Wsc.Run(["bus", "verify", output, "--trust-header", header, .. chain]).Code);
        Wsc.Refused(1, ["bus", "verify", output, "--trust-header", header], "ancestor-proof: network");
        Wsc.Refused(1, [.. command.Select(part => part == File("bootstrap.json") ? File("updates.json") : part)], "beacon header");
    }

    [Fact]
    public void What_is_missing_is_said_with_the_next_step()
    {
        string block = Wsc.Sample("demo", "block.json"), header = wsc.NewPath("header"), output = wsc.NewPath("out");
        Assert.Equal(0, Wsc.Run("bus", "header", "--block", block, "--out", header).Code);
        Wsc.Refused(2, ["bus", "ancestor", "--headers", block, "--out", output], "--after", "--header");
        Wsc.Refused(2, ["bus", "ancestor", "--header", header, "--out", output], "--headers", "--contract", "--old");
        Wsc.Refused(2, ["bus", "ancestor", "--header", header, "--headers", block, "--old", block, "--out", output], "one of --headers");
        Wsc.Refused(2, ["bus", "ancestor", "--header", header, "--contract", block, "--out", output], "--block");
        Wsc.Refused(1, ["bus", "ancestor", "--header", header, "--contract", block, "--block", block, "--out", output], "eth_getProof", "0x0000f90827f1c53a10cb7a02335b175320002935");
        Wsc.Refused(1, ["bus", "ancestor", "--header", header, "--headers", block, "--out", output], "no header follows");
        Wsc.Refused(2, ["bus", "ancestor", "--header", header, "--execution", "http://127.0.0.1:9", "--out", output], "--number");
        Wsc.Refused(1, ["bus", "ancestor", "--header", header, "--old", block, "--out", output], "header with proof");
        Wsc.Refused(1, ["bus", "ancestor", "--header", header, "--headers", wsc.Write("lines", "0x12\nzz\n"), "--out", output], "line 2");
        Wsc.Refused(1, ["bus", "ancestor", "--after", wsc.Write("b", "WSCB"), "--headers", block, "--out", output], "bundle");
    }
}
