using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Machine.Gadgets;

/// <summary>Inverses of the differences of two limbs, from a table.</summary>
internal static class SmallInverses
{
    private static readonly uint[] s_inverses = Build();

    /// <summary>The canonical inverse of a number between -2^16 and 2^16; 0 for 0.</summary>
    internal static uint Of(int value)
    {
        uint inverse = s_inverses[Math.Abs(value)];
        return value < 0 ? KoalaBear.Modulus - inverse : inverse;
    }

    private static uint[] Build()
    {
        // inverse(i) = -(p / i) * inverse(p mod i)
        ulong p = KoalaBear.Modulus;
        uint[] inverses = new uint[1 << 16];
        inverses[1] = 1;
        for (uint i = 2; i < inverses.Length; i++)
            inverses[i] = (uint)(inverses[p % i] * (p - p / i) % p);
        return inverses;
    }

}
