using System.Text;
using Supercomputer.Machine.Execution;
using Supercomputer.Testing;
using Supercomputer.Wasm.Text;
using Xunit;

namespace Supercomputer.Machine.Lowering;

/// <summary>Text in, instructions out: every case of <c>lowering.golden</c>.</summary>
/// <remarks>With UPDATE_GOLDEN=1 the test rewrites the file with what the lowering gives now, for review.</remarks>
public class LoweringGoldenTests
{
    private static string GoldenFile =>
        Path.Combine(Repository.Root, "tests", "Supercomputer.Machine.Tests", "Lowering", "lowering.golden");

    [Fact]
    public void Lowering_gives_the_instructions_of_the_golden_file()
    {
        StringBuilder actual = new();
        string golden = File.ReadAllText(GoldenFile).ReplaceLineEndings("\n");
        foreach (string part in golden.Split("=== ", StringSplitOptions.RemoveEmptyEntries))
        {
            string text = part.Split("\n---\n")[0].TrimEnd('\n');
            int header = text.IndexOf('\n');
            actual.Append("=== ").Append(text).Append("\n---\n").Append(Lower(text[(header + 1)..], text[..header].Contains("routine", StringComparison.Ordinal))).Append('\n');
        }
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(GoldenFile, actual.ToString());
        else Assert.Equal(golden, actual.ToString());
    }

    [Fact]
    public void Lowering_the_same_module_twice_gives_the_same_program()
    {
        byte[] wasm = File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "sort", "sort.wasm"));
        LoweredProgram first = Lowerer.LowerBytes(wasm).Program!, second = Lowerer.LowerBytes(wasm).Program!;
        Assert.Equal(first.Instructions, second.Instructions);
        Assert.Equal(first.AuxiliaryImage.SelectMany(i => i.Words), second.AuxiliaryImage.SelectMany(i => i.Words));
    }

    [Theory]
    [InlineData("(import \"env\" \"other\" (func)) (func (export \"main\") (call 0))", "env.other")]
    [InlineData("(import \"wsc\" \"output\" (func (param i64))) (func (export \"main\") (call 0 (i64.const 0)))", "wsc.output")]
    [InlineData("(func (export \"main\") (param i32))", "main")]
    [InlineData("(func $f) (func (export \"a\")) (func (export \"b\"))", "the entry")]
    [InlineData("(memory 40000) (func (export \"main\"))", "40000 pages")]
    public void Lowering_refuses_by_name(string fields, string named)
    {
        LoweringResult result = Lowerer.LowerBytes(WatCompiler.Compile($"(module {fields})").Bytes!);
        Assert.False(result.IsSuccess);
        Assert.Contains(named, result.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(func (export \"main\") (result i64) (i64.const -2))", "FEFFFFFFFFFFFFFF")]
    [InlineData("(func (export \"main\") (result i32 i64 i32) (i32.const 1) (i64.const 2) (i32.const 3))", "01000000020000000000000003000000")]
    public void Results_of_the_entry_function_are_output(string function, string expected)
    {
        LoweredProgram program = Lowerer.LowerBytes(WatCompiler.Compile($"(module {function})").Bytes!).Program!;
        Assert.Equal(expected, Convert.ToHexString(Executor.Run(program, ProgramInputs.Empty).Output));
    }

    private static string Lower(string fields, bool withRuntime)
    {
        WatResult compiled = WatCompiler.Compile($"(module {fields})");
        if (compiled.Bytes is null) return compiled.Error!.ToString()!;
        LoweringResult result = Lowerer.LowerBytes(compiled.Bytes);
        return result.IsSuccess ? InstructionText.Format(result.Program, withRuntime) : result.Error.ToString();
    }
}
