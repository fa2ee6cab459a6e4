using System.Globalization;
using System.Text.Json;
using Supercomputer.Cli.Commands;
using Supercomputer.Machine.Proving;

namespace Supercomputer.Cli.Benchmarks;

/// <summary>What the machine benchmark measured of one program.</summary>
/// <param name="Name">The program.</param>
/// <param name="Seconds">Seconds from bytes to proof, key included, of every run, the first one cold.</param>
/// <param name="Report">The report of the fastest run.</param>
/// <param name="VerifySeconds">Seconds of a warm verification.</param>
/// <param name="CalibrationSeconds">Seconds of the calibration kernel in the same process.</param>
internal sealed record BenchResult(
    string Name, double[] Seconds, ProveReport Report, double VerifySeconds, double CalibrationSeconds)
{
    private double[] Warm => [.. (Seconds.Length > 1 ? Seconds[1..] : Seconds).Order()];

    private double Median => Warm[Warm.Length / 2];

    private double RowsPerSecond => Report.Rows / Median;

    private double InstructionsPerSecond => Report.Statement.InstructionCount / Median;

    /// <summary>The result for people.</summary>
    public void Print()
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {Name}: {Report.Statement.InstructionCount} instructions in {Report.Rows} rows ({(double)Report.Statement.InstructionCount / Report.Rows:0.00} a row)
              {Warm[0]:0.000} / {Median:0.000} / {Warm[^1]:0.000} s, cold {Seconds[0]:0.000} s; {RowsPerSecond / 1e3:0} k rows/s, {InstructionsPerSecond / 1e6:0.00} M instructions/s; {Median / CalibrationSeconds:0.00} calibrations
              {Report.Soundness.TargetBits} bits, proof {SizeText.Bytes(Report.Proof.Length)}, verified in {SizeText.Seconds(VerifySeconds)}
            """));
        Console.WriteLine("  " + string.Join(", ", Report.Phases.Select(phase => $"{phase.Phase} {SizeText.Seconds(phase.Seconds)}")));
    }

    /// <summary>The chips of the run: columns, interactions, rows.</summary>
    public void PrintChips()
    {
        foreach ((string name, int columns, int interactions, int logHeight, long rows) in Report.Chips)
            Console.WriteLine($"    {name,-16} {columns,5} columns {interactions,4} interactions  2^{logHeight,-2} ({rows} rows)");
    }

    /// <summary>The result for programs.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("program", Name);
        json.WriteNumber("security", Report.Soundness.TargetBits);
        json.WriteNumber("instructions", Report.Statement.InstructionCount);
        json.WriteNumber("rows", Report.Rows);
        json.WriteNumber("instructions_per_row", Math.Round((double)Report.Statement.InstructionCount / Report.Rows, 3));
        json.WriteNumber("seconds_first", Math.Round(Seconds[0], 4));
        json.WriteNumber("seconds_min", Math.Round(Warm[0], 4));
        json.WriteNumber("seconds_median", Math.Round(Median, 4));
        json.WriteNumber("seconds_max", Math.Round(Warm[^1], 4));
        json.WriteNumber("rows_per_second", Math.Round(RowsPerSecond));
        json.WriteNumber("instructions_per_second", Math.Round(InstructionsPerSecond));
        json.WriteNumber("proof_bytes", Report.Proof.Length);
        json.WriteNumber("verify_seconds_warm", Math.Round(VerifySeconds, 5));
        json.WriteNumber("calibration_seconds", Math.Round(CalibrationSeconds, 4));
        json.WriteNumber("calibration_ratio", Math.Round(Median / CalibrationSeconds, 3));
        json.WriteStartObject("phases");
        foreach ((string phase, double seconds) in Report.Phases) json.WriteNumber(phase, Math.Round(seconds, 4));
        json.WriteEndObject();
        json.WriteStartArray("chips");
        foreach ((string name, int columns, int interactions, int logHeight, long rows) in Report.Chips)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteNumber("columns", columns);
            json.WriteNumber("interactions", interactions);
            json.WriteNumber("log_height", logHeight);
            json.WriteNumber("rows", rows);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
