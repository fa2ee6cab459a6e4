using System.Diagnostics;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Compute.Tests.Samples;

public sealed class SampleBuildTests
{
    [Fact]
    public void Committed_programs_are_what_their_sources_build_to()
    {
        (int code, string output) = Script.Run("eng/build-samples.sh");
        Assert.True(code == 0, output);
        Assert.SkipWhen(output.Contains("skipped:", StringComparison.Ordinal), output.Trim().ReplaceLineEndings("; "));
    }
}

/// <summary>Runs a script of the repository.</summary>
internal static class Script
{
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
