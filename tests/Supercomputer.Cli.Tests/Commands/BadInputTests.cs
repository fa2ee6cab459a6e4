using System.Text;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Cli.Tests.Commands;

/// <summary>Every kind of bad input gives an error that says which, expected, actual and the next step, with exit code 1 or 2.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Wsc wsc = new();

    public void Dispose() => wsc.Dispose();

    [Fact]
    public void An_imported_global_of_vectors_is_refused_by_key_and_prove_with_its_name()
    {
        string program = wsc.Write("simd.wat", "(module (import \"other\" \"vector\" (global v128)) (func (export \"main\") (drop (global.get 0))))");
        foreach (string command in (string[])["key", "prove", "run"])
            Wsc.Refused(1, [command, program], "other.vector", "v128");
    }

    [Theory]
    [InlineData("(memory 65537)", "memory")]
    [InlineData("(memory 65536)", "32768")]
    [InlineData("(memory 40000 65536)", "32768")]
    [InlineData("(table 4294967295 funcref)", "table", "(drop (table.size 0))")]
    [InlineData("(table 100000000 funcref)", "table", "(drop (table.get 0 (i32.const 0)))")]
    [InlineData("(table 1 4294967295 funcref) (elem declare func $f) (func $f)", "", "(drop (table.grow (ref.func $f) (i32.const -1)))", false)]
    [InlineData("(import \"wsc\" \"unknown\" (func $f))", "wsc.unknown", "(call $f)")]
    [InlineData("(import \"wsc\" \"input_size\" (func $f))", "wsc.input_size", "(call $f)")]
    [InlineData("(import \"other\" \"memory\" (memory 1))", "", "(drop (memory.size))", false)]
    [InlineData("(import \"other\" \"global\" (global $g i32))", "other", "(drop (global.get $g))")]
    [InlineData("(func (result i32))", "type mismatch")]
    [InlineData("(func (local.get 7))", "7")]
    [InlineData("(func (unknown.instruction))", "unknown.instruction")]
    public void Modules_that_cannot_be_proved_are_refused_with_the_reason(string field, string word, string body = "", bool refused = true)
    {
        string program = wsc.Write("bad.wat", $"(module {field} (func (export \"main\") {body}))");
        foreach (string command in (string[])["key", "prove", "run"])
        {
            if (refused) Wsc.Refused(1, [command, program], word);
            else AssertAnswered([command, program]);
        }
    }

    [Theory]
    [InlineData("key")]
    [InlineData("prove")]
    [InlineData("run")]
    public void An_empty_program_file_is_called_empty(string command) =>
        Wsc.Refused(1, [command, wsc.Write("nothing.wasm", "")], "the file is empty", "expected");

    [Fact]
    public void A_block_file_without_transactions_counts_none_of_them_rather_than_zero()
    {
        WscResult result = Wsc.Run("block", Wsc.Sample("demo", "block.json"), "--json");
        Assert.Equal(0, result.Code);
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(result.Output);
        Assert.True(json.RootElement.GetProperty("receipts").GetInt32() > 0, result.Output);
        Assert.DoesNotContain("\"transactions\":0", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_without_an_entry_is_refused_with_what_it_exports()
    {
        string program = wsc.Write("two.wat", "(module (func (export \"one\")) (func (export \"two\")))");
        Wsc.Refused(1, ["key", program], "one, two");
        Wsc.Refused(1, ["key", program, "--entry", "three"], "three", "one, two");
        Assert.Equal(0, Wsc.Run("key", program, "--entry", "two").Code);
    }

    [Fact]
    public void Deep_nesting_is_refused_or_read_without_a_crash()
    {
        const int depth = 200_000;
        StringBuilder blocks = new();
        for (int i = 0; i < depth; i++) blocks.Append("(block ");
        string nested = $"(module (func (export \"main\") {blocks}{new string(')', depth)}))";
        (string Name, string Text)[] files =
        [
            ("blocks.wat", nested), ("open.wat", new string('(', depth)), ("comments.wat", string.Concat(Enumerable.Repeat("(;", depth))),
        ];
        foreach ((string name, string text) in files) AssertAnswered(["key", wsc.Write(name, text)]);
        byte[] body = [0, .. Enumerable.Repeat((byte[])[0x02, 0x40], depth).SelectMany(b => b), .. Enumerable.Repeat((byte)0x0b, depth + 1)];
        byte[] module = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 7, 8, 1, 4, .. "main"u8, 0, 0,
            10, .. Leb(body.Length + 1 + Leb(body.Length).Length), 1, .. Leb(body.Length), .. body];
        AssertAnswered(["key", wsc.Write("blocks.wasm", module)]);
        AssertAnswered(["block", wsc.Write("deep.json", new string('[', depth))]);
        AssertAnswered(["block", wsc.Write("deep.json", string.Concat(Enumerable.Repeat("{\"block\":", depth)))]);
        AssertAnswered(["block", wsc.Write("deep.yaml", "header: " + new string('[', depth))]);
        AssertAnswered(["block", wsc.Write("deep-rlp.yaml", "header: \"0x" + string.Concat(Enumerable.Repeat("c8", depth)) + "\"")]);
        foreach (string yaml in (string[])["a: " + new string('[', depth), string.Concat(Enumerable.Range(0, 3000).Select(i => new string(' ', i) + "a:\n"))])
            AssertAnswered(["block", Wsc.Sample("demo", "block.json"), "--graph", wsc.Write("deep.yaml", yaml)]);
    }

    [Fact]
    public void Endless_loops_run_out_of_fuel()
    {
        string program = wsc.Write("loop.wat", "(module (func (export \"main\") (loop $again (br $again))))");
        WscResult run = Wsc.Run("run", program, "--fuel", "100000");
        Assert.Equal(1, run.Code);
        Assert.Contains("out of fuel after 100000 steps", run.Output, StringComparison.Ordinal);
        Assert.Contains("--fuel", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, Wsc.Run("run", wsc.Write("start.wat", "(module (func $s (call $s)) (start $s) (func (export \"main\")))")).Code);
        Wsc.Refused(1, ["prove", program], "steps: expected at most", "--fuel");
    }

    [Fact]
    public void Truncated_and_random_programs_are_refused()
    {
        byte[] good = File.ReadAllBytes(Wsc.Sample("sha256", "sha256.wasm"));
        for (int length = 0; length < good.Length; length += 97)
            Wsc.Refused(1, ["key", wsc.Write("cut.wasm", good[..length])]);
        Random random = new(11);
        for (int trial = 0; trial < 100; trial++)
        {
            byte[] bytes = new byte[random.Next(1, 400)];
            random.NextBytes(bytes);
            Wsc.Refused(1, ["key", wsc.Write("random.wat", bytes)]);
            byte[] withMagic = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, .. bytes];
            Wsc.Refused(1, ["key", wsc.Write("random.wasm", withMagic)]);
        }
    }

    [Fact]
    public void Proofs_for_something_else_are_refused_by_the_check_that_fails()
    {
        byte[] proof = ProvedProgram.Proof;
        string path = wsc.Write("proof", proof), p = wsc.Write("p", ProvedProgram.Public), s = wsc.Write("s", ProvedProgram.Disclosed);
        string program = wsc.Write("product.wat", ProvedProgram.Text);
        string other = wsc.Write("other.wat", ProvedProgram.Text.Replace("i32.mul", "i32.add", StringComparison.Ordinal));
        string[] streams = ["--public", p, "--disclosed", s];
        Wsc.Refused(1, ["verify", path, "--program", other, .. streams], "program", "digest", "the proof is for");
        Wsc.Refused(1, ["verify", path, "--program", program, .. streams, "--outputs", wsc.Write("o", [43, 0, 0, 0])], "outputs", "2b000000", "2a000000");
        Assert.Equal(0, Wsc.Run(["verify", path, "--program", program, .. streams, "--outputs", wsc.Write("o", ProvedProgram.Output)]).Code);
        Wsc.Refused(1, ["verify", path, "--program", program, "--public", s, "--disclosed", s], "expected", "actual");
        Wsc.Refused(1, ["verify", path, "--program", program, "--public", p], "expected", "actual");
        Wsc.Refused(1, ["verify", path, "--program", program, "--fuel", "5000", .. streams], "program", "digest");
        proof[8] = 2;
        Wsc.Refused(1, ["verify", wsc.Write("profile", proof), "--program", program, .. streams], "profile", "direct, 128 bits", "100 bits");
        proof[4] = 9;
        Wsc.Refused(1, ["verify", wsc.Write("format", proof), "--program", program, .. streams], "format", "expected 2", "9");
        Wsc.Refused(1, ["verify", wsc.Write("empty", ""), "--program", program, .. streams], "expected", "actual");
        Wsc.Refused(1, ["verify", wsc.Write("empty", ""), "--program", program, "--graph", wsc.Write("graph", "")], "expected", "actual an empty file");
        Wsc.Refused(1, ["verify", program, "--program", program, .. streams], "file type", "WSCP");
        Wsc.Refused(1, ["verify", path, "--key", path, .. streams], "WSCK", "0x57534350");
    }

    [Fact]
    public void Truncated_and_longer_proofs_and_keys_are_refused()
    {
        byte[] proof = ProvedProgram.Proof, key = ProvedProgram.Key;
        for (int cut = 0; cut < proof.Length; cut += 1 + proof.Length / 40) Wsc.Refused(1, ProvedProgram.Verify(wsc, proof[..cut]), "expected", "actual");
        for (int cut = 0; cut < key.Length; cut += 1 + key.Length / 40) Wsc.Refused(1, ProvedProgram.Verify(wsc, proof, key[..cut]));
        Wsc.Refused(1, ProvedProgram.Verify(wsc, [.. proof, 0]), "expected", "actual");
        Wsc.Refused(1, ProvedProgram.Verify(wsc, proof, [.. key, 0]));
        Assert.Equal(0, Wsc.Run(ProvedProgram.Verify(wsc, proof)).Code);
    }

    [Fact]
    public void Sizes_out_of_range_are_refused_before_anything_is_allocated()
    {
        byte[] proof = ProvedProgram.Proof;
        const int outputLengthAt = 4 + 4 + 1 + 32 + 1 + 8 + 8;
        proof.AsSpan(outputLengthAt, 4).Fill(0xff);
        Wsc.Refused(1, ProvedProgram.Verify(wsc, proof), "output length", "expected", "actual");
        string big = wsc.NewPath("big");
        using (FileStream file = File.Create(big)) file.SetLength(3L << 30);
        foreach (string[] line in (string[][])[["run", big], ["verify", big, "--key", big], ["block", big], ["run", wsc.Write("a.wat", ProvedProgram.Text), "--public", big]])
            Wsc.Refused(1, line, "3221225472", "at most");
    }

    [Fact]
    public void Blocks_and_manifests_that_do_not_fit_are_refused()
    {
        string block = Wsc.Sample("demo", "block.json"), graph = Wsc.Sample("demo", "zkgraph.yaml");
        Assert.Equal(0, Wsc.Run("block", block, "--graph", graph).Code);
        string text = File.ReadAllText(block);
        int status = text.IndexOf("\"gasUsed\":", StringComparison.Ordinal);
        Assert.True(status > 0);
        Wsc.Refused(1, ["block", wsc.Write("empty.json", "")], "empty", "expected");
        Wsc.Refused(1, ["block", wsc.Write("cut.json", text[..(text.Length / 2)])]);
        Wsc.Refused(1, ["block", wsc.Write("kind.json", "{\"block\": 5}")]);
        Wsc.Refused(1, ["block", block, "--graph", "nowhere.yaml"], "nowhere.yaml");
        Wsc.Refused(1, ["block", block, "--graph", wsc.Write("empty.yaml", "")]);
        Wsc.Refused(1, ["block", block, "--graph", wsc.Write("version.yaml", File.ReadAllText(graph).Replace("specVersion: 1.0.0", "specVersion: 7.0.0", StringComparison.Ordinal))], "7.0.0");
        Wsc.Refused(1, ["block", block, "--graph", wsc.Write("address.yaml", File.ReadAllText(graph).Replace("0x5fbdb2315678", "0x5fbdb231567", StringComparison.Ordinal))]);
    }

    [Fact]
    public void A_receipt_that_is_not_the_block_s_is_refused_by_its_root()
    {
        string yaml = File.ReadAllText(Vectors.Path("ethereum", "blocks", "22431084.yaml"));
        int at = yaml.IndexOf("receipts", StringComparison.Ordinal) + 2000;
        char changed = yaml[at] == '0' ? '1' : '0';
        Wsc.Refused(1, ["block", wsc.Write("block.yaml", yaml[..at] + changed + yaml[(at + 1)..])], "receipt");
    }

    private static void AssertAnswered(string[] line)
    {
        WscResult result = Wsc.Run(line);
        Assert.InRange(result.Code, 0, 2);
        Assert.NotEmpty(result.Code == 0 ? result.Output : result.Error);
    }

    private static byte[] Leb(int value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }
}
