using System.Text.Json;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Cli.Tests.Commands;

/// <summary>Claims on the command line: proved from a block file, verified as a bundle.</summary>
public sealed class BusCommandTests : IDisposable
{
    private static readonly string Block = Wsc.Sample("demo", "block.json");

    private readonly Wsc wsc = new();

    public void Dispose() => wsc.Dispose();

    [Fact]
    public void A_state_is_proved_from_a_block_and_verified_with_the_header_that_it_rests_on()
    {
        string header = wsc.NewPath("header"), bundle = wsc.NewPath("bundle");
        Assert.Equal(0, Wsc.Run("bus", "header", "--block", Block, "--out", header).Code);
        JsonElement block = JsonDocument.Parse(File.ReadAllText(Block)).RootElement;
        string account = block.GetProperty("proofs")[0].GetProperty("address").GetString()!;
        WscResult proved = Wsc.Run("bus", "state", "--block", Block, "--account", account, "--out", bundle, "--json");
        Assert.True(proved.Code == 0, proved.Error);
        Assert.Equal(account, proved.Json().GetProperty("claim").GetProperty("account").GetString());

        JsonElement verified = Wsc.Run("bus", "verify", bundle, "--trust-header", header, "--json").Json();
        Assert.True(verified.GetProperty("accepted").GetBoolean());
        Assert.Equal(proved.Json().GetProperty("digest").GetString(), verified.GetProperty("claims")[0].GetProperty("digest").GetString());
        Assert.Equal(0, Wsc.Run("verify", bundle, "--trust-header", header).Code);
        Wsc.Refused(1, ["bus", "verify", bundle], "--trust-header", "none of block");
        Wsc.Refused(1, ["bus", "verify", header], "bundle");

        // The header of the same block on another chain.
        string other = wsc.NewPath("other");
        Assert.Equal(0, Wsc.Run("bus", "header", "--block", Block, "--chain", "5", "--out", other).Code);
        Wsc.Refused(1, ["verify", bundle, "--trust-header", other], "expected chain 5, actual chain 1");
    }

    [Fact]
    public void A_zkGraph_that_rests_on_a_header_claim_is_verified_without_the_block()
    {
        string header = wsc.NewPath("header"), bundle = wsc.NewPath("bundle"), program = Wsc.Sample("largest-transfer", "largest-transfer.wasm");
        string graph = Wsc.Sample("largest-transfer", "demo.yaml");
        Assert.Equal(0, Wsc.Run("bus", "header", "--block", Block, "--out", header).Code);
        WscResult proved = Wsc.Run("prove", program, "--block", Block, "--graph", graph, "--header", header, "--out", bundle);
        Assert.True(proved.Code == 0, proved.Error);
        JsonElement claim = Wsc.Run("verify", bundle, "--program", program, "--trust-header", header, "--json").Json().GetProperty("claims")[0];
        Assert.Equal("Computation", claim.GetProperty("claim").GetProperty("kind").GetString());
        Assert.Equal(192, claim.GetProperty("result").GetString()!.Length);
        Wsc.Refused(1, ["verify", bundle, "--trust-header", header], "program", "--program");
        Wsc.Refused(2, ["prove", program, "--header", header], "--block and --graph");

        // A program that neither puts out a claim nor can be linked above the binder.
        string text = wsc.Write("text", "(module (import \"wasi_snapshot_preview1\" \"proc_exit\" (func (param i32))) (memory (export \"memory\") 1) (func (export \"main\")))");
        Wsc.Refused(1, ["prove", text, "--block", Block, "--graph", graph, "--header", header, "--out", bundle], "wasi_snapshot_preview1.proc_exit", "module beneath");
        Wsc.Refused(2, ["prove", program, "--block", Block, "--graph", graph, "--header", header, "--state", "0x01"], "--state goes without --header");
    }

