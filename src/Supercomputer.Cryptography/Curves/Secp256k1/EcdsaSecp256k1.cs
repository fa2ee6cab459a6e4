using Coordinate = Supercomputer.Cryptography.Curves.Field256<Supercomputer.Cryptography.Curves.Secp256k1.CoordinateModulus>;
using Scalar = Supercomputer.Cryptography.Curves.Field256<Supercomputer.Cryptography.Curves.Secp256k1.OrderModulus>;

namespace Supercomputer.Cryptography.Curves.Secp256k1;

/// <summary>ECDSA over secp256k1: verification, and recovery of the signer's key as Ethereum does it.</summary>
/// <remarks>Source: SEC 1, version 2.0, sections 2.3, 4.1.4 and 4.1.6; SEC 2, version 2.0, section 2.4.1.</remarks>
public static class EcdsaSecp256k1
{
    /// <summary>Bytes of a scalar or coordinate.</summary>
    public const int WordSize = 32;

    private static ReadOnlySpan<byte> GeneratorEncoding =>
    [
        0x02,
        0x79, 0xbe, 0x66, 0x7e, 0xf9, 0xdc, 0xbb, 0xac, 0x55, 0xa0, 0x62, 0x95, 0xce, 0x87, 0x0b, 0x07,
        0x02, 0x9b, 0xfc, 0xdb, 0x2d, 0xce, 0x28, 0xd9, 0x59, 0xf2, 0x81, 0x5b, 0x16, 0xf8, 0x17, 0x98,
    ];

    /// <summary>Reads a point: 33 bytes compressed or 65 uncompressed. There is no encoding of infinity here.</summary>
    public static bool TryReadPoint(ReadOnlySpan<byte> bytes, out AffinePoint<Coordinate> point)
    {
        point = default;
        if (bytes.Length == 1 + WordSize && bytes[0] is 2 or 3)
            return Coordinate.TryDecode(bytes[1..], out Coordinate x) && TryLift(x, bytes[0] == 3, out point);
        if (bytes.Length != 1 + 2 * WordSize || bytes[0] != 4) return false;
        if (!Coordinate.TryDecode(bytes[1..33], out Coordinate px) || !Coordinate.TryDecode(bytes[33..], out Coordinate py)) return false;
        if (!Coordinate.AreEqual(Coordinate.Square(py), EquationRight(px))) return false;
        point = new(px, py);
        return true;
    }

    /// <summary>Writes a finite point, 33 bytes compressed or 65 uncompressed, whichever the destination has.</summary>
    public static void WritePoint(in AffinePoint<Coordinate> point, Span<byte> destination)
    {
        point.X.Encode(destination[1..]);
        if (destination.Length == 1 + WordSize)
        {
            destination[0] = Coordinate.IsOdd(point.Y) ? (byte)3 : (byte)2;
            return;
        }

        destination[0] = 4;
        point.Y.Encode(destination[(1 + WordSize)..]);
    }

    /// <summary>The multiple of the generator by a scalar, added to the multiple of a point by another.</summary>
    public static AffinePoint<Coordinate> Combine(in Scalar generatorFactor, in AffinePoint<Coordinate> point, in Scalar factor)
    {
        _ = TryReadPoint(GeneratorEncoding, out AffinePoint<Coordinate> generator);
        Span<ulong> first = stackalloc ulong[4], second = stackalloc ulong[4];
        generatorFactor.CopyLimbs(first);
        factor.CopyLimbs(second);
        JacobianPoint<Coordinate> both = JacobianPoint<Coordinate>.Add(JacobianPoint<Coordinate>.FromAffine(generator), point);
        JacobianPoint<Coordinate> result = default;
        for (int bit = 255; bit >= 0; bit--)
        {
            result = JacobianPoint<Coordinate>.Double(result);
            bool one = (first[bit >> 6] >> (bit & 63) & 1) != 0, two = (second[bit >> 6] >> (bit & 63) & 1) != 0;
            if (one && two) result = JacobianPoint<Coordinate>.Add(result, both);
            else if (one) result = JacobianPoint<Coordinate>.Add(result, generator);
            else if (two) result = JacobianPoint<Coordinate>.Add(result, point);
        }

        return JacobianPoint<Coordinate>.ToAffine(result);
    }

