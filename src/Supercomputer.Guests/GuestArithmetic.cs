using System.Numerics;
using System.Runtime.InteropServices;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Guests;

/// <summary>What the machine's arithmetic accelerators compute, for native runs of guests.</summary>
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

    /// <summary>a b + c in Fp[u]/(u^2 + 1).</summary>
    internal static void MultiplyAddFp2(
        ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ReadOnlySpan<ulong> c, ReadOnlySpan<ulong> modulus, Span<ulong> result)
    {
        const int words = 6, leastBits = 376;
        BigInteger m = Number(words, modulus), a0 = Number(words, a), a1 = Number(words, a[words..]), b0 = Number(words, b), b1 = Number(words, b[words..]);
        if (m >> leastBits == 0) throw new GuestTrapException($"a modulus of {m.GetBitLength()} bits; multiplication in Fp2 takes 377 to 384");
        BigInteger first = ((a0 * b0) - (a1 * b1) + Number(words, c)) % m, second = ((a0 * b1) + (a1 * b0) + Number(words, c[words..])) % m;
        Write(first.Sign < 0 ? first + m : first, result[..words]);
        Write(second, result[words..(2 * words)]);
    }

    /// <summary>Poseidon2 on 16 or 24 words.</summary>
    internal static void Poseidon2Permute(Span<uint> state)
    {
        Span<KoalaBear> elements = stackalloc KoalaBear[state.Length];
        for (int i = 0; i < state.Length; i++)
        {
            if (state[i] >= KoalaBear.Modulus)
                throw new GuestTrapException($"word {i} of a Poseidon2 state is {state[i]}; below {KoalaBear.Modulus} expected: reduce it, or refuse it");
            elements[i] = KoalaBear.FromCanonical(state[i]);
        }

        Poseidon2.Permute(elements);
        for (int i = 0; i < state.Length; i++) state[i] = elements[i].ToCanonical();
    }

    private static BigInteger Number(int words, ReadOnlySpan<ulong> number) => new(MemoryMarshal.AsBytes(number[..words]), isUnsigned: true);

    private static void Write(BigInteger number, Span<ulong> to)
    {
        to.Clear();
        number.TryWriteBytes(MemoryMarshal.AsBytes(to), out _, isUnsigned: true);
    }
}