    [Fact]
    public void A_zkGraph_in_AssemblyScript_is_bound_to_a_header_claim_and_verified_with_its_manifest()
    {
        string header = wsc.NewPath("header"), bundle = wsc.NewPath("bundle"), program = Wsc.Sample("token-transfers", "token-transfers.wasm");
        string graph = Wsc.Sample("demo", "zkgraph.yaml");
        Assert.Equal(0, Wsc.Run("bus", "header", "--block", Block, "--out", header).Code);
        WscResult proved = Wsc.Run("prove", program, "--block", Block, "--graph", graph, "--header", header, "--out", bundle);
        Assert.True(proved.Code == 0, proved.Error);
        foreach (string[] verify in (string[][])[["verify", bundle], ["bus", "verify", bundle]])
        {
            JsonElement claim = Wsc.Run([.. verify, "--program", program, "--graph", graph, "--trust-header", header, "--json"]).Json().GetProperty("claims")[0];
            Assert.Equal(2 * 76, claim.GetProperty("result").GetString()!.Length);
            Wsc.Refused(1, [.. verify, "--program", program, "--graph", Wsc.Sample("token-transfers", "zkgraph.yaml"), "--trust-header", header], "input", "what the manifest asks for");
            Wsc.Refused(1, [.. verify, "--program", program, "--graph", graph], "premise", "--trust-header");
            Wsc.Refused(1, [.. verify, "--program", program, "--trust-header", header], "program", "--program"); // without the manifest it is another program
        }

        string other = wsc.NewPath("other");
        Assert.Equal(0, Wsc.Run("bus", "header", "--block", CleTemplates.Block, "--out", other).Code);
        Wsc.Refused(1, ["prove", program, "--block", Block, "--graph", graph, "--header", other], "block hash");
    }

    [Fact]
    public void A_template_of_cle_lib_in_safe_mode_is_run_and_bound()
    {
        string program = CleTemplates.Program("uniswapprice", isSafe: true), header = wsc.NewPath("header"), bundle = wsc.NewPath("bundle");
        string[] about = ["--block", CleTemplates.Block, "--graph", CleTemplates.Manifest("uniswapprice")];
        string state = Convert.ToHexStringLower(CleTemplates.Result("uniswapprice"));
        Assert.Equal(0, Wsc.Run(["run", program, .. about, "--state", $"0x{state}"]).Code);
        Assert.Equal(1, Wsc.Run(["run", program, .. about, "--state", "0x01"]).Code);
        Assert.Equal(0, Wsc.Run("bus", "header", "--block", CleTemplates.Block, "--out", header).Code);
        WscResult proved = Wsc.Run(["prove", program, .. about, "--header", header, "--out", bundle]);
        Assert.True(proved.Code == 0, proved.Error);
        JsonElement claim = Wsc.Run(["verify", bundle, "--program", program, .. about[2..], "--trust-header", header, "--json"]).Json().GetProperty("claims")[0];
        Assert.Equal(state, claim.GetProperty("result").GetString());
    }