    /// <summary>Verifies a signature of a digest; s may be above half of the order.</summary>
    /// <param name="publicKey">33 or 65 bytes.</param>
    /// <param name="digest">32 bytes.</param>
    /// <param name="r">32 bytes.</param>
    /// <param name="s">32 bytes.</param>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> r, ReadOnlySpan<byte> s)
    {
        if (digest.Length != WordSize || !TryReadPoint(publicKey, out AffinePoint<Coordinate> key)) return false;
        if (!Scalar.TryDecode(r, out Scalar rScalar) || !Scalar.TryDecode(s, out Scalar sScalar)) return false;
        if (Scalar.IsZero(rScalar) || Scalar.IsZero(sScalar)) return false;
        Scalar inverse = Scalar.Inverse(sScalar);
        AffinePoint<Coordinate> point = Combine(Scalar.Reduce(digest) * inverse, key, rScalar * inverse);
        if (point.IsInfinity) return false;
        Span<byte> x = stackalloc byte[WordSize];
        point.X.Encode(x);
        return Scalar.AreEqual(Scalar.Reduce(x), rScalar);
    }

    /// <summary>Recovers the signer's public key, 64 bytes (x, y).</summary>
    /// <param name="digest">32 bytes.</param>
    /// <param name="r">32 bytes.</param>
    /// <param name="s">32 bytes.</param>
    /// <param name="recoveryId">Bit 0: y is odd. Bit 1: x is r plus the order, which transactions never have.</param>
    /// <param name="publicKey">The key.</param>
    public static bool TryRecover(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> r, ReadOnlySpan<byte> s, int recoveryId, Span<byte> publicKey)
    {
        if (digest.Length != WordSize || recoveryId is < 0 or > 3) return false;
        if (!Scalar.TryDecode(r, out Scalar rScalar) || !Scalar.TryDecode(s, out Scalar sScalar)) return false;
        if (Scalar.IsZero(rScalar) || Scalar.IsZero(sScalar)) return false;
        if (!Coordinate.TryDecode(r, out Coordinate x)) return false;
        if ((recoveryId & 2) != 0 && !TryAddOrder(r, out x)) return false;
        if (!TryLift(x, (recoveryId & 1) != 0, out AffinePoint<Coordinate> point)) return false;
        Scalar inverse = Scalar.Inverse(rScalar);
        AffinePoint<Coordinate> key = Combine(-(Scalar.Reduce(digest) * inverse), point, sScalar * inverse);
        if (key.IsInfinity) return false;
        key.X.Encode(publicKey);
        key.Y.Encode(publicKey[WordSize..]);
        return true;
    }

    /// <summary>r plus the order, if that is below the coordinates' prime.</summary>
    private static bool TryAddOrder(ReadOnlySpan<byte> r, out Coordinate x)
    {
        Span<byte> sum = stackalloc byte[WordSize];
        ReadOnlySpan<ulong> order = [OrderModulus.P0, OrderModulus.P1, OrderModulus.P2, OrderModulus.P3];
        ulong carry = 0;
        for (int i = 0; i < 4; i++)
        {
            ulong word = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(r[(24 - 8 * i)..]);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(sum[(24 - 8 * i)..], Limbs.Add(word, order[i], ref carry));
        }

        x = default;
        return carry == 0 && Coordinate.TryDecode(sum, out x);
    }

    private static Coordinate EquationRight(in Coordinate x) => Coordinate.Square(x) * x + Coordinate.FromUInt64(7);

    private static bool TryLift(in Coordinate x, bool isOdd, out AffinePoint<Coordinate> point)
    {
        // p is 3 modulo 4: the exponent is (p + 1) / 4.
        Coordinate right = EquationRight(x);
        Coordinate y = Coordinate.Pow(right, [0xffffffffbfffff0c, ulong.MaxValue, ulong.MaxValue, 0x3fffffffffffffff]);
        point = default;
        if (!Coordinate.AreEqual(Coordinate.Square(y), right)) return false;
        point = new(x, Coordinate.IsOdd(y) == isOdd ? y : -y);
        return true;
    }
}
