namespace Supercomputer.Machine.Execution;

/// <summary>Sums and doubles of affine points on y^2 = x^3 + a x + b modulo m, over little-endian words.</summary>
/// <remarks>
/// Statement: with d = x2 - x1 and e = y2 - y1 for a sum, d = 2 y1 and e = 3 x1^2 + a for a double, the result is x3 = s^2 - x1 - x2 and
/// y3 = s (x1 - x3) - y1 modulo m, both below m, where s = e / d; x2 = x1 for a double. It is (0, 0) where d has no inverse modulo m, which
/// says for a prime that the sum is infinity or the points are one, or where m is below 2^(32 n - 8).
/// Range: coordinates and a may be any numbers of n words.
/// </remarks>
internal static unsafe class ScalarCurve
{
    private const int MaximumWords = ScalarModular.MaximumWords;

    /// <summary>A sum.</summary>
    /// <param name="n">The words of a number.</param>
    /// <param name="inputs">x1, y1, x2, y2, m.</param>
    /// <param name="result">Receives x3 and y3; may not lie on an input.</param>
    internal static bool Add(int n, uint* inputs, uint* result)
    {
        uint* witness = stackalloc uint[2 * MaximumWords];
        Add(n, inputs, witness, result);
        return true;
    }

    /// <summary>A double.</summary>
    /// <param name="n">The words of a number.</param>
    /// <param name="inputs">x1, y1, a, m.</param>
    /// <param name="result">Receives x3 and y3; may not lie on an input.</param>
    internal static bool Double(int n, uint* inputs, uint* result)
    {
        uint* witness = stackalloc uint[2 * MaximumWords];
        Double(n, inputs, witness, result);
        return true;
    }

    /// <summary>A sum with what proves it: the inverse of d or a zero divisor, in [1, m), and the slope.</summary>
    /// <returns>Whether there is a slope.</returns>
    internal static bool Add(int n, uint* inputs, uint* witness, uint* result)
    {
        uint* x1 = inputs, y1 = x1 + n, x2 = y1 + n, y2 = x2 + n, m = y2 + n;
        uint* d = stackalloc uint[MaximumWords], e = stackalloc uint[MaximumWords];
        if (!Begin(n, m, witness, result)) return false;
        Difference(n, x2, x1, m, d);
        if (!ScalarInverse.Of(n, d, m, witness)) return false;
        Difference(n, y2, y1, m, e);
        uint* slope = witness + n;
        Multiply(n, witness, e, m, slope);
        Finish(n, slope, x1, y1, x2, m, result);
        return true;
    }

    /// <summary>A double with what proves it: the inverse of d or a zero divisor, in [1, m), and twice the slope.</summary>
    /// <returns>Whether there is a slope.</returns>
    internal static bool Double(int n, uint* inputs, uint* witness, uint* result)
    {
        uint* x1 = inputs, y1 = x1 + n, a = y1 + n, m = a + n;
        uint* d = stackalloc uint[MaximumWords], e = stackalloc uint[MaximumWords], slope = stackalloc uint[MaximumWords];
        if (!Begin(n, m, witness, result)) return false;
        Reduce(n, y1, m, d);
        Sum(n, d, d, m, d);
        if (!ScalarInverse.Of(n, d, m, witness)) return false;
        Reduce(n, x1, m, d);
        Multiply(n, d, d, m, e);
        Sum(n, e, e, m, slope);
        Sum(n, slope, e, m, e);
        Reduce(n, a, m, d);
        Sum(n, e, d, m, e);
        Multiply(n, witness, e, m, slope);
        Sum(n, slope, slope, m, witness + n);
        Finish(n, slope, x1, y1, x1, m, result);
        return true;
    }

    /// <summary>Clears the result and the witness; false where the modulus is too small.</summary>
    private static bool Begin(int n, uint* m, uint* witness, uint* result)
    {
        new Span<uint>(witness, 2 * n).Clear();
        new Span<uint>(result, 2 * n).Clear();
        return m[n - 1] >> 24 != 0;
    }

    /// <summary>The third point of the line through two: below the first, mirrored.</summary>
    private static void Finish(int n, uint* slope, uint* x1, uint* y1, uint* x2, uint* m, uint* result)
    {
        uint* x3 = result, y3 = result + n, number = stackalloc uint[MaximumWords];
        Multiply(n, slope, slope, m, x3);
        Difference(n, x3, x1, m, x3);
        Difference(n, x3, x2, m, x3);
        Difference(n, x1, x3, m, number);
        Multiply(n, slope, number, m, y3);
        Difference(n, y3, y1, m, y3);
    }

    /// <summary>left - right modulo m; may lie on either.</summary>
    private static void Difference(int n, uint* left, uint* right, uint* m, uint* result)
    {
        uint* subtracted = stackalloc uint[MaximumWords], from = stackalloc uint[MaximumWords];
        Reduce(n, left, m, from);
        Reduce(n, right, m, subtracted);
        if (WideNumbers.Subtract(result, from, subtracted, n)) WideNumbers.Subtract(result, result, Negated(n, m, subtracted), n);
    }

    /// <summary>-m modulo 2^(32 n), in the given words.</summary>
    private static uint* Negated(int n, uint* m, uint* to)
    {
        new Span<uint>(to, n).Clear();
        WideNumbers.Subtract(to, to, m, n);
        return to;
    }

    /// <summary>The sum of two numbers below m, modulo m; may lie on either.</summary>
    private static void Sum(int n, uint* left, uint* right, uint* m, uint* result)
    {
        uint* sum = stackalloc uint[MaximumWords + 1];
        sum[n] = 0;
        for (int i = 0; i < n; i++) sum[i] = left[i];
        WideNumbers.Add(sum, right, n);
        bool reduces = sum[n] != 0 || ScalarModular.Compare(n, sum, m) >= 0;
        if (reduces) WideNumbers.Subtract(result, sum, m, n);
        else for (int i = 0; i < n; i++) result[i] = sum[i];
    }

    /// <summary>A number modulo m.</summary>
    private static void Reduce(int n, uint* number, uint* m, uint* result)
    {
        uint* dividend = stackalloc uint[MaximumWords + 1], quotient = stackalloc uint[MaximumWords];
        for (int i = 0; i < n; i++) dividend[i] = number[i];
        dividend[n] = 0;
        if (ScalarModular.Compare(n, number, m) >= 0) WideNumbers.Divide(dividend, n, m, n, quotient);
        for (int i = 0; i < n; i++) result[i] = dividend[i];
    }

    /// <summary>left right modulo m, both below m; may lie on either.</summary>
    private static void Multiply(int n, uint* left, uint* right, uint* m, uint* result)
    {
        uint* inputs = stackalloc uint[4 * MaximumWords], quotient = stackalloc uint[MaximumWords];
        for (int i = 0; i < n; i++)
            (inputs[i], inputs[n + i], inputs[2 * n + i], inputs[3 * n + i]) = (left[i], right[i], 0, m[i]);
        ScalarModular.MultiplyAdd(n, inputs, quotient, result);
    }
}
