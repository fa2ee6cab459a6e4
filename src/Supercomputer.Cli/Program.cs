using Supercomputer.Cli.Commands;

try
{
    return CommandRunner.Run(args);
}
catch (Exception error)
{
    // No input may come here: it is a mistake of this program, and the report needs the place.
    Console.Error.WriteLine($"wsc: a mistake of wsc itself, please report it with the files that lead to it:{Environment.NewLine}{error}");
    return CommandFailure.Refused;
}
