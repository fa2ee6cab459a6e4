using System.Diagnostics;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Cli.Tests.Commands;

/// <summary>Long runs from the command line: jobs for other processes, and proofs that go on where they stopped.</summary>
public sealed class SegmentCommandTests : IDisposable
{
    private readonly Wsc wsc = new();

    public void Dispose() => wsc.Dispose();

    [Fact]
    public void Four_processes_prove_one_run_and_a_fifth_puts_it_together()
    {
        string folder = wsc.NewPath("jobs"), proof = wsc.NewPath("proof"), words = wsc.Write("words", [.. BitConverter.GetBytes(768), .. BitConverter.GetBytes(1)]);
        string[] run = [Wsc.Sample("sort", "sort.wasm"), "--public", words];
        WscResult written = Wsc.Run(["prove", .. run, "--memory", "230MiB", "--jobs", folder]);
        Assert.Equal(0, written.Code);
        string[] jobs = [.. Directory.GetFiles(folder, "job-*").Order(StringComparer.Ordinal)];
        Assert.True(jobs.Length >= 4, written.Output);

        // Each process takes every fourth job, two processes at a time.
        string program = Path.Combine(Repository.Root, "artifacts", "bin", "Supercomputer.Cli", "release", "wsc.dll");
        Assert.SkipUnless(File.Exists(program), "skipped: the command-line tool is not built (eng/check.sh builds it)");
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 2 }, worker =>
        {
            for (int job = worker; job < jobs.Length; job += 4)
                Assert.Equal(0, Process.Start("dotnet", [program, "segment", jobs[job], "--out", jobs[job].Replace("job-", "segment-", StringComparison.Ordinal), "--json"]) is { } process
                    ? Exit(process) : -1);
        });
        WscResult proved = Wsc.Run(["prove", .. run, "--resume", folder, "--out", proof, "--json"]);
        Assert.True(proved.Code == 0, proved.Error);
        Assert.Equal(jobs.Length, proved.Json().GetProperty("segments").GetInt32());
        Assert.Equal(0, Wsc.Run(["verify", proof, "--program", Wsc.Sample("sort", "sort.wasm"), "--public", words]).Code);
    }

    [Fact]
    public void A_proof_goes_on_from_its_finished_segments_and_refuses_those_of_another_run()
    {
        string folder = wsc.NewPath("kept"), proof = wsc.NewPath("proof"), words = wsc.Write("words", [.. BitConverter.GetBytes(400), .. BitConverter.GetBytes(1)]);
        string[] run = ["prove", Wsc.Sample("sort", "sort.wasm"), "--public", words, "--memory", "230MiB", "--resume", folder, "--out", proof];
        WscResult stopped = Wsc.Run(run);
        Assert.True(stopped.Code == 0, stopped.Error);
        string[] kept = [.. Directory.GetFiles(folder, "segment-*").Order(StringComparer.Ordinal)];
        Assert.True(kept.Length >= 2);

        // As if it had been stopped before the last segment.
        File.Delete(kept[^1]);
        byte[] first = File.ReadAllBytes(kept[0]);
        stopped = Wsc.Run(run);
        Assert.True(stopped.Code == 0, stopped.Error);
        Assert.Equal(first, File.ReadAllBytes(kept[0]));
        Assert.Equal(0, Wsc.Run(["verify", proof, "--program", Wsc.Sample("sort", "sort.wasm"), "--public", words]).Code);

        // A damaged segment, other streams, another program.
        File.WriteAllBytes(kept[0], [.. first[..^1], (byte)(first[^1] ^ 1)]);
        Wsc.Refused(1, run, "segment-00000", "remove the file");
        File.WriteAllBytes(kept[0], first);
        string other = wsc.Write("other", [.. BitConverter.GetBytes(401), .. BitConverter.GetBytes(1)]);
        Wsc.Refused(1, [.. run.Select(word => word == words ? other : word)], "streams", "another folder");
        Wsc.Refused(1, ["prove", Wsc.Sample("fibonacci", "fibonacci.wat"), "--resume", folder], "program", "another folder");
        File.WriteAllBytes(Path.Combine(folder, "plan"), [1, 2, 3]);
        Wsc.Refused(1, run, "--resume");
    }

    [Fact]
    public void A_file_that_is_no_job_is_refused()
    {
        Wsc.Refused(1, ["segment", wsc.Write("empty", "")], "job");
        Wsc.Refused(1, ["segment", wsc.Write("random", new byte[100])], "WSCJ");
        Wsc.Refused(2, ["segment", wsc.NewPath("missing")], "does not exist");
    }

    private static int Exit(Process process)
    {
        using (process)
        {
            process.WaitForExit();
            return process.ExitCode;
        }
    }
}
