using System.Globalization;
using System.Numerics;
using Supercomputer.Cryptography.Curves;
using Supercomputer.Cryptography.Curves.Bls12381;
using Xunit;

namespace Supercomputer.Cryptography.Tests.Curves.Bls12381;

/// <summary>The fields against big integers, and every constant against the formula or the text of its source.</summary>
public sealed class FieldTests
{
    private static readonly BigInteger P = Number("1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab");

    [Fact]
    public void The_base_field_agrees_with_big_integers()
    {
        Random random = new(381);
        BigInteger[] edges = [0, 1, 2, P - 1, P - 2, P / 2, P / 2 + 1, (BigInteger.One << 320) - 1, BigInteger.One << 380];
        for (int i = 0; i < 3000; i++)
        {
            BigInteger a = i < 81 ? edges[i / 9] : Sample(random), b = i < 81 ? edges[i % 9] : Sample(random);
            BigInteger c = Sample(random), d = Sample(random);
            Fp x = Field(a), y = Field(b);
            Assert.Equal((a + b) % P, Value(x + y));
            Assert.Equal((a - b + P) % P, Value(x - y));
            Assert.Equal(a * b % P, Value(x * y));
            Assert.Equal(a * a % P, Value(Fp.Square(x)));
            Assert.Equal((P - a) % P, Value(-x));
            Assert.Equal((a * b + c * d) % P, Value(FpKernels.SumOfProducts(x, y, Field(c), Field(d))));
            Assert.Equal(a * b % P, Value(FpKernels.MultiplyCompiled(x, y)));
            Assert.Equal((a * b + c * d) % P, Value(FpKernels.SumOfProductsCompiled(x, y, Field(c), Field(d))));
            Assert.Equal(2 * a > P, Fp.IsLarge(x));
            if (i % 30 == 0 && a != 0) Assert.True(Fp.AreEqual(Fp.One, x * Fp.Inverse(x)));
        }
    }

    [Fact]
    public void Only_canonical_numbers_are_read()
    {
        foreach (BigInteger value in (BigInteger[])[P, P + 1, (BigInteger.One << 384) - 1])
            Assert.False(Fp.TryDecode(value.ToByteArray(isUnsigned: true, isBigEndian: true), out _));
        Assert.False(Fp.TryDecode(new byte[47], out _));
        Assert.True(Fp.TryDecode((P - 1).ToByteArray(isUnsigned: true, isBigEndian: true), out _));
    }

    [Fact]
    public void Wide_numbers_are_reduced()
    {
        Random random = new(512);
        byte[] bytes = new byte[64];
        for (int i = 0; i < 100; i++)
        {
            random.NextBytes(bytes);
            if (i == 0) bytes.AsSpan().Fill(0xff);
            Assert.Equal(new BigInteger(bytes, isUnsigned: true, isBigEndian: true) % P, Value(Fp.FromWide(bytes)));
        }
    }

    [Fact]
    public void Squares_of_the_quadratic_extension_have_roots_and_the_others_none()
    {
        Random random = new(2);
        int squares = 0;
        for (int i = 0; i < 200; i++)
        {
            Fp2 value = new(i % 7 == 1 ? default : Field(Sample(random)), i % 7 == 2 ? default : Field(Sample(random)));
            Fp2 square = Fp2.Square(value);
            Assert.True(Fp2.TrySquareRoot(square, out Fp2 root));
            Assert.True(Fp2.AreEqual(root, value) || Fp2.AreEqual(root, -value));
            // 1 + u is no square, so of x and (1 + u) x exactly one is.
            if (Fp2.TrySquareRoot(value, out _)) squares++;
            if (!Fp2.IsZero(value))
                Assert.NotEqual(Fp2.TrySquareRoot(value, out _), Fp2.TrySquareRoot(Fp2.MultiplyByNonresidue(value), out _));
        }

        Assert.InRange(squares, 60, 190);
    }

    [Fact]
    public void Inverses_of_the_extensions_are_inverses()
    {
        Random random = new(12);
        for (int i = 0; i < 20; i++)
        {
            Fp12 value = new(Sample6(random), Sample6(random));
            Assert.True(Fp12.IsOne(Fp12.Multiply(value, Fp12.Inverse(value))));
            Assert.True(Fp12.AreEqual(Fp12.Square(value), Fp12.Multiply(value, value)));
            Fp2 c0 = value.C0.C0, c1 = value.C0.C1, c4 = value.C1.C1;
            Fp12 line = new(new(c0, c1, default), new(default, c4, default));
            Assert.True(Fp12.AreEqual(Fp12.MultiplyByLine(value, c0, c1, c4), Fp12.Multiply(value, line)));
        }
    }

    [Fact]
    public void Frobenius_is_the_power_by_p()
    {
        Random random = new(13);
        Fp12 value = new(Sample6(random), Sample6(random)), power = Fp12.One;
        for (int bit = 380; bit >= 0; bit--)
        {
            power = Fp12.Square(power);
            if (!(P >> bit).IsEven) power = Fp12.Multiply(power, value);
        }

        Assert.True(Fp12.AreEqual(power, Fp12.Frobenius(value)));
    }

