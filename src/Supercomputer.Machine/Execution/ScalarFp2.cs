namespace Supercomputer.Machine.Execution;

/// <summary>Multiply-add in Fp[u]/(u^2 + 1) over little-endian words, p of 256 or 384 bits: a b + c with one division for each coordinate.</summary>
/// <remarks>
/// Statement: r0 = a0 b0 - a1 b1 + c0 - q0 M and r1 = a0 b1 + a1 b0 + c1 - q1 M, both in [0, M). With w bits in n words, M = m where m is at least
/// 2^(w - 8), else m + 2^(w - 1), so that there is always a result; then the call fails.
/// Range: with numbers below 2^w, q0 is in [-2^(w + 8), 2^(w + 8)) and q1 in [0, 2^(w + 9)). q0 is kept as q0 + 2^(w + 8), which makes the dividend
/// positive: M 2^(w + 8) is at least 2^(2 w).
/// </remarks>
internal static unsafe class ScalarFp2
{
    /// <summary>What the last word of the first quotient is greater than that of q0.</summary>
    internal const int Offset = 256;

    /// <summary>The bit that is added to a modulus below 2^(w - 8), in its last word.</summary>
    internal const uint Lift = 1u << 31;

    /// <summary>The words of a quotient: one more than a number has, and one that is zero.</summary>
    internal static int QuotientWords(int n) => n + 2;

    /// <summary>The result of a call.</summary>
    /// <param name="n">The words of a number.</param>
    /// <param name="inputs">a0, a1, b0, b1, c0, c1, m.</param>
    /// <param name="result">Receives r0 and r1; may lie on an input.</param>
    /// <returns>False where the highest byte of m is zero.</returns>
    internal static bool MultiplyAdd(int n, uint* inputs, uint* result)
    {
        uint* quotients = stackalloc uint[2 * (ScalarModular.MaximumWords + 2)];
        return MultiplyAdd(n, inputs, quotients, result);
    }

    /// <summary>The same with the quotients, q0 + 2^(w + 8) and q1.</summary>
    internal static bool MultiplyAdd(int n, uint* inputs, uint* quotients, uint* result)
    {
        uint* a = inputs, b = a + 2 * n, c = b + 2 * n, m = c + 2 * n;
        const int length = WideNumbers.MaximumWords;
        uint* modulus = stackalloc uint[ScalarModular.MaximumWords], sums = stackalloc uint[3 * length];
        uint* first = sums, second = sums + length, negative = second + length;
        new Span<uint>(sums, 3 * length).Clear();
        uint offset = Offset;
        for (int i = 0; i < n; i++) (modulus[i], first[i], second[i]) = (m[i], c[i], c[n + i]);
        bool fits = modulus[n - 1] >> 24 != 0;
        if (!fits) modulus[n - 1] |= Lift;
        WideNumbers.AddProduct(first + n, modulus, n, &offset, 1);
        WideNumbers.AddProduct(first, a, n, b, n);
        WideNumbers.AddProduct(negative, a + n, n, b + n, n);
        WideNumbers.Subtract(first, first, negative, 2 * n + 1);
        WideNumbers.AddProduct(second, a, n, b + n, n);
        WideNumbers.AddProduct(second, a + n, n, b, n);
        WideNumbers.Divide(first, 2 * n + 1, modulus, n, quotients);
        WideNumbers.Divide(second, 2 * n + 1, modulus, n, quotients + QuotientWords(n));
        for (int i = 0; i < n; i++) (result[i], result[n + i]) = (first[i], second[i]);
        return fits;
    }
}
