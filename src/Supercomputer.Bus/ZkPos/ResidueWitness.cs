using System.Numerics;
using Supercomputer.Cryptography.Curves.Bls12381;

namespace Supercomputer.Bus.ZkPos;

/// <summary>The witness that a Miller function F is one after the final exponentiation: d with F d^(p - z) in Fp6.</summary>
/// <remarks>
/// Let N be the norm of F to Fp6, M the part of p^12 - 1 made of the primes of m = (z - 1)^2 / 3, and k = -1 / (p^6 + 1) modulo M. The order of
/// F N^k = F^(1 + k (p^6 + 1)) divides h / M, h = (p^12 - 1) / r, and p - z = m r is prime to h / M: d is the power by -1 / (p - z) modulo h / M.
/// Then F d^(p - z) = N^(-k). Where F^h is not one there is no witness, and what comes out fails the guest's check.
/// Source: Novakovic, Eagen, eprint 2024/640.
/// </remarks>
internal static class ResidueWitness
{
    private static readonly int[] s_primes = [3, 11, 10177, 859267, 52437899];
    private static readonly BigInteger s_p = Number(Fp.P5, Fp.P4, Fp.P3, Fp.P2, Fp.P1, Fp.P0);
    private static readonly (BigInteger Norm, BigInteger Root) s_exponents = ComputeExponents();

    public static Fp12 Of(in Fp12 f)
    {
        Fp12 norm = Fp12.Multiply(f, Fp12.Conjugate(f));
        return Power(Fp12.Multiply(f, Power(norm, s_exponents.Norm)), s_exponents.Root);
    }

    private static (BigInteger Norm, BigInteger Root) ComputeExponents()
    {
        BigInteger p = s_p, z = -(BigInteger)CurveConstants.AbsoluteZ;
        BigInteger r = BigInteger.Pow(z, 4) - (z * z) + 1, order = BigInteger.Pow(p, 12) - 1, part = 1;
        foreach (int prime in s_primes)
            while (order / part % prime == 0) part *= prime;
        BigInteger reduced = order / r / part;
        return (part - Inverse(BigInteger.Pow(p, 6) + 1, part), reduced - Inverse(p - z, reduced));
    }

    /// <summary>The power, its exponent in base p: all digits at once, four bits a step, as the p-th power costs next to nothing.</summary>
    private static Fp12 Power(in Fp12 value, BigInteger exponent)
    {
        const int windowBits = 4, digitBits = 381, lastWindow = (digitBits - 1) / windowBits;
        List<(BigInteger Digit, Fp12[] Powers)> digits = [];
        Fp12[] powers = new Fp12[1 << windowBits];
        powers[0] = Fp12.One;
        for (int i = 1; i < powers.Length; i++) powers[i] = Fp12.Multiply(powers[i - 1], value);
        for (; !exponent.IsZero; exponent /= s_p)
        {
            digits.Add((exponent % s_p, powers));
            powers = Array.ConvertAll(powers, power => Fp12.Frobenius(power));
        }

        Fp12 result = Fp12.One;
        for (int window = lastWindow; window >= 0; window--)
        {
            result = Raise16(result);
            foreach ((BigInteger digit, Fp12[] image) in digits)
                if ((int)(digit >> (windowBits * window) & 15) is var index and not 0) result = Fp12.Multiply(result, image[index]);
        }

        return result;
    }

    private static Fp12 Raise16(in Fp12 value) => Fp12.Square(Fp12.Square(Fp12.Square(Fp12.Square(value))));

    private static BigInteger Number(params ReadOnlySpan<ulong> words)
    {
        BigInteger number = 0;
        foreach (ulong word in words) number = (number << 64) + word;
        return number;
    }

    /// <summary>The inverse modulo a number that is prime to the value.</summary>
    private static BigInteger Inverse(BigInteger value, BigInteger modulus)
    {
        (BigInteger a, BigInteger b, BigInteger x, BigInteger y) = (modulus, value % modulus, 0, 1);
        while (!b.IsZero)
        {
            BigInteger quotient = a / b;
            (a, b) = (b, a - (quotient * b));
            (x, y) = (y, x - (quotient * y));
        }

        return a.IsOne ? ((x % modulus) + modulus) % modulus : throw new InvalidOperationException("no inverse: the numbers have a common factor");
    }
}
