namespace Supercomputer.Guests.Curves;

/// <summary>secp256k1: y^2 = x^3 + 7, p of 256 bits.</summary>
/// <remarks>Source: SEC 2, section 2.4.1; SEC 1, section 2.3.3 (compressed points: 2 or 3 by the parity of y, then x; infinity has none of 33 bytes).</remarks>
public readonly struct Secp256k1 : IGuestCurve
{
    /// <inheritdoc/>
    public static int Words => 4;

    /// <inheritdoc/>
    public static ReadOnlySpan<ulong> Modulus => [0xfffffffefffffc2f, 0xffffffffffffffff, 0xffffffffffffffff, 0xffffffffffffffff];

    /// <inheritdoc/>
    public static ReadOnlySpan<ulong> Half => [0xffffffff7ffffe17, 0xffffffffffffffff, 0xffffffffffffffff, 0x7fffffffffffffff];

    /// <inheritdoc/>
    public static ReadOnlySpan<ulong> RootExponent => [0xffffffffbfffff0c, 0xffffffffffffffff, 0xffffffffffffffff, 0x3fffffffffffffff];

    /// <inheritdoc/>
    public static ReadOnlySpan<ulong> B => [7, 0, 0, 0];

    /// <inheritdoc/>
    public static int CompressedBytes => 33;

    /// <inheritdoc/>
    public static int FlagBits => 0;

    /// <inheritdoc/>
    public static bool IsSignParity => true;

    /// <inheritdoc/>
    public static CompressedKind KindOf(byte first)
    {
        if (first == 2) return CompressedKind.Positive;
        return first == 3 ? CompressedKind.Negative : CompressedKind.Invalid;
    }
}
