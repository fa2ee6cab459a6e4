using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Cryptography.Polynomials;

/// <summary>The multilinear polynomial eq(a, b) = product over i of (a_i b_i + (1 - a_i)(1 - b_i)), which is 1 where two hypercube points are
/// equal and 0 where they differ.</summary>
/// <remarks>Coordinate i of a point belongs to bit i of an index, the lowest first.</remarks>
public static unsafe class EqPolynomial
{
    /// <summary>eq at two points.</summary>
    /// <param name="left">The first point.</param>
    /// <param name="right">The second point, of the same length.</param>
    /// <typeparam name="TField">The field of the coordinates.</typeparam>
    public static TField Evaluate<TField>(ReadOnlySpan<TField> left, ReadOnlySpan<TField> right)
        where TField : unmanaged, IField<TField>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(right.Length, left.Length, nameof(right));
        TField product = TField.One;
        for (int i = 0; i < left.Length; i++)
        {
            TField both = left[i] * right[i];
            product *= TField.One - left[i] - right[i] + both + both;
        }

        return product;
    }

    /// <summary>eq at a point and the hypercube point with the bits of an index.</summary>
    /// <param name="point">The point.</param>
    /// <param name="index">Below 2^n for a point of n coordinates.</param>
    /// <typeparam name="TField">The field of the coordinates.</typeparam>
    public static TField Evaluate<TField>(ReadOnlySpan<TField> point, ulong index)
        where TField : unmanaged, IField<TField>
    {
        TField product = TField.One;
        for (int i = 0; i < point.Length; i++)
        {
            product *= ((index >> i) & 1) != 0 ? point[i] : TField.One - point[i];
        }

        return product;
    }

    /// <summary>The table of eq(point, x) over all hypercube points x.</summary>
    /// <param name="point">n coordinates.</param>
    /// <typeparam name="TField">The field of the coordinates.</typeparam>
    /// <returns>2^n elements; their sum is one.</returns>
    public static TField[] Table<TField>(ReadOnlySpan<TField> point)
        where TField : unmanaged, IField<TField>
    {
        var table = new TField[1 << point.Length];
        table[0] = TField.One;
        for (int i = 0; i < point.Length; i++)
        {
            int half = 1 << i;
            for (int x = 0; x < half; x++)
            {
                table[half + x] = table[x] * point[i];
                table[x] -= table[half + x];
            }
        }

        return table;
    }

    /// <summary>The table in lanes, times a factor.</summary>
    /// <param name="point">n coordinates.</param>
    /// <param name="factor">What the sum of the table becomes.</param>
    /// <param name="table">Room for 2^n elements in lanes; a group beyond them is filled with zeros.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    public static void TableLanes<TField>(ReadOnlySpan<TField> point, TField factor, uint* table)
        where TField : unmanaged, IChallengeField<TField>
    {
        int low = Math.Min(point.Length, 4);
        TField[] start = Table(point[..low]);
        for (int i = 0; i < start.Length; i++)
        {
            start[i] *= factor;
        }

        Lanes<TField>.Pack(start, table);
        int words = Lanes<TField>.GroupWords;
        uint* challenge = stackalloc uint[words + 16];
        challenge = (uint*)(((nuint)challenge + 63) & ~(nuint)63);
        for (int i = low; i < point.Length; i++)
        {
            nint groups = (nint)1 << (i - 4);
            uint* high = table + (groups * words);
            Lanes<TField>.Broadcast(challenge, point[i]);
            Lanes<TField>.Multiply(high, words, table, words, challenge, 0, groups);
            Lanes<TField>.Subtract(table, table, high, groups);
        }
    }
}
