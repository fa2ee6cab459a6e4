using Supercomputer.Proofs.Whir;

namespace Supercomputer.Proofs.Soundness;

/// <summary>The table of profiles that docs/soundness.md holds and the command line prints.</summary>
public static class SoundnessTable
{
    /// <summary>Both profiles over the sizes in use, each with the argument of a machine that fills it.</summary>
    public static IReadOnlyList<SoundnessRow> Profiles()
    {
        var rows = new List<SoundnessRow>();
        foreach (int fieldDegree in (ReadOnlySpan<int>)[6, 5])
            for (int logCells = 16; logCells <= 26; logCells += 2)
                rows.Add(Row(fieldDegree, logCells));
        return rows;
    }

    /// <summary>A machine that commits so many cells: 64 columns or more a row, an interaction for two columns.</summary>
    public static ArgumentShape TypicalArgument(int logCells) => new(
        LogRows: logCells - 6,
        Constraints: 600,
        ConstraintDegree: 3,
        LogFractions: logCells - 1,
        PublicFractions: 1 << 10,
        TupleLength: 10,
        ColumnClaims: 1 << 10);

    private static SoundnessRow Row(int fieldDegree, int logCells)
    {
        ArgumentShape argument = TypicalArgument(logCells);
        WhirParameters parameters =
            WhirParameters.Choose(WhirRequest.ForProfile(logCells, fieldDegree, argument.ColumnClaims));
        return new(
            fieldDegree,
            logCells,
            parameters.Shape.LogInverseRate,
            string.Join(' ', parameters.Rounds.Select(round => round.FoldingFactor)),
            string.Join(' ', parameters.Rounds.Select(round => round.Queries)),
            parameters.Rounds.Max(round => round.FoldingGrindingBits.Max()),
            WhirSoundness.ExpectedBytes(parameters.Shape),
            ArgumentSoundness.Compute(argument, parameters.Shape, parameters.TargetBits, $"machine of 2^{logCells} cells"));
    }
}
