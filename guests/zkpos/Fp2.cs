using System.Runtime.CompilerServices;

namespace ZkPos;

/// <summary>An element <c>A + B u</c> of Fp[u] / (u^2 + 1).</summary>
internal struct Fp2
{
    public Fp A, B;

    public Fp2(in Fp a, in Fp b)
    {
        A = a;
        B = b;
    }

    /// <summary><c>result = a b + c</c>; the result may lie on an operand.</summary>
    public static void MultiplyAdd(ref Fp2 result, in Fp2 a, in Fp2 b, in Fp2 c)
    {
        Unsafe.SkipInit(out Fp real);
        Unsafe.SkipInit(out Fp other);
        Unsafe.SkipInit(out Fp negative);
        Fp.MultiplyAdd(ref real, in a.A, in b.A, in c.A);
        Fp.Multiply(ref negative, in Constants.MinusOne.A, in a.B);
        Fp.MultiplyAdd(ref other, in a.A, in b.B, in c.B);
        Fp.MultiplyAdd(ref other, in a.B, in b.A, in other);
        Fp.MultiplyAdd(ref result.A, in negative, in b.B, in real);
        result.B = other;
    }

    /// <summary><c>result = a b</c>.</summary>
    public static void Multiply(ref Fp2 result, in Fp2 a, in Fp2 b) => MultiplyAdd(ref result, in a, in b, in Constants.Zero);

    /// <summary><c>result = a + b</c>.</summary>
    public static void Add(ref Fp2 result, in Fp2 a, in Fp2 b) => MultiplyAdd(ref result, in a, in Constants.One, in b);

    /// <summary><c>result = a - b</c>.</summary>
    public static void Subtract(ref Fp2 result, in Fp2 a, in Fp2 b) => MultiplyAdd(ref result, in b, in Constants.MinusOne, in a);

    /// <summary><c>result = a</c>, both parts below p.</summary>
    public static void Reduce(ref Fp2 result, in Fp2 a) => MultiplyAdd(ref result, in a, in Constants.One, in Constants.Zero);

    /// <summary><c>result = a^p</c>.</summary>
    public static void Conjugate(ref Fp2 result, in Fp2 a)
    {
        Fp.Multiply(ref result.B, in a.B, in Constants.MinusOne.A);
        result.A = a.A;
    }

    /// <summary>Whether the words are equal: both must be results of products.</summary>
    public static bool AreEqual(in Fp2 a, in Fp2 b) => Fp.AreEqual(in a.A, in b.A) && Fp.AreEqual(in a.B, in b.B);

    /// <summary>Whether a result of a product is zero.</summary>
    public static bool IsZero(in Fp2 a) => Fp.IsZero(in a.A) && Fp.IsZero(in a.B);

    /// <summary>Whether a result of a product is the greater of a value and its negative: the sign bit of compressed points.</summary>
    public static bool IsLarge(in Fp2 a) => Fp.IsZero(in a.B) ? Fp.IsAbove(in a.A, in Constants.Half) : Fp.IsAbove(in a.B, in Constants.Half);

    /// <summary>The sign of RFC 9380, section 4.1, of a result of a product.</summary>
    public static bool IsOdd(in Fp2 a) => ((Fp.IsZero(in a.A) ? a.B.L0 : a.A.L0) & 1) != 0;
}
