namespace Supercomputer.Cryptography.Curves.Bls12381;

/// <summary>The group of order r on the twist E': y^2 = x^3 + 4 (1 + u) over Fp2: where signatures live.</summary>
/// <remarks>Source: draft-irtf-cfrg-pairing-friendly-curves-11, section 4.2.1 and appendix C (encodings).</remarks>
public static class G2
{
    /// <summary>Bytes of a compressed point.</summary>
    public const int CompressedSize = 96;

    private const int CompressedFlag = 0x80, InfinityFlag = 0x40, SignFlag = 0x20;

    /// <summary>The generator.</summary>
    public static AffinePoint<Fp2> Generator => new(CurveConstants.TwistGeneratorX, CurveConstants.TwistGeneratorY);

    /// <summary>Reads a compressed point: canonical, on the curve and in the subgroup.</summary>
    public static PointDecoding TryDecompress(ReadOnlySpan<byte> bytes, out AffinePoint<Fp2> point)
    {
        point = default;
        PointDecoding decoding = DecompressUnchecked(bytes, out AffinePoint<Fp2> candidate);
        if (decoding != PointDecoding.Valid) return decoding;
        if (!IsInSubgroup(candidate)) return PointDecoding.NotInSubgroup;
        point = candidate;
        return PointDecoding.Valid;
    }

    /// <summary>Writes the compressed encoding, 96 bytes: the coefficient of u first.</summary>
    public static void Compress(in AffinePoint<Fp2> point, Span<byte> destination)
    {
        destination[..CompressedSize].Clear();
        if (!point.IsInfinity)
        {
            point.X.C1.Encode(destination);
            point.X.C0.Encode(destination[Fp.EncodedSize..]);
        }

        destination[0] |= (byte)(CompressedFlag | (point.IsInfinity ? InfinityFlag : Fp2.IsLarge(point.Y) ? SignFlag : 0));
    }

    /// <summary>Whether coordinates satisfy the twist's equation.</summary>
    public static bool IsOnCurve(in AffinePoint<Fp2> point) =>
        point.IsInfinity || Fp2.AreEqual(Fp2.Square(point.Y), Fp2.Square(point.X) * point.X + CurveConstants.TwistB);

    /// <summary>Whether a point of the twist is in the subgroup of order r.</summary>
    /// <remarks>The subgroup is where psi(P) = z P. Source: Scott, eprint 2021/1130, section 4.</remarks>
    public static bool IsInSubgroup(in AffinePoint<Fp2> point)
    {
        if (point.IsInfinity) return true;
        JacobianPoint<Fp2> jacobian = JacobianPoint<Fp2>.FromAffine(point);
        return JacobianPoint<Fp2>.AreEqual(Psi(jacobian), MultiplyByZ(jacobian));
    }

    /// <summary>The multiple that lies in the subgroup: z^2 - z - 1 + (z - 1) psi + 2 psi^2, which is RFC 9380's h_eff.</summary>
    /// <remarks>Source: Budroni, Pintore, eprint 2017/419, section 4.1; RFC 9380, appendix G.3.</remarks>
    internal static JacobianPoint<Fp2> ClearCofactor(in JacobianPoint<Fp2> point)
    {
        JacobianPoint<Fp2> negative = JacobianPoint<Fp2>.Negate(point);
        JacobianPoint<Fp2> zMinusOne = JacobianPoint<Fp2>.Add(MultiplyByZ(point), negative);
        // z (z - 1) P - P + (z - 1) psi(P) + 2 psi^2(P)
        JacobianPoint<Fp2> first = JacobianPoint<Fp2>.Add(MultiplyByZ(zMinusOne), negative);
        JacobianPoint<Fp2> last = Psi(Psi(JacobianPoint<Fp2>.Double(point)));
        return JacobianPoint<Fp2>.Add(JacobianPoint<Fp2>.Add(first, Psi(zMinusOne)), last);
    }

    /// <summary>Reads a compressed point of the twist, whether in the subgroup or not.</summary>
    internal static PointDecoding DecompressUnchecked(ReadOnlySpan<byte> bytes, out AffinePoint<Fp2> point)
    {
        point = default;
        if (bytes.Length != CompressedSize) return PointDecoding.WrongLength;
        int flags = bytes[0];
        if ((flags & CompressedFlag) == 0) return PointDecoding.WrongFlags;
        Span<byte> number = stackalloc byte[CompressedSize];
        bytes.CopyTo(number);
        number[0] &= SignFlag - 1;
        if ((flags & InfinityFlag) != 0)
            return (flags & SignFlag) == 0 && !number.ContainsAnyExcept((byte)0) ? PointDecoding.Valid : PointDecoding.WrongFlags;
        if (!Fp.TryDecode(number[..Fp.EncodedSize], out Fp c1) || !Fp.TryDecode(number[Fp.EncodedSize..], out Fp c0))
            return PointDecoding.CoordinateTooLarge;
        Fp2 x = new(c0, c1);
        if (!Fp2.TrySquareRoot(Fp2.Square(x) * x + CurveConstants.TwistB, out Fp2 y)) return PointDecoding.NotOnCurve;
        if (Fp2.IsLarge(y) != ((flags & SignFlag) != 0)) y = -y;
        point = new(x, y);
        return PointDecoding.Valid;
    }

    /// <summary>Frobenius seen through the twist.</summary>
    internal static JacobianPoint<Fp2> Psi(in JacobianPoint<Fp2> point) => new(
        Fp2.Conjugate(point.X) * FrobeniusConstants.PsiX,
        Fp2.Conjugate(point.Y) * FrobeniusConstants.PsiY,
        Fp2.Conjugate(point.Z));

    private static JacobianPoint<Fp2> MultiplyByZ(in JacobianPoint<Fp2> point)
    {
        JacobianPoint<Fp2> result = point;
        for (int bit = 62; bit >= 0; bit--)
        {
            result = JacobianPoint<Fp2>.Double(result);
            if ((CurveConstants.AbsoluteZ >> bit & 1) != 0) result = JacobianPoint<Fp2>.Add(result, point);
        }

        return JacobianPoint<Fp2>.Negate(result);
    }
}
