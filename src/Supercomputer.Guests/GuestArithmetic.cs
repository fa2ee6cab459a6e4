using System.Numerics;
using System.Runtime.InteropServices;

namespace Supercomputer.Guests;

/// <summary>What the machine's modular accelerators compute, for native runs of guests.</summary>
/// <remarks>Shape: a number is consecutive little-endian words of 64 bits, of which a longer span's first ones are taken.</remarks>
internal static class GuestArithmetic
{
    /// <summary>a b + c modulo m, where m = 0 stands for 2^(64 words).</summary>
    internal static void MultiplyAdd(
        int words, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ReadOnlySpan<ulong> c, ReadOnlySpan<ulong> modulus, Span<ulong> result)
    {
        BigInteger bound = BigInteger.One << (64 * words), m = Number(words, modulus);
        BigInteger sum = (Number(words, a) * Number(words, b)) + Number(words, c);
        if (m.IsZero) m = bound;
        if (sum / m >= bound) throw new GuestTrapException($"a product is too great for its modulus: the quotient has more than {64 * words} bits");
        Write(sum % m, result[..words]);
    }

    /// <summary>a b + c in Fp[u] / (u^2 + 1) over numbers of twice six words.</summary>
    internal static void MultiplyAddFp2(
        ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ReadOnlySpan<ulong> c, ReadOnlySpan<ulong> modulus, Span<ulong> result)
    {
        const int Words = 6, LeastBits = 377;
        BigInteger m = Number(Words, modulus), a0 = Number(Words, a), a1 = Number(Words, a[Words..]), b0 = Number(Words, b), b1 = Number(Words, b[Words..]);
        if (m.GetBitLength() < LeastBits) throw new GuestTrapException($"a modulus of Fp2 has {LeastBits} to 384 bits");
        BigInteger real = ((a0 * b0) - (a1 * b1) + Number(Words, c)) % m, other = ((a0 * b1) + (a1 * b0) + Number(Words, c[Words..])) % m;
        Write(real.Sign < 0 ? real + m : real, result[..Words]);
        Write(other, result[Words..(2 * Words)]);
    }

    private static BigInteger Number(int words, ReadOnlySpan<ulong> number) => new(MemoryMarshal.AsBytes(number[..words]), isUnsigned: true);

    private static void Write(BigInteger number, Span<ulong> to)
    {
        to.Clear();
        number.TryWriteBytes(MemoryMarshal.AsBytes(to), out _, isUnsigned: true);
    }
}
