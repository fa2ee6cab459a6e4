using System.Globalization;
using Supercomputer.Cli.Output;

namespace Supercomputer.Cli.Benchmarks;

/// <summary>What an epoch's supermajority link costs by the guest's formulas and today's accelerators: docs/casper.md.</summary>
internal static class CasperBench
{
    /// <summary>2^20 active validators in 32 slots; 90 rounds; two thirds vote.</summary>
    private const long Validators = 1 << 20, Rounds = 90, Slots = 32, CommitteesPerSlot = 64, Voters = (2 * Validators + 2) / 3;

    /// <summary>Calls of the Fp2 accelerator for a message and for a link, as <c>wsc bus casper</c> counts them (docs/casper.md).</summary>
    private const long Fp2PerMessage = 2789, Fp2PerLink = 3679;

    /// <summary>Products modulo p for a voter: four to read a key, eight to add it.</summary>
    private const long ProductsPerVoter = 12;

    /// <summary>Compressions for a validator of a list under SHA-256: nine hashes of two.</summary>
    private const long CompressionsPerValidator = 18;

    /// <summary>A part of the cost: how often an accelerator is called.</summary>
    internal sealed record Part(string Name, string Formula, string Accelerator, long Calls);

    /// <summary>The parts, in the order of the page.</summary>
    public static IReadOnlyList<Part> Parts { get; } =
    [
        new("bits and pivots of the shuffle", "R (N / 256 + 1)", "sha256_compress", Rounds * (Validators / 256 + 1)),
        new("keys of two thirds", "12 (2 N / 3)", "multiply_add_384", ProductsPerVoter * Voters),
        new("messages, one vote a slot", "2 * 32 / 3 messages", "multiply_add_fp2_384", Fp2PerLink + Fp2PerMessage * ((2 * Slots + 2) / 3)),
        new("messages, one vote a committee", "2 * 2048 / 3 messages", "multiply_add_fp2_384", Fp2PerLink + Fp2PerMessage * ((2 * Slots * CommitteesPerSlot + 2) / 3)),
        new("registry under SHA-256", "18 N", "sha256_compress", CompressionsPerValidator * Validators),
    ];

    /// <summary>Measures the accelerators and prints the table.</summary>
    /// <param name="runs">Warm runs of each accelerator.</param>
    /// <param name="json">Whether to print JSON.</param>
    public static void Print(int runs, bool json)
    {
        Dictionary<string, double> rates = [];
        foreach (string name in Parts.Select(static part => part.Accelerator).Distinct())
            rates[name] = AcceleratorBench.All.Single(bench => bench.Name == name).Measure(runs).CallsPerSecond;
        if (json)
        {
            JsonLine.Print(writer =>
            {
                writer.WriteNumber("validators", Validators);
                writer.WriteNumber("cores", Environment.ProcessorCount);
                writer.WriteStartArray("parts");
                foreach (Part part in Parts)
                {
                    writer.WriteStartObject();
                    writer.WriteString("part", part.Name);
                    writer.WriteString("accelerator", part.Accelerator);
                    writer.WriteNumber("calls", part.Calls);
                    writer.WriteNumber("calls_per_second", Math.Round(rates[part.Accelerator]));
                    writer.WriteNumber("seconds", Math.Round(part.Calls / rates[part.Accelerator], 1));
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });
            return;
        }

        Console.WriteLine($"a link of Casper FFG with N = {Validators} active validators, R = {Rounds} rounds, by measured rates of {Environment.ProcessorCount} cores:");
        foreach (Part part in Parts)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{part.Name,-32} {part.Formula,-22} {part.Calls,12:N0} {part.Accelerator,-21} at {rates[part.Accelerator],7:N0} calls/s {part.Calls / rates[part.Accelerator],8:N0} s"));
    }
}
