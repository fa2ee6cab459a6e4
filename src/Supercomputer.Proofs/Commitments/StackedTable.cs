using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Commitments;

/// <summary>The cells of all columns in stacking order: traces are written straight into it, so that nothing is copied.</summary>
/// <remarks>Units: Montgomery words, 4 bytes a cell. Safety: column spans die with the table.</remarks>
public sealed unsafe class StackedTable : IDisposable
{
    private readonly WordBuffer cells;

    /// <summary>A table of zeros.</summary>
    /// <param name="layout">Where each column lies.</param>
    /// <param name="clear">False where the caller writes every cell of every column: then only the cells after them are zero, and only as far as
    /// <see cref="StackedLayout.StoredCells"/>: what lies behind is never touched.</param>
    public StackedTable(StackedLayout layout, bool clear = true)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Layout = layout;
        nint length = clear ? (nint)1 << layout.LogCells : (nint)layout.StoredCells, first = clear ? 0 : (nint)layout.Cells;
        cells = new(length);
        ParallelChunks.Run(length - first, 1 << 20, (from, to) => new Span<uint>(cells.Pointer + first + from, (int)(to - from)).Clear());
    }

    /// <summary>Where each column lies.</summary>
    public StackedLayout Layout { get; }

    /// <summary>The values of a column, to write before the commitment and to read after it.</summary>
    public Span<KoalaBear> Column(int column) =>
        new(Pointer + Layout.Offset(column), 1 << Layout.LogHeight(column));

    /// <summary>The first cell.</summary>
    public KoalaBear* Pointer => (KoalaBear*)cells.Pointer;

    /// <summary>Frees the cells.</summary>
    public void Dispose() => cells.Dispose();
}
