using System.Runtime.CompilerServices;

namespace Supercomputer.Cryptography.Curves.Bls12381;

/// <summary>An element <c>C0 + C1 u</c> of Fp[u] / (u^2 + 1).</summary>
/// <remarks>Source: draft-irtf-cfrg-pairing-friendly-curves-11, section 4.2.1.</remarks>
public readonly struct Fp2 : ICurveField<Fp2>
{
    internal readonly Fp C0, C1;

    internal Fp2(in Fp c0, in Fp c1)
    {
        C0 = c0;
        C1 = c1;
    }

    /// <inheritdoc/>
    public static Fp2 Zero => default;

    /// <inheritdoc/>
    public static Fp2 One => new(Fp.One, default);

    /// <inheritdoc/>
    public static Fp2 operator +(in Fp2 left, in Fp2 right) => new(left.C0 + right.C0, left.C1 + right.C1);

    /// <inheritdoc/>
    public static Fp2 operator -(in Fp2 left, in Fp2 right) => new(left.C0 - right.C0, left.C1 - right.C1);

    /// <inheritdoc/>
    public static Fp2 operator -(in Fp2 value) => new(-value.C0, -value.C1);

    /// <inheritdoc/>
    public static Fp2 operator *(in Fp2 left, in Fp2 right)
    {
        Fp negative = -left.C1;
        return new(
            FpKernels.SumOfProducts(left.C0, right.C0, negative, right.C1),
            FpKernels.SumOfProducts(left.C0, right.C1, left.C1, right.C0));
    }

    /// <inheritdoc/>
    public static Fp2 Square(in Fp2 value) =>
        new((value.C0 + value.C1) * (value.C0 - value.C1), (value.C0 + value.C0) * value.C1);

    /// <inheritdoc/>
    public static Fp2 Inverse(in Fp2 value)
    {
        Fp inverse = Fp.Inverse(Norm(value));
        return new(value.C0 * inverse, -(value.C1 * inverse));
    }

    /// <summary>The product with an element of the base field.</summary>
    internal static Fp2 Scale(in Fp2 value, in Fp factor) => new(value.C0 * factor, value.C1 * factor);

    /// <summary>The p-th power.</summary>
    internal static Fp2 Conjugate(in Fp2 value) => new(value.C0, -value.C1);

    /// <summary>The product with 1 + u, the constant that the tower and the twist are made with.</summary>
    internal static Fp2 MultiplyByNonresidue(in Fp2 value) => new(value.C0 - value.C1, value.C0 + value.C1);

    /// <summary>Twice the value.</summary>
    internal static Fp2 Double(in Fp2 value) => value + value;

    /// <summary>A square root, if there is one.</summary>
    /// <remarks>
    /// With s^2 = C0^2 + C1^2, the root is x + C1 / (2 x) u for x^2 = (C0 + s) / 2 or, where that is no square, (C0 - s) / 2. One power
    /// gives 1/x too: for d = (C0 + s) / 2, d^((p-3)/4) is the inverse of the root of d or, for a nonresidue, of the root of -d.
    /// </remarks>
    internal static bool TrySquareRoot(in Fp2 value, out Fp2 root)
    {
        root = default;
        if (!Fp.TrySquareRoot(Norm(value), out Fp s)) return false;
        Fp d = (value.C0 + s) * Fp.Half;
        if (Fp.IsZero(d)) d = (value.C0 - s) * Fp.Half;
        Fp inverse = Fp.PowThreeQuarters(d);
        Fp x = inverse * d, other = value.C1 * inverse * Fp.Half;
        // When d is no square, x^2 = -d and inverse = -1/x: the root is then C1 / (2 x) + x u.
        root = Fp.AreEqual(Fp.Square(x), d) ? new(x, other) : new(-other, x);
        return AreEqual(Square(root), value);
    }

    /// <inheritdoc/>
    public static bool IsZero(in Fp2 value) => Fp.IsZero(value.C0) && Fp.IsZero(value.C1);

    /// <inheritdoc/>
    public static bool AreEqual(in Fp2 left, in Fp2 right) => Fp.AreEqual(left.C0, right.C0) && Fp.AreEqual(left.C1, right.C1);

    /// <summary>The sign of RFC 9380, section 4.1, for m = 2.</summary>
    internal static bool IsOdd(in Fp2 value) => Fp.IsZero(value.C0) ? Fp.IsOdd(value.C1) : Fp.IsOdd(value.C0);

    /// <summary>Whether the value is lexicographically above its negative: the sign bit of compressed points.</summary>
    internal static bool IsLarge(in Fp2 value) => Fp.IsZero(value.C1) ? Fp.IsLarge(value.C0) : Fp.IsLarge(value.C1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Fp Norm(in Fp2 value) => FpKernels.SumOfProducts(value.C0, value.C0, value.C1, value.C1);
}
