using System.Buffers.Binary;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Wasm.Execution;
using Supercomputer.Wasm.Modules;
using MachineOutcome = Supercomputer.Machine.Execution.Outcome;
using WasmOutcome = Supercomputer.Wasm.Execution.Outcome;

namespace Supercomputer.Machine.Tests.Differential;

/// <summary>One call of a driven module on the register machine and in the interpreter, each from a fresh start.</summary>
internal static class MachineComparison
{
    private static readonly HashSet<string> s_silent = [LogFunctions.ModuleName];

    /// <summary>What differs; null where nothing does.</summary>
    /// <param name="module">The module.</param>
    /// <param name="call">Which of its calls.</param>
    /// <param name="apart">Why the two could not be compared to the end; null where they could.</param>
    internal static string? Compare(DrivenModule module, int call, out string? apart)
    {
        string entry = $"$run_{call}";
        LoweringResult lowered = Lowerer.Lower(module.Validated, module.Bytes, new LoweringOptions
        {
            Entry = entry,
            SilentModules = s_silent,
            Limits = LoweringLimits.Default with { MaximumPages = InterpreterReport.MostPages, MaximumTableSize = InterpreterReport.MostEntries },
        });
        if (!lowered.IsSuccess)
        {
            apart = $"not lowered: {lowered.Error.Actual}";
            return null;
        }
        InstantiationResult made = Instance.Instantiate(module.Validated, new LogFunctions().Imports, new Store(InterpreterReport.Limits), InterpreterReport.Fuel);
        WasmOutcome? expected = made.IsSuccess ? made.Instance.Invoke(entry, [], InterpreterReport.Fuel) : made.Start;
        ExecutionResult actual = Executor.Run(lowered.Program, ProgramInputs.Empty);
        apart = expected is null ? "limit"
            : expected.Kind == OutcomeKind.OutOfFuel || actual.Outcome == MachineOutcome.OutOfFuel ? "runaway"
            : expected.Trap?.Kind == TrapKind.CallStackExhausted || actual.Outcome == MachineOutcome.CallStackExhausted ? "call stack" : null;
        if (apart is not null) return null;
        ulong instructions = expected!.Instructions + (made.IsSuccess ? made.Start?.Instructions ?? 0 : 0);
        string wanted = Text(expected, instructions), got = Text(actual);
        return wanted == got ? null : $"{entry}: interpreter {wanted}; machine {got}";
    }

    private static string Text(WasmOutcome outcome, ulong instructions) => outcome.Kind == OutcomeKind.Returned
        ? $"returned {Convert.ToHexStringLower(Bytes(outcome.Values))} after {instructions}"
        : $"trapped {OutcomeOf(outcome.Trap!.Kind)} after {instructions}";

    private static string Text(ExecutionResult result) => result.Outcome == MachineOutcome.Returned
        ? $"returned {Convert.ToHexStringLower(result.Output)} after {result.InstructionCount}"
        : $"trapped {result.Outcome} after {result.InstructionCount}";

    private static byte[] Bytes(Value[] values)
    {
        byte[] bytes = new byte[values.Sum(v => v.Type == ValType.I32 ? 4 : 8)];
        int at = 0;
        foreach (Value value in values)
        {
            if (value.Type == ValType.I32) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), (uint)value.Bits);
            else BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), value.Bits);
            at += value.Type == ValType.I32 ? 4 : 8;
        }
        return bytes;
    }

    private static MachineOutcome OutcomeOf(TrapKind kind) => kind switch
    {
        TrapKind.Unreachable => MachineOutcome.Unreachable,
        TrapKind.IntegerDivideByZero => MachineOutcome.DivideByZero,
        TrapKind.IntegerOverflow => MachineOutcome.IntegerOverflow,
        TrapKind.InvalidConversionToInteger => MachineOutcome.InvalidConversion,
        TrapKind.OutOfBoundsMemoryAccess => MachineOutcome.MemoryOutOfBounds,
        TrapKind.OutOfBoundsTableAccess => MachineOutcome.TableOutOfBounds,
        TrapKind.UndefinedElement => MachineOutcome.UndefinedElement,
        TrapKind.UninitializedElement => MachineOutcome.UninitializedElement,
        TrapKind.IndirectCallTypeMismatch => MachineOutcome.IndirectCallTypeMismatch,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no outcome of the machine"),
    };
}
