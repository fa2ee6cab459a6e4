using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Air;

/// <summary>The addresses of all columns of a trace, preprocessed ones after the committed.</summary>
/// <remarks>Shape: each column is 2^LogHeight Montgomery words, aligned to 64 bytes. Preprocessed columns are written out for the prover.</remarks>
internal sealed unsafe class ColumnPointers : IDisposable
{
    private readonly WordBuffer preprocessed;
    private readonly nint[] pointers;

    /// <summary>Collects the addresses; the trace must outlive this object.</summary>
    /// <param name="trace">The trace.</param>
    public ColumnPointers(Trace trace)
    {
        Trace = trace;
        Chip chip = trace.Chip;
        nint height = trace.Height;
        preprocessed = new(height * chip.Preprocessed.Count);
        pointers = new nint[chip.Width + chip.Preprocessed.Count];
        for (int c = 0; c < chip.Width; c++) pointers[c] = (nint)(trace.Pointer + (c * height));
        for (int q = 0; q < chip.Preprocessed.Count; q++)
        {
            PreprocessedColumn column = chip.Preprocessed[q];
            uint* words = preprocessed.Pointer + (q * height);
            pointers[chip.Width + q] = (nint)words;
            ParallelChunks.Run(height, 1 << 14, (from, to) =>
            {
                for (nint row = from; row < to; row++) words[row] = KoalaBear.FromCanonical(column.ValueAt((int)row)).Raw;
            });
        }
    }

    /// <summary>The trace.</summary>
    public Trace Trace { get; }

    /// <summary>The number of columns.</summary>
    public int Count => pointers.Length;

    /// <summary>One column.</summary>
    public uint* this[int column] => (uint*)pointers[column];

    /// <inheritdoc/>
    public void Dispose() => preprocessed.Dispose();
}
