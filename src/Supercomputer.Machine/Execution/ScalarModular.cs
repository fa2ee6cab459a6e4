namespace Supercomputer.Machine.Execution;

/// <summary>Modular multiply-add over little-endian words: a b + c = q m + r.</summary>
/// <remarks>Source: Knuth, The Art of Computer Programming, volume 2, section 4.3.1, algorithms M and D.</remarks>
internal static unsafe class ScalarModular
{
    /// <summary>The greatest number of words of an operand.</summary>
    internal const int MaximumWords = 12;

    /// <summary>Divides a b + c by m, or by 2^(32 n) where m is zero or the quotient by m has more than n words.</summary>
    /// <param name="n">The words of each number.</param>
    /// <param name="inputs">a, b, c, m.</param>
    /// <param name="quotient">Receives n words.</param>
    /// <param name="result">Receives n words; may lie on an input.</param>
    /// <returns>False where m is not zero and the quotient by m has more than n words.</returns>
    internal static bool MultiplyAdd(int n, uint* inputs, uint* quotient, uint* result)
    {
        uint* product = stackalloc uint[2 * MaximumWords + 1];
        uint* m = inputs + 3 * n;
        Multiply(n, inputs, inputs + n, inputs + 2 * n, product);
        int length = n;
        while (length > 0 && m[length - 1] == 0) length--;
        bool overflows = length > 0 && Compare(n, product + n, m) >= 0;
        if (length == 0 || overflows)
        {
            for (int i = 0; i < n; i++) (quotient[i], result[i]) = (product[n + i], product[i]);
            return !overflows;
        }

        product[2 * n] = 0;
        uint* divisor = stackalloc uint[MaximumWords];
        int shift = System.Numerics.BitOperations.LeadingZeroCount(m[length - 1]);
        for (int i = length - 1; i >= 0; i--) divisor[i] = Shifted(m, i, shift);
        for (int i = 2 * n; i >= 0; i--) product[i] = Shifted(product, i, shift);
        for (int i = 2 * n - length; i >= 0; i--)
        {
            uint digit = Digit(length, product + i, divisor);
            if (i < n) quotient[i] = digit;
        }

        for (int i = 0; i < n; i++)
            result[i] = i >= length ? 0 : (uint)((product[i] | (ulong)product[i + 1] << 32) >> shift);
        return true;
    }

    internal static uint Shifted(uint* words, int index, int shift) =>
        (uint)(((ulong)words[index] << 32 | (index == 0 ? 0 : words[index - 1])) >> (32 - shift));

    private static void Multiply(int n, uint* a, uint* b, uint* c, uint* product)
    {
        for (int i = 0; i < n; i++) (product[i], product[n + i]) = (c[i], 0);
        for (int i = 0; i < n; i++)
        {
            ulong carry = 0;
            for (int j = 0; j < n; j++)
            {
                carry += ((ulong)a[i] * b[j]) + product[i + j];
                product[i + j] = (uint)carry;
                carry >>= 32;
            }

            for (int j = i + n; j < 2 * n && carry != 0; j++)
            {
                carry += product[j];
                product[j] = (uint)carry;
                carry >>= 32;
            }
        }
    }

    internal static int Compare(int n, uint* left, uint* right)
    {
        for (int i = n - 1; i >= 0; i--)
            if (left[i] != right[i]) return left[i] < right[i] ? -1 : 1;
        return 0;
    }

    /// <summary>One digit of the quotient: the dividend, length + 1 words, keeps the rest. The divisor's highest bit is set.</summary>
    internal static uint Digit(int length, uint* dividend, uint* divisor)
    {
        ulong top = (ulong)dividend[length] << 32 | dividend[length - 1];
        ulong digit = Math.Min(top / divisor[length - 1], uint.MaxValue);
        while (!Subtracts(length, dividend, divisor, digit)) digit--;
        return (uint)digit;
    }

    /// <summary>Subtracts digit times the divisor, or changes nothing where that is more than the dividend.</summary>
    private static bool Subtracts(int length, uint* dividend, uint* divisor, ulong digit)
    {
        uint* rest = stackalloc uint[MaximumWords + 1];
        ulong carry = 0;
        long borrow = 0;
        for (int i = 0; i <= length; i++)
        {
            carry += i < length ? digit * divisor[i] : 0;
            borrow += (long)dividend[i] - (uint)carry;
            rest[i] = (uint)borrow;
            borrow >>= 32;
            carry >>= 32;
        }

        if (borrow < 0) return false;
        for (int i = 0; i <= length; i++) dividend[i] = rest[i];
        return true;
    }
}