    [Fact]
    public void A_template_that_reads_transactions_is_run_and_bound_and_its_senders_are_those_of_the_node_s_answer()
    {
        string program = CleTemplates.Program("senders"), header = wsc.NewPath("header"), bundle = wsc.NewPath("bundle");
        string manifest = wsc.Write("senders.yaml", File.ReadAllText(CleTemplates.Manifest("senders")).Replace("dac17f958d2ee523a2206206994597c13d831ec7", "a60ecf32309539dd84f27a9563754dca818b815e", StringComparison.Ordinal));
        string[] about = ["--block", CleTemplates.Block, "--graph", manifest];
        Assert.Equal(0, Wsc.Run(["run", program, .. about, "--entry", "asmain"]).Code);
        Assert.Equal(0, Wsc.Run("bus", "header", "--block", CleTemplates.Block, "--chain", "31337", "--out", header).Code);
        WscResult proved = Wsc.Run(["prove", program, .. about, "--header", header, "--out", bundle]);
        Assert.True(proved.Code == 0, proved.Error);
        JsonElement claim = Wsc.Run(["verify", bundle, "--program", program, .. about[2..], "--trust-header", header, "--json"]).Json().GetProperty("claims")[0];
        string result = claim.GetProperty("result").GetString()!;
        string[] senders = [.. JsonDocument.Parse(File.ReadAllText(CleTemplates.Block)).RootElement.GetProperty("block").GetProperty("transactions").EnumerateArray()
            .Where(entry => entry.GetProperty("to").GetString() == "0xa60ecf32309539dd84f27a9563754dca818b815e").Select(entry => entry.GetProperty("from").GetString()![2..])];
        Assert.Equal(3, senders.Length);
        Assert.Equal(senders, Enumerable.Range(0, 3).Select(i => result.Substring(8 + (i * 168) + 64, 40)));
        Assert.Equal(0, Wsc.Run("bus", "header", "--block", CleTemplates.Block, "--out", header).Code);
        Wsc.Refused(1, ["prove", program, .. about, "--header", header, "--out", bundle], "of another chain");
    }

    [Fact]
    public void A_finality_proof_takes_files_or_beacon_nodes_and_names_the_node_that_does_not_answer()
    {
        string root = "0x" + new string('1', 64), nobody = "http://127.0.0.1:9";
        Wsc.Refused(2, ["bus", "finalized", "--checkpoint", root], "--beacon", "--bootstrap and --updates");
        Wsc.Refused(2, ["bus", "finalized", "--checkpoint", root, "--bootstrap", Block], "--bootstrap and --updates");
        Wsc.Refused(2, ["bus", "finalized", "--checkpoint", root, "--bootstrap", Block, "--updates", Block, "--beacon", nobody], "in place of --bootstrap");
        Wsc.Refused(2, ["bus", "finalized", "--checkpoint", root, "--bootstrap", Block, "--updates", Block, "--save", wsc.NewPath("folder")], "--save", "--beacon");
        Wsc.Refused(2, ["bus", "finalized", "--checkpoint", "0x11", "--beacon", nobody], "--checkpoint", "32 bytes");
        Wsc.Refused(2, ["bus", "finalized", "--checkpoint", root, "--beacon", "ftp://127.0.0.1"], "--beacon ftp://127.0.0.1", "http://");
        Wsc.Refused(1, ["bus", "finalized", "--checkpoint", root, "--beacon", nobody], "127.0.0.1:9", "check address and network");
    }

    [Fact]
    public void What_the_block_does_not_have_is_refused_with_the_reason()
    {
        string output = wsc.NewPath("bundle");
        Wsc.Refused(1, ["bus", "event", "--block", Block, "--transaction", "99", "--log", "0", "--out", output], "transaction index", "actual 99");
        Wsc.Refused(1, ["bus", "event", "--block", Block, "--transaction", "0", "--log", "99", "--out", output], "log index");
        Wsc.Refused(1, ["bus", "transaction", "--block", Block, "--transaction", "0", "--chain", "9", "--out", output], "another chain");
        Wsc.Refused(1, ["bus", "state", "--block", Block, "--account", "0x00000000000000000000000000000000000000ff", "--out", output], "eth_getProof");
        Wsc.Refused(2, ["bus", "state", "--block", Block, "--account", "0x12", "--out", output], "--account", "20 bytes");
        Wsc.Refused(2, ["bus", "state", "--block", Block, "--account", "0x00000000000000000000000000000000000000ff", "--slot", "7", "--out", output], "--slot");
        Wsc.Refused(2, ["bus", "verify", wsc.Write("b", "WSCB"), "--checkpoint", "0x12"], "--checkpoint", "32 bytes");
        Wsc.Refused(2, ["bus", "header", "--out", output], "--history");
        Wsc.Refused(1, ["bus", "header", "--history", Block, "--summaries", Block, "--out", output], "header with proof");
    }
}
