using System.Diagnostics;
using System.Text.Json.Nodes;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>Every constraint and every interaction of every chip deleted, negated, its multiplicity changed: each such mutant is killed by an
/// honest run that it refuses or by a row that only the chip refuses, or stands in <see cref="Survivors"/> with the reason.</summary>
public sealed class MutantTests(ITestOutputHelper output)
{
    private const int SearchedInSample = 6, WalksFirst = 400;

    [Fact]
    public void Every_mutant_of_every_chip_is_killed_or_explained()
    {
        int total = 0;
        int[] ends = new int[Enum.GetValues<MutantEnd>().Length];
        JsonObject perChip = [];
        JsonArray survivors = [];
        List<string> unexplained = [];
        string? part = Environment.GetEnvironmentVariable("SUPERCOMPUTER_MUTANTS");
        foreach (HonestRows rows in HonestRows.All.Where(rows => CampaignReport.IsChosen(rows.Chip.Name)))
        {
            long began = Stopwatch.GetTimestamp();
            ChipMutants mutants = new(rows, seed: 1);
            Mutant[] tried = [.. Sample(mutants).Where(mutant => part is null || $"{mutant.Kind}: {mutant.Name}".Contains(part, StringComparison.Ordinal))];
            mutants.ChangeCells([.. tried.Where(mutants.NeedsSearch)]);
            int killed = 0;
            foreach (Mutant mutant in tried)
            {
                MutantEnd end = mutants.End(mutant, WalksFirst);
                string? reason = null;
                if (end == MutantEnd.Survives)
                {
                    reason = Survivors.Reason(rows.Chip.Name, mutant, () => mutants.IsKilledWithAnyInstruction(mutant, 10 * WalksFirst));
                    if (reason is null) end = mutants.End(mutant, 10 * WalksFirst);
                }

                ends[(int)end]++;
                if (end != MutantEnd.Survives) killed++;
                else if (reason is not null)
                    survivors.Add(new JsonObject { ["chip"] = rows.Chip.Name, ["mutant"] = $"{mutant.Kind}: {mutant.Name}", ["reason"] = reason });
                else unexplained.Add($"{rows.Chip.Name}, {mutant.Kind}: {mutant.Name}");
            }

            total += tried.Length;
            perChip[rows.Chip.Name] = $"{killed}/{tried.Length}";
            output.WriteLine($"{rows.Chip.Name}: killed {killed} of {tried.Length} ({mutants.All.Count} in all); {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s");
        }

        output.WriteLine($"killed {total - ends[0]} of {total}: by honest runs {ends[1]}, by rows with honest inputs {ends[2]}, by rows of other runs {ends[3]}; survive {ends[0]}, of which explained {survivors.Count}");
        foreach (string name in unexplained) output.WriteLine($"survives: {name}");
        CampaignReport.Write("constraint-mutants", new JsonObject
        {
            ["chips"] = HonestRows.All.Count,
            ["total"] = total,
            ["killed"] = total - ends[0],
            ["killedByHonestRuns"] = ends[1],
            ["killedByRowsWithHonestInputs"] = ends[2],
            ["killedByRowsOfOtherRuns"] = ends[3],
            ["survivors"] = survivors,
            ["perChip"] = perChip,
        });
        Assert.Empty(unexplained);
    }

    // All of those that honest runs kill, which costs nothing, and some of those that rows must be searched for.
    private static IEnumerable<Mutant> Sample(ChipMutants mutants)
    {
        if (CampaignReport.IsLong) return mutants.All;
        Mutant[] searched = [.. mutants.All.Where(mutants.NeedsSearch)];
        new Random(searched.Length).Shuffle(searched);
        return mutants.All.Where(mutant => !mutants.NeedsSearch(mutant)).Concat(searched.Take(SearchedInSample));
    }
}
