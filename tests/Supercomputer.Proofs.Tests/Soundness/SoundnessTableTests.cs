using Supercomputer.Proofs.Soundness;
using Supercomputer.Proofs.Whir;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Proofs.Tests.Soundness;

public sealed class SoundnessTableTests
{
    [Fact]
    public void The_soundness_page_holds_the_calculators_tables()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "soundness.md"));
        Assert.Contains(SoundnessRow.MarkdownHead, page, StringComparison.Ordinal);
        foreach (SoundnessRow row in SoundnessTable.Profiles())
        {
            Assert.True(row.Report.MeetsTarget, row.Report.ToText());
            Assert.True(page.Contains(row.ToMarkdown(), StringComparison.Ordinal), $"docs/soundness.md lacks: {row.ToMarkdown()}");
        }
        foreach (int degree in (int[])[6, 5])
        {
            SoundnessReport full = SoundnessTable.Profiles().First(row => row.FieldDegree == degree && row.LogCells == 22).Report;
            Assert.True(page.Contains(full.ToText(), StringComparison.Ordinal), $"docs/soundness.md lacks:\n{full.ToText()}");
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(5)]
    public void Every_size_that_may_be_committed_has_parameters_that_reach_its_profiles_target(int degree)
    {
        for (int logCells = WhirParameters.MinimumLogCells; logCells <= WhirParameters.MaximumLogCells; logCells++)
        {
            Assert.Null(WhirParameters.TryChoose(WhirRequest.ForProfile(logCells, degree, 2500), out WhirParameters? parameters));
            SoundnessReport report = ArgumentSoundness.Compute(
                SoundnessTable.TypicalArgument(Math.Max(12, logCells)) with { ColumnClaims = 2500 }, parameters!.Shape, ChallengeFieldSize.TargetBits(degree), "machine");
            Assert.True(report.MeetsTarget, report.ToText());
        }
    }
}
