using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Cryptography.Polynomials;

/// <summary>Multilinear polynomials given by their values on the hypercube.</summary>
/// <remarks>The value at index x belongs to the point with the bits of x; coordinate i belongs to bit i, the lowest first.</remarks>
public static unsafe class Multilinear
{
    /// <summary>The value at a point.</summary>
    /// <param name="values">2^n values.</param>
    /// <param name="point">n coordinates.</param>
    /// <typeparam name="TField">The field of values and coordinates.</typeparam>
    public static TField Evaluate<TField>(ReadOnlySpan<TField> values, ReadOnlySpan<TField> point)
        where TField : unmanaged, IField<TField>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, 1 << point.Length, nameof(values));
        TField[] folded = values.ToArray();
        for (int i = point.Length - 1; i >= 0; i--)
        {
            int half = 1 << i;
            for (int x = 0; x < half; x++)
            {
                folded[x] += point[i] * (folded[half + x] - folded[x]);
            }
        }

        return folded[0];
    }

    /// <summary>The value of base-field values at an extension point.</summary>
    /// <param name="values">2^n values.</param>
    /// <param name="point">n coordinates.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    public static TField EvaluateBase<TField>(ReadOnlySpan<KoalaBear> values, ReadOnlySpan<TField> point)
        where TField : unmanaged, IChallengeField<TField>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, 1 << point.Length, nameof(values));
        fixed (KoalaBear* first = values)
        {
            // The vector kernels want aligned rows; short inputs are padded, unaligned ones copied.
            using var copy = new WordBuffer(Math.Max(values.Length, Lanes<TField>.GroupSize), clear: values.Length < Lanes<TField>.GroupSize);
            Buffer.MemoryCopy(first, copy.Pointer, copy.Length * sizeof(uint), values.Length * sizeof(uint));
            return EvaluateBase(copy.Pointer, point);
        }
    }

    /// <summary>The value of a base column at an extension point.</summary>
    /// <param name="column">2^n Montgomery words, aligned to 64 bytes, zero up to the sixteenth when shorter.</param>
    /// <param name="point">n coordinates.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    /// <remarks>Cost: the rows are summed with the weights of the high coordinates first, a linear combination of slices.</remarks>
    public static TField EvaluateBase<TField>(uint* column, ReadOnlySpan<TField> point)
        where TField : unmanaged, IChallengeField<TField>
    {
        int low = Math.Min(point.Length, 8);
        nint sliceGroups = Lanes<TField>.GroupsFor((nint)1 << low);
        TField[] high = EqPolynomial.Table(point[low..]);
        var coefficients = new TField[high.Length + 1];
        high.CopyTo(coefficients, 1);
        var slices = new nint[high.Length];
        for (int i = 0; i < slices.Length; i++)
        {
            slices[i] = (nint)(column + ((nint)i << low));
        }

        using var sums = new WordBuffer(sliceGroups * Lanes<TField>.GroupWords);
        fixed (TField* c = coefficients)
        fixed (nint* s = slices)
        {
            Lanes<TField>.LinearCombination(sums.Pointer, c, (uint**)s, slices.Length, 0, sliceGroups);
        }

        // Few elements, and verifiers come here: scalar code, so that they need no other kernel.
        var rows = new TField[1 << low];
        Lanes<TField>.Unpack(sums.Pointer, rows);
        return Evaluate<TField>(rows, point[..low]);
    }

    /// <summary>The value of an extension vector in lanes at a point.</summary>
    /// <param name="vector">2^n elements in lanes.</param>
    /// <param name="point">n coordinates.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    public static TField Evaluate<TField>(uint* vector, ReadOnlySpan<TField> point)
        where TField : unmanaged, IChallengeField<TField>
    {
        nint words = Lanes<TField>.GroupsFor((nint)1 << point.Length) * Lanes<TField>.GroupWords;
        using var weights = new WordBuffer(words + Lanes<TField>.GroupWords, clear: true);
        EqPolynomial.TableLanes(point, TField.One, weights.Pointer);
        return InnerProduct<TField>(weights.Pointer, vector, (nint)1 << point.Length);
    }

    /// <summary>The sum of the products of two extension vectors in lanes.</summary>
    /// <param name="left">The first vector, padded with zeros to a full group.</param>
    /// <param name="right">The second vector; its padding meets zeros.</param>
    /// <param name="length">The number of elements.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    public static TField InnerProduct<TField>(uint* left, uint* right, nint length)
        where TField : unmanaged, IChallengeField<TField>
    {
        int words = Lanes<TField>.GroupWords;
        using var sum = new WordBuffer(words, clear: true);
        Lanes<TField>.MultiplyAdd(sum.Pointer, 0, left, words, right, words, Lanes<TField>.GroupsFor(length));
        return Lanes<TField>.SumGroup(sum.Pointer);
    }

    /// <summary>Binds the highest variable of an extension vector in lanes, in place.</summary>
    /// <param name="vector">The values; the first half of them is replaced, and a half-filled group keeps zeros behind them.</param>
    /// <param name="length">The number of values, a power of two above one.</param>
    /// <param name="challenge">The value of the variable.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    public static void Fold<TField>(uint* vector, nint length, TField challenge)
        where TField : unmanaged, IChallengeField<TField>
    {
        nint half = length / 2;
        if (half < Lanes<TField>.GroupSize)
        {
            for (nint x = 0; x < half; x++)
            {
                TField start = Lanes<TField>.Read(vector, x);
                Lanes<TField>.Write(vector, x, start + (challenge * (Lanes<TField>.Read(vector, half + x) - start)));
                Lanes<TField>.Write(vector, half + x, default);
            }

            return;
        }

        int words = Lanes<TField>.GroupWords;
        nint groups = half / Lanes<TField>.GroupSize;
        using var constant = new WordBuffer(words);
        uint* c = constant.Pointer;
        Lanes<TField>.Broadcast(c, challenge);
        ParallelChunks.Run(groups, 1024, (from, to) =>
        {
            uint* low = vector + (from * words);
            Lanes<TField>.Fold(low, low, low + (groups * words), c, to - from);
        });
    }

    /// <summary>Binds the highest variable of a base column.</summary>
    /// <param name="column">Aligned Montgomery words.</param>
    /// <param name="length">The number of values, a power of two above one; at least 32, or the halves would not be aligned.</param>
    /// <param name="challenge">The value of the variable.</param>
    /// <param name="destination">Room for half as many elements in lanes.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    public static void FoldBase<TField>(uint* column, nint length, TField challenge, uint* destination)
        where TField : unmanaged, IChallengeField<TField>
    {
        nint half = length / 2;
        ArgumentOutOfRangeException.ThrowIfLessThan(half, Lanes<TField>.GroupSize, nameof(length));
        int words = Lanes<TField>.GroupWords;
        using var constant = new WordBuffer(words);
        uint* c = constant.Pointer;
        Lanes<TField>.Broadcast(c, challenge);
        ParallelChunks.Run(half / Lanes<TField>.GroupSize, 1024, (from, to) =>
            Lanes<TField>.FoldBase(destination + (from * words), column + (from * 16), column + half + (from * 16), c, to - from));
    }
}
