using System.Numerics;

namespace Supercomputer.Machine.Execution;

/// <summary>Inverses modulo m over little-endian words, m any number from 2 on; or m / gcd, which shows that there is none.</summary>
/// <remarks>Source: Knuth, The Art of Computer Programming, volume 2, section 4.5.2, algorithms X and L (Lehmer).</remarks>
internal static unsafe class ScalarInverse
{
    private const int MaximumWords = ScalarModular.MaximumWords + 1;

    /// <summary>Factors of a round are below 2^30, so that two products of them with words, and a carry, fit 64 bits.</summary>
    private const long GreatestFactor = 1L << 30;

    /// <summary>The inverse below m, or 0 where there is none, or m is 0 or 1.</summary>
    /// <param name="n">The words of a number.</param>
    /// <param name="inputs">The number, and m.</param>
    /// <param name="result">Receives it; may lie on an input.</param>
    internal static bool OfAny(int n, uint* inputs, uint* result)
    {
        bool hasInverse = !IsTrivial(n, inputs + n) && Of(n, inputs, inputs + n, result);
        if (!hasInverse) new Span<uint>(result, n).Clear();
        return true;
    }

    /// <summary>Whether a modulus is 0 or 1.</summary>
    internal static bool IsTrivial(int n, uint* modulus) => WideNumbers.Length(modulus, n) <= 1 && modulus[0] <= 1;

    /// <summary>The inverse, in [1, m); else z = m / gcd(value, m), in [1, m), for which z value is 0 modulo m.</summary>
    /// <returns>Whether there is an inverse.</returns>
    internal static bool Of(int n, uint* value, uint* modulus, uint* result)
    {
        // value t0 = r0 and value t1 = r1 modulo m; t0 and t1 are never of one sign, and kept without it.
        uint* buffers = stackalloc uint[8 * MaximumWords];
        new Span<uint>(buffers, 8 * MaximumWords).Clear();
        uint* r0 = buffers, r1 = r0 + MaximumWords, t0 = r1 + MaximumWords, t1 = t0 + MaximumWords, spare = t1 + MaximumWords;
        for (int i = 0; i < n; i++) (r0[i], r1[i]) = (modulus[i], value[i]);
        t1[0] = 1;
        bool isFirstNegative = true;
        while (WideNumbers.Length(r1, n) is var length && length > 0)
        {
            Round(r0, r1, n, out long a, out long b, out long c, out long d);
            if (b == 0)
            {
                Step(n, ref r0, ref r1, ref t0, ref t1, length, spare);
                isFirstNegative = !isFirstNegative;
                continue;
            }

            Combine(n, r0, a, r1, b, spare);
            Combine(n, r0, c, r1, d, r1);
            Swap(ref r0, ref spare);
            Combine(n, t0, Math.Abs(a), t1, Math.Abs(b), spare);
            Combine(n, t0, Math.Abs(c), t1, Math.Abs(d), t1);
            Swap(ref t0, ref spare);
            isFirstNegative = b < 0 == isFirstNegative;
        }

        bool hasInverse = WideNumbers.Length(r0, n) == 1 && r0[0] == 1;
        if (hasInverse && isFirstNegative) WideNumbers.Subtract(result, modulus, t0, n);
        else for (int i = 0; i < n; i++) result[i] = hasInverse ? t0[i] : t1[i];
        return hasInverse;
    }

    private static void Swap(ref uint* left, ref uint* right)
    {
        uint* kept = left;
        left = right;
        right = kept;
    }

    /// <summary>Steps of Euclid's algorithm on the highest 62 bits, as long as the rest cannot change a quotient: r0, r1 become a r0 + b r1 and
    /// c r0 + d r1. Nothing was done where b is 0.</summary>
    private static void Round(uint* r0, uint* r1, int n, out long a, out long b, out long c, out long d)
    {
        int length = Math.Max(WideNumbers.Length(r0, n), WideNumbers.Length(r1, n));
        int lowest = 32 * length - BitOperations.LeadingZeroCount(Math.Max(r0[length - 1], r1[length - 1])) - 62;
        long first = Top(r0, lowest), second = Top(r1, lowest);
        (a, b, c, d) = (1, 0, 0, 1);
        while (second + c != 0 && second + d != 0)
        {
            long quotient = (first + a) / (second + c);
            if (quotient != (first + b) / (second + d) || quotient >= GreatestFactor) return;
            long nextC = a - (quotient * c), nextD = b - (quotient * d);
            if (Math.Abs(nextC) >= GreatestFactor || Math.Abs(nextD) >= GreatestFactor) return;
            (a, b, c, d) = (c, d, nextC, nextD);
            (first, second) = (second, first - (quotient * second));
        }
    }

    /// <summary>62 bits from a bit on, which may be before the first.</summary>
    private static long Top(uint* number, int lowest)
    {
        if (lowest <= 0) return (long)(number[0] | (ulong)number[1] << 32) << -lowest & (long.MaxValue >> 1);
        UInt128 words = number[lowest / 32] | (UInt128)number[lowest / 32 + 1] << 32;
        if (lowest / 32 + 2 < MaximumWords) words |= (UInt128)number[lowest / 32 + 2] << 64;
        return (long)(ulong)(words >> (lowest % 32)) & (long.MaxValue >> 1);
    }

    /// <summary>a x + b y, which is not negative; may lie on x or y.</summary>
    private static void Combine(int n, uint* x, long a, uint* y, long b, uint* to)
    {
        long carry = 0;
        for (int i = 0; i < n; i++)
        {
            carry += (a * x[i]) + (b * y[i]);
            to[i] = (uint)carry;
            carry >>= 32;
        }
    }

    /// <summary>One step of Euclid's algorithm with a quotient of any length.</summary>
    private static void Step(int n, ref uint* r0, ref uint* r1, ref uint* t0, ref uint* t1, int length, uint* quotient)
    {
        new Span<uint>(quotient, MaximumWords).Clear();
        WideNumbers.Divide(r0, n, r1, length, quotient);
        Swap(ref r0, ref r1);
        int size = WideNumbers.Length(quotient, n), factorSize = WideNumbers.Length(t1, n);
        if (factorSize > 0) WideNumbers.AddProduct(t0, t1, factorSize, quotient, size);
        Swap(ref t0, ref t1);
    }
}
