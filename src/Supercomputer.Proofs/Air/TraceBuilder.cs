using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Air;

/// <summary>The rows of one chip while they are filled: canonical values, column by column, zero to begin with.</summary>
/// <remarks>Shape: column c is 2^LogHeight consecutive words. Safety: native memory, freed by <see cref="Dispose"/> or handed on by <see cref="Seal"/>.</remarks>
public sealed unsafe class TraceBuilder : IDisposable
{
    private WordBuffer? words;

    /// <summary>Allocates zeroed columns for a number of rows.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="rows">The rows to be filled; the height is the next power of two, at least 2^6, or what the chip fixes.</param>
    public TraceBuilder(Chip chip, int rows)
        : this(chip, rows, chip.FixedLogHeight ?? LogHeightFor(rows))
    {
    }

    private TraceBuilder(Chip chip, int rows, int logHeight)
    {
        Chip = chip;
        LogHeight = logHeight;
        if (rows > 1L << LogHeight)
            throw new ArgumentOutOfRangeException(nameof(rows), rows, $"chip {chip.Name} has 2^{LogHeight} rows");
        words = new((nint)Math.Max(chip.Width, 1) << LogHeight, clear: true);
    }

    /// <summary>Zeroed columns for each part of a chip's table.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="rows">The rows to be filled.</param>
    public static TraceBuilder[] Parts(Chip chip, int rows)
    {
        int[] heights = TableParts.Of(chip, rows);
        return heights is [_] ? [new(chip, rows)] : [.. heights.Select(height => new TraceBuilder(chip, 0, height))];
    }

    /// <summary>The chip.</summary>
    public Chip Chip { get; }

    /// <summary>The log of the number of rows.</summary>
    public int LogHeight { get; }

    /// <summary>The number of rows.</summary>
    public int Height => 1 << LogHeight;

    /// <summary>The log height of a table of that many rows.</summary>
    /// <param name="rows">The number of rows.</param>
    public static int LogHeightFor(int rows) =>
        Math.Max(Chip.MinLogHeight, System.Numerics.BitOperations.Log2((uint)Math.Max(rows, 1) * 2 - 1));

    /// <summary>One column, canonical values.</summary>
    /// <param name="index">The column's index.</param>
    public Span<uint> Column(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Chip.Width, nameof(index));
        return new(Words + ((nuint)index << LogHeight), Height);
    }

    /// <summary>Writes a whole row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="values">One canonical value a column.</param>
    public void SetRow(int row, ReadOnlySpan<uint> values)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Height, nameof(row));
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, Chip.Width, nameof(values));
        uint* cell = Words + row;
        foreach (uint value in values)
        {
            *cell = value;
            cell += Height;
        }
    }

    /// <summary>Turns the values into field elements, in place, and hands the memory on; the builder is empty afterwards.</summary>
    public Trace Seal()
    {
        Trace trace = new(Chip, LogHeight, words ?? throw new InvalidOperationException($"the rows of {Chip.Name} were handed on before"));
        words = null;
        return trace;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        words?.Dispose();
        words = null;
    }

    private uint* Words => (words ?? throw new InvalidOperationException($"the rows of {Chip.Name} were handed on before")).Pointer;
}
