using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Polynomials;

namespace Supercomputer.Proofs.Sumcheck;

/// <summary>The table of eq(r, x) over the variables that a sumcheck has not bound, as a product of a block of low and a table of high coordinates.</summary>
/// <remarks>Shape: x = (block, row); a block is 2^blockLog rows in lanes, or fewer when fewer variables are left (then its last group ends in
/// zeros, so that lanes beyond the rows count nothing). Cost: one product a row instead of a table as long as the data.</remarks>
/// <typeparam name="TField">The challenge field.</typeparam>
internal sealed unsafe class SplitEq<TField> : IDisposable
    where TField : unmanaged, IChallengeField<TField>
{
    private readonly WordBuffer low;
    private readonly WordBuffer high;
    private int lowLog;
    private int highLog;

    /// <summary>Builds the table for the given coordinates.</summary>
    public SplitEq(ReadOnlySpan<TField> point, int blockLog)
    {
        lowLog = Math.Min(point.Length, blockLog);
        highLog = point.Length - lowLog;
        low = Build(point[..lowLog]);
        high = Build(point[lowLog..]);
    }

    /// <summary>The number of blocks.</summary>
    public nint Blocks => (nint)1 << highLog;

    /// <summary>The lane groups of a block.</summary>
    public nint BlockGroups => Lanes<TField>.GroupsFor((nint)1 << lowLog);

    /// <summary>The weights inside every block.</summary>
    public uint* Low => low.Pointer;

    /// <summary>The weight of one block.</summary>
    public TField High(nint block) => Lanes<TField>.Read(high.Pointer, block);

    /// <summary>Drops the highest coordinate: the sum over its two values, since eq(r, 0) + eq(r, 1) = 1.</summary>
    public void DropHighest()
    {
        if (highLog > 0) Halve(high.Pointer, highLog--);
        else Halve(low.Pointer, lowLog--);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        low.Dispose();
        high.Dispose();
    }

    private static WordBuffer Build(ReadOnlySpan<TField> point)
    {
        var table = new WordBuffer(Lanes<TField>.GroupsFor((nint)1 << point.Length) * Lanes<TField>.GroupWords);
        EqPolynomial.TableLanes(point, TField.One, table.Pointer);
        return table;
    }

    private static void Halve(uint* table, int log)
    {
        nint half = (nint)1 << (log - 1);
        if (half >= Lanes<TField>.GroupSize)
        {
            nint groups = half / Lanes<TField>.GroupSize;
            Lanes<TField>.Add(table, table, table + (groups * Lanes<TField>.GroupWords), groups);
            return;
        }

        for (nint x = 0; x < half; x++)
        {
            Lanes<TField>.Write(table, x, Lanes<TField>.Read(table, x) + Lanes<TField>.Read(table, x + half));
            Lanes<TField>.Write(table, x + half, TField.Zero);
        }
    }
}
