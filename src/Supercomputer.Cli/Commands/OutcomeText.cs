using System.Text.Json;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Linking;
using Supercomputer.Machine.Proving;

namespace Supercomputer.Cli.Commands;

/// <summary>How a run ended, with the function and the place in the module where it trapped.</summary>
internal static class OutcomeText
{
    public static string Describe(VerifyingKey key, ExecutionResult result)
    {
        if (result.Outcome == Outcome.Returned) return "returned";
        if (ExitCode(key, result.Outcome, result.Output) is { } code) return $"exited with code {code} ({result.Outcome.Message()}; the code is the output's last word)";
        string place = ProgramPlace.Of(key.Program, result.PlaceProgramCounter) is { } at ? $" in {at}" : "";
        return result.Outcome == Outcome.OutOfFuel
            ? $"out of fuel after {result.Steps} steps{place}; allow more with --fuel"
            : $"trapped: {result.Outcome.Message()}{place}";
    }

    /// <summary>The fields <c>trap</c>, <c>function</c> and <c>offset</c>: null where there is no trap, and where the place is not known.</summary>
    public static void WriteTrap(Utf8JsonWriter writer, VerifyingKey key, ExecutionResult result)
    {
        bool isTrap = result.Outcome.IsTrap();
        ProgramPlace? place = result.Outcome == Outcome.Returned ? null : ProgramPlace.Of(key.Program, result.PlaceProgramCounter);
        writer.WriteString("trap", isTrap ? result.Outcome.Message() : null);
        WritePlace(writer, place?.Function, place?.ByteOffset ?? -1);
        WriteExit(writer, key, result.Outcome, result.Output);
    }

    /// <summary>The exit code that the statement says, of a WASI program.</summary>
    public static uint? ExitCode(VerifyingKey key, Outcome outcome, ReadOnlySpan<byte> output) =>
        ProgramExit.CodeOf(key.Program.HostFunctions, outcome, output);

    /// <summary>The field <c>exit_code</c>: null where the program is none of WASI, or trapped.</summary>
    public static void WriteExit(Utf8JsonWriter writer, VerifyingKey key, Outcome outcome, ReadOnlySpan<byte> output)
    {
        if (ExitCode(key, outcome, output) is { } code) writer.WriteNumber("exit_code", code);
        else writer.WriteNull("exit_code");
    }

    /// <summary>The fields <c>function</c> and <c>offset</c>.</summary>
    public static void WritePlace(Utf8JsonWriter writer, string? function, int offset)
    {
        writer.WriteString("function", function);
        if (offset >= 0) writer.WriteNumber("offset", offset);
        else writer.WriteNull("offset");
    }
}
