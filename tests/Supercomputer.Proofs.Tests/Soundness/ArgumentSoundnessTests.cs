using System.Text.Json;
using Supercomputer.Proofs.Soundness;
using Supercomputer.Proofs.Whir;
using Xunit;

namespace Supercomputer.Proofs.Tests.Soundness;

public sealed class ArgumentSoundnessTests
{
    private static readonly ArgumentShape Machine = new(21, 400, 3, 25, 64, 8, 600);

    [Theory]
    [InlineData(6)]
    [InlineData(5)]
    public void A_machine_proof_names_every_source_and_reaches_its_target(int degree)
    {
        WhirParameters opening = WhirParameters.Choose(WhirRequest.ForProfile(26, degree, 600));
        SoundnessReport report = ArgumentSoundness.Compute(Machine, opening.Shape, opening.TargetBits, "machine");
        Assert.True(report.MeetsTarget, report.ToText());
        foreach (string name in (string[])["initial OOD", "LogUp fingerprints", "LogUp zero denominators",
            "LogUp GKR layers", "zerocheck point", "zerocheck batching", "zerocheck round", "claim batching",
            "fold(i=0,s=1)", "fin", "hash collision"])
            Assert.Contains(report.Sources, source => source.Name == name);
        Assert.Contains($"minimum {report.MinimumBits} bits", report.ToText(), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(report.ToJson());
        Assert.Equal(report.Sources.Length, json.RootElement.GetProperty("sources").GetArrayLength());
        Assert.Equal(report.MinimumBits, json.RootElement.GetProperty("minimum_bits").GetInt32());
    }

    [Fact]
    public void Lookup_terms_follow_their_formulas()
    {
        double field = 6 * Math.Log2(0x7f000001);
        ErrorSource[] lookups = [.. ArgumentSoundness.Lookups(Machine with { PublicFractions = 0 }, 6)];
        Assert.Equal(field - 25 - 3, lookups[0].Bits, 1e-9);
        Assert.Equal(field - 25, lookups[1].Bits, 1e-9);
        Assert.Equal(field - Math.Log2((3 * 24 * 25 / 2) + 50), lookups[2].Bits, 1e-9);
    }

    [Fact]
    public void The_union_bound_adds_the_errors()
    {
        var report = new SoundnessReport("two", 100, "UDR", [new("a", 101, ""), new("b", 101, "")]);
        Assert.Equal(100, report.UnionBoundBits, 1e-9);
        Assert.Equal(101, report.MinimumBits);
    }
}
