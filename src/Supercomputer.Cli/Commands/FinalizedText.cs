using Supercomputer.Claims;
using Supercomputer.Cli.Output;
using Supercomputer.Machine.Proving;

namespace Supercomputer.Cli.Commands;

/// <summary>What <c>wsc bus finalized</c> says of a proof: the claim and what it cost.</summary>
internal static class FinalizedText
{
    private static readonly string[] s_accelerators = ["ModularFp2Of384", "Modular384", "Sha256"];

    public static void Print(in FinalizedHeaderClaim claim, ProveReport report, double seconds, string? path)
    {
        Console.WriteLine($"finalized     slot {claim.Slot}, beacon block 0x{claim.BeaconRoot}");
        Console.WriteLine($"execution     block {claim.BlockNumber}, hash 0x{claim.BlockHash}");
        Console.WriteLine($"checkpoint    0x{claim.CheckpointRoot}");
        Console.WriteLine($"instructions  {report.Statement.InstructionCount} in {report.Rows} rows{(report.Segments > 1 ? $", {report.Segments} segments" : "")}");
        Console.WriteLine($"calls         {string.Join(", ", Calls(report).Select(call => $"{call.Name} {call.Rows}"))}");
        Console.WriteLine($"time          {SizeText.Seconds(seconds)} ({string.Join(", ", report.Phases.Select(phase => $"{phase.Phase} {SizeText.Seconds(phase.Seconds)}"))})");
        Console.WriteLine($"proof         {SizeText.Bytes(report.Proof.Length)}, {report.Soundness.MinimumBits} bits{(path is null ? "" : $", written to {path}")}");
        Console.WriteLine($"memory        peak {SizeText.Bytes(ProcessMemory.PeakBytes())}, estimated {SizeText.Bytes(report.EstimatedPeakBytes)}");
    }

    public static void PrintJson(FinalizedHeaderClaim claim, ProveReport report, double seconds) => JsonLine.Print(writer =>
    {
        writer.WriteString("claim", Convert.ToHexStringLower(ClaimEncoding.Encode(claim)));
        writer.WriteNumber("slot", claim.Slot);
        writer.WriteNumber("block_number", claim.BlockNumber);
        writer.WriteNumber("instructions", report.Statement.InstructionCount);
        writer.WriteNumber("rows", report.Rows);
        writer.WriteNumber("segments", report.Segments);
        writer.WriteStartObject("calls");
        foreach ((string name, long rows) in Calls(report)) writer.WriteNumber(name, rows);
        writer.WriteEndObject();
        writer.WriteNumber("seconds", Math.Round(seconds, 4));
        writer.WriteStartObject("phases");
        foreach ((string phase, double time) in report.Phases) writer.WriteNumber(phase, Math.Round(time, 4));
        writer.WriteEndObject();
        writer.WriteNumber("proof_bytes", report.Proof.Length);
        writer.WriteNumber("peak_bytes", ProcessMemory.PeakBytes());
        writer.WriteNumber("security_bits", report.Soundness.MinimumBits);
    });

    /// <summary>Calls of each accelerator: a row of its chip is one. A chip may have several tables.</summary>
    private static IEnumerable<(string Name, long Rows)> Calls(ProveReport report) =>
        report.Chips.Where(chip => s_accelerators.Contains(chip.Name)).GroupBy(chip => chip.Name, (name, tables) => (name, tables.Sum(chip => chip.Rows)));
}
