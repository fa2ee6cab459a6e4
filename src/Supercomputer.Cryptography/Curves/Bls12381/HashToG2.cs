using System.Buffers.Binary;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Cryptography.Curves.Bls12381;

/// <summary>The hash of a message to G2: suite BLS12381G2_XMD:SHA-256_SSWU_RO_ of RFC 9380.</summary>
public static class HashToG2
{
    private const int DigestSize = 32, BlockSize = 64, FieldSize = 64, UniformSize = 4 * FieldSize;

    /// <summary>The point of a message under a domain separation tag of at most 255 bytes.</summary>
    public static AffinePoint<Fp2> Hash(ReadOnlySpan<byte> message, ReadOnlySpan<byte> tag)
    {
        Span<byte> uniform = stackalloc byte[UniformSize];
        ExpandMessage(message, tag, uniform);
        JacobianPoint<Fp2> first = MapToCurve(new(Fp.FromWide(uniform), Fp.FromWide(uniform[FieldSize..])));
        JacobianPoint<Fp2> second = MapToCurve(new(Fp.FromWide(uniform[(2 * FieldSize)..]), Fp.FromWide(uniform[(3 * FieldSize)..])));
        return JacobianPoint<Fp2>.ToAffine(G2.ClearCofactor(JacobianPoint<Fp2>.Add(first, second)));
    }

    /// <summary>expand_message_xmd with SHA-256, section 5.3.1.</summary>
    /// <param name="message">The message.</param>
    /// <param name="tag">At most 255 bytes.</param>
    /// <param name="output">At most 255 times 32 bytes; a multiple of 32.</param>
    internal static void ExpandMessage(ReadOnlySpan<byte> message, ReadOnlySpan<byte> tag, Span<byte> output)
    {
        int suffix = tag.Length + 1;
        byte[] first = new byte[BlockSize + message.Length + 3 + suffix];
        message.CopyTo(first.AsSpan(BlockSize));
        BinaryPrimitives.WriteUInt16BigEndian(first.AsSpan(BlockSize + message.Length), (ushort)output.Length);
        tag.CopyTo(first.AsSpan(BlockSize + message.Length + 3));
        first[^1] = (byte)tag.Length;
        Digest start = Sha256.Hash(first);

        byte[] block = new byte[DigestSize + 1 + suffix];
        tag.CopyTo(block.AsSpan(DigestSize + 1));
        block[^1] = (byte)tag.Length;
        for (int at = 0; at < output.Length; at += DigestSize)
        {
            // b_i = H((b_0 xor b_(i-1)) || i || tag), with b_1 = H(b_0 || 1 || tag)
            start.CopyTo(block);
            if (at != 0)
                for (int i = 0; i < DigestSize; i++) block[i] ^= output[at - DigestSize + i];
            block[DigestSize] = (byte)(at / DigestSize + 1);
            Sha256.Hash(block).CopyTo(output[at..]);
        }
    }

    /// <summary>The simplified SWU map to the isogenous curve, section 6.6.2, then the isogeny.</summary>
    internal static JacobianPoint<Fp2> MapToCurve(in Fp2 u)
    {
        Fp2 zu = IsogenyConstants.Z * Fp2.Square(u), t = Fp2.Square(zu) + zu;
        Fp2 x = Fp2.IsZero(t) ? IsogenyConstants.ExceptionalX : IsogenyConstants.MinusBOverA * (Fp2.One + Fp2.Inverse(t));
        if (!Fp2.TrySquareRoot(EquationRight(x), out Fp2 y))
        {
            x = zu * x;
            _ = Fp2.TrySquareRoot(EquationRight(x), out y);
        }

        if (Fp2.IsOdd(u) != Fp2.IsOdd(y)) y = -y;
        return Isogeny(x, y);
    }

    private static Fp2 EquationRight(in Fp2 x) => (Fp2.Square(x) + IsogenyConstants.A) * x + IsogenyConstants.B;

    /// <summary>The map to E', appendix E.3: (xn / xd, y yn / yd), as Jacobian coordinates over the denominator xd yd.</summary>
    private static JacobianPoint<Fp2> Isogeny(in Fp2 x, in Fp2 y)
    {
        Fp2 xn = ((IsogenyConstants.XNumerator3 * x + IsogenyConstants.XNumerator2) * x + IsogenyConstants.XNumerator1) * x
            + IsogenyConstants.XNumerator0;
        Fp2 xd = (x + IsogenyConstants.XDenominator1) * x + IsogenyConstants.XDenominator0;
        Fp2 yn = ((IsogenyConstants.YNumerator3 * x + IsogenyConstants.YNumerator2) * x + IsogenyConstants.YNumerator1) * x
            + IsogenyConstants.YNumerator0;
        Fp2 yd = ((x + IsogenyConstants.YDenominator2) * x + IsogenyConstants.YDenominator1) * x + IsogenyConstants.YDenominator0;
        Fp2 z = xd * yd;
        return new(xn * yd * z, y * yn * xd * Fp2.Square(z), z);
    }
}
