namespace Supercomputer.Cryptography.Curves.Bls12381;

/// <summary>The group of order r on E: y^2 = x^3 + 4 over Fp: where public keys live.</summary>
/// <remarks>Source: draft-irtf-cfrg-pairing-friendly-curves-11, section 4.2.1 and appendix C (encodings).</remarks>
public static class G1
{
    /// <summary>Bytes of a compressed point.</summary>
    public const int CompressedSize = 48;

    private const int CompressedFlag = 0x80, InfinityFlag = 0x40, SignFlag = 0x20;

    /// <summary>The generator.</summary>
    public static AffinePoint<Fp> Generator => new(CurveConstants.GeneratorX, CurveConstants.GeneratorY);

    /// <summary>Reads a compressed point: canonical, on the curve and in the subgroup.</summary>
    public static PointDecoding TryDecompress(ReadOnlySpan<byte> bytes, out AffinePoint<Fp> point)
    {
        point = default;
        PointDecoding decoding = DecompressUnchecked(bytes, out AffinePoint<Fp> candidate);
        if (decoding != PointDecoding.Valid) return decoding;
        if (!IsInSubgroup(candidate)) return PointDecoding.NotInSubgroup;
        point = candidate;
        return PointDecoding.Valid;
    }

    /// <summary>Writes the compressed encoding, 48 bytes.</summary>
    public static void Compress(in AffinePoint<Fp> point, Span<byte> destination)
    {
        destination[..CompressedSize].Clear();
        if (!point.IsInfinity) point.X.Encode(destination);
        destination[0] |= (byte)(CompressedFlag | (point.IsInfinity ? InfinityFlag : Fp.IsLarge(point.Y) ? SignFlag : 0));
    }

    /// <summary>Whether coordinates satisfy the curve's equation.</summary>
    public static bool IsOnCurve(in AffinePoint<Fp> point) =>
        point.IsInfinity || Fp.AreEqual(Fp.Square(point.Y), Fp.Square(point.X) * point.X + CurveConstants.B);

    /// <summary>Whether a point of the curve is in the subgroup of order r.</summary>
    /// <remarks>The subgroup is where (Beta x, y) = -z^2 (x, y). Source: Scott, eprint 2021/1130, section 6.</remarks>
    public static bool IsInSubgroup(in AffinePoint<Fp> point)
    {
        if (point.IsInfinity) return true;
        JacobianPoint<Fp> multiple = MultiplyByAbsoluteZ(MultiplyByAbsoluteZ(JacobianPoint<Fp>.FromAffine(point)));
        JacobianPoint<Fp> image = new(point.X * FrobeniusConstants.Beta, -point.Y, Fp.One);
        return JacobianPoint<Fp>.AreEqual(multiple, image);
    }

    /// <summary>Reads a compressed point of the curve, whether in the subgroup or not.</summary>
    internal static PointDecoding DecompressUnchecked(ReadOnlySpan<byte> bytes, out AffinePoint<Fp> point)
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
        if (!Fp.TryDecode(number, out Fp x)) return PointDecoding.CoordinateTooLarge;
        if (!Fp.TrySquareRoot(Fp.Square(x) * x + CurveConstants.B, out Fp y)) return PointDecoding.NotOnCurve;
        if (Fp.IsLarge(y) != ((flags & SignFlag) != 0)) y = -y;
        point = new(x, y);
        return PointDecoding.Valid;
    }

    private static JacobianPoint<Fp> MultiplyByAbsoluteZ(in JacobianPoint<Fp> point)
    {
        JacobianPoint<Fp> result = point;
        for (int bit = 62; bit >= 0; bit--)
        {
            result = JacobianPoint<Fp>.Double(result);
            if ((CurveConstants.AbsoluteZ >> bit & 1) != 0) result = JacobianPoint<Fp>.Add(result, point);
        }

        return result;
    }
}
