using System.Text;
using Supercomputer.Machine.Execution;
using Supercomputer.Testing;
using Supercomputer.Wasm.Text;
using Xunit;

namespace Supercomputer.Machine.Lowering;

/// <summary>Modules that want too much, or are damaged, are lowered or refused; nothing throws and nothing takes long.</summary>
public class HostileModuleTests
{
    [Theory]
    [InlineData("sha256/sha256.wasm", 1u)]
    [InlineData("sort/sort.wasm", 2u)]
    [InlineData("token-transfers/token-transfers.wasm", 3u)]
    public void Damaged_modules_are_refused_or_run_to_an_outcome(string sample, uint seed)
    {
        byte[] original = File.ReadAllBytes(Path.Combine(Repository.Root, "samples", sample));
        int lowered = 0;
        for (int round = 0; round < 300; round++)
        {
            byte[] bytes = [.. original];
            for (int change = 0; change < 1 + round % 3; change++)
            {
                seed = seed * 1664525 + 1013904223;
                bytes[seed % (uint)bytes.Length] = (byte)(seed >> 24);
            }
            LoweringResult result = Lowerer.LowerBytes(bytes);
            if (!result.IsSuccess) continue;
            lowered++;
            Executor.Run(result.Program, ProgramInputs.Empty, fuel: 20_000);
        }
        Assert.True(lowered > 5, $"only {lowered} damaged modules were still valid");
    }

    [Fact]
    public void Deep_nesting_is_lowered_in_linear_time()
    {
        StringBuilder text = new("(func (export \"main\") (result i32)");
        for (int i = 0; i < 4000; i++) text.Append("(block (result i32) ");
        text.Append("(i32.const 7)").Append(')', 4001);
        LoweredProgram program = Lower(text.ToString()).Program!;
        Assert.Equal([7, 0, 0, 0], Executor.Run(program, ProgramInputs.Empty).Output);
    }

    [Fact]
    public void A_table_beyond_the_limit_is_refused()
    {
        LoweringResult result = Lower("(table 3000000 funcref) (func (export \"main\") (call_indirect (i32.const 0)))");
        Assert.Contains("at most", result.Error!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_beyond_the_register_limit_are_refused()
    {
        string locals = string.Join(' ', Enumerable.Repeat("i32", 40_000));
        string text = $"(func (export \"main\") (local {locals}) (local {locals[..(locals.Length * 3 / 4 - 3)]}))";
        Assert.False(Lower(text).IsSuccess);
    }

    [Fact]
    public void Many_functions_with_many_locals_do_not_fill_the_memory()
    {
        StringBuilder text = new("(func (export \"main\") ");
        for (int i = 0; i < 32; i++) text.Append("(call $f").Append(i).Append(')');
        text.Append(')');
        string locals = string.Join(' ', Enumerable.Repeat("i64", 40_000));
        for (int i = 0; i < 32; i++) text.Append("(func $f").Append(i).Append(" (local ").Append(locals).Append("))");
        LoweringResult result = Lower(text.ToString());
        Assert.Contains("instructions", result.Error!.ToString(), StringComparison.Ordinal);
    }

    private static LoweringResult Lower(string fields)
    {
        WatResult compiled = WatCompiler.Compile($"(module {fields})");
        Assert.True(compiled.Succeeded, compiled.Error?.ToString());
        return Lowerer.LowerBytes(compiled.Bytes!);
    }
}
