using System.Text.Json.Nodes;
using Supercomputer.Machine.Tests.Chips.Mutants;
using Supercomputer.Proofs.Air;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips;

/// <summary>What a row sends follows from what it receives and its instruction: two witnesses with equal inputs and other outputs are searched
/// for, by changes of two cells and by walks that change a cell and solve others until the row is valid again. Lookups of other values that the
/// table holds are allowed to the prover.</summary>
public sealed class DeterminismTests(ITestOutputHelper output)
{
    // Cells that are the prover's to choose, by design: they stand in messages, and no row but the reader of the message fixes them.
    private static readonly Dictionary<string, string[]> s_choices = new(StringComparer.Ordinal)
    {
        // A word of the private stream.
        ["Input"] = ["value[0]", "value[1]"],

        // When a cell begins is any time before its first access.
        ["Cells"] = ["initial_time"],
        ["MemoryImage"] = ["initial_time"],
        ["AuxiliaryImage"] = ["initial_time"],

        // The first value is the statement's, which receives it.
        ["Boundary"] = ["first[0]", "first[1]", "first[2]", "first[3]", "initial_time"],

        // How far a cell is carried.
        ["Refresh"] = ["age.low", "age.high"],
    };

    [Fact]
    public void No_chip_has_two_rows_with_equal_inputs_and_other_outputs()
    {
        long pairs = 0, walks = 0;
        List<string> found = [];
        JsonObject perChip = [];
        foreach (HonestRows rows in HonestRows.All.Where(rows => CampaignReport.IsChosen(rows.Chip.Name)))
        {
            (long Pairs, long Walks) tried = Search(rows, found);
            (pairs, walks) = (pairs + tried.Pairs, walks + tried.Walks);
            perChip[rows.Chip.Name] = $"{tried.Pairs} pairs of changes, {tried.Walks} walks";
            output.WriteLine($"{rows.Chip.Name}: {tried.Pairs} pairs of changes, {tried.Walks} walks");
        }

        output.WriteLine($"{perChip.Count} chips: {pairs} pairs of changes and {walks} walks, {found.Count} found");
        foreach (string name in found) output.WriteLine(name);
        CampaignReport.Write("determinism", new JsonObject
        {
            ["chips"] = perChip.Count,
            ["pairsOfChanges"] = pairs,
            ["walks"] = walks,
            ["found"] = found.Count,
            ["perChip"] = perChip,
        });
        Assert.Equal(ChipRuns.Names, HonestRows.All.Select(rows => rows.Chip.Name));
        Assert.Empty(found);
    }

    [Fact]
    public void The_choices_are_columns_of_chips_and_each_is_one()
    {
        foreach (HonestRows rows in HonestRows.All.Where(rows => s_choices.ContainsKey(rows.Chip.Name)))
        {
            string[] choices = s_choices[rows.Chip.Name];
            LieOracle oracle = new(rows.Judged, rows.Chip.Constraints.Count);
            LieSearch search = new(oracle, seed: 3);
            foreach (string choice in choices)
            {
                int column = rows.Chip.Columns.ToList().IndexOf(choice);
                Assert.True(column >= 0, $"{rows.Chip.Name}.{choice}");
                bool isFree = Enumerable.Range(0, 400).Any(walk => search.WalkToOther(rows.Rows[walk % rows.Rows.Count], column));
                Assert.True(isFree, $"{rows.Chip.Name}.{choice}: nothing else is accepted");
            }
        }
    }

    private static (long Pairs, long Walks) Search(HonestRows rows, List<string> found)
    {
        Chip chip = rows.Chip;
        string[] choices = s_choices.GetValueOrDefault(chip.Name, []);
        HashSet<int> held = [.. Enumerable.Range(0, chip.Width).Where(column => choices.Contains(chip.Columns[column]))];
        bool isBig = chip.Width > 500;
        LieOracle oracle = new(rows.Judged, chip.Constraints.Count);
        LieSearch search = new(oracle, seed: 2) { Held = held, StepsAtMost = isBig ? 48 : 24 };
        long pairs = 0, walks = 0;
        HashSet<(int First, int Second)> pairsFound = [];
        HonestRow[] all = [.. rows.Rows.Skip(1).Take(30), .. rows.OtherRows.Take(10)];
        int pairRows = CampaignReport.IsLong ? (isBig ? 0 : chip.Width > 200 ? 1 : 8) : chip.Width > 60 ? 0 : 1;
        foreach (HonestRow row in all.Take(pairRows)) pairs += search.ChangePairs(row, pairsFound);
        found.AddRange(pairsFound.Select(pair => $"{chip.Name}: {chip.Columns[pair.First]}, {chip.Columns[pair.Second]}"));
        int columnsStep = isBig && !CampaignReport.IsLong ? 97 : 1;
        int walksOfCell = CampaignReport.IsLong ? isBig ? 2 : chip.Width > 200 ? 8 : 40 : isBig ? 1 : 4;
        foreach (HonestRow row in all.Take(isBig ? 1 : CampaignReport.IsLong ? 40 : 6))
            for (int column = 0; column < chip.Width; column += columnsStep)
                for (int walk = 0; walk < walksOfCell && !held.Contains(column); walk++)
                {
                    walks++;
                    if (search.WalkToOther(row, column)) found.Add($"{chip.Name}: a walk from {chip.Columns[column]}");
                }

        return (pairs, walks);
    }
}
