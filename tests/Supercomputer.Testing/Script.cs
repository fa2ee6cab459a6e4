using System.Diagnostics;
using Xunit;

namespace Supercomputer.Testing;

/// <summary>Runs a script of the repository.</summary>
public static class Script
{
    /// <summary>Its exit code and what it printed; the test is skipped where there is no bash.</summary>
    public static (int Code, string Output) Run(string path)
    {
        ProcessStartInfo start = new("bash", [Path.Combine(Repository.Root, path)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("skipped: bash is not installed");
        }
        using (process)
        {
            Task<string> errors = process!.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.GetAwaiter().GetResult());
        }
    }
}
