using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Air;

/// <summary>Evaluates every constraint in every row: slow, exact, and names what is broken.</summary>
public static class ConstraintChecker
{
    /// <summary>The first failures, at most <paramref name="limit"/>, of one trace.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="limit">How many failures to collect.</param>
    public static IReadOnlyList<CheckFailure> Check(Trace trace, int limit = 8) => CheckRows(trace, 0, trace.Height, limit);

    /// <summary>The first failures in some rows.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="firstRow">The first row to look at.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="limit">How many failures to collect.</param>
    public static IReadOnlyList<CheckFailure> CheckRows(Trace trace, int firstRow, int rows, int limit = 8)
    {
        Chip chip = trace.Chip;
        ExpressionProgram program = chip.Program;
        KoalaBear[] columns = new KoalaBear[chip.Width];
        KoalaBear[] preprocessed = new KoalaBear[chip.Preprocessed.Count];
        KoalaBear[] slots = new KoalaBear[program.Nodes.Length];
        List<CheckFailure> failures = [];
        for (int row = firstRow; row < firstRow + rows; row++)
        {
            trace.CopyRow(row, columns, preprocessed);
            program.Evaluate<KoalaBear>(columns, preprocessed, slots);
            for (int index = 0; index < chip.Constraints.Count; index++)
            {
                KoalaBear value = slots[program.Constraints[index]];
                if (value == KoalaBear.Zero) continue;
                failures.Add(new(chip.Name, row, $"constraint '{chip.Constraints[index].Name}'", $"expected 0, actual {value}"));
                if (failures.Count >= limit) return failures;
            }
        }

        return failures;
    }
}
