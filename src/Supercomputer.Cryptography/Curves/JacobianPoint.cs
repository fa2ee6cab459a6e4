namespace Supercomputer.Cryptography.Curves;

/// <summary>A point of a curve y^2 = x^3 + b as (X / Z^2, Y / Z^3); Z is zero at infinity, which the default value is.</summary>
/// <typeparam name="TField">The field of the coordinates.</typeparam>
/// <remarks>
/// Cost: not constant-time; it serves public data only.
/// Source: Bernstein, Lange, Explicit-Formulas Database, dbl-2009-l, add-2007-bl, madd-2007-bl (a = 0).
/// </remarks>
public readonly struct JacobianPoint<TField>
    where TField : struct, ICurveField<TField>
{
    internal readonly TField X, Y, Z;

    internal JacobianPoint(in TField x, in TField y, in TField z)
    {
        X = x;
        Y = y;
        Z = z;
    }

    /// <summary>The neutral element.</summary>
    public static JacobianPoint<TField> Infinity => default;

    /// <summary>The point of affine coordinates.</summary>
    public static JacobianPoint<TField> FromAffine(in AffinePoint<TField> point) =>
        point.IsInfinity ? default : new(point.X, point.Y, TField.One);

    /// <summary>Whether it is the neutral element.</summary>
    public bool IsInfinity => TField.IsZero(Z);

    /// <summary>The negative.</summary>
    public static JacobianPoint<TField> Negate(in JacobianPoint<TField> point) => new(point.X, -point.Y, point.Z);

    /// <summary>The point added to itself.</summary>
    public static JacobianPoint<TField> Double(in JacobianPoint<TField> point)
    {
        TField a = TField.Square(point.X), b = TField.Square(point.Y), c = TField.Square(b);
        TField d = TField.Square(point.X + b) - a - c;
        d = d + d;
        TField e = a + a + a;
        TField x = TField.Square(e) - d - d;
        TField c8 = c + c;
        c8 = c8 + c8;
        c8 = c8 + c8;
        TField yz = point.Y * point.Z;
        return new(x, e * (d - x) - c8, yz + yz);
    }

    /// <summary>The sum of two points, equal, opposite or neutral ones too.</summary>
    public static JacobianPoint<TField> Add(in JacobianPoint<TField> left, in JacobianPoint<TField> right)
    {
        if (left.IsInfinity) return right;
        if (right.IsInfinity) return left;
        TField zz1 = TField.Square(left.Z), zz2 = TField.Square(right.Z);
        TField u1 = left.X * zz2, u2 = right.X * zz1;
        TField s1 = left.Y * right.Z * zz2, s2 = right.Y * left.Z * zz1;
        TField h = u2 - u1, r = s2 - s1;
        if (TField.IsZero(h)) return TField.IsZero(r) ? Double(left) : default;
        return Chord(u1, s1, h, r, left.Z * right.Z * h);
    }

    /// <summary>The sum with an affine point.</summary>
    public static JacobianPoint<TField> Add(in JacobianPoint<TField> left, in AffinePoint<TField> right)
    {
        if (right.IsInfinity) return left;
        if (left.IsInfinity) return FromAffine(right);
        TField zz = TField.Square(left.Z);
        TField h = right.X * zz - left.X, r = right.Y * left.Z * zz - left.Y;
        if (TField.IsZero(h)) return TField.IsZero(r) ? Double(left) : default;
        return Chord(left.X, left.Y, h, r, left.Z * h);
    }

    /// <summary>The multiple by a number of 64-bit words, lowest first.</summary>
    public static JacobianPoint<TField> Multiply(in JacobianPoint<TField> point, ReadOnlySpan<ulong> scalar)
    {
        JacobianPoint<TField> result = default;
        for (int bit = 64 * scalar.Length - 1; bit >= 0; bit--)
        {
            result = Double(result);
            if ((scalar[bit >> 6] >> (bit & 63) & 1) != 0) result = Add(result, point);
        }

        return result;
    }

    /// <summary>The affine coordinates.</summary>
    public static AffinePoint<TField> ToAffine(in JacobianPoint<TField> point)
    {
        if (point.IsInfinity) return default;
        TField inverse = TField.Inverse(point.Z), square = TField.Square(inverse);
        return new(point.X * square, point.Y * inverse * square);
    }

    /// <summary>Whether two points are equal.</summary>
    public static bool AreEqual(in JacobianPoint<TField> left, in JacobianPoint<TField> right)
    {
        if (left.IsInfinity || right.IsInfinity) return left.IsInfinity && right.IsInfinity;
        TField zz1 = TField.Square(left.Z), zz2 = TField.Square(right.Z);
        return TField.AreEqual(left.X * zz2, right.X * zz1)
            && TField.AreEqual(left.Y * right.Z * zz2, right.Y * left.Z * zz1);
    }

    /// <summary>The third point of the chord: x = r^2 - h^3 - 2 u h^2, with the new Z.</summary>
    private static JacobianPoint<TField> Chord(in TField u, in TField s, in TField h, in TField r, in TField z)
    {
        TField hh = TField.Square(h), hhh = h * hh, v = u * hh;
        TField x = TField.Square(r) - hhh - v - v;
        return new(x, r * (v - x) - s * hhh, z);
    }
}
