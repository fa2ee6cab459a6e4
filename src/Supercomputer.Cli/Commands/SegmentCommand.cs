using System.CommandLine;
using System.Diagnostics;
using Supercomputer.Cli.Output;
using Supercomputer.Machine.Segments;
using Supercomputer.Proofs;

namespace Supercomputer.Cli.Commands;

/// <summary><c>wsc segment</c>: proves one segment of a run that <c>wsc prove --jobs</c> cut up, on whatever machine.</summary>
internal static class SegmentCommand
{
    public static Command Create()
    {
        Argument<string> file = new("job") { Description = "a job file that 'wsc prove ... --jobs DIR' wrote" };
        Option<string?> output = new("--out") { Description = "where to write the segment; in DIR under the name segment-NNNNN, 'wsc prove ... --resume DIR' finds it" };
        Option<bool> json = CommonOptions.Json();
        Command command = new("segment", "Prove one segment of a long run") { file, output, json };
        command.SetAction(parsed =>
        {
            if (SegmentJob.TryRead(InputFiles.Read(parsed.GetValue(file)!, "job"), out SegmentJob? job) is { } message)
                throw new CommandFailure($"{parsed.GetValue(file)}: {message}");
            long began = Stopwatch.GetTimestamp();
            ProgressLine line = new();
            if (!job!.Prove(new() { Progress = parsed.GetValue(json) ? null : line.Show }).TryGet(out byte[]? segment, out VerificationError? error))
                throw new CommandFailure($"cannot prove this segment: {error}");
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            if (parsed.GetValue(output) is { } path) SegmentFolder.WriteWhole(path, segment);
            if (!parsed.GetValue(json))
            {
                Console.WriteLine($"segment       {job.Index}: {SizeText.Bytes(segment.Length)} in {SizeText.Seconds(seconds)}");
                return 0;
            }

            JsonLine.Print(writer =>
            {
                writer.WriteNumber("segment", job.Index);
                writer.WriteNumber("segment_bytes", segment.Length);
                writer.WriteNumber("seconds", Math.Round(seconds, 4));
                writer.WriteNumber("peak_bytes", ProcessMemory.PeakBytes());
            });
            return 0;
        });
        return command;
    }

    /// <summary>Writes one job a segment.</summary>
    public static int WriteJobs(string folder, SegmentPlan plan)
    {
        Directory.CreateDirectory(folder);
        int count = SegmentJob.CountSegments(plan);
        SegmentFolder.WriteWhole(Path.Combine(folder, "plan"), plan.ToBytes());
        for (int index = 0; index < count; index++)
            SegmentFolder.WriteWhole(Path.Combine(folder, $"job-{index:D5}"), new SegmentJob(plan, index).ToBytes());
        return count;
    }
}