    [Fact]
    public void Constants_are_powers_of_the_nonresidue()
    {
        Fp2 nonresidue = new(Fp.One, Fp.One);
        Fp2[] gammas =
        [
            FrobeniusConstants.Gamma1, FrobeniusConstants.Gamma2, FrobeniusConstants.Gamma3, FrobeniusConstants.Gamma4, FrobeniusConstants.Gamma5,
        ];
        for (int i = 1; i <= 5; i++) Assert.True(Fp2.AreEqual(gammas[i - 1], Pow(nonresidue, i * (P - 1) / 6)));
        Assert.True(Fp2.AreEqual(FrobeniusConstants.PsiX * Pow(nonresidue, (P - 1) / 3), Fp2.One));
        Assert.True(Fp2.AreEqual(FrobeniusConstants.PsiY * Pow(nonresidue, (P - 1) / 2), Fp2.One));
        Fp beta = FrobeniusConstants.Beta;
        Assert.True(Fp.AreEqual(beta * beta * beta, Fp.One) && !Fp.AreEqual(beta, Fp.One));
        Assert.True(Fp.AreEqual(Fp.Half + Fp.Half, Fp.One));
    }

    [Fact]
    public void Constants_of_the_curves_are_those_of_the_source()
    {
        Assert.Equal(4, Value(CurveConstants.B));
        Assert.Equal(Number("17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb"), Value(CurveConstants.GeneratorX));
        Assert.Equal(Number("08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1"), Value(CurveConstants.GeneratorY));
        Assert.True(G1.IsOnCurve(G1.Generator) && G1.IsInSubgroup(G1.Generator));
        Assert.True(G2.IsOnCurve(G2.Generator) && G2.IsInSubgroup(G2.Generator));
        Assert.True(Fp2.AreEqual(IsogenyConstants.A, new(default, Fp.FromUInt64(240))));
        Assert.True(Fp2.AreEqual(IsogenyConstants.B, new(Fp.FromUInt64(1012), Fp.FromUInt64(1012))));
        Assert.True(Fp2.AreEqual(IsogenyConstants.Z, new(-Fp.FromUInt64(2), -Fp.One)));
        Assert.True(Fp2.AreEqual(IsogenyConstants.MinusBOverA * IsogenyConstants.A, -IsogenyConstants.B));
        Assert.True(Fp2.AreEqual(IsogenyConstants.ExceptionalX * IsogenyConstants.Z * IsogenyConstants.A, IsogenyConstants.B));
    }

    [Fact]
    public void Points_of_the_curve_outside_the_subgroup_are_refused()
    {
        // A point of small x is almost never in the subgroup; multiplying by the order decides, without the endomorphism.
        ulong[] order = [0xffffffff00000001, 0x53bda402fffe5bfe, 0x3339d80809a1d805, 0x73eda753299d7d48];
        int refused = 0;
        byte[] first = new byte[48], second = new byte[96];
        for (byte x = 0; x < 60; x++)
        {
            first.AsSpan().Clear();
            second.AsSpan().Clear();
            (first[0], first[47], second[0], second[95]) = (0x80, x, 0x80, x);
            if (G1.DecompressUnchecked(first, out AffinePoint<Fp> p) == PointDecoding.Valid)
            {
                bool expected = JacobianPoint<Fp>.Multiply(JacobianPoint<Fp>.FromAffine(p), order).IsInfinity;
                Assert.Equal(expected ? PointDecoding.Valid : PointDecoding.NotInSubgroup, G1.TryDecompress(first, out _));
                if (!expected) refused++;
            }

            if (G2.DecompressUnchecked(second, out AffinePoint<Fp2> q) != PointDecoding.Valid) continue;
            bool expected2 = JacobianPoint<Fp2>.Multiply(JacobianPoint<Fp2>.FromAffine(q), order).IsInfinity;
            Assert.Equal(expected2 ? PointDecoding.Valid : PointDecoding.NotInSubgroup, G2.TryDecompress(second, out _));
            if (!expected2) refused++;
        }

        Assert.InRange(refused, 30, 120);
    }

    [Theory]
    [InlineData("", PointDecoding.WrongLength)]
    [InlineData("17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb", PointDecoding.WrongFlags)]
    [InlineData("e00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", PointDecoding.WrongFlags)]
    [InlineData("c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001", PointDecoding.WrongFlags)]
    [InlineData("9a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab", PointDecoding.CoordinateTooLarge)]
    [InlineData("800000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001", PointDecoding.NotOnCurve)]
    [InlineData("c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", PointDecoding.Valid)]
    public void Encodings_of_points_are_refused_with_the_reason(string encoding, PointDecoding expected) =>
        Assert.Equal(expected, G1.TryDecompress(Convert.FromHexString(encoding), out _));

    private static BigInteger Number(string hex) => BigInteger.Parse("0" + hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static BigInteger Sample(Random random)
    {
        byte[] bytes = new byte[56];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % P;
    }

    private static Fp6 Sample6(Random random) => new(Sample2(random), Sample2(random), Sample2(random));

    private static Fp2 Sample2(Random random) => new(Field(Sample(random)), Field(Sample(random)));

    private static Fp Field(BigInteger value)
    {
        byte[] bytes = new byte[48];
        byte[] number = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        number.CopyTo(bytes.AsSpan(48 - number.Length));
        Assert.True(Fp.TryDecode(bytes, out Fp result));
        return result;
    }

    private static BigInteger Value(in Fp element)
    {
        byte[] bytes = new byte[48];
        element.Encode(bytes);
        return new(bytes, isUnsigned: true, isBigEndian: true);
    }

    private static Fp2 Pow(in Fp2 value, BigInteger exponent)
    {
        Fp2 result = Fp2.One;
        for (int bit = 385; bit >= 0; bit--)
        {
            result = Fp2.Square(result);
            if (!(exponent >> bit).IsEven) result = result * value;
        }

        return result;
    }
}
