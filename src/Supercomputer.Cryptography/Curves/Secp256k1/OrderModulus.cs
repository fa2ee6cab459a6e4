namespace Supercomputer.Cryptography.Curves.Secp256k1;

/// <summary>The order of the group.</summary>
/// <remarks>Source: SEC 2, version 2.0, section 2.4.1.</remarks>
public readonly struct OrderModulus : IMontgomeryModulus
{
    /// <inheritdoc/>
    public static ulong P0 => 0xbfd25e8cd0364141;

    /// <inheritdoc/>
    public static ulong P1 => 0xbaaedce6af48a03b;

    /// <inheritdoc/>
    public static ulong P2 => 0xfffffffffffffffe;

    /// <inheritdoc/>
    public static ulong P3 => ulong.MaxValue;

    /// <inheritdoc/>
    public static ulong NegativeInverse => 0x4b0dff665588b13f;

    /// <inheritdoc/>
    public static (ulong L0, ulong L1, ulong L2, ulong L3) Square =>
        (0x896cf21467d7d140, 0x741496c20e7cf878, 0xe697f5e45bcd07c6, 0x9d671cd581c69bc5);
}
