namespace Supercomputer.Testing;

/// <summary>Locates the repository that the running test was built from.</summary>
public static class Repository
{
    /// <summary>The folder that holds global.json, seen upward from the test's binary.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "global.json"))) return at.FullName;
        throw new InvalidOperationException($"no global.json above {AppContext.BaseDirectory}");
    }
}
