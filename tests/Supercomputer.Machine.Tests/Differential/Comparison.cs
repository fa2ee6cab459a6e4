using Supercomputer.Testing;
using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Validation;

namespace Supercomputer.Machine.Tests.Differential;

/// <summary>Runs modules here and in V8, compares, and counts.</summary>
/// <param name="v8">V8; null compares the register machine with the interpreter only.</param>
internal sealed class Comparison(V8Process? v8)
{
    private const int MachineRunsAtMost = 3;

    internal int Modules { get; private set; }

    internal int Valid { get; private set; }

    /// <summary>Calls whose effects were compared with V8's.</summary>
    internal int V8Calls { get; private set; }

    /// <summary>Calls compared between the register machine and the interpreter.</summary>
    internal int MachineCalls { get; private set; }

    /// <summary>What could not be compared to the end, by reason.</summary>
    internal SortedDictionary<string, int> Apart { get; } = new(StringComparer.Ordinal);

    internal List<string> Disagreements { get; } = [];

    internal async Task Check(string name, byte[] bytes)
    {
        Modules++;
        DecodeResult decoded = ModuleDecoder.Decode(bytes);
        ModuleError? error = decoded.Error ?? Validator.Validate(decoded.Module!).Error;
        DrivenModule? driven = error is null ? DrivenModule.From(bytes, decoded.Module!) : null;
        if (error is null) Valid++;
        if (error is null && driven is null) SetApart("imports that the tests do not supply");
        Task<V8Answer>? asked = v8?.Ask(bytes, driven);
        InterpreterReport? report = driven is null ? null : InterpreterReport.Of(driven);
        int before = Disagreements.Count;
        if (driven is not null) CompareMachine(name, driven);
        if (asked is not null) CompareV8(name, error, report, await asked);
        if (Disagreements.Count > before) Keep(name, bytes, driven);
    }

    private void CompareMachine(string name, DrivenModule driven)
    {
        for (int i = 0; i < Math.Min(MachineRunsAtMost, driven.Calls.Count); i++)
        {
            int call = (Modules + i) % driven.Calls.Count;
            if (MachineComparison.Compare(driven, call, out string? apart) is { } difference) Disagreements.Add($"{name}: {difference}");
            if (apart is null) MachineCalls++;
            else SetApart($"machine: {apart}");
        }
    }

    private void CompareV8(string name, ModuleError? error, InterpreterReport? report, V8Answer answer)
    {
        if (answer.Valid != error is null)
        {
            if (KnownDifference(error, answer) is { } known) SetApart(known);
            else Disagreements.Add($"{name}: {(error is null ? "valid here" : $"not valid here ({error})")}, V8: {answer.Error ?? "valid"}");
            return;
        }
        if (report is null) return;
        string? end = report.End ?? (answer.Lines is [.., var last] ? EndOf(last) : null);
        if (answer.Hang && end != "runaway") Disagreements.Add($"{name}: V8 does not end; here {report.Lines.Count} lines");
        if (end is not null) SetApart(end);
        int common = end is null ? Math.Max(report.Lines.Count, answer.Lines.Length) : Math.Min(report.Lines.Count, answer.Lines.Length) - 1;
        for (int i = 0; i < common; i++)
        {
            string here = i < report.Lines.Count ? report.Lines[i] : "nothing", there = i < answer.Lines.Length ? answer.Lines[i] : "nothing";
            if (here.StartsWith("$call", StringComparison.Ordinal)) V8Calls++;
            if (here == there) continue;
            Disagreements.Add($"{name}, line {i}: here '{here}', V8 '{there}'");
            return;
        }
    }

    /// <summary>Why V8 ended where the interpreter may go on: its stack and memory are its own affair.</summary>
    private static string? EndOf(string line) => line.EndsWith("trapped stack", StringComparison.Ordinal) ? "call stack"
        : line.EndsWith("trapped limit", StringComparison.Ordinal) ? "limit" : null;

    private static string? KnownDifference(ModuleError? error, V8Answer answer)
    {
        if (error?.Kind == ModuleErrorKind.LimitExceeded) return "validity: a limit of the decoder";
        if (error is null && answer.Error is { } message && V8Limits.Any(l => message.Contains(l, StringComparison.Ordinal))) return "validity: a limit of V8";
        return null;
    }

    private static readonly string[] V8Limits = ["implementation limit", "exceeds internal limit", "exceeding maximum", "larger than", "local count too large"];

    private void SetApart(string reason) => Apart[reason] = Apart.GetValueOrDefault(reason) + 1;

    /// <summary>Leaves a module that disagrees for inspection.</summary>
    private static void Keep(string name, byte[] bytes, DrivenModule? driven)
    {
        string folder = Path.Combine(Repository.Root, "artifacts", "differential", "disagreements");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, $"{name}.wasm"), bytes);
        if (driven is not null) File.WriteAllBytes(Path.Combine(folder, $"{name}.driven.wasm"), driven.Bytes);
    }
}
