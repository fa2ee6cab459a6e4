using System.Runtime.CompilerServices;
using Supercomputer.Guests;

namespace ZkPos;

/// <summary>A point of the twist E': y^2 = x^3 + 4 (1 + u) that is not at infinity. Its coordinates are results of products.</summary>
/// <remarks>
/// Steps go to the third point of a line, which is the negative of the sum: a chain of steps alternates its sign, and no step negates.
/// Slopes come from the private input and are checked; an intercept follows from the slope and a point.
/// </remarks>
internal struct G2
{
    public Fp2 X, Y;

    /// <summary>The absolute value of the curve's parameter z, which is negative.</summary>
    public const ulong AbsoluteZ = 0xd201000000010000;

    /// <summary>Reads a compressed point, whose y is given.</summary>
    /// <remarks>Soundness: as for keys. Whether it is of the subgroup is asked elsewhere.</remarks>
    public static void Decompress(ref G2 point, ReadOnlySpan<byte> bytes, ref PrivateInput input)
    {
        Unsafe.SkipInit(out Fp2 t);
        Unsafe.SkipInit(out Fp2 square);
        byte flags = bytes[0];
        Guest.Require((flags & 0xC0) == 0x80, "the signature is not a compressed point other than infinity");
        G1.ReadBigEndian(ref point.X.B, bytes);
        G1.ReadBigEndian(ref point.X.A, bytes.Slice(48));
        point.X.B.L5 &= 0x1FFFFFFFFFFFFFFF;
        Guest.Require(Fp.IsCanonical(in point.X.A) && Fp.IsCanonical(in point.X.B), "the signature's coordinate is not below p");
        Fp2.Reduce(ref point.Y, in input.Fp2());
        Fp2.Multiply(ref t, in point.X, in point.X);
        Fp2.MultiplyAdd(ref t, in t, in point.X, in Constants.TwistB);
        Fp2.Multiply(ref square, in point.Y, in point.Y);
        Guest.Require(Fp2.AreEqual(in t, in square), "the signature's ordinate is not on the curve");
        Guest.Require(Fp2.IsLarge(in point.Y) == ((flags & 0x20) != 0), "the signature's ordinate has the wrong sign");
    }

    /// <summary><c>point = -2 point</c>; the line is the tangent.</summary>
    /// <remarks>
    /// Soundness: 2 y slope = 3 x^2 has one solution where y is not zero, and none where it is, as x is then not zero either.
    /// Cost: eight products.
    /// </remarks>
    public static void Tangent(ref G2 point, ref Line line, ref PrivateInput input)
    {
        Unsafe.SkipInit(out Fp2 s);
        Unsafe.SkipInit(out Fp2 t);
        line.Slope = ref input.Fp2();
        Fp2.Multiply(ref s, in point.X, in point.X);
        Fp2.Multiply(ref s, in s, in Constants.ThreeHalves);
        Fp2.Multiply(ref t, in line.Slope, in point.Y);
        Guest.Require(Fp2.AreEqual(in s, in t), "the slope of a tangent is wrong");
        Fp2.Multiply(ref s, in point.X, in Constants.MinusOne);
        Fp2.MultiplyAdd(ref line.Intercept, in line.Slope, in s, in point.Y);
        Fp2.MultiplyAdd(ref t, in line.Slope, in line.Slope, in s);
        Fp2.Subtract(ref point.X, in t, in point.X);
        Fp2.MultiplyAdd(ref point.Y, in line.Slope, in point.X, in line.Intercept);
    }

    /// <summary><c>point = -(point + other)</c>; the line is the chord.</summary>
    /// <remarks>Soundness: the abscissas differ, so one line goes through both points. Equal abscissas are refused. Cost: six products.</remarks>
    public static void Chord(ref G2 point, in Fp2 x, in Fp2 y, ref Line line, ref PrivateInput input)
    {
        Unsafe.SkipInit(out Fp2 s);
        Unsafe.SkipInit(out Fp2 t);
        line.Slope = ref input.Fp2();
        Guest.Require(!Fp2.AreEqual(in point.X, in x), "points with one abscissa are not added");
        Fp2.Multiply(ref s, in point.X, in Constants.MinusOne);
        Fp2.MultiplyAdd(ref line.Intercept, in line.Slope, in s, in point.Y);
        Fp2.MultiplyAdd(ref t, in line.Slope, in x, in line.Intercept);
        Guest.Require(Fp2.AreEqual(in t, in y), "the slope of a chord is wrong");
        Fp2.MultiplyAdd(ref t, in line.Slope, in line.Slope, in s);
        Fp2.Subtract(ref point.X, in t, in x);
        Fp2.MultiplyAdd(ref point.Y, in line.Slope, in point.X, in line.Intercept);
    }

    /// <summary><c>point = |z| point</c>.</summary>
    public static void MultiplyByAbsoluteZ(ref G2 point, ref PrivateInput input)
    {
        Unsafe.SkipInit(out Line line);
        Unsafe.SkipInit(out Fp2 negative);
        Fp2 x = point.X, y = point.Y;
        Fp2.Multiply(ref negative, in y, in Constants.MinusOne);

        // The point is plus or minus a multiple, in turns: after each line the other.
        bool isNegative = false;
        for (int bit = 62; bit >= 0; bit--)
        {
            Tangent(ref point, ref line, ref input);
            isNegative = !isNegative;
            if ((AbsoluteZ >> bit & 1) == 0) continue;
            if (isNegative) Chord(ref point, in x, in negative, ref line, ref input);
            else Chord(ref point, in x, in y, ref line, ref input);
            isNegative = !isNegative;
        }
    }

    /// <summary>Frobenius seen through the twist: multiplies points of the subgroup by z.</summary>
    public static void Psi(ref G2 point)
    {
        Fp2.Conjugate(ref point.X, in point.X);
        Fp2.Conjugate(ref point.Y, in point.Y);
        Fp2.Multiply(ref point.X, in point.X, in Constants.PsiX);
        Fp2.Multiply(ref point.Y, in point.Y, in Constants.PsiY);
    }
}
