namespace Supercomputer.Cli.Commands;

/// <summary>Reads the files that a command names, with a bound on their size before anything is allocated.</summary>
internal static class InputFiles
{
    /// <summary>The most bytes of an input stream, a program, a key or a block file.</summary>
    public const long MaximumBytes = 64L << 20;

    /// <summary>The file's bytes; nothing when no file was named.</summary>
    /// <param name="path">The path, or null.</param>
    /// <param name="what">What the file is, for the message.</param>
    public static byte[] ReadOptional(string? path, string what) => path is null ? [] : Read(path, what);

    /// <summary>The file's bytes.</summary>
    /// <param name="path">The path.</param>
    /// <param name="what">What the file is, for the message.</param>
    public static byte[] Read(string path, string what)
    {
        FileInfo file = new(path);
        if (Directory.Exists(path)) throw new CommandFailure($"{what} '{path}' is a folder; name a file", CommandFailure.Usage);
        if (!file.Exists) throw new CommandFailure($"{what} '{path}' does not exist; check the path", CommandFailure.Usage);
        if (file.Length > MaximumBytes)
            throw new CommandFailure($"{what} '{path}' has {file.Length} bytes; at most {MaximumBytes} are read");
        return File.ReadAllBytes(path);
    }
}
