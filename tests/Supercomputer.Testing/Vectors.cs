using Xunit;

namespace Supercomputer.Testing;

/// <summary>Finds the test data that no one here wrote; a test that needs it is skipped, never passed, where it is absent.</summary>
public static class Vectors
{
    /// <summary>The path of a file or folder under the vectors' root; skips the calling test when it is absent.</summary>
    public static string Path(params string[] parts)
    {
        string path = System.IO.Path.Combine([Root, .. parts]);
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), "skipped: vectors absent");
        return path;
    }

    private static string Root =>
        Environment.GetEnvironmentVariable("SUPERCOMPUTER_VECTORS") is { Length: > 0 } root
            ? root
            : System.IO.Path.Combine(Repository.Root, "..", "shared", "vectors");
}
