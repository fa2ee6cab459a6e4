namespace Supercomputer.Cryptography.Curves.Bls12381;

/// <summary>The optimal ate pairing e: G1 x G2 -> Fp12, and products of pairings with one final exponentiation.</summary>
/// <remarks>
/// Statement: e(P, Q) = f_{z,Q}(P)^((p^12 - 1) / r), up to the factor 3 in the exponent, which is prime to r.
/// Source: Vercauteren, eprint 2008/096; line formulas Aranha et al., eprint 2010/526, section 4; hard part Hayashida, Hayasaka,
/// Teruya, eprint 2020/875.
/// </remarks>
internal static class Pairing
{
    /// <summary>Whether the product of e(P_i, Q_i) is one. Pairs with a point at infinity count as one.</summary>
    public static bool IsProductOne(ReadOnlySpan<AffinePoint<Fp>> points, ReadOnlySpan<AffinePoint<Fp2>> twisted) =>
        Fp12.IsOne(FinalExponentiation(MillerLoop(points, twisted)));

    /// <summary>The product of the Miller functions of all pairs.</summary>
    public static Fp12 MillerLoop(ReadOnlySpan<AffinePoint<Fp>> points, ReadOnlySpan<AffinePoint<Fp2>> twisted)
    {
        JacobianPoint<Fp2>[] running = new JacobianPoint<Fp2>[points.Length];
        // Homogeneous coordinates here (x = X / Z), which the point type only carries.
        for (int i = 0; i < running.Length; i++) running[i] = new(twisted[i].X, twisted[i].Y, Fp2.One);
        Fp12 f = Fp12.One;
        for (int bit = 62; bit >= 0; bit--)
        {
            if (bit != 62) f = Fp12.Square(f);
            for (int i = 0; i < points.Length; i++)
                if (!points[i].IsInfinity && !twisted[i].IsInfinity) f = DoublingStep(f, ref running[i], points[i]);
            if ((CurveConstants.AbsoluteZ >> bit & 1) == 0) continue;
            for (int i = 0; i < points.Length; i++)
                if (!points[i].IsInfinity && !twisted[i].IsInfinity) f = AdditionStep(f, ref running[i], twisted[i], points[i]);
        }

        // z is negative.
        return Fp12.Conjugate(f);
    }

    /// <summary>The power by 3 (p^12 - 1) / r.</summary>
    public static Fp12 FinalExponentiation(in Fp12 value)
    {
        // Easy part: (p^6 - 1) (p^2 + 1).
        Fp12 m = Fp12.Multiply(Fp12.Conjugate(value), Fp12.Inverse(value));
        m = Fp12.Multiply(Fp12.Frobenius(Fp12.Frobenius(m)), m);
        // Hard part: (z - 1)^2 (z + p) (z^2 + p^2 - 1) + 3.
        Fp12 a = PowZMinusOne(PowZMinusOne(m));
        Fp12 b = Fp12.Multiply(PowZ(a), Fp12.Frobenius(a));
        Fp12 c = Fp12.Multiply(PowZ(PowZ(b)), Fp12.Frobenius(Fp12.Frobenius(b)));
        c = Fp12.Multiply(c, Fp12.Conjugate(b));
        return Fp12.Multiply(c, Fp12.Multiply(Fp12.CyclotomicSquare(m), m));
    }

    private static Fp12 PowZMinusOne(in Fp12 value) => Fp12.Multiply(PowZ(value), Fp12.Conjugate(value));

    /// <summary>The z-th power of an element of the cyclotomic subgroup.</summary>
    private static Fp12 PowZ(in Fp12 value)
    {
        Fp12 result = value;
        for (int bit = 62; bit >= 0; bit--)
        {
            result = Fp12.CyclotomicSquare(result);
            if ((CurveConstants.AbsoluteZ >> bit & 1) != 0) result = Fp12.Multiply(result, value);
        }

        return Fp12.Conjugate(result);
    }

    /// <summary>Doubles T and multiplies f by the tangent at T, seen at P: E - B + 3 X^2 x_P v - H y_P v w.</summary>
    private static Fp12 DoublingStep(in Fp12 f, ref JacobianPoint<Fp2> t, in AffinePoint<Fp> p)
    {
        Fp2 a = Fp2.Scale(t.X * t.Y, Fp.Half), b = Fp2.Square(t.Y), c = Fp2.Square(t.Z);
        Fp2 c3 = Fp2.Double(c) + c;
        // 3 b' c = 12 (1 + u) c
        Fp2 e = Fp2.Double(Fp2.Double(Fp2.MultiplyByNonresidue(c3)));
        Fp2 triple = Fp2.Double(e) + e, g = Fp2.Scale(b + triple, Fp.Half);
        Fp2 h = Fp2.Square(t.Y + t.Z) - b - c;
        Fp2 xx = Fp2.Square(t.X), ee = Fp2.Square(e);
        t = new(a * (b - triple), Fp2.Square(g) - Fp2.Double(ee) - ee, b * h);
        return Fp12.MultiplyByLine(f, e - b, Fp2.Scale(Fp2.Double(xx) + xx, p.X), Fp2.Scale(h, -p.Y));
    }

    /// <summary>Adds Q to T and multiplies f by the chord, seen at P: theta x_Q - lambda y_Q - theta x_P v + lambda y_P v w.</summary>
    private static Fp12 AdditionStep(in Fp12 f, ref JacobianPoint<Fp2> t, in AffinePoint<Fp2> q, in AffinePoint<Fp> p)
    {
        Fp2 theta = t.Y - q.Y * t.Z, lambda = t.X - q.X * t.Z;
        Fp2 c = Fp2.Square(theta), d = Fp2.Square(lambda);
        Fp2 e = lambda * d, g = t.X * d;
        Fp2 h = e + t.Z * c - Fp2.Double(g);
        t = new(lambda * h, theta * (g - h) - e * t.Y, t.Z * e);
        return Fp12.MultiplyByLine(f, theta * q.X - lambda * q.Y, Fp2.Scale(theta, -p.X), Fp2.Scale(lambda, p.Y));
    }
}
