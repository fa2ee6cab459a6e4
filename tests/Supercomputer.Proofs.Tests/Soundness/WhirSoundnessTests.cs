using System.Text.Json;
using Supercomputer.Proofs.Soundness;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Proofs.Tests.Soundness;

public sealed class WhirSoundnessTests
{
    [Fact]
    public void Every_published_parameter_set_gives_the_published_bits_and_size()
    {
        using JsonDocument document = JsonDocument.Parse(
            File.ReadAllText(Vectors.Path("soundness", "whir-soundcalc.json")));
        int rows = 0;
        foreach (JsonElement row in document.RootElement.GetProperty("rows").EnumerateArray())
        {
            WhirShape shape = Read(row);
            Dictionary<string, int> actual = WhirSoundness.Compute(shape).ToDictionary(s => s.Name, s => s.WholeBits);
            JsonProperty[] expected = [.. row.GetProperty("bits").EnumerateObject()];
            Assert.Equal(expected.Length, actual.Count);
            foreach (JsonProperty source in expected)
                Assert.Equal((int)source.Value.GetDouble(), actual[source.Name]);
            // The published sizes count 31 bits an element.
            Assert.Equal(row.GetProperty("expected_kib").GetDouble(), WhirSoundness.ExpectedBytes(shape, 31) / 1024, 0.06);
            rows++;
        }
        Assert.Equal(48, rows);
    }

    private static WhirShape Read(JsonElement row)
    {
        int[] folds = Integers(row.GetProperty("folding_factors"));
        int[] queries = Integers(row.GetProperty("queries"));
        int[] samples = [.. Integers(row.GetProperty("ood_samples")), 0];
        int[][] grinding = [.. row.GetProperty("folding_grinding_bits").EnumerateArray().Select(Integers)];
        int queryGrinding = row.GetProperty("query_grinding_bits").GetInt32();
        return new(
            row.GetProperty("field").GetString()![^1] - '0',
            row.GetProperty("log_cells").GetInt32(),
            row.GetProperty("log_inv_rate").GetInt32(),
            row.TryGetProperty("johnson_m", out JsonElement m)
                ? ProximityRegime.Johnson(m.GetInt32())
                : ProximityRegime.UniqueDecoding,
            1,
            [.. folds.Select((k, i) => new WhirRoundShape(k, queries[i], queryGrinding, [.. grinding[i]], samples[i]))]);
    }

    private static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetInt32())];
}
