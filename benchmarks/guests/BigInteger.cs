using Supercomputer.Guests;

namespace Supercomputer.Benchmarks.Guests;

/// <summary>What big-integer.c does: x becomes x y + y modulo 2^256, a thousand times.</summary>
public static class BigInteger
{
    private const int Limbs = 8, Turns = 1000;

    /// <summary>The entry.</summary>
    public static void Main()
    {
        Span<uint> x = stackalloc uint[Limbs], y = stackalloc uint[Limbs];
        for (int i = 0; i < Limbs; i++)
        {
            x[i] = Guest.InputWord(InputStream.Public, i);
            y[i] = Guest.InputWord(InputStream.Public, Limbs + i);
        }

        for (int turn = 0; turn < Turns; turn++) MultiplyAdd(x, y);
        foreach (uint limb in x) Guest.Output(limb);
    }

    private static void MultiplyAdd(Span<uint> x, ReadOnlySpan<uint> y)
    {
        Span<uint> product = stackalloc uint[Limbs];
        y.CopyTo(product);
        for (int i = 0; i < x.Length; i++)
        {
            ulong carry = 0;
            for (int j = 0; i + j < product.Length; j++)
            {
                ulong sum = ((ulong)x[i] * y[j]) + product[i + j] + carry;
                product[i + j] = (uint)sum;
                carry = sum >> 32;
            }
        }

        product.CopyTo(x);
    }
}
