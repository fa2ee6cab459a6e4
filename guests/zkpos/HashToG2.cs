using System.Runtime.CompilerServices;
using Supercomputer.Guests;

namespace ZkPos;

/// <summary>The hash of 32 bytes to G2: suite BLS12381G2_XMD:SHA-256_SSWU_RO_ of RFC 9380, with Ethereum's tag.</summary>
/// <remarks>
/// Roots, inverses and slopes are given and checked. Inputs for which the map has an exceptional case (t = 0, y = 0, equal abscissas) are
/// refused: none is known, and finding one is as hard as a preimage.
/// </remarks>
internal static class HashToG2
{
    private const int Uniform = 256, TagSize = 44;

    /// <summary>The tag and its length.</summary>
    private static ReadOnlySpan<byte> Tag => "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_\u002b"u8;

    public static void Hash(ref G2 point, ReadOnlySpan<byte> message, ref PrivateInput input)
    {
        Unsafe.SkipInit(out G2 other);
        Unsafe.SkipInit(out Line line);
        Span<byte> uniform = stackalloc byte[Uniform];
        ExpandMessage(message, uniform);
        MapToCurve(ref point, uniform, ref input);
        MapToCurve(ref other, uniform.Slice(128), ref input);
        G2.Chord(ref point, in other.X, in other.Y, ref line, ref input);
        Fp2.Multiply(ref point.Y, in point.Y, in Constants.MinusOne);
        ClearCofactor(ref point, ref input);
    }

    /// <summary>expand_message_xmd, section 5.3.1, to 256 bytes.</summary>
    private static void ExpandMessage(ReadOnlySpan<byte> message, Span<byte> uniform)
    {
        Span<byte> first = stackalloc byte[64 + 32 + 3 + TagSize];
        Span<byte> block = stackalloc byte[32 + 1 + TagSize];
        first.Clear();
        message.CopyTo(first.Slice(64));
        first[96] = Uniform >> 8;
        Tag.CopyTo(first.Slice(99));
        Tag.CopyTo(block.Slice(33));
        Span<byte> start = stackalloc byte[32];
        Guest.Sha256(first, start);
        for (int at = 0; at < Uniform; at += 32)
        {
            start.CopyTo(block);
            if (at != 0)
                for (int i = 0; i < 32; i++) block[i] ^= uniform[at - 32 + i];
            block[32] = (byte)(at / 32 + 1);
            Guest.Sha256(block, uniform.Slice(at, 32));
        }
    }

    /// <summary>The number of 64 bytes, big-endian, modulo p.</summary>
    private static void FromWide(ref Fp value, ReadOnlySpan<byte> bytes)
    {
        Span<byte> part = stackalloc byte[48];
        Unsafe.SkipInit(out Fp high);
        Unsafe.SkipInit(out Fp low);
        part.Clear();
        bytes.Slice(0, 32).CopyTo(part.Slice(16));
        G1.ReadBigEndian(ref high, part);
        bytes.Slice(32, 32).CopyTo(part.Slice(16));
        G1.ReadBigEndian(ref low, part);
        Fp.MultiplyAdd(ref value, in high, in Constants.TwoTo256, in low);
    }

    /// <summary>The simplified SWU map to the isogenous curve, section 6.6.2, and the isogeny.</summary>
    /// <remarks>
    /// Given: which of the two abscissas, 1 / t, y. Soundness: g(x2) = Z^3 u^6 g(x1), and Z is no square, so for y other than zero only
    /// one of g(x1) and g(x2) is y^2. Of y and -y the sign, which differs, picks one.
    /// </remarks>
    private static void MapToCurve(ref G2 point, ReadOnlySpan<byte> uniform, ref PrivateInput input)
    {
        Unsafe.SkipInit(out Fp2 u);
        Unsafe.SkipInit(out Fp2 zu);
        Unsafe.SkipInit(out Fp2 t);
        Unsafe.SkipInit(out Fp2 x);
        Unsafe.SkipInit(out Fp2 y);
        FromWide(ref u.A, uniform);
        FromWide(ref u.B, uniform.Slice(64));
        Fp2.Multiply(ref zu, in u, in u);
        Fp2.Multiply(ref zu, in zu, in Constants.SswuZ);
        Fp2.MultiplyAdd(ref t, in zu, in zu, in zu);
        uint choice = input.Word();
        Guest.Require(choice <= 1, "the choice of an abscissa is neither 0 nor 1");
        Inverse(ref x, in t, ref input);
        Fp2.MultiplyAdd(ref x, in x, in Constants.MinusBOverA, in Constants.MinusBOverA);
        if (choice == 1) Fp2.Multiply(ref x, in x, in zu);
        Fp2.Reduce(ref y, in input.Fp2());
        Fp2.MultiplyAdd(ref t, in x, in x, in Constants.SswuA);
        Fp2.MultiplyAdd(ref t, in t, in x, in Constants.SswuB);
        Fp2.Multiply(ref zu, in y, in y);
        Guest.Require(Fp2.AreEqual(in t, in zu), "a square root of the hash is wrong");
        Guest.Require(!Fp2.IsZero(in y) && Fp2.IsOdd(in u) == Fp2.IsOdd(in y), "a square root of the hash has the wrong sign");
        Isogeny(ref point, in x, in y, ref input);
    }

