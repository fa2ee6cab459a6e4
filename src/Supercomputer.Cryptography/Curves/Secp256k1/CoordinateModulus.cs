namespace Supercomputer.Cryptography.Curves.Secp256k1;

/// <summary>The prime of the coordinates: 2^256 - 2^32 - 977.</summary>
/// <remarks>Source: SEC 2, version 2.0, section 2.4.1.</remarks>
public readonly struct CoordinateModulus : IMontgomeryModulus
{
    /// <inheritdoc/>
    public static ulong P0 => 0xfffffffefffffc2f;

    /// <inheritdoc/>
    public static ulong P1 => ulong.MaxValue;

    /// <inheritdoc/>
    public static ulong P2 => ulong.MaxValue;

    /// <inheritdoc/>
    public static ulong P3 => ulong.MaxValue;

    /// <inheritdoc/>
    public static ulong NegativeInverse => 0xd838091dd2253531;

    /// <inheritdoc/>
    public static (ulong L0, ulong L1, ulong L2, ulong L3) Square => (0x000007a2000e90a1, 1, 0, 0);
}
