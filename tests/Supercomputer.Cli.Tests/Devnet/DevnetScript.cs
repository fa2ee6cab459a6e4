using System.Diagnostics;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Cli.Tests.Devnet;

/// <summary>Runs eng/devnet.sh; a test is skipped with the script's own words where something is missing.</summary>
internal sealed class DevnetScript : IDisposable
{
    /// <summary>The exit status that says that something is missing.</summary>
    private const int Missing = 3;

    private const int FirstPort = 19545;

    private DevnetScript()
    {
    }

    public Uri Execution { get; } = new($"http://127.0.0.1:{FirstPort}");

    public Uri Beacon { get; } = new($"http://127.0.0.1:{FirstPort + 3}");

    /// <summary>Installs what is not installed yet, and starts the network.</summary>
    public static async Task<DevnetScript> StartAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "skipped: eng/devnet.sh needs a Unix shell");
        await RunAsync(TimeSpan.FromSeconds(10), "check");
        await RunAsync(TimeSpan.FromMinutes(8), "install");
        DevnetScript network = new();
        await RunAsync(TimeSpan.FromSeconds(60), "up", "minimal", "1", "16");
        return network;
    }

    public void Dispose() => Start("down").WaitForExit(10_000);

    private static async Task RunAsync(TimeSpan limit, params string[] arguments)
    {
        using CancellationTokenSource cancellation = new(limit);
        using Process process = Start(arguments);
        try
        {
            await process.WaitForExitAsync(cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Skip($"skipped: eng/devnet.sh {arguments[0]} did not end within {limit.TotalSeconds} s");
        }

        // What the script started keeps its output open, so it went to a file.
        string output = await File.ReadAllTextAsync(process.StartInfo.Environment["DEVNET_TEST_OUTPUT"]!);
        File.Delete(process.StartInfo.Environment["DEVNET_TEST_OUTPUT"]!);
        Assert.SkipWhen(process.ExitCode == Missing, $"skipped: {output.Trim()}");
        Assert.True(process.ExitCode == 0, $"eng/devnet.sh {arguments[0]}: exit {process.ExitCode}: {output}");
    }

    private static Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new("bash") { ArgumentList = { "-c", "\"$0\" \"$@\" > \"$DEVNET_TEST_OUTPUT\" 2>&1", Path.Combine(Repository.Root, "eng", "devnet.sh") } };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["DEVNET_PORTS"] = $"{FirstPort}";
        start.Environment["DEVNET_TEST_OUTPUT"] = Path.GetTempFileName();
        return Process.Start(start)!;
    }
}
