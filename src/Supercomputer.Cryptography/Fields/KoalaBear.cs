using System.Globalization;
using System.Runtime.CompilerServices;

namespace Supercomputer.Cryptography.Fields;

/// <summary>An element of the prime field of p = 2^31 - 2^24 + 1 elements, kept in Montgomery form (value times 2^32 mod p).</summary>
/// <remarks>The word is always below p, so equal elements have equal words. 3 generates the multiplicative group, whose order
/// is 2^24 * 127.</remarks>
public readonly struct KoalaBear : IField<KoalaBear>
{
    /// <summary>The prime p.</summary>
    public const uint Modulus = 0x7f000001;

    /// <summary>The exponent of two in p - 1: there are NTTs of up to 2^24 points.</summary>
    public const int TwoAdicity = 24;

    /// <summary>The inverse of p modulo 2^32.</summary>
    internal const uint ModulusInverse = 0x81000001;

    internal const uint MontgomeryOne = (uint)((1UL << 32) % Modulus);
    internal const uint MontgomerySquare = (uint)((ulong)MontgomeryOne * MontgomeryOne % Modulus);

    private readonly uint raw;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private KoalaBear(uint raw) => this.raw = raw;

    /// <summary>One: an element has a single coordinate.</summary>
    public static int Degree => 1;

    /// <inheritdoc/>
    public static KoalaBear Zero => default;

    /// <inheritdoc/>
    public static KoalaBear One => new(MontgomeryOne);

    /// <summary>3, which generates the multiplicative group; also the shift of cosets.</summary>
    public static KoalaBear Generator => FromCanonical(3);

    /// <summary>The Montgomery word, below p. Not the canonical value.</summary>
    public uint Raw => this.raw;

    /// <summary>Wraps a Montgomery word.</summary>
    /// <param name="raw">A word below p; the caller guarantees it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KoalaBear FromRaw(uint raw) => new(raw);

    /// <summary>The element congruent to a 32-bit value, the canonical one or any other.</summary>
    /// <param name="value">The value; a strict reader compares it with <see cref="Modulus"/> first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KoalaBear FromCanonical(uint value) => new(ReduceProduct((ulong)value * MontgomerySquare));

    /// <summary>The element congruent to any 64-bit value.</summary>
    /// <param name="value">The value, of any size.</param>
    public static KoalaBear Reduce(ulong value) => FromCanonical((uint)(value % Modulus));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KoalaBear FromBase(KoalaBear value) => value;

    /// <summary>The root of unity of order 2^bits: 3^((p - 1) / 2^bits).</summary>
    /// <param name="bits">At most <see cref="TwoAdicity"/>.</param>
    public static KoalaBear TwoAdicRoot(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bits, (uint)TwoAdicity, nameof(bits));
        return Generator.Pow((Modulus - 1) >> bits);
    }

    /// <summary>The canonical value, below p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint ToCanonical() => ReduceProduct(this.raw);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KoalaBear operator +(KoalaBear left, KoalaBear right)
    {
        // Below 2p < 2^32; subtracting p wraps to a great number exactly when the sum was already below p.
        uint sum = left.raw + right.raw;
        return new(Math.Min(sum, sum - Modulus));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KoalaBear operator -(KoalaBear left, KoalaBear right)
    {
        uint difference = left.raw - right.raw;
        return new(Math.Min(difference, difference + Modulus));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KoalaBear operator -(KoalaBear value) => default(KoalaBear) - value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KoalaBear operator *(KoalaBear left, KoalaBear right) =>
        new(ReduceProduct((ulong)left.raw * right.raw));

    /// <inheritdoc/>
    public static bool operator ==(KoalaBear left, KoalaBear right) => left.raw == right.raw;

    /// <inheritdoc/>
    public static bool operator !=(KoalaBear left, KoalaBear right) => left.raw != right.raw;

    /// <inheritdoc/>
    public KoalaBear Square() => this * this;

    /// <inheritdoc/>
    public KoalaBear Inverse() => this.Pow(Modulus - 2);

    /// <inheritdoc/>
    public KoalaBear Pow(ulong exponent)
    {
        KoalaBear result = One;
        for (KoalaBear power = this; exponent != 0; exponent >>= 1, power *= power)
        {
            if ((exponent & 1) != 0)
            {
                result *= power;
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public bool Equals(KoalaBear other) => this.raw == other.raw;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is KoalaBear other && this.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)this.raw;

    /// <summary>The canonical value in decimal.</summary>
    public override string ToString() => this.ToCanonical().ToString(CultureInfo.InvariantCulture);

    /// <summary>Montgomery reduction: value / 2^32 mod p.</summary>
    /// <param name="value">Below p * 2^32.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint ReduceProduct(ulong value)
    {
        // value - q p is divisible by 2^32 for q = value / p mod 2^32; both high halves are below p, so one correction is enough.
        ulong multiple = (ulong)((uint)value * ModulusInverse) * Modulus;
        uint difference = (uint)(value >> 32) - (uint)(multiple >> 32);
        return Math.Min(difference, difference + Modulus);
    }
}
