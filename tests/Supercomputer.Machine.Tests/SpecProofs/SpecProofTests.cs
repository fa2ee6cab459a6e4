using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Machine.SpecProofs;

/// <summary>The assertions of a return or a trap of the specification suite, proved and verified, many to a proof.</summary>
/// <remarks>SPEC_PROOFS=all proves every file (eng/spec-proofs.sh); without it a few files stand for them.</remarks>
public class SpecProofTests(ITestOutputHelper output)
{
    private const long MostRows = 1 << 22;

    private static readonly string[] s_sample = ["conversions", "f32_bitwise", "int_exprs", "memory_size", "ref_is_null", "simd_boolean", "simd_load8_lane", "traps"];

    private readonly List<string> _failures = [];
    private readonly SortedDictionary<string, int> _apart = new(StringComparer.Ordinal);
    private ProofProfile _profile = ProofProfile.Bits128;
    private int _proved, _proofs;
    private ulong _rows;

    [Fact]
    public void Assertions_of_the_specification_suite_are_proved_and_verified()
    {
        string folder = Vectors.Path("wasm-spec");
        bool all = Environment.GetEnvironmentVariable("SPEC_PROOFS") == "all";
        if (Environment.GetEnvironmentVariable("SPEC_SECURITY") is { } bits) _profile = ProofProfile.OfBits(int.Parse(bits, CultureInfo.InvariantCulture))!;
        foreach (string path in Directory.EnumerateFiles(folder, "*.wast").Order(StringComparer.Ordinal))
        {
            string file = Path.GetFileNameWithoutExtension(path);
            if (!all && !s_sample.Contains(file)) continue;
            ProveFile(file, path, all);
        }
        foreach ((string reason, int count) in _apart) Print($"apart: {count} ({reason})");
        Print($"specification suite through prove and verify, {_profile.TargetBits} bits: {_proved} proved, {_failures.Count} failed "
            + $"({_proofs} proofs, {_rows} rows, {_apart.Values.Sum()} assertions counted apart)");
        Assert.True(_failures.Count == 0, string.Join('\n', _failures.Take(50)));
        Assert.True(_proved > (all ? 22_000 : 900), $"only {_proved} were proved");
    }

    [Fact]
    public void A_sample_of_the_suite_is_proved_and_verified_at_100_bits()
    {
        string folder = Vectors.Path("wasm-spec");
        _profile = ProofProfile.Bits100;
        foreach (string file in s_sample.Where((_, index) => index % 2 == 1)) ProveFile(file, Path.Combine(folder, file + ".wast"), isReported: false);
        Print($"specification suite at 100 bits: {_proved} proved, {_failures.Count} failed ({_proofs} proofs)");
        Assert.True(_failures.Count == 0, string.Join('\n', _failures));
        Assert.True(_proved > 300, $"only {_proved} were proved");
    }

    [Theory]
    [InlineData("(assert_return (invoke \"add\" (f32.const 1) (f32.const 2)) (f32.const 3.5))")]
    [InlineData("(assert_return (invoke \"add\" (f32.const nan) (f32.const 2)) (f32.const 2))")]
    [InlineData("(assert_trap (invoke \"add\" (f32.const 1) (f32.const 2)) \"integer overflow\")")]
    [InlineData("(assert_trap (invoke \"cut\" (f32.const nan)) \"integer overflow\")")]
    [InlineData("(assert_return (invoke \"cut\" (f32.const inf)) (i32.const 0))")]
    public void An_assertion_that_does_not_hold_ends_the_run_as_failed(string assertion)
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, $"""
            (module (func (export "add") (param f32 f32) (result f32) (f32.add (local.get 0) (local.get 1)))
              (func (export "cut") (param f32) (result i32) (i32.trunc_f32_s (local.get 0))))
            (assert_return (invoke "add" (f32.const 1) (f32.const 2)) (f32.const 3))
            (assert_trap (invoke "cut" (f32.const nan)) "invalid conversion to integer")
            {assertion}
            """);
        LoweringResult lowered = new SuiteDriver(new SuiteReader("false").Read(path)).Lower();
        File.Delete(path);
        Assert.Equal(Outcome.ProgramTrap, Executor.Run(lowered.Program!, ProgramInputs.Empty).Outcome);
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
        SuiteModule[] linked = [.. modules.SelectMany(m => m.Linked.Values).Distinct()];
        SuiteModule[] active = [.. modules.Where(m => m.InstantiationTrap is null && (m.Assertions > 0 || linked.Contains(m)))];
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
        LoweringResult lowered = driver.Lower();
        bool isTooLong = lowered.IsSuccess
            && Executor.Run(lowered.Program, ProgramInputs.Empty, fuel: MostRows).Outcome == Outcome.OutOfFuel;
        if (isTooLong && modules.All(m => m.CanSplit))
        {
            ProveTogether([.. modules.Select(m => m.Half(first: true))]);
            ProveTogether([.. modules.Select(m => m.Half(first: false))]);
            return;
        }
        byte[] expected = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(expected, driver.Assertions);
        if (Prove(modules[0].Name, lowered, Outcome.Returned, expected)) _proved += driver.Assertions;
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
        if (!MachineProver.Prove(key, ProgramInputs.Empty, new() { Profile = _profile }).TryGet(out ProveReport? report, out VerificationError? error))
            return Fail(name, error.ToString());
        if (!MachineVerifier.Verify(_profile, key, default, default, report.Proof).TryGet(out Statement? statement, out error))
            return Fail(name, error.ToString());
        if (statement.Outcome != outcome || !statement.Output.Span.SequenceEqual(expected))
            return Fail(name, $"{statement.Outcome}, output {Convert.ToHexString(statement.Output.Span)}");
        _proofs++;
        _rows += statement.Steps;
        if (statement.Steps > 1 << 18) Print($"{name}: {statement.Steps} rows, {report.EstimatedPeakBytes >> 20} MiB");
        return true;
    }

    private bool Fail(string name, string? why)
    {
        _failures.Add($"{name}: {why}");
        return false;
    }
}
