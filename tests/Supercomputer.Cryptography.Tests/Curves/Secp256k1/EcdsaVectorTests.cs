using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using Supercomputer.Cryptography.Curves;
using Supercomputer.Cryptography.Curves.Secp256k1;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Cryptography.Tests.Curves.Secp256k1;

using Coordinate = Field256<CoordinateModulus>;
using Scalar = Field256<OrderModulus>;

/// <summary>Vectors of Wycheproof and noble-curves. Each test prints how many cases it saw.</summary>
public sealed class EcdsaVectorTests
{
    [Fact]
    public void Wycheproof_signatures_verify_or_are_refused()
    {
        using JsonDocument file = Read("wycheproof", "ecdsa_secp256k1_sha256_test.json");
        int cases = 0;
        foreach (JsonElement group in file.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            byte[] key = Bytes(group.GetProperty("publicKey"), "uncompressed");
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                bool actual = TryReadDer(Bytes(test, "sig"), out byte[] r, out byte[] s)
                    && EcdsaSecp256k1.Verify(key, SHA256.HashData(Bytes(test, "msg")), r, s);
                Assert.True(actual == (test.GetProperty("result").GetString() == "valid"), $"case {test.GetProperty("tcId")}");
                cases++;
            }
        }

        Report("Wycheproof ECDSA", cases, 476);
    }

    [Fact]
    public void Keys_are_recovered_from_signatures()
    {
        using JsonDocument file = Read("secp256k1", "ecdsa.json");
        int cases = 0;
        byte[] expected = new byte[65], actual = new byte[64];
        foreach (JsonElement test in file.RootElement.GetProperty("valid").EnumerateArray())
        {
            Assert.True(Scalar.TryDecode(Bytes(test, "d"), out Scalar secret));
            EcdsaSecp256k1.WritePoint(EcdsaSecp256k1.Combine(secret, default, default), expected);
            byte[] signature = Bytes(test, "signature"), digest = Bytes(test, "m");
            Assert.True(EcdsaSecp256k1.Verify(expected, digest, signature.AsSpan(0, 32), signature.AsSpan(32)));
            int found = 0;
            for (int id = 0; id < 4; id++)
                if (EcdsaSecp256k1.TryRecover(digest, signature.AsSpan(0, 32), signature.AsSpan(32), id, actual) && actual.AsSpan().SequenceEqual(expected.AsSpan(1)))
                    found++;
            Assert.Equal(1, found);
            cases++;
        }

        Report("recovery", cases, 2019);
    }

    [Fact]
    public void Signatures_that_must_not_verify_are_refused()
    {
        using JsonDocument file = Read("secp256k1", "ecdsa.json");
        int cases = 0;
        foreach (JsonElement test in file.RootElement.GetProperty("invalid").GetProperty("verify").EnumerateArray())
        {
            byte[] signature = Bytes(test, "signature"), digest = Bytes(test, "m"), key = Bytes(test, "Q");
            // Where the vectors ask for strictness they refuse an s above half of the order, which plain ECDSA accepts.
            bool isStrict = test.TryGetProperty("strict", out JsonElement strict) && strict.GetBoolean();
            bool actual = signature.Length == 64 && EcdsaSecp256k1.Verify(key, digest, signature.AsSpan(0, 32), signature.AsSpan(32));
            if (actual) Assert.True(isStrict && signature[32] >= 0x7f, test.ToString());
            cases++;
        }

        Report("invalid", cases, 25);
    }

    [Fact]
    public void Points_are_read_added_and_multiplied()
    {
        using JsonDocument file = Read("secp256k1", "points.json");
        JsonElement valid = file.RootElement.GetProperty("valid");
        int cases = 0;
        foreach (JsonElement test in valid.GetProperty("isPoint").EnumerateArray())
        {
            Assert.Equal(test.GetProperty("expected").GetBoolean(), EcdsaSecp256k1.TryReadPoint(Bytes(test, "P"), out _));
            cases++;
        }

        foreach (JsonElement test in valid.GetProperty("pointAdd").EnumerateArray())
        {
            Assert.True(EcdsaSecp256k1.TryReadPoint(Bytes(test, "P"), out AffinePoint<Coordinate> p));
            Assert.True(EcdsaSecp256k1.TryReadPoint(Bytes(test, "Q"), out AffinePoint<Coordinate> q));
            Check(test, JacobianPoint<Coordinate>.ToAffine(JacobianPoint<Coordinate>.Add(JacobianPoint<Coordinate>.FromAffine(p), q)));
            cases++;
        }

        foreach (JsonElement test in valid.GetProperty("pointMultiply").EnumerateArray())
        {
            Assert.True(EcdsaSecp256k1.TryReadPoint(Bytes(test, "P"), out AffinePoint<Coordinate> p));
            Check(test, EcdsaSecp256k1.Combine(default, p, Scalar.Reduce(Bytes(test, "d"))));
            cases++;
        }

        Report("points", cases, 2029 + 118 + 6);
    }

    [Fact]
    public void Both_fields_agree_with_big_integers()
    {
        Random random = new(256);
        Agree<CoordinateModulus>(random, (BigInteger.One << 256) - (BigInteger.One << 32) - 977);
        Agree<OrderModulus>(random, BigInteger.Parse("0FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141", System.Globalization.NumberStyles.HexNumber, null));
    }

    private static void Agree<TModulus>(Random random, BigInteger p)
        where TModulus : struct, IMontgomeryModulus
    {
        byte[] left = new byte[32], right = new byte[32], actual = new byte[32];
        for (int i = 0; i < 2000; i++)
        {
            random.NextBytes(left);
            random.NextBytes(right);
            if (i % 5 == 0) left.AsSpan(0, 20).Fill(0xff);
            if (i % 7 == 0) right.AsSpan().Fill(0xff);
            BigInteger a = Value(left), b = Value(right);
            Field256<TModulus> x = Field256<TModulus>.Reduce(left), y = Field256<TModulus>.Reduce(right);
            Equal(a * b % p, x * y);
            Equal((a + b) % p, x + y);
            Equal(((a - b) % p + p) % p, x - y);
            Assert.Equal(a < p, Field256<TModulus>.TryDecode(left, out _));
            if (i % 50 == 0) Equal(1, x * Field256<TModulus>.Inverse(x));
        }

        void Equal(BigInteger expected, Field256<TModulus> element)
        {
            element.Encode(actual);
            Assert.Equal(expected, Value(actual));
        }
    }

    private static BigInteger Value(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static void Check(JsonElement test, AffinePoint<Coordinate> actual)
    {
        if (test.GetProperty("expected").GetString() is not { } expected)
        {
            Assert.True(actual.IsInfinity);
            return;
        }

        byte[] bytes = new byte[expected.Length / 2];
        EcdsaSecp256k1.WritePoint(actual, bytes);
        Assert.Equal(expected, Convert.ToHexStringLower(bytes));
    }

    /// <summary>Strict DER: two positive integers of at most 32 bytes and nothing after them.</summary>
    private static bool TryReadDer(byte[] bytes, out byte[] r, out byte[] s)
    {
        r = s = [];
        try
        {
            AsnReader reader = new(bytes, AsnEncodingRules.DER), sequence = reader.ReadSequence();
            BigInteger first = sequence.ReadInteger(), second = sequence.ReadInteger();
            if (sequence.HasData || reader.HasData || first.Sign < 0 || second.Sign < 0) return false;
            return TryPad(first, out r) && TryPad(second, out s);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static bool TryPad(BigInteger value, out byte[] bytes)
    {
        byte[] number = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes = new byte[32];
        if (number.Length > 32) return false;
        number.CopyTo(bytes.AsSpan(32 - number.Length));
        return true;
    }

    private static byte[] Bytes(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    private static JsonDocument Read(params string[] parts) => JsonDocument.Parse(File.ReadAllBytes(Vectors.Path(["curves", .. parts])));

    private static void Report(string name, int cases, int expected)
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"{name}: {cases} cases, 0 failed");
        Assert.Equal(expected, cases);
    }
}
