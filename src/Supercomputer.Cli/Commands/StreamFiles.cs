using Supercomputer.Machine.Execution;

namespace Supercomputer.Cli.Commands;

/// <summary>The input streams that a command line names: files, or a block and a manifest.</summary>
internal static class StreamFiles
{
    /// <summary>Reads the streams.</summary>
    public static ProgramInputs Read(string? publicPath, string? disclosedPath, string? privatePath, string? blockPath, string? graphPath, string? state, byte[]? wasi = null,
        bool isSafe = false)
    {
        if (blockPath is null != graphPath is null)
            throw new CommandFailure("--block and --graph go together: a block file and the manifest that says what to take from it", CommandFailure.Usage);
        if (state is not null && blockPath is null)
            throw new CommandFailure("--state goes with --block and --graph; otherwise the public bytes hold the expected state", CommandFailure.Usage);
        if (wasi is not null && (publicPath is not null || blockPath is not null))
            throw new CommandFailure("--arg, --env, --time and --seed become the public bytes; leave --public and --block out", CommandFailure.Usage);
        if (blockPath is not null)
        {
            if (publicPath is not null || disclosedPath is not null)
                throw new CommandFailure("--public and --disclosed come from --block; leave them out", CommandFailure.Usage);
            ProgramInputs streams = BlockStreams.Read(blockPath, graphPath!, state, isSafe);
            return privatePath is null ? streams : streams with { Private = InputFiles.Read(privatePath, "private stream") };
        }

        return new(
            wasi ?? InputFiles.ReadOptional(publicPath, "public bytes"),
            InputFiles.ReadOptional(disclosedPath, "disclosed stream"),
            InputFiles.ReadOptional(privatePath, "private stream"));
    }
}
