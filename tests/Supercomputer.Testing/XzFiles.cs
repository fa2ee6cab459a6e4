using System.Diagnostics;
using Xunit;

namespace Supercomputer.Testing;

/// <summary>Reads test data that is kept compressed.</summary>
public static class XzFiles
{
    /// <summary>The bytes of an .xz file; skips the calling test where the xz command is missing.</summary>
    public static byte[] Read(string path)
    {
        ProcessStartInfo start = new("xz") { RedirectStandardOutput = true };
        start.ArgumentList.Add("-dc");
        start.ArgumentList.Add(path);
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("skipped: the xz command is absent");
        }

        using MemoryStream bytes = new();
        process!.StandardOutput.BaseStream.CopyTo(bytes);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return bytes.ToArray();
    }
}
