namespace Supercomputer.Cryptography.Curves.Bls12381;

/// <summary>An element <c>C0 + C1 v + C2 v^2</c> of Fp2[v] / (v^3 - (1 + u)).</summary>
internal readonly struct Fp6
{
    public readonly Fp2 C0, C1, C2;

    public Fp6(in Fp2 c0, in Fp2 c1, in Fp2 c2)
    {
        C0 = c0;
        C1 = c1;
        C2 = c2;
    }

    public static Fp6 One => new(Fp2.One, default, default);

    public static Fp6 Add(in Fp6 left, in Fp6 right) => new(left.C0 + right.C0, left.C1 + right.C1, left.C2 + right.C2);

    public static Fp6 Subtract(in Fp6 left, in Fp6 right) => new(left.C0 - right.C0, left.C1 - right.C1, left.C2 - right.C2);

    public static Fp6 Negate(in Fp6 value) => new(-value.C0, -value.C1, -value.C2);

    /// <summary>The product with v.</summary>
    public static Fp6 MultiplyByV(in Fp6 value) => new(Fp2.MultiplyByNonresidue(value.C2), value.C0, value.C1);

    /// <summary>The product: Karatsuba, six multiplications.</summary>
    public static Fp6 Multiply(in Fp6 left, in Fp6 right)
    {
        Fp2 p0 = left.C0 * right.C0, p1 = left.C1 * right.C1, p2 = left.C2 * right.C2;
        Fp2 cross12 = (left.C1 + left.C2) * (right.C1 + right.C2) - p1 - p2;
        Fp2 cross01 = (left.C0 + left.C1) * (right.C0 + right.C1) - p0 - p1;
        Fp2 cross02 = (left.C0 + left.C2) * (right.C0 + right.C2) - p0 - p2;
        return new(
            p0 + Fp2.MultiplyByNonresidue(cross12),
            cross01 + Fp2.MultiplyByNonresidue(p2),
            cross02 + p1);
    }

    /// <summary>The product with <c>b0 + b1 v</c>.</summary>
    public static Fp6 MultiplyBy01(in Fp6 left, in Fp2 b0, in Fp2 b1)
    {
        Fp2 p0 = left.C0 * b0, p1 = left.C1 * b1;
        Fp2 cross01 = (left.C0 + left.C1) * (b0 + b1) - p0 - p1;
        return new(p0 + Fp2.MultiplyByNonresidue(left.C2 * b1), cross01, left.C2 * b0 + p1);
    }

    /// <summary>The product with <c>b1 v</c>.</summary>
    public static Fp6 MultiplyBy1(in Fp6 left, in Fp2 b1) =>
        new(Fp2.MultiplyByNonresidue(left.C2 * b1), left.C0 * b1, left.C1 * b1);

    /// <summary>The inverse; zero for zero.</summary>
    public static Fp6 Inverse(in Fp6 value)
    {
        Fp2 a = Fp2.Square(value.C0) - Fp2.MultiplyByNonresidue(value.C1 * value.C2);
        Fp2 b = Fp2.MultiplyByNonresidue(Fp2.Square(value.C2)) - value.C0 * value.C1;
        Fp2 c = Fp2.Square(value.C1) - value.C0 * value.C2;
        Fp2 norm = value.C0 * a + Fp2.MultiplyByNonresidue(value.C2 * b + value.C1 * c);
        Fp2 inverse = Fp2.Inverse(norm);
        return new(a * inverse, b * inverse, c * inverse);
    }

    public static bool AreEqual(in Fp6 left, in Fp6 right) =>
        Fp2.AreEqual(left.C0, right.C0) && Fp2.AreEqual(left.C1, right.C1) && Fp2.AreEqual(left.C2, right.C2);
}
