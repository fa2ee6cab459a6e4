using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Tests.Reference;

/// <summary>Tables of eq(point, x) for the reference provers, which bind the highest variable first.</summary>
internal static class EqTables
{
    /// <summary>eq(point, x) for every x of point.Length bits, the lowest coordinate on the lowest bit.</summary>
    /// <typeparam name="TField">The field.</typeparam>
    public static TField[] Build<TField>(ReadOnlySpan<TField> point)
        where TField : unmanaged, IField<TField>
    {
        TField[] table = new TField[1 << point.Length];
        table[0] = TField.One;
        for (int bit = 0; bit < point.Length; bit++)
        {
            int size = 1 << bit;
            for (int x = 0; x < size; x++)
            {
                TField high = table[x] * point[bit];
                table[x + size] = high;
                table[x] -= high;
            }
        }

        return table;
    }

    /// <summary>Drops the highest coordinate in place: the sum over its two values, since eq(r, 0) + eq(r, 1) = 1.</summary>
    /// <param name="table">The table; its first half holds the result.</param>
    /// <typeparam name="TField">The field.</typeparam>
    public static Memory<TField> DropHighest<TField>(Memory<TField> table)
        where TField : unmanaged, IField<TField>
    {
        int half = table.Length / 2;
        Span<TField> low = table.Span[..half], high = table.Span[half..];
        for (int x = 0; x < half; x++) low[x] += high[x];
        return table[..half];
    }
}
