namespace Supercomputer.Guests.Curves;

/// <summary>BLS12-381: y^2 = x^3 + 4, p of 381 bits; its tower is made with 1 + u.</summary>
/// <remarks>Source: draft-irtf-cfrg-pairing-friendly-curves-11, section 4.2.1 and appendix C (encodings).</remarks>
public readonly struct Bls12381 : IPairingCurve
{
    /// <inheritdoc/>
    public static int Words => 6;

    /// <inheritdoc/>
    public static ReadOnlySpan<ulong> Modulus => [0xb9feffffffffaaab, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624, 0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a];

    /// <inheritdoc/>
    public static ReadOnlySpan<ulong> Half => [0xdcff7fffffffd555, 0x0f55ffff58a9ffff, 0xb39869507b587b12, 0xb23ba5c279c2895f, 0x258dd3db21a5d66b, 0x0d0088f51cbff34d];

    /// <inheritdoc/>
    public static ReadOnlySpan<ulong> RootExponent => [0xee7fbfffffffeaab, 0x07aaffffac54ffff, 0xd9cc34a83dac3d89, 0xd91dd2e13ce144af, 0x92c6e9ed90d2eb35, 0x0680447a8e5ff9a6];

    /// <inheritdoc/>
    public static ReadOnlySpan<ulong> B => [4, 0, 0, 0, 0, 0];

    /// <inheritdoc/>
    public static ReadOnlySpan<ulong> MinusOne => [0xb9feffffffffaaaa, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624, 0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a, 0, 0, 0, 0, 0, 0];

    /// <inheritdoc/>
    public static ReadOnlySpan<ulong> Xi => [1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0];

    /// <inheritdoc/>
    public static int CompressedBytes => 48;

    /// <inheritdoc/>
    public static int FlagBits => 3;

    /// <inheritdoc/>
    public static bool IsSignParity => false;

    /// <inheritdoc/>
    public static CompressedKind KindOf(byte first)
    {
        if ((first & 0x80) == 0) return CompressedKind.Invalid;
        bool isNegative = (first & 0x20) != 0;
        if ((first & 0x40) != 0) return isNegative ? CompressedKind.Invalid : CompressedKind.Infinity;
        return isNegative ? CompressedKind.Negative : CompressedKind.Positive;
    }
}
