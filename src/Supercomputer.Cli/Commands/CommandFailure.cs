namespace Supercomputer.Cli.Commands;

/// <summary>An answer other than success: a sentence for the user and the exit code.</summary>
/// <param name="message">Which, expected, actual, next step.</param>
/// <param name="exitCode">1: refused or failed; 2: usage.</param>
internal sealed class CommandFailure(string message, int exitCode = CommandFailure.Refused) : Exception(message)
{
    /// <summary>The input was understood and refused, or the work failed.</summary>
    public const int Refused = 1;

    /// <summary>The command line asks for something that cannot be asked.</summary>
    public const int Usage = 2;

    /// <summary>The function of the module that is refused, or the part of it; null where the failure is of no module.</summary>
    public string? Function { get; init; }

    /// <summary>The byte of the module that is refused; -1 where it is no one place.</summary>
    public int Offset { get; init; } = -1;

    /// <summary>The exit code.</summary>
    public int ExitCode => exitCode;
}
