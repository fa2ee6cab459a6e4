using System.Collections.Immutable;
using System.Numerics;
using Supercomputer.Proofs.Whir;

namespace Supercomputer.Proofs.Commitments;

/// <summary>Where each column lies in the one multilinear that all columns of all chips are stacked into.</summary>
/// <remarks>
/// Statement: column c of 2^k values holds cells offset(c) .. offset(c) + 2^k, offset a multiple of 2^k; so column c at the
/// point r is the whole at (bits of offset(c) / 2^k, low k coordinates of r).
/// Shape: by height descending, equals in the given order; the cells after the last column are zero.
/// </remarks>
public sealed class StackedLayout
{
    /// <summary>The smallest multilinear that is committed; fewer cells are padded with zeros.</summary>
    public const int MinimumLogCells = WhirParameters.MinimumLogCells;

    private readonly ImmutableArray<int> logHeights;
    private readonly ImmutableArray<long> offsets;

    private StackedLayout(ImmutableArray<int> logHeights, ImmutableArray<int> order, ImmutableArray<long> offsets, int logCells)
    {
        this.logHeights = logHeights;
        this.offsets = offsets;
        StackingOrder = order;
        LogCells = logCells;
    }

    /// <summary>Columns.</summary>
    public int Count => logHeights.Length;

    /// <summary>Cells of all columns, without the zeros after them.</summary>
    public long Cells => Count == 0 ? 0 : offsets[StackingOrder[^1]] + (1L << logHeights[StackingOrder[^1]]);

    /// <summary>Cells of the largest blocks of an opening that have a column's cell, whole: those after them are zeros that nobody reads.</summary>
    internal long StoredCells
    {
        get
        {
            int logBlock = LogCells - WhirParameters.MinimumFirstFold;
            return (long)FilledBlocks(logBlock) << logBlock;
        }
    }

    /// <summary>How many of the blocks of 2^logBlock cells have a column's cell; the others are zeros.</summary>
    internal int FilledBlocks(int logBlock) => (int)((Cells + (1L << logBlock) - 1) >> logBlock);

    /// <summary>Variables of the stacked multilinear.</summary>
    public int LogCells { get; }

    /// <summary>The columns' indices by rising offset.</summary>
    public ImmutableArray<int> StackingOrder { get; }

    /// <summary>log2 of the tallest column: how many coordinates the shared point has.</summary>
    public int LogMaximumHeight => Count == 0 ? 0 : logHeights[StackingOrder[0]];

    /// <summary>log2 of the height of a column.</summary>
    public int LogHeight(int column) => logHeights[column];

    /// <summary>The first cell of a column.</summary>
    public long Offset(int column) => offsets[column];

    /// <summary>The layout of columns of these heights.</summary>
    /// <returns>Null, or why they cannot be stacked.</returns>
    public static WhirError? TryCreate(ReadOnlySpan<int> logHeights, out StackedLayout? layout)
    {
        layout = null;
        long cells = 0;
        foreach (int logHeight in logHeights)
        {
            if (logHeight is < 0 or > WhirParameters.MaximumLogCells)
                return new(
                    "column height",
                    $"2^0 to 2^{WhirParameters.MaximumLogCells} values",
                    $"2^{logHeight}",
                    "split the run into segments");
            cells += 1L << logHeight;
        }
        if (cells > 1L << WhirParameters.MaximumLogCells || logHeights.IsEmpty)
            return new(
                "stacked cells",
                $"1 to 2^{WhirParameters.MaximumLogCells} cells",
                $"{cells}",
                "split the run into segments");
        int[] heights = logHeights.ToArray();
        var order = new int[heights.Length];
        for (int column = 0; column < order.Length; column++)
            order[column] = column;
        Array.Sort(order, (a, b) => heights[a] != heights[b] ? heights[b].CompareTo(heights[a]) : a.CompareTo(b));
        var offsets = new long[heights.Length];
        long next = 0;
        foreach (int column in order)
        {
            offsets[column] = next;
            next += 1L << heights[column];
        }
        int logCells = Math.Max(MinimumLogCells, BitOperations.Log2((ulong)cells - 1) + 1);
        layout = new([.. heights], [.. order], [.. offsets], logCells);
        return null;
    }

    /// <summary>The same for heights of our own making.</summary>
    public static StackedLayout Create(ReadOnlySpan<int> logHeights) =>
        TryCreate(logHeights, out StackedLayout? layout) is { } error
            ? throw new ArgumentException(error.ToString(), nameof(logHeights))
            : layout!;
}
