using System.Buffers.Binary;
using System.Diagnostics;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Machine.SpecProofs;

/// <summary>The assertions of a return or a trap of the specification suite, proved and verified, many to a proof.</summary>
/// <remarks>SPEC_PROOFS=all proves every file that is not SIMD (eng/spec-proofs.sh); without it a few files stand for them.</remarks>
public class SpecProofTests(ITestOutputHelper output)
{
    private const long MostRows = 1 << 19;

    private static readonly string[] s_sample = ["conversions", "f32_bitwise", "int_exprs", "memory_size", "ref_is_null", "traps"];

    private readonly List<string> _failures = [];
    private readonly SortedDictionary<string, int> _apart = new(StringComparer.Ordinal);
    private int _proved, _proofs;
    private ulong _rows;

    [Fact]
    public void Assertions_of_the_specification_suite_are_proved_and_verified()
    {
        string folder = Vectors.Path("wasm-spec");
        bool all = Environment.GetEnvironmentVariable("SPEC_PROOFS") == "all";
        foreach (string path in Directory.EnumerateFiles(folder, "*.wast").Order(StringComparer.Ordinal))
        {
            string file = Path.GetFileNameWithoutExtension(path);
            if (file.StartsWith("simd_", StringComparison.Ordinal) || (!all && !s_sample.Contains(file))) continue;
            ProveFile(file, path, all);
        }
        foreach ((string reason, int count) in _apart) Print($"apart: {count} ({reason})");
        Print($"specification suite through prove and verify: {_proved} proved, {_failures.Count} failed "
            + $"({_proofs} proofs, {_rows} rows, {_apart.Values.Sum()} assertions counted apart)");
        Assert.True(_failures.Count == 0, string.Join('\n', _failures.Take(50)));
        Assert.True(_proved > (all ? 22_000 : 900), $"only {_proved} were proved");
    }

    private void Print(string line)
    {
        output.WriteLine(line);
        Console.Out.WriteLine(line);
    }

    private void ProveFile(string file, string path, bool isReported)
    {
        long began = Stopwatch.GetTimestamp();
        int before = _proved, proofs = _proofs;
        SuiteReader reader = new(file);
        IReadOnlyList<SuiteModule> modules = reader.Read(path);
        SuiteModule[] active = [.. modules.Where(m => m.InstantiationTrap is null && m.Assertions > 0)];
        SuiteModule[] together = [.. active.Where(m => m.IsMemoryless)];
        if (together.Length > 0) ProveTogether(together);
        foreach (SuiteModule module in active.Where(m => !m.IsMemoryless)) ProveTogether([module]);
        foreach (SuiteModule module in modules.Where(m => m.InstantiationTrap is not null)) ProveTrap(module);
        foreach ((string reason, int count) in reader.Apart) _apart.Add($"{file}: {reason}", count);
        if (isReported && _proved > before)
            Print($"{file}: {_proved - before} in {_proofs - proofs} proofs, {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s");
    }

    private void ProveTogether(SuiteModule[] modules)
    {
        SuiteDriver driver = new(modules);
        byte[] expected = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(expected, driver.Assertions);
        if (Prove(modules[0].Name, driver.Lower(), Outcome.Returned, expected)) _proved += driver.Assertions;
    }

    private void ProveTrap(SuiteModule module)
    {
        LoweringResult lowered = SuiteDriver.LowerAlone(module);
        Outcome outcome = Enum.GetValues<Outcome>().First(o => o.Message().StartsWith(module.InstantiationTrap!, StringComparison.Ordinal));
        if (Prove(module.Name, lowered, outcome, [])) _proved++;
    }

    private bool Prove(string name, LoweringResult lowered, Outcome outcome, byte[] expected)
    {
        if (!lowered.IsSuccess) return Fail(name, lowered.Error.ToString());
        ExecutionResult run = Executor.Run(lowered.Program, ProgramInputs.Empty, fuel: MostRows);
        if (run.Outcome != outcome)
            return Fail(name, $"{run.Outcome}, after pc {run.LastProgramCounter} ({lowered.Program.SymbolAt(run.LastProgramCounter)?.Name})");
        VerifyingKey key = VerifyingKey.Create(lowered.Program);
        if (!MachineProver.Prove(key, ProgramInputs.Empty, new()).TryGet(out ProveReport? report, out VerificationError? error))
            return Fail(name, error.ToString());
        if (!MachineVerifier.Verify(key, default, default, report.Proof).TryGet(out Statement? statement, out error))
            return Fail(name, error.ToString());
        if (statement.Outcome != outcome || !statement.Output.Span.SequenceEqual(expected))
            return Fail(name, $"{statement.Outcome}, output {Convert.ToHexString(statement.Output.Span)}");
        _proofs++;
        _rows += statement.Steps;
        return true;
    }

    private bool Fail(string name, string? why)
    {
        _failures.Add($"{name}: {why}");
        return false;
    }
}
