using Supercomputer.Proofs.Soundness;
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
        SoundnessReport full = SoundnessTable.Profiles().First(row => row.LogCells == 22).Report;
        Assert.True(page.Contains(full.ToText(), StringComparison.Ordinal), $"docs/soundness.md lacks:\n{full.ToText()}");
    }
}
