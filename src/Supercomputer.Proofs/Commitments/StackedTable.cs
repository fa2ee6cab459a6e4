using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Commitments;

/// <summary>The cells of all columns in stacking order: traces are written straight into it, so that nothing is copied.</summary>
/// <remarks>Units: Montgomery words, 4 bytes a cell. Safety: column spans die with the table.</remarks>
public sealed unsafe class StackedTable : IDisposable
{
    private readonly WordBuffer cells;

    /// <summary>A table of zeros.</summary>
    public StackedTable(StackedLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Layout = layout;
        cells = new((nint)1 << layout.LogCells, clear: true);
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
