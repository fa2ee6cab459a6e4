using System.Text.Json;
using Supercomputer.Testing;
using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Execution;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;
using Xunit;

namespace Supercomputer.Cli.Tests.Commands;

/// <summary>Exit codes, messages and JSON fields that users and scripts rely on.</summary>
public sealed class CommandContractTests : IDisposable
{
    private readonly Wsc wsc = new();

    public void Dispose() => wsc.Dispose();

    [Theory]
    [InlineData("unknown")]
    [InlineData("prove")]
    [InlineData("verify")]
    [InlineData("key")]
    [InlineData("prove a.wat --unknown")]
    [InlineData("prove a.wat --security many")]
    [InlineData("run a.wat --fuel -1")]
    [InlineData("bench nothing")]
    [InlineData("soundness --log-cells 70")]
    [InlineData("soundness --log-cells -3")]
    public void A_command_line_that_cannot_be_asked_is_a_usage_error(string line) => Wsc.Refused(2, line.Split(' '));

    [Fact]
    public void A_file_that_is_not_there_is_a_usage_error_that_names_it()
    {
        foreach (string command in (string[])["run", "prove", "key", "block"])
            Wsc.Refused(command == "block" ? 1 : 2, [command, "nowhere.wat"], "nowhere.wat");
        Wsc.Refused(2, ["verify", "nowhere.proof", "--key", "k"], "proof 'nowhere.proof' does not exist");
        Wsc.Refused(2, ["run", Repository.Root], "is a folder");
        Wsc.Refused(2, ["run", Program(), "--public", "nowhere.bin"], "public bytes 'nowhere.bin' does not exist");
    }

    [Fact]
    public void An_empty_path_and_an_output_that_cannot_be_written_are_refused()
    {
        foreach (string[] line in (string[][])[["run", ""], ["key", Program(), "--out", ""], ["block", ""], ["verify", "", "--key", ""]])
            Wsc.Refused(2, line, "empty");
        string nowhere = Path.Combine(wsc.NewPath("no-folder"), "file");
        Wsc.Refused(1, ["key", Program(), "--out", nowhere], nowhere);
        Wsc.Refused(1, ["prove", Program(), .. Streams(), "--out", nowhere], nowhere);
    }

    [Fact]
    public void What_does_not_exist_yet_is_refused_before_any_work()
    {
        Wsc.Refused(2, ["prove", "x.wat", "--private-mode"], "--private-mode", "do not hide");
        Wsc.Refused(2, ["prove", "x.wat", "--profile", "recursive"], "--profile recursive", "--profile direct");
        Wsc.Refused(2, ["prove", "x.wat", "--profile", "small"], "direct expected, actual 'small'");
        foreach (string command in (string[])["prove", "verify", "soundness", "bench"])
            Wsc.Refused(2, [command, .. command == "soundness" ? (string[])[] : [command == "bench" ? "machine" : "x.wat"], "--security", "20"], "128 or 100 expected, actual 20");
    }

    [Fact]
    public void Options_that_contradict_each_other_are_usage_errors()
    {
        string program = Program(), proof = wsc.Write("p", ProvedProgram.Proof), key = wsc.Write("k", ProvedProgram.Key);
        Wsc.Refused(2, ["verify", proof], "--program", "--key");
        Wsc.Refused(2, ["verify", proof, "--program", program, "--key", key], "only one of them");
        Wsc.Refused(2, ["run", program, "--block", "b.json"], "--block and --graph go together");
        Wsc.Refused(2, ["run", program, "--block", Wsc.Sample("demo", "block.json"), "--graph", Wsc.Sample("demo", "zkgraph.yaml"), "--public", proof],
            "--public and --disclosed come from --block");
        Wsc.Refused(2, ["block", Wsc.Sample("demo", "block.json"), "--out", wsc.NewPath("out")], "--out needs --graph");
        Wsc.Refused(2, ["run", program, "--fuel", "0"], "--fuel: 1 to");
        Wsc.Refused(2, ["prove", program, "--threads", "0"], "--threads", "actual 0");
        Wsc.Refused(2, ["prove", program, "--memory", "much"], "--memory", "8GiB", "'much'");
    }

