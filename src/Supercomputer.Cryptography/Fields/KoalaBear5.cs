using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Supercomputer.Cryptography.Fields;

/// <summary>The challenge field of the 100-bit profile: KoalaBear[x] / (x^5 + x^2 - 1), about 2^155 elements.</summary>
/// <remarks>Layout: five Montgomery words, the constant coordinate first.</remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly struct KoalaBear5 : IChallengeField<KoalaBear5>
{
    private static readonly KoalaBear5[] FrobeniusPowers = MakeFrobeniusPowers();

    private readonly uint c0, c1, c2, c3, c4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private KoalaBear5(KoalaBear c0, KoalaBear c1, KoalaBear c2, KoalaBear c3, KoalaBear c4)
    {
        this.c0 = c0.Raw;
        this.c1 = c1.Raw;
        this.c2 = c2.Raw;
        this.c3 = c3.Raw;
        this.c4 = c4.Raw;
    }

    /// <inheritdoc/>
    public static int Degree => 5;

    /// <inheritdoc/>
    public static KoalaBear5 Zero => default;

    /// <inheritdoc/>
    public static KoalaBear5 One => FromBase(KoalaBear.One);

    private KoalaBear C0 => KoalaBear.FromRaw(this.c0);

    private KoalaBear C1 => KoalaBear.FromRaw(this.c1);

    private KoalaBear C2 => KoalaBear.FromRaw(this.c2);

    private KoalaBear C3 => KoalaBear.FromRaw(this.c3);

    private KoalaBear C4 => KoalaBear.FromRaw(this.c4);

    /// <inheritdoc/>
    public static KoalaBear5 FromBase(KoalaBear value) =>
        new(value, default, default, default, default);

    /// <inheritdoc/>
    public static KoalaBear5 FromCoefficients(ReadOnlySpan<KoalaBear> coefficients)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(coefficients.Length, Degree, nameof(coefficients));
        return MemoryMarshal.Cast<KoalaBear, KoalaBear5>(coefficients)[0];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KoalaBear5 operator +(KoalaBear5 left, KoalaBear5 right) => new(
        left.C0 + right.C0,
        left.C1 + right.C1,
        left.C2 + right.C2,
        left.C3 + right.C3,
        left.C4 + right.C4);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KoalaBear5 operator -(KoalaBear5 left, KoalaBear5 right) => new(
        left.C0 - right.C0,
        left.C1 - right.C1,
        left.C2 - right.C2,
        left.C3 - right.C3,
        left.C4 - right.C4);

    /// <inheritdoc/>
    public static KoalaBear5 operator -(KoalaBear5 value) => default(KoalaBear5) - value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KoalaBear5 operator *(KoalaBear5 left, KoalaBear right) => new(
        left.C0 * right,
        left.C1 * right,
        left.C2 * right,
        left.C3 * right,
        left.C4 * right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KoalaBear5 operator +(KoalaBear5 left, KoalaBear right) =>
        new(left.C0 + right, left.C1, left.C2, left.C3, left.C4);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KoalaBear5 operator -(KoalaBear5 left, KoalaBear right) =>
        new(left.C0 - right, left.C1, left.C2, left.C3, left.C4);

    /// <inheritdoc/>
    public static KoalaBear5 operator *(KoalaBear5 left, KoalaBear5 right)
    {
        // p_k is the coefficient of x^k below Q; x^5 = 1 - x^2, x^6 = x - x^3, x^7 = x^2 - x^4, x^8 = x^3 + x^2 - 1.
        ulong p0 = (ulong)left.c0 * right.c0;
        ulong p1 = WideProduct.Fold(((ulong)left.c0 * right.c1) + ((ulong)left.c1 * right.c0));
        ulong p2 = WideProduct.Fold(((ulong)left.c0 * right.c2) + ((ulong)left.c1 * right.c1) + ((ulong)left.c2 * right.c0));
        ulong p3 = WideProduct.Fold(((ulong)left.c0 * right.c3) + ((ulong)left.c1 * right.c2) + ((ulong)left.c2 * right.c1) + ((ulong)left.c3 * right.c0));
        ulong p4 = WideProduct.Fold(WideProduct.Fold(((ulong)left.c0 * right.c4) + ((ulong)left.c1 * right.c3) + ((ulong)left.c2 * right.c2) + ((ulong)left.c3 * right.c1))
            + ((ulong)left.c4 * right.c0));
        ulong p5 = WideProduct.Fold(((ulong)left.c1 * right.c4) + ((ulong)left.c2 * right.c3) + ((ulong)left.c3 * right.c2) + ((ulong)left.c4 * right.c1));
        ulong p6 = WideProduct.Fold(((ulong)left.c2 * right.c4) + ((ulong)left.c3 * right.c3) + ((ulong)left.c4 * right.c2));
        ulong p7 = WideProduct.Fold(((ulong)left.c3 * right.c4) + ((ulong)left.c4 * right.c3));
        ulong p8 = (ulong)left.c4 * right.c4;
        return new(
            WideProduct.Reduce(WideProduct.Subtract(WideProduct.Fold(p0 + p5), p8)),
            WideProduct.Reduce(WideProduct.Fold(p1 + p6)),
            WideProduct.Reduce(WideProduct.Fold(WideProduct.Subtract(p2, p5) + WideProduct.Fold(p7 + p8))),
            WideProduct.Reduce(WideProduct.Subtract(WideProduct.Fold(p3 + p8), p6)),
            WideProduct.Reduce(WideProduct.Subtract(p4, p7)));
    }

    /// <inheritdoc/>
    public static bool operator ==(KoalaBear5 left, KoalaBear5 right) => left.Equals(right);

    /// <inheritdoc/>
    public static bool operator !=(KoalaBear5 left, KoalaBear5 right) => !left.Equals(right);

    /// <inheritdoc/>
    public KoalaBear5 Square() => this * this;

    /// <inheritdoc/>
    /// <remarks>Itoh and Tsujii: the product of the four other conjugates, divided by the norm, which lies in the base field.</remarks>
    public KoalaBear5 Inverse()
    {
        KoalaBear5 one = this.Frobenius();
        KoalaBear5 two = one * one.Frobenius();
        KoalaBear5 conjugates = two * two.Frobenius().Frobenius();
        return conjugates * (this * conjugates).C0.Inverse();
    }

    /// <summary>The element raised to the power p.</summary>
    /// <remarks>Linear over the base field: the coordinates weigh the powers of x^p.</remarks>
    public KoalaBear5 Frobenius() =>
        FromBase(this.C0) + (FrobeniusPowers[1] * this.C1) + (FrobeniusPowers[2] * this.C2)
        + (FrobeniusPowers[3] * this.C3) + (FrobeniusPowers[4] * this.C4);

    /// <inheritdoc/>
    public KoalaBear5 Pow(ulong exponent)
    {
        KoalaBear5 result = One;
        for (KoalaBear5 power = this; exponent != 0; exponent >>= 1, power = power.Square())
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
        MemoryMarshal.Cast<KoalaBear, KoalaBear5>(destination[..Degree])[0] = this;

    /// <inheritdoc/>
    public bool Equals(KoalaBear5 other) =>
        ((this.c0 ^ other.c0) | (this.c1 ^ other.c1) | (this.c2 ^ other.c2) | (this.c3 ^ other.c3) | (this.c4 ^ other.c4)) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is KoalaBear5 other && this.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(this.c0, this.c1, this.c2, this.c3, this.c4);

    /// <summary>The canonical coordinates, the constant one first.</summary>
    public override string ToString() => $"({this.C0}, {this.C1}, {this.C2}, {this.C3}, {this.C4})";

    private static KoalaBear5[] MakeFrobeniusPowers()
    {
        KoalaBear5 image = new KoalaBear5(default, KoalaBear.One, default, default, default).Pow(KoalaBear.Modulus);
        KoalaBear5[] powers = [One, image, image.Square(), image.Pow(3), image.Pow(4)];
        return powers;
    }
}
