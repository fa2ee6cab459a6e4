using System.Buffers.Binary;
using System.Numerics;

namespace Supercomputer.Machine.Execution;

/// <summary>The compression function of SHA-256 over words as memory holds them.</summary>
/// <remarks>Shape: bytes in memory are those of the standard, which reads words with the highest byte first; a word here is
/// little-endian, so it is turned. Source: FIPS 180-4, section 6.2.2.</remarks>
internal static unsafe class ScalarSha256
{
    internal const int Rounds = 64;

    /// <summary>The first 32 bits of the fractional parts of the cube roots of the first 64 primes.</summary>
    private static readonly uint[] s_constants = [.. Primes(Rounds).Select(prime => Fraction(prime, 3))];

    /// <summary>The chaining value of an empty prefix, as words of memory: fractional parts of square roots, bytes turned.</summary>
    internal static uint[] InitialWords { get; } =
        [.. Primes(8).Select(prime => BinaryPrimitives.ReverseEndianness(Fraction(prime, 2)))];

    internal static uint Constant(int round) => s_constants[round];

    /// <summary>Compresses a block: the result may lie on either input.</summary>
    internal static void Compress(uint* state, uint* block, uint* result)
    {
        uint* a = stackalloc uint[Rounds + 4], e = stackalloc uint[Rounds + 4], w = stackalloc uint[Rounds];
        Expand(state, block, a, e, w);
        for (int i = 0; i < 4; i++)
        {
            uint left = BinaryPrimitives.ReverseEndianness(state[i]), right = BinaryPrimitives.ReverseEndianness(state[4 + i]);
            result[i] = BinaryPrimitives.ReverseEndianness(left + a[Rounds + 3 - i]);
            result[4 + i] = BinaryPrimitives.ReverseEndianness(right + e[Rounds + 3 - i]);
        }
    }

    /// <summary>All values of the working variables: a and e before round t are a[t + 3] and e[t + 3], b to d and f to h those before them.</summary>
    /// <param name="state">8 words.</param>
    /// <param name="block">16 words.</param>
    /// <param name="a">Receives 68 values.</param>
    /// <param name="e">Receives 68 values.</param>
    /// <param name="w">Receives the 64 words of the message schedule.</param>
    internal static void Expand(uint* state, uint* block, uint* a, uint* e, uint* w)
    {
        for (int i = 0; i < 4; i++)
        {
            a[3 - i] = BinaryPrimitives.ReverseEndianness(state[i]);
            e[3 - i] = BinaryPrimitives.ReverseEndianness(state[4 + i]);
        }

        for (int t = 0; t < 16; t++) w[t] = BinaryPrimitives.ReverseEndianness(block[t]);
        for (int t = 16; t < Rounds; t++) w[t] = Small(w[t - 2], 17, 19, 10) + w[t - 7] + Small(w[t - 15], 7, 18, 3) + w[t - 16];
        for (int t = 0; t < Rounds; t++)
        {
            uint x = e[t + 3], y = a[t + 3];
            uint t1 = e[t] + Big(x, 6, 11, 25) + ((x & e[t + 2]) ^ (~x & e[t + 1])) + s_constants[t] + w[t];
            e[t + 4] = a[t] + t1;
            a[t + 4] = t1 + Big(y, 2, 13, 22) + ((y & a[t + 2]) ^ (y & a[t + 1]) ^ (a[t + 2] & a[t + 1]));
        }
    }

    private static uint Big(uint x, int i, int j, int k) =>
        BitOperations.RotateRight(x, i) ^ BitOperations.RotateRight(x, j) ^ BitOperations.RotateRight(x, k);

    private static uint Small(uint x, int i, int j, int k) =>
        BitOperations.RotateRight(x, i) ^ BitOperations.RotateRight(x, j) ^ (x >> k);

    private static IEnumerable<uint> Primes(int count)
    {
        for (uint n = 2; count > 0; n++)
        {
            bool isPrime = true;
            for (uint divisor = 2; divisor * divisor <= n; divisor++) isPrime &= n % divisor != 0;
            if (!isPrime) continue;
            count--;
            yield return n;
        }
    }

    /// <summary>The first 32 bits of the fractional part of a root: the low bits of the root of prime * 2^(32 degree), by bisection.</summary>
    private static uint Fraction(uint prime, int degree)
    {
        BigInteger target = (BigInteger)prime << (32 * degree);
        ulong low = 0, high = 1UL << 40;
        while (high - low > 1)
        {
            ulong middle = (low + high) / 2;
            if (BigInteger.Pow(middle, degree) <= target) low = middle;
            else high = middle;
        }

        return (uint)low;
    }
}
