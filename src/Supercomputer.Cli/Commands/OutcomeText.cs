using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;

namespace Supercomputer.Cli.Commands;

/// <summary>How a run ended, with the function and the place in the module where it trapped.</summary>
internal static class OutcomeText
{
    public static string Describe(VerifyingKey key, ExecutionResult result)
    {
        if (result.Outcome == Outcome.Returned) return "returned";
        LoweredProgram program = key.Program;
        uint pc = result.LastProgramCounter;
        string place = program.SymbolAt(pc) is { } symbol ? $" in {symbol.Name}" : "";
        if (pc < program.ByteOffsets.Length && program.ByteOffsets[pc] >= 0) place += $" at byte {program.ByteOffsets[pc]} of the module";
        return result.Outcome == Outcome.OutOfFuel
            ? $"out of fuel after {result.Steps} steps{place}; allow more with --fuel"
            : $"trapped: {result.Outcome.Message()}{place}";
    }
}
