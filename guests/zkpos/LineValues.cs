using System.Runtime.CompilerServices;
using Supercomputer.Guests;

namespace ZkPos;

/// <summary>What lines are multiplied by to get their values at a point P of E, divided by y_P: for each sign of the line.</summary>
internal struct LineValues
{
    private Fp2 _slopeXi, _slope, _interceptXi, _intercept, _negativeSlopeXi, _negativeSlope, _negativeInterceptXi, _negativeIntercept;

    /// <summary>Takes a point and the inverse of its y, which is checked.</summary>
    public void Set(in G1 point, in Fp inverse)
    {
        Unsafe.SkipInit(out Fp t);
        Fp.Multiply(ref t, in point.Y, in inverse);
        Guest.Require(Fp.AreEqual(in t, in Constants.One.A), "an inverse of the pairing is wrong");
        Fp.Multiply(ref t, in Constants.MinusOne.A, in inverse);
        SetPair(ref _interceptXi, ref _intercept, ref _negativeInterceptXi, ref _negativeIntercept, in t);
        Fp.Multiply(ref t, in t, in point.X);
        SetPair(ref _slopeXi, ref _slope, ref _negativeSlopeXi, ref _negativeSlope, in t);
    }

    /// <summary><c>result = f</c> times a line at the point; the line is that of the negative points where it is said so.</summary>
    public void MultiplyBy(ref Fp12 result, ref Fp12 f, in Line line, bool isNegative)
    {
        Unsafe.SkipInit(out Fp2 b);
        Unsafe.SkipInit(out Fp2 c);
        Unsafe.SkipInit(out Fp2 bXi);
        Unsafe.SkipInit(out Fp2 cXi);
        Fp2.Multiply(ref b, in line.Slope, in isNegative ? ref _negativeSlope : ref _slope);
        Fp2.Multiply(ref c, in line.Intercept, in isNegative ? ref _negativeIntercept : ref _intercept);
        Fp2.Multiply(ref bXi, in line.Slope, in isNegative ? ref _negativeSlopeXi : ref _slopeXi);
        Fp2.Multiply(ref cXi, in line.Intercept, in isNegative ? ref _negativeInterceptXi : ref _interceptXi);
        Fp12.MultiplyByLine(ref result, ref f, in b, in c, in bXi, in cXi);
    }

    /// <summary>k, k / (1 + u) = (k - k u) / 2, and their negatives.</summary>
    private static void SetPair(ref Fp2 k, ref Fp2 quotient, ref Fp2 negative, ref Fp2 negativeQuotient, in Fp value)
    {
        k.A = value;
        k.B = Constants.Zero.A;
        negative.B = Constants.Zero.A;
        Fp.Multiply(ref negative.A, in value, in Constants.MinusOne.A);
        Fp.Multiply(ref quotient.A, in value, in Constants.OneHalf);
        Fp.Multiply(ref quotient.B, in value, in Constants.MinusOneHalf);
        negativeQuotient.A = quotient.B;
        negativeQuotient.B = quotient.A;
    }
}
