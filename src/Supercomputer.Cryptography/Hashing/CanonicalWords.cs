using System.Runtime.Intrinsics;
using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Cryptography.Hashing;

/// <summary>Turns field elements into the canonical words that are hashed.</summary>
internal static unsafe class CanonicalWords
{
    /// <summary>Writes the canonical values of <paramref name="count"/> elements.</summary>
    /// <remarks>Range: with q = word * p^-1 mod 2^32, the canonical value is -(q * p >> 32) mod p, a value below p.
    /// Safety: whole vectors only while 8 words are left, the rest one by one.</remarks>
    public static void Write(KoalaBear* elements, uint* words, int count)
    {
        int at = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<uint> inverse = Vector256.Create(KoalaBear.ModulusInverse), modulus = Vector256.Create(KoalaBear.Modulus);
            Vector256<ulong> wideModulus = Vector256.Create((ulong)KoalaBear.Modulus);
            for (; at <= count - 8; at += 8)
            {
                Vector256<uint> quotient = Vector256.Load((uint*)elements + at) * inverse;
                Vector256<ulong> even = (quotient.AsUInt64() & Vector256.Create(0xffffffffUL)) * wideModulus;
                Vector256<ulong> odd = (quotient.AsUInt64() >> 32) * wideModulus;
                Vector256<uint> high = ((even >> 32) | (odd & Vector256.Create(0xffffffff00000000UL))).AsUInt32();
                Vector256<uint> negative = Vector256<uint>.Zero - high;
                Vector256.Min(negative, negative + modulus).Store(words + at);
            }
        }

        for (; at < count; at++) words[at] = elements[at].ToCanonical();
    }
}
