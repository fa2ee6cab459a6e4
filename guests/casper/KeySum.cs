using System.Runtime.CompilerServices;
using Supercomputer.Guests;
using ZkPos;

namespace CasperFfg;

/// <summary>Sums of public keys, with slopes that are given.</summary>
internal static class KeySum
{
    /// <summary><c>sum = sum + key</c>.</summary>
    /// <remarks>Soundness: abscissas differ, so one line goes through both points, and it has the slope that passes the check. Equal
    /// abscissas are refused: a key twice, or keys that cancel, which honest votes do not bring. Cost: eight products.</remarks>
    public static void Add(ref G1 sum, in G1 key, ref PrivateInput input)
    {
        Unsafe.SkipInit(out Fp intercept);
        Unsafe.SkipInit(out Fp t);
        Fp slope = input.Fp();
        Guest.Require(!Fp.AreEqual(in sum.X, in key.X), "keys with one abscissa are not added");
        Fp.Multiply(ref t, in sum.X, in slope);
        Fp.Subtract(ref intercept, in sum.Y, in t);
        Fp.MultiplyAdd(ref t, in slope, in key.X, in intercept);
        Guest.Require(Fp.AreEqual(in t, in key.Y), "the slope of a sum of keys is wrong");
        Fp.Multiply(ref t, in sum.X, in Constants.MinusOne.A);
        Fp.MultiplyAdd(ref t, in slope, in slope, in t);
        Fp.Subtract(ref sum.X, in t, in key.X);
        Fp.MultiplyAdd(ref t, in slope, in sum.X, in intercept);
        Fp.Multiply(ref sum.Y, in t, in Constants.MinusOne.A);
    }
}
