namespace Supercomputer.Cli.Commands;

/// <summary>Finds the samples that ship with the repository.</summary>
internal static class SampleFiles
{
    /// <summary>A file under samples/, seen upward from the tool.</summary>
    public static string Path(params string[] parts)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string path = System.IO.Path.Combine([at.FullName, "samples", .. parts]);
            if (File.Exists(path)) return path;
        }

        throw new CommandFailure($"the sample {string.Join('/', parts)} is not above {AppContext.BaseDirectory}; run wsc from a clone of the repository");
    }
}
