using System.Numerics;
using System.Runtime.InteropServices;
using Supercomputer.Cryptography.Curves.Secp256k1;
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
        int words, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ReadOnlySpan<ulong> c, ReadOnlySpan<ulong> modulus, Span<ulong> result)
    {
        BigInteger m = Number(words, modulus), a0 = Number(words, a), a1 = Number(words, a[words..]), b0 = Number(words, b), b1 = Number(words, b[words..]);
        if (m >> (64 * words - 8) == 0)
            throw new GuestTrapException($"a modulus of {m.GetBitLength()} bits; multiplication in Fp2 takes {64 * words - 7} to {64 * words}");
        BigInteger first = ((a0 * b0) - (a1 * b1) + Number(words, c)) % m, second = ((a0 * b1) + (a1 * b0) + Number(words, c[words..])) % m;
        Write(first.Sign < 0 ? first + m : first, result[..words]);
        Write(second, result[words..(2 * words)]);
    }

    /// <summary>The inverse below m, or 0.</summary>
    internal static void Invert(int words, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> modulus, Span<ulong> result)
    {
        BigInteger m = Number(words, modulus);
        Write(m.IsOne ? BigInteger.Zero : Inverse(Number(words, a), m), result[..words]);
    }

    /// <summary>The sum of two points, (0, 0) for infinity and for a sum without a slope.</summary>
    internal static void AddPoints(
        int words, ReadOnlySpan<ulong> p, ReadOnlySpan<ulong> q, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> modulus, Span<ulong> result)
    {
        ReadOnlySpan<ulong> first = p[..(2 * words)], second = q[..(2 * words)];
        if (!first.ContainsAnyExcept(0UL) || !second.ContainsAnyExcept(0UL))
        {
            (first.ContainsAnyExcept(0UL) ? first : second).CopyTo(result);
            return;
        }

        BigInteger m = Number(words, modulus), x1 = Number(words, first), y1 = Number(words, first[words..]), x2 = Number(words, second);
        bool doubles = first.SequenceEqual(second);
        BigInteger inverse = m >> (64 * words - 8) == 0 ? BigInteger.Zero : Inverse(doubles ? 2 * y1 : x2 - x1, m);
        BigInteger slope = (doubles ? (3 * x1 * x1) + Number(words, a) : Number(words, second[words..]) - y1) * inverse;
        BigInteger x3 = inverse.IsZero ? BigInteger.Zero : Modulo((slope * slope) - x1 - x2, m);
        Write(x3, result[..words]);
        Write(inverse.IsZero ? BigInteger.Zero : Modulo((slope * (x1 - x3)) - y1, m), result[words..(2 * words)]);
    }

    /// <summary>The key of a signature with v; zeros where there is none.</summary>
    internal static bool Recover(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature, Span<byte> publicKey)
    {
        Span<byte> key = stackalloc byte[64];
        key.Clear();
        bool found = signature[64] is 27 or 28 && EcdsaSecp256k1.TryRecover(digest, signature[..32], signature[32..64], signature[64] - 27, key);
        if (!found) key.Clear();
        key.CopyTo(publicKey);
        return found;
    }

    /// <summary>The inverse by Euclid's algorithm; 0 where there is none.</summary>
    private static BigInteger Inverse(BigInteger value, BigInteger m)
    {
        if (m.IsZero) return BigInteger.Zero;
        (BigInteger r0, BigInteger r1, BigInteger t0, BigInteger t1) = (m, Modulo(value, m), BigInteger.Zero, BigInteger.One);
        while (!r1.IsZero)
        {
            BigInteger quotient = r0 / r1;
            (r0, r1, t0, t1) = (r1, r0 - (quotient * r1), t1, t0 - (quotient * t1));
        }

        return r0.IsOne ? Modulo(t0, m) : BigInteger.Zero;
    }

    private static BigInteger Modulo(BigInteger value, BigInteger m)
    {
        BigInteger rest = value % m;
        return rest.Sign < 0 ? rest + m : rest;
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
