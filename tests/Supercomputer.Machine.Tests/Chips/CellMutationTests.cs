using System.Text.Json.Nodes;
using Supercomputer.Proofs.Air;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips;

/// <summary>One-cell changes of every column of every chip.</summary>
public sealed class CellMutationTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_chip_is_named() =>
        Assert.Equal(ChipRuns.Names.Order(), ChipRuns.Declared().Select(chip => chip.Name).Order());

    [Fact]
    public void The_free_cells_are_columns_of_chips()
    {
        Dictionary<string, Chip> chips = ChipRuns.Declared().ToDictionary(chip => chip.Name);
        foreach ((string chip, string[] columns) in FreeCells.ByChip) Assert.Empty(columns.Except(chips[chip].Columns));
    }

    [Fact]
    public void No_change_of_one_cell_of_any_chip_is_accepted()
    {
        MutationCampaign campaign = new();
        HashSet<string> seen = [];
        ChipRuns.ForEach(traces =>
        {
            // A sample has each chip once: the tests of the chips try more rows.
            foreach (Trace trace in traces.Where(trace => CampaignReport.IsChosen(trace.Chip.Name)))
                if (seen.Add(trace.Chip.Name) || CampaignReport.IsLong)
                    campaign.Run(trace, CampaignReport.IsLong ? 24 : trace.Chip.Width > 1000 ? 1 : 3);
        });
        Assert.Equal(ChipRuns.Names.Where(CampaignReport.IsChosen).Order(), seen.Order());
        campaign.AssertSound(output, everyColumnStrict: false);
        CampaignReport.Write("cell-mutations", new JsonObject
        {
            ["chips"] = seen.Count,
            ["changes"] = campaign.Tried,
            ["acceptedOutsideTheList"] = campaign.Accepted,
            ["freeByTheList"] = campaign.Free,
            ["freeInPaddingRows"] = campaign.FreeInPadding,
        });
    }
}
