using System.Security.Cryptography;
using Supercomputer.Wasm.Execution;

namespace Supercomputer.Machine.Tests.Differential;

/// <summary>What a driven module does in the interpreter, in the words of <c>v8.mjs</c>.</summary>
/// <param name="Lines">What it did, up to where it ended.</param>
/// <param name="End">Why it ended early; null where it did not.</param>
internal sealed record InterpreterReport(List<string> Lines, string? End)
{
    internal const uint MostPages = 1000, MostEntries = 65536;
    internal const ulong Fuel = 5_000_000;

    internal static ExecutionLimits Limits { get; } = new() { MemoryPages = MostPages, TableEntries = MostEntries };

    internal static InterpreterReport Of(DrivenModule module)
    {
        LogFunctions log = new();
        List<string> lines = [];
        InstantiationResult made = Instance.Instantiate(module.Validated, log.Imports, new Store(Limits), Fuel);
        log.TakeInto(lines);
        if (!made.IsSuccess) return AtInstantiation(made, lines);
        foreach (string name in module.Calls)
        {
            Outcome outcome = made.Instance.Invoke(name, [], Fuel);
            log.TakeInto(lines);
            if (outcome.Kind == OutcomeKind.OutOfFuel) return new InterpreterReport(lines, "runaway");
            lines.Add($"{name} {Text(outcome)}");
            if (outcome.Trap?.Kind == TrapKind.CallStackExhausted) return new InterpreterReport(lines, "call stack");
            lines.Add($"state {Text(made.Instance.Invoke("$hash", []))}");
        }
        if (made.Instance.Exports.GetValueOrDefault("$memory") is MemoryInstance memory)
            lines.Add($"memory {memory.Pages} {Convert.ToHexStringLower(SHA256.HashData(memory.Bytes))}");
        return new InterpreterReport(lines, null);
    }

    private static InterpreterReport AtInstantiation(InstantiationResult made, List<string> lines)
    {
        switch (made.Kind)
        {
            case InstantiationKind.OutOfFuel: return new InterpreterReport(lines, "runaway");
            case InstantiationKind.LimitExceeded: return new InterpreterReport(lines, "limit");
            case InstantiationKind.Trapped when made.Start!.Trap!.Kind == TrapKind.CallStackExhausted: return new InterpreterReport(lines, "call stack");
            case InstantiationKind.Trapped: lines.Add($"instantiation {Text(made.Start!)}"); break;
            default: lines.Add($"instantiation {made.Kind}: {made.Message}"); break;
        }
        return new InterpreterReport(lines, null);
    }

    private static string Text(Outcome outcome) => outcome.Kind == OutcomeKind.Returned
        ? string.Concat("returned", string.Concat(outcome.Values.Select(v => $" {v.Bits:x}")))
        : $"trapped {(outcome.Trap is { } trap ? KindOf(trap.Kind) : "out of fuel")}";

    /// <summary>The kinds that both engines tell apart.</summary>
    internal static string KindOf(TrapKind kind) => kind switch
    {
        TrapKind.Unreachable => "unreachable",
        TrapKind.IntegerDivideByZero => "divide",
        TrapKind.IntegerOverflow or TrapKind.InvalidConversionToInteger => "number",
        TrapKind.OutOfBoundsMemoryAccess => "memory",
        TrapKind.OutOfBoundsTableAccess or TrapKind.UndefinedElement => "table",
        TrapKind.UninitializedElement or TrapKind.IndirectCallTypeMismatch => "signature",
        TrapKind.CallStackExhausted => "stack",
        _ => kind.ToString(),
    };
}
