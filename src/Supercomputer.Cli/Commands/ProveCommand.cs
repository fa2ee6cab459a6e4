using System.CommandLine;
using System.Diagnostics;
using Supercomputer.Bus;
using Supercomputer.Bus.Graphs;
using Supercomputer.Cli.Output;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Machine.Segments;
using Supercomputer.Proofs;

namespace Supercomputer.Cli.Commands;

/// <summary><c>wsc prove</c>: runs a program and writes a proof of how the run ended.</summary>
internal static class ProveCommand
{
    public static Command Create()
    {
        Argument<string> program = CommonOptions.Program();
        Option<string?> entry = CommonOptions.Entry(), @public = CommonOptions.Public(), disclosed = CommonOptions.Disclosed();
        Option<string?> @private = CommonOptions.Private(), block = CommonOptions.Block(), graph = CommonOptions.Graph(), state = CommonOptions.State();
        Option<ulong?> fuel = CommonOptions.Fuel();
        Option<string?> output = new("--out") { Description = "where to write the proof" };
        Option<int> security = CommonOptions.Security();
        Option<string> profile = new("--profile") { Description = "direct", DefaultValueFactory = _ => "direct" };
        Option<bool> hide = new("--private-mode") { Description = "ask for a proof that hides the private stream" };
        Option<string?> memory = new("--memory") { Description = "the most memory to use, such as 8GiB: longer runs are proved in segments (default: half of what is free)" };
        Option<string?> resume = new("--resume") { Description = "a folder for the finished segments of a long run: what it holds is not proved again" };
        Option<string?> jobs = new("--jobs") { Description = "instead of proving, write one job a segment into this folder, for 'wsc segment'" };
        Option<int?> threads = new("--threads") { Description = "the most threads to use" };
        Option<string?> header = new("--header") { Description = "with --block and --graph: a FinalizedHeader claim that the proof rests on; the verifier then needs no block file" };
        Option<string?> after = BundleOutput.After();
        Option<string[]> link = CommonOptions.Link();
        WasiOptions wasi = new();
        Option<bool> json = CommonOptions.Json();
        Command command = new("prove", "Run a program and write a proof of how the run ended")
        {
            program, entry, @public, disclosed, @private, block, graph, state, header, after, fuel, link, output, security, profile, hide, memory, resume, jobs, threads, json,
        };
        wasi.AddTo(command);
        command.SetAction(parsed =>
        {
            RefuseWhatDoesNotExist(parsed.GetValue(profile)!, parsed.GetValue(hide));
            ProofProfile kind = CommonOptions.Profile(parsed.GetValue(security));
            if (parsed.GetValue(threads) is { } count) LimitThreads(count);
            long began = Stopwatch.GetTimestamp();
            (BusProgram? graphProgram, ProgramInputs? inputs) = (null, null);
            if (parsed.GetValue(header) is { } claim)
            {
                if (parsed.GetValue(state) is not null)
                    throw new CommandFailure("--state goes without --header: the result stands behind the claim", CommandFailure.Usage);
                (graphProgram, inputs) = GraphClaims.Read(
                    parsed.GetValue(program)!, parsed.GetValue(entry), parsed.GetValue(fuel), parsed.GetValue(link), parsed.GetValue(block), parsed.GetValue(graph), claim);
            }

            IReadOnlyList<BundleEntry> first = BundleOutput.First(parsed.GetValue(after));
            if (first.Count > 0 && graphProgram is null) throw new CommandFailure("--after goes with --header: other proofs stand alone", CommandFailure.Usage);
            VerifyingKey key = graphProgram?.Key ?? ProgramFiles.Load(parsed.GetValue(program)!, parsed.GetValue(entry), parsed.GetValue(fuel), parsed.GetValue(link));
            inputs ??= StreamFiles.Read(
                parsed.GetValue(@public), parsed.GetValue(disclosed), parsed.GetValue(@private), parsed.GetValue(block), parsed.GetValue(graph),
                parsed.GetValue(state), wasi.Read(parsed), GraphProgram.IsSafe(key.Program));
            bool asJson = parsed.GetValue(json);
            if (parsed.GetValue(jobs) is { } folder)
            {
                int written = SegmentCommand.WriteJobs(folder, SegmentPlan.For(key, inputs, MemoryLimit(parsed.GetValue(memory)), kind));
                Console.WriteLine($"{written} jobs in {folder}: 'wsc segment {folder}/job-NNNNN --out {folder}/segment-NNNNN', then this command with --resume {folder}");
                return 0;
            }

            ProveReport report = Prove(kind, key, inputs, parsed.GetValue(memory), !asJson, parsed.GetValue(resume));
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            if (parsed.GetValue(output) is { } path) SegmentFolder.WriteWhole(path, graphProgram is not null ? GraphClaims.Bundle(graphProgram, report, parsed.GetValue(header)!, first) : report.Proof);
            Print(key, report, seconds, asJson, parsed.GetValue(output));
            return 0;
        });
        return command;
    }

