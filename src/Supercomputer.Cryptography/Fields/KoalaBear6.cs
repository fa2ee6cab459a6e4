using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Supercomputer.Cryptography.Fields;

/// <summary>The challenge field of the 128-bit profile: KoalaBear[x] / (x^6 + x^3 + 1), about 2^186 elements.</summary>
/// <remarks>x is a primitive ninth root of unity; the polynomial is irreducible because p = 2 mod 9 generates the units modulo 9.
/// Layout: six Montgomery words, the constant coordinate first.</remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly struct KoalaBear6 : IChallengeField<KoalaBear6>
{
    private readonly uint c0, c1, c2, c3, c4, c5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private KoalaBear6(KoalaBear c0, KoalaBear c1, KoalaBear c2, KoalaBear c3, KoalaBear c4, KoalaBear c5)
    {
        this.c0 = c0.Raw;
        this.c1 = c1.Raw;
        this.c2 = c2.Raw;
        this.c3 = c3.Raw;
        this.c4 = c4.Raw;
        this.c5 = c5.Raw;
    }

    /// <inheritdoc/>
    public static int Degree => 6;

    /// <inheritdoc/>
    public static KoalaBear6 Zero => default;

    /// <inheritdoc/>
    public static KoalaBear6 One => FromBase(KoalaBear.One);

    private KoalaBear C0 => KoalaBear.FromRaw(this.c0);

    private KoalaBear C1 => KoalaBear.FromRaw(this.c1);

    private KoalaBear C2 => KoalaBear.FromRaw(this.c2);

    private KoalaBear C3 => KoalaBear.FromRaw(this.c3);

    private KoalaBear C4 => KoalaBear.FromRaw(this.c4);

    private KoalaBear C5 => KoalaBear.FromRaw(this.c5);

    /// <inheritdoc/>
    public static KoalaBear6 FromBase(KoalaBear value) =>
        new(value, default, default, default, default, default);

    /// <inheritdoc/>
    public static KoalaBear6 FromCoefficients(ReadOnlySpan<KoalaBear> coefficients)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(coefficients.Length, Degree, nameof(coefficients));
        return MemoryMarshal.Cast<KoalaBear, KoalaBear6>(coefficients)[0];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KoalaBear6 operator +(KoalaBear6 left, KoalaBear6 right) => new(
        left.C0 + right.C0,
        left.C1 + right.C1,
        left.C2 + right.C2,
        left.C3 + right.C3,
        left.C4 + right.C4,
        left.C5 + right.C5);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KoalaBear6 operator -(KoalaBear6 left, KoalaBear6 right) => new(
        left.C0 - right.C0,
        left.C1 - right.C1,
        left.C2 - right.C2,
        left.C3 - right.C3,
        left.C4 - right.C4,
        left.C5 - right.C5);

    /// <inheritdoc/>
    public static KoalaBear6 operator -(KoalaBear6 value) => default(KoalaBear6) - value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KoalaBear6 operator *(KoalaBear6 left, KoalaBear right) => new(
        left.C0 * right,
        left.C1 * right,
        left.C2 * right,
        left.C3 * right,
        left.C4 * right,
        left.C5 * right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KoalaBear6 operator +(KoalaBear6 left, KoalaBear right) =>
        new(left.C0 + right, left.C1, left.C2, left.C3, left.C4, left.C5);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KoalaBear6 operator -(KoalaBear6 left, KoalaBear right) =>
        new(left.C0 - right, left.C1, left.C2, left.C3, left.C4, left.C5);

    /// <inheritdoc/>
    public static KoalaBear6 operator *(KoalaBear6 left, KoalaBear6 right)
    {
        // p_k is the coefficient of x^k below Q; x^6 = -x^3 - 1, and x^9 = 1 takes the top two down at once.
        ulong p0 = (ulong)left.c0 * right.c0;
        ulong p1 = WideProduct.Fold(((ulong)left.c0 * right.c1) + ((ulong)left.c1 * right.c0));
        ulong p2 = WideProduct.Fold(((ulong)left.c0 * right.c2) + ((ulong)left.c1 * right.c1) + ((ulong)left.c2 * right.c0));
        ulong p3 = WideProduct.Fold(((ulong)left.c0 * right.c3) + ((ulong)left.c1 * right.c2) + ((ulong)left.c2 * right.c1) + ((ulong)left.c3 * right.c0));
        ulong p4 = WideProduct.Fold(WideProduct.Fold(((ulong)left.c0 * right.c4) + ((ulong)left.c1 * right.c3) + ((ulong)left.c2 * right.c2) + ((ulong)left.c3 * right.c1))
            + ((ulong)left.c4 * right.c0));
        ulong p5 = WideProduct.Fold(WideProduct.Fold(((ulong)left.c0 * right.c5) + ((ulong)left.c1 * right.c4) + ((ulong)left.c2 * right.c3) + ((ulong)left.c3 * right.c2))
            + ((ulong)left.c4 * right.c1) + ((ulong)left.c5 * right.c0));
        ulong p6 = WideProduct.Fold(WideProduct.Fold(((ulong)left.c1 * right.c5) + ((ulong)left.c2 * right.c4) + ((ulong)left.c3 * right.c3) + ((ulong)left.c4 * right.c2))
            + ((ulong)left.c5 * right.c1));
        ulong p7 = WideProduct.Fold(((ulong)left.c2 * right.c5) + ((ulong)left.c3 * right.c4) + ((ulong)left.c4 * right.c3) + ((ulong)left.c5 * right.c2));
        ulong p8 = WideProduct.Fold(((ulong)left.c3 * right.c5) + ((ulong)left.c4 * right.c4) + ((ulong)left.c5 * right.c3));
        ulong p9 = WideProduct.Fold(((ulong)left.c4 * right.c5) + ((ulong)left.c5 * right.c4));
        ulong p10 = (ulong)left.c5 * right.c5;
        return new(
            WideProduct.Reduce(WideProduct.Subtract(WideProduct.Fold(p0 + p9), p6)),
            WideProduct.Reduce(WideProduct.Subtract(WideProduct.Fold(p1 + p10), p7)),
            WideProduct.Reduce(WideProduct.Subtract(p2, p8)),
            WideProduct.Reduce(WideProduct.Subtract(p3, p6)),
            WideProduct.Reduce(WideProduct.Subtract(p4, p7)),
            WideProduct.Reduce(WideProduct.Subtract(p5, p8)));
    }

    /// <inheritdoc/>
    public static bool operator ==(KoalaBear6 left, KoalaBear6 right) => left.Equals(right);

    /// <inheritdoc/>
    public static bool operator !=(KoalaBear6 left, KoalaBear6 right) => !left.Equals(right);

    /// <inheritdoc/>
    public KoalaBear6 Square() => this * this;

    /// <inheritdoc/>
    /// <remarks>Itoh and Tsujii: the product of the five other conjugates, divided by the norm, which lies in the base field.</remarks>
    public KoalaBear6 Inverse()
    {
        KoalaBear6 one = this.Frobenius();
        KoalaBear6 two = one * one.Frobenius();
        KoalaBear6 four = two * two.Frobenius().Frobenius();
        KoalaBear6 conjugates = one * four.Frobenius();
        return conjugates * (this * conjugates).C0.Inverse();
    }

    /// <summary>The element raised to the power p.</summary>
    /// <remarks>x is a ninth root of unity and p = 2 mod 9, so x^i goes to x^(2i mod 9): additions only.</remarks>
    public KoalaBear6 Frobenius() => new(
        this.C0 - this.C3,
        this.C5,
        this.C1 - this.C4,
        -this.C3,
        this.C2,
        -this.C4);

    /// <inheritdoc/>
    public KoalaBear6 Pow(ulong exponent)
    {
        KoalaBear6 result = One;
        for (KoalaBear6 power = this; exponent != 0; exponent >>= 1, power = power.Square())
        {
            if ((exponent & 1) != 0)
            {
                result *= power;
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public void CopyCoefficients(Span<KoalaBear> destination) =>
        MemoryMarshal.Cast<KoalaBear, KoalaBear6>(destination[..Degree])[0] = this;

    /// <inheritdoc/>
    public bool Equals(KoalaBear6 other) =>
        ((this.c0 ^ other.c0) | (this.c1 ^ other.c1) | (this.c2 ^ other.c2) | (this.c3 ^ other.c3) | (this.c4 ^ other.c4) | (this.c5 ^ other.c5)) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is KoalaBear6 other && this.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(this.c0, this.c1, this.c2, this.c3, this.c4, this.c5);

    /// <summary>The canonical coordinates, the constant one first.</summary>
    public override string ToString() => $"({this.C0}, {this.C1}, {this.C2}, {this.C3}, {this.C4}, {this.C5})";
}
