using System.Text.RegularExpressions;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Primitives.Tests;

/// <summary>The house: every project states its layer and references only lower ones (the build checks it too).</summary>
public sealed partial class LayerTests
{
    [Fact]
    public void Every_project_references_only_lower_layers()
    {
        string source = Path.Combine(Repository.Root, "src");
        foreach (string project in Directory.EnumerateFiles(source, "*.csproj", SearchOption.AllDirectories))
        {
            string text = File.ReadAllText(project);
            int layer = LayerOf(text, project);
            foreach (Match reference in Reference().Matches(text))
            {
                string other = Path.Combine(Path.GetDirectoryName(project)!, reference.Groups[1].Value);
                Assert.True(LayerOf(File.ReadAllText(other), other) < layer, $"{project} references {other}");
            }
        }
    }

    [Fact]
    public void No_source_file_is_longer_than_600_lines()
    {
        string source = Path.Combine(Repository.Root, "src");
        foreach (string file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories))
            if (!file.EndsWith(".Generated.cs", StringComparison.Ordinal))
                Assert.True(File.ReadLines(file).Count() <= 600, $"{file} has more than 600 lines");
    }

    private static int LayerOf(string text, string project)
    {
        Match layer = Layer().Match(text);
        Assert.True(layer.Success, $"{project} states no <Layer>");
        return int.Parse(layer.Groups[1].ValueSpan, null);
    }

    [GeneratedRegex("<Layer>(\\d+)</Layer>")]
    private static partial Regex Layer();

    [GeneratedRegex("<ProjectReference Include=\"([^\"]+)\"")]
    private static partial Regex Reference();
}