    /// <summary>Proves, with progress on a terminal and the estimate of memory before it is taken.</summary>
    public static ProveReport Prove(
        ProofProfile profile, VerifyingKey key, ProgramInputs inputs, string? memory, bool talk, string? resume = null)
    {
        ProgressLine line = new();
        ProveOptions options = new()
        {
            Profile = profile,
            MemoryLimitBytes = MemoryLimit(memory),
            ResumeFolder = resume,
            Progress = talk ? line.Show : null,
            Estimated = talk ? bytes => Console.Error.WriteLine($"memory needed: about {SizeText.Bytes(bytes)}") : null,
        };
        return MachineProver.Prove(key, inputs, options).TryGet(out ProveReport? report, out VerificationError? error)
            ? report
            : throw new CommandFailure(
                error.Check == "memory"
                    ? $"memory: {error.Actual}, but {error.Expected}; raise --memory or shorten the run"
                    : $"cannot prove this run: {error}");
    }

    private static long? MemoryLimit(string? memory) => memory is null ? HalfOfAvailable() : SizeText.ParseBytes(memory, "--memory");

    private static long? HalfOfAvailable() => ProcessMemory.AvailableBytes() is > 0 and var bytes ? bytes / 2 : null;

    private static void RefuseWhatDoesNotExist(string profile, bool hide)
    {
        if (hide)
            throw new CommandFailure(
                "--private-mode: proofs of this version do not hide the private stream; none is made rather than one that leaks", CommandFailure.Usage);
        if (profile is "recursive" or "wrap")
            throw new CommandFailure($"--profile {profile}: not available in this version; use --profile direct", CommandFailure.Usage);
        if (profile != "direct") throw new CommandFailure($"--profile: direct expected, actual '{profile}'", CommandFailure.Usage);
    }

    private static void LimitThreads(int count)
    {
        if (count < 1 || !ThreadPool.SetMinThreads(1, 1) || !ThreadPool.SetMaxThreads(Math.Max(count, Environment.ProcessorCount), 1000))
            throw new CommandFailure($"--threads: 1 to {Environment.ProcessorCount} expected, actual {count}", CommandFailure.Usage);
        if (count < Environment.ProcessorCount)
            throw new CommandFailure(
                $"--threads {count}: fewer than the {Environment.ProcessorCount} cores of this process; start it under 'taskset -c 0-{count - 1}'",
                CommandFailure.Usage);
    }

    private static void Print(VerifyingKey key, ProveReport report, double seconds, bool json, string? path)
    {
        // Of a process that proves once: from its start, runtime and all, where seconds is from bytes to proof.
        double sinceStart = (TimeProvider.System.GetUtcNow() - Process.GetCurrentProcess().StartTime.ToUniversalTime()).TotalSeconds;
        if (json)
        {
            JsonLine.Print(writer =>
            {
                writer.WriteString("program", key.Digest.ToString());
                writer.WriteString("outcome", report.Statement.Outcome.Message());
                writer.WriteString("output", Convert.ToHexStringLower(report.Statement.Output.Span));
                writer.WriteNumber("instructions", report.Statement.InstructionCount);
                writer.WriteNumber("rows", report.Rows);
                OutcomeText.WriteTrap(writer, key, report.Execution);
                writer.WriteNumber("segments", report.Segments);
                writer.WriteNumber("seconds_first", Math.Round(sinceStart, 4));
                writer.WriteNumber("seconds", Math.Round(seconds, 4));
                writer.WriteNumber("estimated_peak_bytes", report.EstimatedPeakBytes);
                writer.WriteNumber("peak_bytes", ProcessMemory.PeakBytes());
                writer.WriteNumber("proof_bytes", report.Proof.Length);
                writer.WriteNumber("security", report.Soundness.TargetBits);
                writer.WriteNumber("security_bits", report.Soundness.MinimumBits);
                writer.WriteString("profile", "direct");
                writer.WriteBoolean("hiding", false);
                writer.WriteStartObject("phases");
                foreach ((string phase, double time) in report.Phases) writer.WriteNumber(phase, Math.Round(time, 4));
                writer.WriteEndObject();
                writer.WriteStartObject("chip_rows");
                foreach ((string name, _, _, _, long rows) in report.Chips) writer.WriteNumber(name, rows);
                writer.WriteEndObject();
            });
            return;
        }

        Console.WriteLine($"program       D = {key.Digest}");
        Console.WriteLine($"outcome       {OutcomeText.Describe(key, report.Execution)}");
        Console.WriteLine($"output        {Convert.ToHexStringLower(report.Statement.Output.Span)} ({report.Statement.Output.Length} bytes)");
        Console.WriteLine($"instructions  {report.Statement.InstructionCount} in {report.Rows} rows{(report.Segments > 1 ? $", {report.Segments} segments" : "")}");
        Console.WriteLine($"time          {SizeText.Seconds(seconds)} ({string.Join(", ", report.Phases.Select(phase => $"{phase.Phase} {SizeText.Seconds(phase.Seconds)}"))})");
        Console.WriteLine($"proof         {SizeText.Bytes(report.Proof.Length)}, {report.Soundness.MinimumBits} bits{(path is null ? "" : $", written to {path}")}");
        Console.WriteLine($"memory        peak {SizeText.Bytes(ProcessMemory.PeakBytes())}, estimated {SizeText.Bytes(report.EstimatedPeakBytes)}");
    }
}
