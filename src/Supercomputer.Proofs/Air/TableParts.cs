namespace Supercomputer.Proofs.Air;

/// <summary>The tables that a chip's rows are cut into: powers of two, the tallest first, so that little of them is padding.</summary>
/// <remarks>Rows are local, so a chip may stand in a proof several times. Cost: a further part opens every column once more (24 bytes a
/// column at degree 6), so it must save as many rows as make up for that.</remarks>
public static class TableParts
{
    /// <summary>The greatest number of parts of one chip.</summary>
    public const int Maximum = 4;

    /// <summary>The log of the smallest second part, and of the rows that a further part must save.</summary>
    public const int LogSmallest = 13;

    /// <summary>The log heights of the parts of a chip, descending.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="rows">The rows to be filled.</param>
    public static int[] Of(Chip chip, int rows) =>
        chip.FixedLogHeight is { } height ? [height] : Cut(rows, Maximum, Chip.MinLogHeight);

    private static int[] Cut(int rows, int most, int smallest)
    {
        int whole = Math.Max(smallest, TraceBuilder.LogHeightFor(rows));
        if (most == 1 || whole <= LogSmallest + 1) return [whole];
        int[] rest = Cut(rows - (1 << (whole - 1)), most - 1, LogSmallest);
        long saved = (1L << (whole - 1)) - rest.Sum(part => 1L << part);
        return saved >= (long)rest.Length << LogSmallest && saved >= 1L << (whole - 5) ? [whole - 1, .. rest] : [whole];
    }
}