    [Fact]
    public void A_run_that_traps_says_where_and_ends_with_1()
    {
        string program = wsc.Write("trap.wat", "(module (func $deep unreachable) (func (export \"main\") (call $deep)))");
        WscResult result = Wsc.Run("run", program);
        Assert.Equal(1, result.Code);
        Assert.Contains("trapped: unreachable in deep", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(i32.store (i32.const 65533) (i32.const 1))", "out of bounds memory access")]
    [InlineData("(memory.fill (i32.const 65533) (i32.const 1) (i32.const 5))", "out of bounds memory access")]
    [InlineData("(drop (i32.trunc_f32_s (f32.const nan)))", "invalid conversion to integer")]
    [InlineData("(v128.store (i32.const 65529) (v128.const i64x2 1 2))", "out of bounds memory access")]
    public void A_trap_has_its_words_its_function_and_its_offset_in_json_of_run_and_prove(string body, string trap)
    {
        string text = $"(module (memory 1) (func $inner {body}) (func (export \"main\") (call $inner)))";
        byte[] wasm = WatCompiler.Compile(text).Bytes!;
        Instance instance = Instance.Instantiate(Validator.Validate(ModuleDecoder.Decode(wasm).Module!).Module!, new()).Instance!;
        Trap expected = instance.Invoke("main", []).Trap!;
        Assert.Equal((trap, "inner"), (expected.Message, expected.FunctionName));
        string program = wsc.Write("trap.wat", text);
        foreach (string command in (string[])["run", "prove"])
        {
            JsonElement json = Wsc.Run(command, program, "--json").AnyJson();
            Assert.Equal(
                (trap, "inner", expected.ByteOffset),
                (json.GetProperty("trap").GetString(), json.GetProperty("function").GetString(), json.GetProperty("offset").GetInt32()));
            Assert.Contains($"{trap} in inner at byte {expected.ByteOffset}", Wsc.Run(command, program).Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_segment_that_does_not_fit_is_the_place_of_its_trap()
    {
        string program = wsc.Write("data.wat", "(module (memory 1) (data (i32.const 65535) \"ab\") (func (export \"main\")))");
        JsonElement json = Wsc.Run("run", program, "--json").AnyJson();
        Assert.Equal("data segment 0", json.GetProperty("function").GetString());
        Assert.True(json.GetProperty("offset").GetInt32() > 8);
    }

    [Fact]
    public void A_refused_module_names_function_and_offset_in_text_and_in_json()
    {
        string program = wsc.Write("bad.wat", "(module (func (export \"main\")) (func $wrong (result i32)))");
        Wsc.Refused(1, ["run", program], "function 1 (wrong)", "at byte");
        JsonElement json = Wsc.Run("prove", program, "--json").AnyJson();
        Assert.Equal("function 1 (wrong)", json.GetProperty("function").GetString());
        Assert.True(json.GetProperty("offset").GetInt32() > 8);
        Assert.NotEmpty(json.GetProperty("error").GetString()!);
    }

    [Fact]
    public void Too_little_memory_is_refused_before_it_is_taken_with_both_numbers()
    {
        string[] line = ["prove", Program(), .. Streams(), "--memory", "1MiB"];
        string message = Wsc.Refused(1, line, "memory", "1048576", "--memory");
        Assert.Matches("memory: [0-9]{8,} bytes estimated", message);
    }

    [Fact]
    public void Json_of_run_prove_and_verify_has_the_fields_of_the_contract()
    {
        string program = Program(), proof = wsc.NewPath("proof");
        JsonElement run = Wsc.Run(["run", program, .. Streams(), "--json"]).Json();
        AssertFields(run, "program", "outcome", "output", "instructions", "rows", "trap", "function", "offset");
        Assert.Equal("2a000000", run.GetProperty("output").GetString());

        JsonElement prove = Wsc.Run(["prove", program, .. Streams(), "--json", "--out", proof]).Json();
        AssertFields(
            prove, "program", "outcome", "instructions", "rows", "segments", "seconds_first", "seconds", "estimated_peak_bytes", "peak_bytes",
            "proof_bytes", "security", "security_bits", "profile", "hiding");
        Assert.Equal("returned", prove.GetProperty("outcome").GetString());
        Assert.Equal(128, prove.GetProperty("security").GetInt32());
        Assert.True(prove.GetProperty("security_bits").GetDouble() >= 128);
        Assert.Equal("direct", prove.GetProperty("profile").GetString());
        Assert.False(prove.GetProperty("hiding").GetBoolean());
        Assert.Equal(new FileInfo(proof).Length, prove.GetProperty("proof_bytes").GetInt64());
        Assert.Equal(run.GetProperty("instructions").GetInt64(), prove.GetProperty("instructions").GetInt64());

        JsonElement verify = Wsc.Run(["verify", proof, "--program", program, .. Streams(), "--json"]).Json();
        AssertFields(verify, "accepted", "failed_check", "security", "seconds_first", "seconds_warm");
        Assert.True(verify.GetProperty("accepted").GetBoolean());
        Assert.Equal(JsonValueKind.Null, verify.GetProperty("failed_check").ValueKind);

        WscResult refused = Wsc.Run(["verify", proof, "--program", program, "--json"]);
        Assert.Equal(1, refused.Code);
        AssertFields(refused.AnyJson(), "accepted", "failed_check", "seconds_first", "seconds_warm");
        Assert.False(refused.AnyJson().GetProperty("accepted").GetBoolean());
        Assert.NotEmpty(refused.AnyJson().GetProperty("failed_check").GetString()!);
    }

    [Fact]
    public void A_key_names_its_program_and_the_soundness_table_its_sum()
    {
        string program = Program();
        JsonElement key = Wsc.Run("key", program, "--json").Json();
        AssertFields(key, "digest", "module_sha256", "instructions", "key_bytes");
        Assert.Equal(Wsc.Run(["run", program, .. Streams(), "--json"]).Json().GetProperty("program").GetString(), key.GetProperty("digest").GetString());
        Assert.Equal(ProvedProgram.Key.Length, key.GetProperty("key_bytes").GetInt32());
        WscResult soundness = Wsc.Run("soundness");
        Assert.Equal(0, soundness.Code);
        Assert.Contains("union", soundness.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(JsonValueKind.Object, Wsc.Run("soundness", "--json").Json().ValueKind);
    }

    [Fact]
    public void Help_names_every_command()
    {
        WscResult help = Wsc.Run("--help");
        Assert.Equal(0, help.Code);
        foreach (string command in (string[])["demo", "run", "prove", "verify", "key", "block", "soundness", "bench"])
            Assert.Contains(command, help.Output, StringComparison.Ordinal);
    }

    private static void AssertFields(JsonElement json, params string[] names)
    {
        foreach (string name in names) Assert.True(json.TryGetProperty(name, out _), $"{name} is missing in {json}");
    }

    private string Program() => wsc.Write("product.wat", ProvedProgram.Text);

    private string[] Streams() => ["--public", wsc.Write("p", ProvedProgram.Public), "--disclosed", wsc.Write("s", ProvedProgram.Disclosed)];
}
