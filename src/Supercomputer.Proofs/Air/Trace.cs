using System.Runtime.InteropServices;
using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Air;

/// <summary>The filled rows of one chip: field elements, column by column.</summary>
/// <remarks>Shape: column c is 2^LogHeight consecutive elements in Montgomery form. Safety: native memory, freed by <see cref="Dispose"/>.</remarks>
public sealed unsafe class Trace : IDisposable
{
    /// <summary>Words that one task converts or moves.</summary>
    private const nint TaskWords = 1 << 20;

    private uint* words;
    private WordBuffer? owned;

    internal Trace(Chip chip, int logHeight, WordBuffer canonicalWords)
    {
        Chip = chip;
        LogHeight = logHeight;
        owned = canonicalWords;
        uint* cells = words = owned.Pointer;
        ParallelChunks.Run((nint)chip.Width << logHeight, TaskWords, (from, to) => KoalaBearLanes.FromCanonical(cells + from, cells + from, to - from));
    }

    /// <summary>The chip.</summary>
    public Chip Chip { get; }

    /// <summary>The log of the number of rows.</summary>
    public int LogHeight { get; }

    /// <summary>The number of rows.</summary>
    public int Height => 1 << LogHeight;

    /// <summary>The first element of column 0; columns follow one another.</summary>
    public KoalaBear* Pointer => (KoalaBear*)words;

    /// <summary>One column.</summary>
    /// <param name="index">The column's index.</param>
    public ReadOnlySpan<KoalaBear> Column(int index) => MutableColumn(index);

    /// <summary>One column, writable: for tests that change a cell.</summary>
    /// <param name="index">The column's index.</param>
    public Span<KoalaBear> MutableColumn(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Chip.Width, nameof(index));
        return new((KoalaBear*)words + ((nuint)index << LogHeight), Height);
    }

    /// <summary>Copies one row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="columns">Receives one element a committed column.</param>
    /// <param name="preprocessed">Receives one element a preprocessed column.</param>
    public void CopyRow(int row, Span<KoalaBear> columns, Span<KoalaBear> preprocessed)
    {
        for (int column = 0; column < Chip.Width; column++) columns[column] = Column(column)[row];
        for (int column = 0; column < Chip.Preprocessed.Count; column++)
            preprocessed[column] = KoalaBear.FromCanonical(Chip.Preprocessed[column].ValueAt(row));
    }

    /// <summary>Moves the columns into memory that another object owns, and frees the trace's own.</summary>
    /// <param name="destination">Width times height elements, which outlive the trace.</param>
    public void MoveTo(KoalaBear* destination)
    {
        uint* source = words, target = (uint*)destination;
        ParallelChunks.Run((nint)Chip.Width << LogHeight, TaskWords, (from, to) =>
            NativeMemory.Copy(source + from, target + from, (nuint)(to - from) * sizeof(uint)));
        Dispose();
        words = (uint*)destination;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        owned?.Dispose();
        owned = null;
        words = null;
    }
}
