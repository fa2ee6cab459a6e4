namespace Supercomputer.Guests.Curves;

/// <summary>A curve y^2 = x^3 + b over a prime field, p = 3 modulo 4, and how its points are compressed.</summary>
/// <remarks>Shape: a number is <see cref="Words"/> little-endian words of 64 bits, a point x and then y; (0, 0) stands for infinity.</remarks>
public interface IGuestCurve
{
    /// <summary>The words of a number: four or six.</summary>
    static abstract int Words { get; }

    /// <summary>p.</summary>
    static abstract ReadOnlySpan<ulong> Modulus { get; }

    /// <summary>(p - 1) / 2: what is above it is the greater of two roots.</summary>
    static abstract ReadOnlySpan<ulong> Half { get; }

    /// <summary>(p + 1) / 4: that power of a square is a root.</summary>
    static abstract ReadOnlySpan<ulong> RootExponent { get; }

    /// <summary>b.</summary>
    static abstract ReadOnlySpan<ulong> B { get; }

    /// <summary>The bytes of a compressed point: x with its highest byte first, flags before it or in its highest bits.</summary>
    static abstract int CompressedBytes { get; }

    /// <summary>The highest bits of the first byte of x that are flags.</summary>
    static abstract int FlagBits { get; }

    /// <summary>Whether the sign says that y is odd; else that it is the greater root.</summary>
    static abstract bool IsSignParity { get; }

    /// <summary>What the first byte of a compressed point says.</summary>
    static abstract CompressedKind KindOf(byte first);
}
