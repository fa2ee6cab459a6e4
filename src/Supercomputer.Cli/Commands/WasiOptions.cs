using System.CommandLine;
using Supercomputer.Machine.Hosts;

namespace Supercomputer.Cli.Commands;

/// <summary>What a WASI program gets: it becomes the public bytes, so prover and verifier name the same.</summary>
internal sealed class WasiOptions
{
    /// <summary>The name of the program that it finds before its arguments; no path, so that the statement has none.</summary>
    public const string ProgramName = "program";

    private readonly Option<string[]> arguments = new("--arg") { Description = "WASI: an argument of the program, repeatable; becomes the public bytes" };
    private readonly Option<string[]> environment = new("--env") { Description = "WASI: a variable as NAME=value, repeatable; becomes the public bytes" };
    private readonly Option<ulong?> time = new("--time") { Description = "WASI: what the clocks show, in nanoseconds since 1970; becomes the public bytes" };
    private readonly Option<ulong?> seed = new("--seed") { Description = "WASI: the seed of random_get; becomes the public bytes" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(arguments);
        command.Add(environment);
        command.Add(time);
        command.Add(seed);
    }

    /// <summary>The public bytes that the options stand for; null where none is given.</summary>
    public byte[]? Read(ParseResult parsed)
    {
        string[] given = parsed.GetValue(arguments) ?? [], variables = parsed.GetValue(environment) ?? [];
        ulong? now = parsed.GetValue(time), start = parsed.GetValue(seed);
        if (given.Length == 0 && variables.Length == 0 && now is null && start is null) return null;
        if (Array.Find(variables, v => v.IndexOf('=', StringComparison.Ordinal) < 1) is { } wrong)
            throw new CommandFailure($"--env: NAME=value expected, actual '{wrong}'", CommandFailure.Usage);
        if (given.Concat(variables).Any(s => s.Contains('\0', StringComparison.Ordinal)))
            throw new CommandFailure("--arg and --env: text without a zero byte expected", CommandFailure.Usage);
        return new WasiInputs { Arguments = [ProgramName, .. given], Environment = variables, Time = now ?? 0, Seed = start ?? 0 }.ToBytes();
    }
}
