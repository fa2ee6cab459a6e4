namespace Supercomputer.Cryptography.Curves.Bls12381;

/// <summary>An element <c>C0 + C1 w</c> of Fp6[w] / (w^2 - v): where pairings take their values.</summary>
internal readonly struct Fp12
{
    public readonly Fp6 C0, C1;

    public Fp12(in Fp6 c0, in Fp6 c1)
    {
        C0 = c0;
        C1 = c1;
    }

    public static Fp12 One => new(Fp6.One, default);

    public static Fp12 Multiply(in Fp12 left, in Fp12 right)
    {
        Fp6 p0 = Fp6.Multiply(left.C0, right.C0), p1 = Fp6.Multiply(left.C1, right.C1);
        Fp6 cross = Fp6.Multiply(Fp6.Add(left.C0, left.C1), Fp6.Add(right.C0, right.C1));
        return new(Fp6.Add(p0, Fp6.MultiplyByV(p1)), Fp6.Subtract(Fp6.Subtract(cross, p0), p1));
    }

    public static Fp12 Square(in Fp12 value)
    {
        Fp6 product = Fp6.Multiply(value.C0, value.C1);
        Fp6 mixed = Fp6.Multiply(Fp6.Add(value.C0, value.C1), Fp6.Add(value.C0, Fp6.MultiplyByV(value.C1)));
        return new(Fp6.Subtract(Fp6.Subtract(mixed, product), Fp6.MultiplyByV(product)), Fp6.Add(product, product));
    }

    /// <summary>The product with a line, <c>c0 + c1 v + c4 v w</c>.</summary>
    public static Fp12 MultiplyByLine(in Fp12 left, in Fp2 c0, in Fp2 c1, in Fp2 c4)
    {
        Fp6 p0 = Fp6.MultiplyBy01(left.C0, c0, c1), p1 = Fp6.MultiplyBy1(left.C1, c4);
        Fp6 cross = Fp6.MultiplyBy01(Fp6.Add(left.C0, left.C1), c0, c1 + c4);
        return new(Fp6.Add(p0, Fp6.MultiplyByV(p1)), Fp6.Subtract(Fp6.Subtract(cross, p0), p1));
    }

    /// <summary>The p^6-th power, which inverts elements of norm one.</summary>
    public static Fp12 Conjugate(in Fp12 value) => new(value.C0, Fp6.Negate(value.C1));

    /// <summary>The inverse; zero for zero.</summary>
    public static Fp12 Inverse(in Fp12 value)
    {
        Fp6 norm = Fp6.Subtract(
            Fp6.Multiply(value.C0, value.C0), Fp6.MultiplyByV(Fp6.Multiply(value.C1, value.C1)));
        Fp6 inverse = Fp6.Inverse(norm);
        return new(Fp6.Multiply(value.C0, inverse), Fp6.Negate(Fp6.Multiply(value.C1, inverse)));
    }

    /// <summary>The p-th power: w^i gains the factor <c>(1 + u)^(i (p - 1) / 6)</c>.</summary>
    public static Fp12 Frobenius(in Fp12 value) => new(
        new(
            Fp2.Conjugate(value.C0.C0),
            Fp2.Conjugate(value.C0.C1) * FrobeniusConstants.Gamma2,
            Fp2.Conjugate(value.C0.C2) * FrobeniusConstants.Gamma4),
        new(
            Fp2.Conjugate(value.C1.C0) * FrobeniusConstants.Gamma1,
            Fp2.Conjugate(value.C1.C1) * FrobeniusConstants.Gamma3,
            Fp2.Conjugate(value.C1.C2) * FrobeniusConstants.Gamma5));

    /// <summary>The square of an element of the cyclotomic subgroup (order p^4 - p^2 + 1).</summary>
    /// <remarks>Source: Granger, Scott, "Faster squaring in the cyclotomic subgroup of sixth degree extensions", section 3.2.</remarks>
    public static Fp12 CyclotomicSquare(in Fp12 value)
    {
        SquareFp4(value.C0.C0, value.C1.C1, out Fp2 a0, out Fp2 a1);
        SquareFp4(value.C1.C0, value.C0.C2, out Fp2 b0, out Fp2 b1);
        SquareFp4(value.C0.C1, value.C1.C2, out Fp2 c0, out Fp2 c1);
        Fp2 twisted = Fp2.MultiplyByNonresidue(c1);
        return new(
            new(TripleLessTwice(a0, value.C0.C0), TripleLessTwice(b0, value.C0.C1), TripleLessTwice(c0, value.C0.C2)),
            new(TriplePlusTwice(twisted, value.C1.C0), TriplePlusTwice(a1, value.C1.C1), TriplePlusTwice(b1, value.C1.C2)));
    }

    public static bool IsOne(in Fp12 value) => AreEqual(value, One);

    public static bool AreEqual(in Fp12 left, in Fp12 right) =>
        Fp6.AreEqual(left.C0, right.C0) && Fp6.AreEqual(left.C1, right.C1);

    /// <summary><c>(x + y s)^2</c> with <c>s^2 = 1 + u</c>.</summary>
    private static void SquareFp4(in Fp2 x, in Fp2 y, out Fp2 real, out Fp2 imaginary)
    {
        Fp2 xx = Fp2.Square(x), yy = Fp2.Square(y);
        Fp2 sum = Fp2.Square(x + y);
        real = xx + Fp2.MultiplyByNonresidue(yy);
        imaginary = sum - xx - yy;
    }

    /// <summary><c>3 a - 2 b</c>.</summary>
    private static Fp2 TripleLessTwice(in Fp2 a, in Fp2 b)
    {
        Fp2 difference = a - b;
        return difference + difference + a;
    }

    /// <summary><c>3 a + 2 b</c>.</summary>
    private static Fp2 TriplePlusTwice(in Fp2 a, in Fp2 b)
    {
        Fp2 sum = a + b;
        return sum + sum + a;
    }
}