    /// <summary>The map to E', appendix E.3. Denominators are not zero, as their inverses are given.</summary>
    private static void Isogeny(ref G2 point, in Fp2 x, in Fp2 y, ref PrivateInput input)
    {
        Unsafe.SkipInit(out Fp2 n);
        Unsafe.SkipInit(out Fp2 d);
        Fp2.MultiplyAdd(ref n, in Constants.XNumerator3, in x, in Constants.XNumerator2);
        Fp2.MultiplyAdd(ref n, in n, in x, in Constants.XNumerator1);
        Fp2.MultiplyAdd(ref n, in n, in x, in Constants.XNumerator0);
        Fp2.Add(ref d, in x, in Constants.XDenominator1);
        Fp2.MultiplyAdd(ref d, in d, in x, in Constants.XDenominator0);
        Inverse(ref d, in d, ref input);
        Fp2.Multiply(ref point.X, in n, in d);
        Fp2.MultiplyAdd(ref n, in Constants.YNumerator3, in x, in Constants.YNumerator2);
        Fp2.MultiplyAdd(ref n, in n, in x, in Constants.YNumerator1);
        Fp2.MultiplyAdd(ref n, in n, in x, in Constants.YNumerator0);
        Fp2.Multiply(ref n, in n, in y);
        Fp2.Add(ref d, in x, in Constants.YDenominator2);
        Fp2.MultiplyAdd(ref d, in d, in x, in Constants.YDenominator1);
        Fp2.MultiplyAdd(ref d, in d, in x, in Constants.YDenominator0);
        Inverse(ref d, in d, ref input);
        Fp2.Multiply(ref point.Y, in n, in d);
    }

    /// <summary>The inverse, which is given and checked; what is zero has none.</summary>
    private static void Inverse(ref Fp2 result, in Fp2 value, ref PrivateInput input)
    {
        Unsafe.SkipInit(out Fp2 product);
        ref readonly Fp2 inverse = ref input.Fp2();
        Fp2.Multiply(ref product, in value, in inverse);
        result = inverse;
        Guest.Require(Fp2.AreEqual(in product, in Constants.One), "an inverse of the hash is wrong");
    }

    /// <summary>The multiple that lies in the subgroup: (z^2 - z - 1) P + (z - 1) psi(P) + 2 psi^2(P), RFC 9380, appendix G.3.</summary>
    /// <remarks>
    /// A = (z - 1) P is the third point of the line through |z| P and P; D = z A - P is that through |z| A and P;
    /// S = -(D + psi(A)); the result is the third point of the line through S and psi^2(-2 P).
    /// </remarks>
    private static void ClearCofactor(ref G2 point, ref PrivateInput input)
    {
        Unsafe.SkipInit(out Line line);
        G2 a = point;
        G2.MultiplyByAbsoluteZ(ref a, ref input);
        G2.Chord(ref a, in point.X, in point.Y, ref line, ref input);
        G2 sum = a;
        G2.MultiplyByAbsoluteZ(ref sum, ref input);
        G2.Chord(ref sum, in point.X, in point.Y, ref line, ref input);
        G2.Psi(ref a);
        G2.Chord(ref sum, in a.X, in a.Y, ref line, ref input);
        G2.Tangent(ref point, ref line, ref input);
        G2.Psi(ref point);
        G2.Psi(ref point);
        G2.Chord(ref point, in sum.X, in sum.Y, ref line, ref input);
    }
}
