using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Supercomputer.Guests;

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

    /// <summary><c>result = a b + c</c>: one call of the accelerator; the result may lie on an operand.</summary>
    public static void MultiplyAdd(ref Fp2 result, in Fp2 a, in Fp2 b, in Fp2 c) =>
        Guest.MultiplyAddFp2Of384(Words(in a), Words(in b), Words(in c), Constants.Modulus, Words(in result));

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<ulong> Words(in Fp2 a) => MemoryMarshal.CreateSpan(ref Unsafe.As<Fp2, ulong>(ref Unsafe.AsRef(in a)), 12);
}
