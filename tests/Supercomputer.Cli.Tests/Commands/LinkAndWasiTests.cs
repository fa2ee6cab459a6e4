using System.Text.Json;
using Xunit;

namespace Supercomputer.Cli.Tests.Commands;

/// <summary>Linked modules and WASI programs on the command line.</summary>
public sealed class LinkAndWasiTests : IDisposable
{
    private readonly Wsc wsc = new();

    public void Dispose() => wsc.Dispose();

    [Fact]
    public void A_program_with_a_linked_module_runs_proves_and_verifies_under_one_digest()
    {
        string library = wsc.Write("lib.wat", "(module (global (export \"g\") (mut i32) (i32.const 2)) (func (export \"f\") (result i32) (i32.const 40)))");
        string program = wsc.Write("main.wat", """
            (module (import "lib" "f" (func $f (result i32))) (import "lib" "g" (global $g (mut i32)))
              (func (export "main") (result i32) (i32.add (call $f) (global.get $g))))
            """);
        string link = $"lib={library}", proof = wsc.NewPath("proof"), key = wsc.NewPath("key");
        Assert.Equal("2a000000", Wsc.Run("run", program, "--link", link, "--json").Json().GetProperty("output").GetString());
        string digest = Wsc.Run("key", program, "--link", link, "--out", key, "--json").Json().GetProperty("digest").GetString()!;
        Assert.Equal(digest, Wsc.Run("prove", program, "--link", link, "--out", proof, "--json").Json().GetProperty("program").GetString());
        Assert.Equal(0, Wsc.Run("verify", proof, "--program", program, "--link", link).Code);
        Assert.Equal(0, Wsc.Run("verify", proof, "--key", key).Code);
        Wsc.Refused(1, ["verify", proof, "--program", program], "lib");
        Wsc.Refused(2, ["verify", proof, "--key", key, "--link", link], "--link");
        Wsc.Refused(2, ["run", program, "--link", "lib"], "--link", "name=file");
        Wsc.Refused(1, ["run", program, "--link", $"lib={wsc.Write("bad.wat", "(module (func $x (result i32)))")}"], "function 0 (x)");
    }

    [Fact]
    public void A_WASI_program_gets_its_arguments_from_the_command_line_and_its_exit_code_is_in_the_statement()
    {
        string program = Wsc.Sample("word-count", "word-count.wasm"), text = wsc.Write("in", "one two two\n"), proof = wsc.NewPath("proof");
        string[] given = ["--disclosed", text, "--arg", "three", "--env", "USER_NAME=ada", "--time", "5000000000", "--seed", "7"];
        JsonElement run = Wsc.Run(["run", program, .. given, "--json"]).AnyJson();
        Assert.Equal(1, run.GetProperty("exit_code").GetInt32());
        string output = System.Text.Encoding.UTF8.GetString(Convert.FromHexString(run.GetProperty("output").GetString()!)[..^4]);
        Assert.Equal("1 lines, 3 words, 12 bytes, 4.00 bytes a word\n'three': 0 times\nfor ada at 5\n", output);
        Assert.Equal(1, Wsc.Run(["prove", program, .. given, "--out", proof, "--json"]).AnyJson().GetProperty("exit_code").GetInt32());
        Assert.Equal(1, Wsc.Run(["verify", proof, "--program", program, .. given, "--json"]).AnyJson().GetProperty("exit_code").GetInt32());
        Wsc.Refused(1, ["verify", proof, "--program", program, "--disclosed", text, "--arg", "two"], "expected");
        Wsc.Refused(2, ["run", program, "--arg", "a", "--public", text], "--public");
        Wsc.Refused(2, ["run", program, "--env", "novalue"], "--env", "NAME=value");
    }
}
