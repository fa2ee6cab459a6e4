using Supercomputer.Proofs.Soundness;
using Supercomputer.Proofs.Whir;
using Xunit;

namespace Supercomputer.Proofs.Tests.Whir;

public sealed class WhirParametersTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(5)]
    public void Every_size_and_rate_has_parameters_at_the_target(int degree)
    {
        for (int logCells = WhirParameters.MinimumLogCells; logCells <= WhirParameters.MaximumLogCells; logCells++)
        {
            for (int rate = 1; rate <= 3; rate++)
            {
                int target = ChallengeFieldSize.TargetBits(degree);
                WhirParameters parameters = WhirParameters.Choose(new(logCells, rate, degree, target, 4096));
                SoundnessReport report = ArgumentSoundness.Compute(parameters.Shape, 4096, target, "opening");
                Assert.True(report.MeetsTarget, report.ToText());
                Assert.True(report.UnionBoundBits < report.Weakest.Bits);
                Assert.True(report.UnionBoundBits > target - 6);
            }
        }
    }

    [Fact]
    public void Chosen_openings_are_no_larger_than_the_published_ones()
    {
        Assert.InRange(Kib(18, 1, 6, 128), 0, 120);
        Assert.InRange(Kib(22, 2, 6, 128), 0, 123);
        Assert.InRange(Kib(24, 1, 6, 128), 0, 206);
        Assert.InRange(Kib(26, 1, 6, 128), 0, 230);
        Assert.InRange(Kib(22, 2, 5, 100), 0, 92);
    }

    [Fact]
    public void A_set_below_its_target_cannot_be_constructed()
    {
        WhirParameters good = WhirParameters.Choose(new(18, 2, 6, 128, 100));
        WhirShape shape = good.Shape;
        WhirShape fewer = shape with { Rounds = shape.Rounds.SetItem(0, shape.Rounds[0] with { Queries = 1 }) };
        Assert.NotNull(WhirParameters.TryCreate(fewer, 128, 100, out WhirParameters? none));
        Assert.Null(none);
        WhirShape lazy = shape with { Rounds = shape.Rounds.SetItem(1, shape.Rounds[1] with { QueryGrindingBits = 0 }) };
        Assert.NotNull(WhirParameters.TryCreate(lazy, 128, 100, out _));
        Assert.NotNull(WhirParameters.TryCreate(shape with { FieldDegree = 4 }, 128, 100, out _));
        Assert.NotNull(WhirParameters.TryCreate(shape with { InitialOutOfDomainSamples = 0 }, 128, 100, out _));
        Assert.NotNull(WhirParameters.TryCreate(shape with { Rounds = [] }, 128, 100, out _));
        Assert.Null(WhirParameters.TryCreate(shape, 128, 100, out _));
        Assert.NotNull(WhirParameters.TryChoose(new(26, 1, 5, 128, 100), out _));
        Assert.NotNull(WhirParameters.TryChoose(new(40, 1, 6, 128, 100), out _));
    }

    [Fact]
    public void Unique_decoding_is_offered_and_larger()
    {
        WhirParameters unique = WhirParameters.Choose(new(22, 2, 6, 100, 100, UniqueDecoding: true));
        WhirParameters johnson = WhirParameters.Choose(new(22, 2, 6, 100, 100));
        Assert.True(WhirSoundness.ExpectedBytes(unique.Shape) > WhirSoundness.ExpectedBytes(johnson.Shape));
    }

    private static double Kib(int logCells, int rate, int degree, int target) => WhirSoundness.ExpectedBytes(
        WhirParameters.Choose(new(logCells, rate, degree, target, 1)).Shape) / 1024;
}
