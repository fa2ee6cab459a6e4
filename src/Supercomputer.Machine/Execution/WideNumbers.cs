namespace Supercomputer.Machine.Execution;

/// <summary>Sums, differences and divisions of little-endian words of any length.</summary>
/// <remarks>Source: Knuth, The Art of Computer Programming, volume 2, section 4.3.1, algorithm D.</remarks>
internal static unsafe class WideNumbers
{
    /// <summary>The most words of a dividend.</summary>
    internal const int MaximumWords = 2 * ScalarModular.MaximumWords + 3;

    /// <summary>Adds a product to a sum that has room for the carry.</summary>
    internal static void AddProduct(uint* sum, uint* left, int leftWords, uint* right, int rightWords)
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

    /// <summary>Adds a number to a sum that has room for the carry.</summary>
    internal static void Add(uint* sum, uint* number, int words)
    {
        ulong carry = 0;
        for (int i = 0; i < words || carry != 0; i++)
        {
            carry += (ulong)sum[i] + (i < words ? number[i] : 0);
            sum[i] = (uint)carry;
            carry >>= 32;
        }
    }

    /// <summary>left - right modulo 2^(32 words).</summary>
    /// <returns>Whether right is greater.</returns>
    internal static bool Subtract(uint* result, uint* left, uint* right, int words)
    {
        long borrow = 0;
        for (int i = 0; i < words; i++)
        {
            borrow += (long)left[i] - right[i];
            result[i] = (uint)borrow;
            borrow >>= 32;
        }

        return borrow < 0;
    }

    /// <summary>The length without leading zeros.</summary>
    internal static int Length(uint* number, int words)
    {
        while (words > 0 && number[words - 1] == 0) words--;
        return words;
    }

    /// <summary>Divides in place: the dividend keeps the rest.</summary>
    /// <param name="dividend">One word more than <paramref name="words"/>, which is zero.</param>
    /// <param name="words">The dividend's words without that; at most <see cref="MaximumWords"/> less 1.</param>
    /// <param name="modulus">Its highest word is not zero.</param>
    /// <param name="length">The modulus' words.</param>
    /// <param name="quotient">Receives words - length + 1 words.</param>
    internal static void Divide(uint* dividend, int words, uint* modulus, int length, uint* quotient)
    {
        uint* divisor = stackalloc uint[ScalarModular.MaximumWords];
        int shift = System.Numerics.BitOperations.LeadingZeroCount(modulus[length - 1]);
        for (int i = length - 1; i >= 0; i--) divisor[i] = ScalarModular.Shifted(modulus, i, shift);
        for (int i = words; i >= 0; i--) dividend[i] = ScalarModular.Shifted(dividend, i, shift);
        for (int i = words - length; i >= 0; i--) quotient[i] = ScalarModular.Digit(length, dividend + i, divisor);
        for (int i = 0; i < words; i++)
            dividend[i] = i >= length ? 0 : (uint)((dividend[i] | (ulong)dividend[i + 1] << 32) >> shift);
    }
}
