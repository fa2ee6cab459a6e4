namespace Supercomputer.Guests.Curves;

/// <summary>BN254, the curve of Ethereum's precompiles 6 to 8: y^2 = x^3 + 3, p of 254 bits; its tower is made with 9 + u.</summary>
/// <remarks>Source: EIP-196, EIP-197. Compressed points, which no EIP defines, are those of gnark: two flags above x, 10 for the smaller y, 11 for the greater one, 01 for infinity.</remarks>
public readonly struct Bn254 : IPairingCurve
{
    /// <inheritdoc/>
    public static int Words => 4;

    /// <inheritdoc/>
    public static ReadOnlySpan<ulong> Modulus => [0x3c208c16d87cfd47, 0x97816a916871ca8d, 0xb85045b68181585d, 0x30644e72e131a029];

    /// <inheritdoc/>
    public static ReadOnlySpan<ulong> Half => [0x9e10460b6c3e7ea3, 0xcbc0b548b438e546, 0xdc2822db40c0ac2e, 0x183227397098d014];

    /// <inheritdoc/>
    public static ReadOnlySpan<ulong> RootExponent => [0x4f082305b61f3f52, 0x65e05aa45a1c72a3, 0x6e14116da0605617, 0x0c19139cb84c680a];

    /// <inheritdoc/>
    public static ReadOnlySpan<ulong> B => [3, 0, 0, 0];

    /// <inheritdoc/>
    public static ReadOnlySpan<ulong> MinusOne => [0x3c208c16d87cfd46, 0x97816a916871ca8d, 0xb85045b68181585d, 0x30644e72e131a029, 0, 0, 0, 0];

    /// <inheritdoc/>
    public static ReadOnlySpan<ulong> Xi => [9, 0, 0, 0, 1, 0, 0, 0];

    /// <inheritdoc/>
    public static int CompressedBytes => 32;

    /// <inheritdoc/>
    public static int FlagBits => 2;

    /// <inheritdoc/>
    public static bool IsSignParity => false;

    /// <inheritdoc/>
    public static CompressedKind KindOf(byte first)
    {
        int flags = first >> 6;
        if (flags == 0) return CompressedKind.Invalid;
        if (flags == 1) return CompressedKind.Infinity;
        return flags == 3 ? CompressedKind.Negative : CompressedKind.Positive;
    }
}
