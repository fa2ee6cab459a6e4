using System.CommandLine;
using System.CommandLine.Parsing;
using Supercomputer.Cli.Output;

namespace Supercomputer.Cli.Commands;

/// <summary>Parses the command line, runs the command, and turns every failure into one line on standard error and an exit code.</summary>
internal static class CommandRunner
{
    /// <summary>Exit code 0 good, 1 refused or failed, 2 usage.</summary>
    public static int Run(string[] args)
    {
        if (args.Contains("", StringComparer.Ordinal))
        {
            // A path from an unset variable of a script: no command can mean it.
            Console.Error.WriteLine("wsc: an argument is empty; name a file, or leave the option out");
            return CommandFailure.Usage;
        }

        ParseResult parsed = Commands().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (ParseError error in parsed.Errors) Console.Error.WriteLine($"wsc: {error.Message}");
            Console.Error.WriteLine("wsc: see 'wsc --help'");
            return CommandFailure.Usage;
        }

        try
        {
            return parsed.Invoke(new() { EnableDefaultExceptionHandler = false });
        }
        catch (CommandFailure failure)
        {
            Console.Error.WriteLine($"wsc: {failure.Message}");
            if (args.Contains("--json", StringComparer.Ordinal)) PrintJson(failure);
            return failure.ExitCode;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"wsc: {error.Message}");
            return CommandFailure.Refused;
        }
        catch (OutOfMemoryException)
        {
            Console.Error.WriteLine("wsc: the machine refused memory; prove a shorter run, or run on a machine with more");
            return CommandFailure.Refused;
        }
    }

    private static void PrintJson(CommandFailure failure) =>
        JsonLine.Print(writer =>
        {
            writer.WriteString("error", failure.Message);
            OutcomeText.WritePlace(writer, failure.Function, failure.Offset);
        });

    private static RootCommand Commands() => new("Proves runs of WebAssembly programs and verifies the proofs. Start with: wsc demo")
    {
        DemoCommand.Create(),
        RunCommand.Create(),
        ProveCommand.Create(),
        SegmentCommand.Create(),
        VerifyCommand.Create(),
        KeyCommand.Create(),
        BlockCommand.Create(),
        GuestCommand.Create(),
        BusCommand.Create(),
        SoundnessCommand.Create(),
        BenchCommand.Create(),
    };
}
