namespace Supercomputer.Proofs.Air;

/// <summary>The tables that a chip's rows are cut into: powers of two, the tallest first, so that little of them is padding.</summary>
/// <remarks>Rows are local, so a chip may stand in a proof several times. Cost: a further part opens every column once more (24 bytes a
/// column at degree 6), so it must save as many rows as make up for that. Of a wide chip, whose cells are most of a proof, half as many do, and
/// its last part is as low as its rows allow.</remarks>
public static class TableParts
{
    /// <summary>The greatest number of parts of one chip.</summary>
    public const int Maximum = 4;

    /// <summary>The log of the rows that a further part of a wide chip must save: every part but the last is a multiple.</summary>
    public const int LogSmallest = 12;

    /// <summary>The same of other chips, whose last part is a multiple too.</summary>
    private const int LogSmallestOfNarrow = 13;

    private const int WideColumns = 1000;

    /// <summary>The log heights of the parts of a chip, descending.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="rows">The rows to be filled.</param>
    public static int[] Of(Chip chip, int rows) =>
        chip.FixedLogHeight is { } height ? [height]
        : chip.Width >= WideColumns ? Cut(rows, Maximum, Chip.MinLogHeight, Chip.MinLogHeight, LogSmallest)
        : Cut(rows, Maximum, Chip.MinLogHeight, LogSmallestOfNarrow, LogSmallestOfNarrow);

    private static int[] Cut(int rows, int most, int smallest, int smallestFurther, int logSaved)
    {
        int whole = Math.Max(smallest, TraceBuilder.LogHeightFor(rows));
        if (most == 1 || whole <= logSaved + 1) return [whole];
        int[] rest = Cut(rows - (1 << (whole - 1)), most - 1, smallestFurther, smallestFurther, logSaved);
        long saved = (1L << (whole - 1)) - rest.Sum(part => 1L << part);
        return saved >= (long)rest.Length << logSaved && saved >= 1L << (whole - 5) ? [whole - 1, .. rest] : [whole];
    }
}
