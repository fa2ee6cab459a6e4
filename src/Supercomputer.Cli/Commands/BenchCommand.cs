using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Supercomputer.Cli.Benchmarks;
using Supercomputer.Cli.Output;
using Supercomputer.Machine.Proving;

namespace Supercomputer.Cli.Commands;

/// <summary><c>wsc bench</c>: measures this machine.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        Argument<string> name = new("name") { Description = "machine, accelerators, bus, casper, or calibration" };
        Option<int> runs = new("--runs") { Description = "warm runs of each program", DefaultValueFactory = _ => 3 };
        Option<string?> only = new("--only") { Description = "only programs whose name contains this" };
        Option<int> paths = new("--path-chips") { Description = "also measure each program with chips for so many hot paths", DefaultValueFactory = _ => 0 };
        Option<string?> block = CommonOptions.Block(), graph = CommonOptions.Graph();
        Option<int[]> security = new("--security")
        {
            Description = "128 or 100; given twice, each program is measured at both in turn",
            DefaultValueFactory = _ => [128],
        };
        Option<bool> json = CommonOptions.Json();
        Command command = new("bench", "Measure: programs end to end, by phase, as ratios to a calibration kernel") { name, runs, only, paths, block, graph, security, json };
        command.SetAction(parsed =>
        {
            double calibration = CalibrationKernel.Seconds();
            if (parsed.GetValue(name) == "machine")
            {
                ProofProfile[] profiles = [.. parsed.GetValue(security)!.Select(CommonOptions.Profile)];
                Machine(
                    new(Math.Clamp(parsed.GetValue(runs), 1, 100), calibration, parsed.GetValue(paths), profiles), parsed.GetValue(only),
                    BenchProgram.All(parsed.GetValue(block), parsed.GetValue(graph)), parsed.GetValue(json));
                return 0;
            }

            if (parsed.GetValue(name) == "accelerators")
            {
                Accelerators(Math.Clamp(parsed.GetValue(runs), 1, 100), parsed.GetValue(only), parsed.GetValue(json), calibration);
                return 0;
            }

            if (parsed.GetValue(name) == "casper")
            {
                CasperBench.Print(Math.Clamp(parsed.GetValue(runs), 1, 100), parsed.GetValue(json));
                return 0;
            }

            if (parsed.GetValue(name) == "bus")
            {
                Bus(
                    new(Math.Clamp(parsed.GetValue(runs), 1, 100), calibration, 0, [.. parsed.GetValue(security)!.Select(CommonOptions.Profile)]),
                    BusBench.All(parsed.GetValue(block), parsed.GetValue(only)), parsed.GetValue(json));
                return 0;
            }

            if (parsed.GetValue(name) != "calibration")
                throw new CommandFailure($"bench: machine, accelerators, bus, casper or calibration expected, actual '{parsed.GetValue(name)}'", CommandFailure.Usage);
            if (parsed.GetValue(json)) JsonLine.Print(writer => WriteFacts(writer, calibration));
            else Console.WriteLine($"calibration kernel: {SizeText.Seconds(calibration)} ({Math.ScaleB(1, 30) / calibration / 1e9:0.00} G multiplications a second, one core)");
            return 0;
        });
        return command;
    }

    /// <summary>How each program is measured: warm runs, the calibration kernel's seconds, hot paths, and at which profiles.</summary>
    private sealed record Measurement(int Runs, double Calibration, int Paths, ProofProfile[] Profiles);

    private static void Machine(Measurement how, string? only, IEnumerable<BenchProgram> programs, bool json)
    {
        List<BenchResult> results = [];
        foreach (BenchProgram program in programs.Where(known => only is null || known.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
            foreach (int chips in how.Paths == 0 ? new[] { 0 } : [0, how.Paths])
                foreach (ProofProfile profile in how.Profiles)
                {
                    BenchResult result = Measure(program, how, profile, chips);
                    results.Add(result);
                    if (json) continue;
                    result.Print();
                    result.PrintChips();
                }

        if (!json)
        {
            Console.WriteLine($"calibration kernel {SizeText.Seconds(how.Calibration)}; peak memory {SizeText.Bytes(ProcessMemory.PeakBytes())}; "
                + $"{Environment.ProcessorCount} cores; times are min / median / max of {how.Runs} warm runs");
            return;
        }

        JsonLine.Print(writer =>
        {
            WriteFacts(writer, how.Calibration);
            writer.WriteNumber("peak_bytes", ProcessMemory.PeakBytes());
            writer.WriteStartArray("programs");
            foreach (BenchResult result in results) result.Write(writer);
            writer.WriteEndArray();
        });
    }

    private static void Bus(Measurement how, IEnumerable<BusBench> benches, bool json)
    {
        List<BenchResult> results = [];
        foreach (BusBench bench in benches)
            foreach (ProofProfile profile in how.Profiles)
            {
                results.Add(bench.Measure(how.Runs, how.Calibration, profile));
                if (!json) results[^1].Print();
            }

        if (!json)
        {
            Console.WriteLine($"calibration kernel {SizeText.Seconds(how.Calibration)}; {Environment.ProcessorCount} cores; times are min / median / max of {how.Runs} warm runs");
            return;
        }

        JsonLine.Print(writer =>
        {
            WriteFacts(writer, how.Calibration);
            writer.WriteNumber("peak_bytes", ProcessMemory.PeakBytes());
            writer.WriteStartArray("claims");
            foreach (BenchResult result in results) result.Write(writer);
            writer.WriteEndArray();
        });
    }

    private static void Accelerators(int runs, string? only, bool json, double calibration)
    {
        List<AcceleratorBench.Result> results = [];
        foreach (AcceleratorBench bench in AcceleratorBench.All)
        {
            if (only is not null && !bench.Name.Contains(only, StringComparison.OrdinalIgnoreCase)) continue;
            results.Add(bench.Measure(runs));
            if (!json) results[^1].Print();
        }

        if (!json)
        {
            Console.WriteLine($"calibration kernel {SizeText.Seconds(calibration)}; {Environment.ProcessorCount} cores; times are min / median / max of {runs} warm runs");
            return;
        }

        JsonLine.Print(writer =>
        {
            WriteFacts(writer, calibration);
            writer.WriteNumber("peak_bytes", ProcessMemory.PeakBytes());
            writer.WriteStartArray("accelerators");
            foreach (AcceleratorBench.Result result in results) result.Write(writer);
            writer.WriteEndArray();
        });
    }

    private static BenchResult Measure(BenchProgram program, Measurement how, ProofProfile profile, int paths)
    {
        // The list of paths is chosen when a key is made, once for a program: it is not part of the time.
        VerifyingKey? withPaths = paths == 0 ? null : KeyCommand.WithPaths(ProgramFiles.Load(program.Program, null, null), paths, program.Inputs);
        double[] seconds = new double[how.Runs + 1];
        ProveReport? report = null;
        VerifyingKey? key = null;
        for (int run = 0; run <= how.Runs; run++)
        {
            long began = Stopwatch.GetTimestamp();
            key = ProgramFiles.Load(program.Program, null, null);
            if (withPaths is not null) key = VerifyingKey.Create(key.Program.WithPaths(withPaths.Program.Paths));
            report = ProveCommand.Prove(profile, key, program.Inputs, null, talk: false);
            seconds[run] = Stopwatch.GetElapsedTime(began).TotalSeconds;
        }

        double verify = double.MaxValue;
        for (int run = 0; run <= 5; run++)
        {
            long began = Stopwatch.GetTimestamp();
            if (VerifyCommand.Check(profile, key!, program.Inputs, report!.Proof, null, out _) is { } error)
                throw new CommandFailure($"{program.Name}: the proof was refused: {error}");
            verify = Math.Min(verify, Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        return new(program.Name + (paths == 0 ? "" : $", {withPaths!.Program.Paths.Length} path chips"), seconds, report!, verify, how.Calibration);
    }

    private static void WriteFacts(System.Text.Json.Utf8JsonWriter writer, double calibration)
    {
        writer.WriteStartObject("machine");
        writer.WriteNumber("cores", Environment.ProcessorCount);
        writer.WriteString("architecture", RuntimeInformation.ProcessArchitecture.ToString());
        writer.WriteString("runtime", RuntimeInformation.FrameworkDescription);
        writer.WriteBoolean("avx512", System.Runtime.Intrinsics.X86.Avx512F.IsSupported);
        writer.WriteEndObject();
        writer.WriteNumber("calibration_seconds", Math.Round(calibration, 4));
    }
}
