namespace Supercomputer.Machine.Execution;

/// <summary>Multiply-add in Fp[u]/(u^2 + 1) over little-endian words, p of 384 bits: a b + c with one division for each coordinate.</summary>
/// <remarks>
/// Statement: r0 = a0 b0 - a1 b1 + c0 - q0 M and r1 = a0 b1 + a1 b0 + c1 - q1 M, both in [0, M). M = m where m is at least 2^376, else
/// m + 2^383, so that there is always a result; then the call fails.
/// Range: with numbers below 2^384, q0 is in [-2^392, 2^392) and q1 in [0, 2^393). q0 is kept as q0 + 2^392, which makes the dividend positive:
/// M 2^392 is at least 2^768.
/// </remarks>
internal static unsafe class ScalarFp2
{
    /// <summary>The words of a coordinate and of the modulus.</summary>
    internal const int Words = 12;

    /// <summary>The words of a quotient.</summary>
    internal const int QuotientWords = Words + 1;

    /// <summary>What the last word of the first quotient is greater than that of q0.</summary>
    internal const int Offset = 256;

    /// <summary>The bit that is added to a modulus below 2^376, in its last word.</summary>
    private const uint Lift = 1u << 31;

    /// <summary>The longest dividend, below 2^777, and a word to normalize it.</summary>
    private const int DividendWords = 26;

    /// <summary>The result of a call.</summary>
    /// <param name="inputs">a0, a1, b0, b1, c0, c1, m.</param>
    /// <param name="result">Receives r0 and r1; may lie on an input.</param>
    /// <returns>False where m is below 2^376.</returns>
    internal static bool MultiplyAdd(uint* inputs, uint* result)
    {
        uint* quotients = stackalloc uint[2 * QuotientWords];
        return MultiplyAdd(inputs, quotients, result);
    }

    /// <summary>The same with the quotients, q0 + 2^392 and q1.</summary>
    internal static bool MultiplyAdd(uint* inputs, uint* quotients, uint* result)
    {
        uint* a = inputs, b = a + 2 * Words, c = b + 2 * Words, m = c + 2 * Words;
        uint* modulus = stackalloc uint[Words], dividend = stackalloc uint[2 * DividendWords];
        for (int i = 0; i < Words; i++) modulus[i] = m[i];
        bool fits = modulus[Words - 1] >> 24 != 0;
        if (!fits) modulus[Words - 1] |= Lift;
        new Span<uint>(dividend, 2 * DividendWords).Clear();
        uint* second = dividend + DividendWords;
        for (int i = 0; i < Words; i++) (dividend[i], second[i]) = (c[i], c[Words + i]);
        uint* shifted = stackalloc uint[1];
        *shifted = Offset;
        Add(dividend + Words, modulus, Words, shifted, 1);
        Add(dividend, a, Words, b, Words);
        Subtract(dividend, a + Words, b + Words);
        Add(second, a, Words, b + Words, Words);
        Add(second, a + Words, Words, b, Words);
        Divide(dividend, modulus, quotients, result);
        Divide(second, modulus, quotients + QuotientWords, result + Words);
        return fits;
    }

    /// <summary>Adds a product to a sum that has room for the carry.</summary>
    private static void Add(uint* sum, uint* left, int leftWords, uint* right, int rightWords)
    {
        for (int i = 0; i < leftWords; i++)
        {
            ulong carry = 0;
            for (int j = 0; j < rightWords; j++)
            {
                carry += ((ulong)left[i] * right[j]) + sum[i + j];
                sum[i + j] = (uint)carry;
                carry >>= 32;
            }

            for (int j = i + rightWords; carry != 0; j++)
            {
                carry += sum[j];
                sum[j] = (uint)carry;
                carry >>= 32;
            }
        }
    }

    /// <summary>Takes a product from a sum that is not less.</summary>
    private static void Subtract(uint* sum, uint* left, uint* right)
    {
        uint* product = stackalloc uint[2 * Words];
        new Span<uint>(product, 2 * Words).Clear();
        Add(product, left, Words, right, Words);
        long borrow = 0;
        for (int i = 0; i < 2 * Words || borrow != 0; i++)
        {
            borrow += sum[i] - (long)(i < 2 * Words ? product[i] : 0);
            sum[i] = (uint)borrow;
            borrow >>= 32;
        }
    }

    private static void Divide(uint* dividend, uint* modulus, uint* quotient, uint* rest)
    {
        uint* divisor = stackalloc uint[Words];
        int shift = System.Numerics.BitOperations.LeadingZeroCount(modulus[Words - 1]);
        for (int i = Words - 1; i >= 0; i--) divisor[i] = ScalarModular.Shifted(modulus, i, shift);
        for (int i = DividendWords - 1; i >= 0; i--) dividend[i] = ScalarModular.Shifted(dividend, i, shift);
        for (int i = QuotientWords - 1; i >= 0; i--) quotient[i] = ScalarModular.Digit(Words, dividend + i, divisor);
        for (int i = 0; i < Words; i++) rest[i] = (uint)((dividend[i] | (ulong)dividend[i + 1] << 32) >> shift);
    }
}
