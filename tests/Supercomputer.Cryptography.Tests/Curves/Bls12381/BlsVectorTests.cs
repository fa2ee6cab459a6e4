using System.Text;
using System.Text.Json;
using Supercomputer.Cryptography.Curves;
using Supercomputer.Cryptography.Curves.Bls12381;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Cryptography.Tests.Curves.Bls12381;

/// <summary>Vectors of others: Wycheproof, noble-curves, EIP-2537. Each test prints how many cases it saw.</summary>
public sealed class BlsVectorTests
{
    private readonly ITestOutputHelper output = TestContext.Current.TestOutputHelper!;

    [Fact]
    public void Wycheproof_hashes_to_G2()
    {
        int cases = 0;
        foreach ((JsonElement group, JsonElement test) in Wycheproof("bls_hash_to_g2_test.json"))
        {
            byte[] actual = new byte[G2.CompressedSize];
            G2.Compress(HashToG2.Hash(Bytes(test, "msg"), Encoding.UTF8.GetBytes(group.GetProperty("dst").GetString()!)), actual);
            Assert.Equal(IsValid(test), Convert.ToHexStringLower(actual) == test.GetProperty("expected").GetString());
            cases++;
        }

        Report("hash to G2", cases, 34);
    }

    [Theory]
    [InlineData("bls_sig_g2_basic_verify_test.json", 88)]
    [InlineData("bls_sig_g2_pop_verify_test.json", 26)]
    public void Wycheproof_signatures_verify_or_are_refused(string file, int expected)
    {
        int cases = 0;
        foreach ((JsonElement group, JsonElement test) in Wycheproof(file))
        {
            bool actual = BlsSignatures.Verify(
                Bytes(group.GetProperty("publicKey"), "pk"), Bytes(test, "msg"), Bytes(test, "sig"), Tag(group));
            Assert.True(IsValid(test) == actual, $"{file} case {test.GetProperty("tcId")}: expected {IsValid(test)}");
            cases++;
        }

        Report(file, cases, expected);
    }

    [Fact]
    public void Wycheproof_aggregates_verify_or_are_refused()
    {
        int cases = 0;
        foreach ((JsonElement group, JsonElement test) in Wycheproof("bls_sig_g2_aggregate_verify_test.json"))
        {
            byte[] keys = [.. test.GetProperty("pubkeys").EnumerateArray().SelectMany(key => Convert.FromHexString(key.GetString()!))];
            byte[][] messages = [.. test.GetProperty("messages").EnumerateArray().Select(message => Convert.FromHexString(message.GetString()!))];
            bool actual = BlsSignatures.AggregateVerify(keys, messages, Bytes(test, "sig"), Tag(group));
            Assert.True(IsValid(test) == actual, $"case {test.GetProperty("tcId")}: expected {IsValid(test)}");
            cases++;
        }

        Report("aggregates", cases, 19);
    }

    [Fact]
    public void Multiples_of_the_generators_compress_and_decompress()
    {
        using JsonDocument points = JsonDocument.Parse(XzFiles.Read(Vectors.Path("curves", "bls12-381", "points.json.xz")));
        int first = Multiples(points.RootElement.GetProperty("G1_Compressed"), G1.Generator, G1.CompressedSize, G1.TryDecompress, G1.Compress);
        int second = Multiples(points.RootElement.GetProperty("G2_Compressed"), G2.Generator, G2.CompressedSize, G2.TryDecompress, G2.Compress);
        Report("points", first + second, 2000);
    }

    [Fact]
    public void Pairings_of_multiples_of_the_generators_have_the_values_of_the_vectors()
    {
        using JsonDocument pairings = JsonDocument.Parse(XzFiles.Read(Vectors.Path("curves", "bls12-381", "pairings.json.xz")));
        JacobianPoint<Fp> p = JacobianPoint<Fp>.FromAffine(G1.Generator);
        JacobianPoint<Fp2> q = JacobianPoint<Fp2>.FromAffine(G2.Generator);
        int cases = 0;
        byte[] actual = new byte[12 * Fp.EncodedSize];
        foreach (JsonElement expected in pairings.RootElement.EnumerateArray())
        {
            Fp12 value = Pairing.FinalExponentiation(
                Pairing.MillerLoop([JacobianPoint<Fp>.ToAffine(p)], [JacobianPoint<Fp2>.ToAffine(q)]));
            Encode(value, actual);
            Assert.Equal(expected.GetString(), Convert.ToHexStringLower(actual));
            p = JacobianPoint<Fp>.Add(p, G1.Generator);
            q = JacobianPoint<Fp2>.Add(q, G2.Generator);
            cases++;
        }

        Report("pairings", cases, 1000);
    }

    [Fact]
    public void EIP_2537_maps_field_elements_to_G2()
    {
        using JsonDocument file = Read("bls12-381", "eip2537.json");
        int cases = 0;
        foreach (JsonElement test in file.RootElement.GetProperty("G2").EnumerateArray())
        {
            byte[] input = Bytes(test, "Input"), expected = Bytes(test, "Expected");
            Fp2 u = new(Element(input, 0), Element(input, 1));
            AffinePoint<Fp2> point = JacobianPoint<Fp2>.ToAffine(G2.ClearCofactor(HashToG2.MapToCurve(u)));
            Assert.True(Fp.AreEqual(point.X.C0, Element(expected, 0)) && Fp.AreEqual(point.X.C1, Element(expected, 1)));
            Assert.True(Fp.AreEqual(point.Y.C0, Element(expected, 2)) && Fp.AreEqual(point.Y.C1, Element(expected, 3)));
            cases++;
        }

        Report("EIP-2537 G2", cases, 5);
    }

    [Theory]
    [InlineData("bls12-381-g2-test-vectors.txt", 559)]
    public void Hashes_times_secret_keys_are_the_signatures_of_the_vectors(string file, int expected)
    {
        int cases = 0;
        byte[] actual = new byte[G2.CompressedSize];
        foreach (string line in File.ReadLines(Vectors.Path("curves", "bls12-381", file)))
        {
            string[] parts = line.Split(':');
            byte[] secret = Convert.FromHexString(parts[0]);
            ulong[] scalar = [Word(secret, 24), Word(secret, 16), Word(secret, 8), Word(secret, 0)];
            AffinePoint<Fp2> hash = HashToG2.Hash(Convert.FromHexString(parts[1]), BlsSignatures.BasicTag);
            G2.Compress(JacobianPoint<Fp2>.ToAffine(JacobianPoint<Fp2>.Multiply(JacobianPoint<Fp2>.FromAffine(hash), scalar)), actual);
            Assert.Equal(parts[2], Convert.ToHexStringLower(actual));
            cases++;
        }

        Report(file, cases, expected);
    }

    private static ulong Word(byte[] bytes, int at) => System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(at));

    private delegate PointDecoding Decompress<TField>(ReadOnlySpan<byte> bytes, out AffinePoint<TField> point)
        where TField : struct, ICurveField<TField>;

    private delegate void Compress<TField>(in AffinePoint<TField> point, Span<byte> destination)
        where TField : struct, ICurveField<TField>;

    private static int Multiples<TField>(
        JsonElement encodings, AffinePoint<TField> generator, int size, Decompress<TField> decompress, Compress<TField> compress)
        where TField : struct, ICurveField<TField>
    {
        JacobianPoint<TField> running = default;
        int cases = 0;
        byte[] actual = new byte[size];
        foreach (JsonElement encoding in encodings.EnumerateArray())
        {
            compress(JacobianPoint<TField>.ToAffine(running), actual);
            Assert.Equal(encoding.GetString(), Convert.ToHexStringLower(actual));
            Assert.Equal(PointDecoding.Valid, decompress(actual, out AffinePoint<TField> point));
            Assert.True(JacobianPoint<TField>.AreEqual(running, JacobianPoint<TField>.FromAffine(point)));
            running = JacobianPoint<TField>.Add(running, generator);
            cases++;
        }

        return cases;
    }

    private static void Encode(in Fp12 value, Span<byte> bytes)
    {
        ReadOnlySpan<Fp2> parts = [value.C1.C2, value.C1.C1, value.C1.C0, value.C0.C2, value.C0.C1, value.C0.C0];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i].C1.Encode(bytes[(2 * i * Fp.EncodedSize)..]);
            parts[i].C0.Encode(bytes[((2 * i + 1) * Fp.EncodedSize)..]);
        }
    }

    private static Fp Element(byte[] bytes, int index)
    {
        Assert.True(Fp.TryDecode(bytes.AsSpan(64 * index + 16, 48), out Fp value));
        return value;
    }

    private static ReadOnlySpan<byte> Tag(JsonElement group) => Encoding.UTF8.GetBytes(group.GetProperty("ciphersuite").GetString()!);

    private static bool IsValid(JsonElement test) => test.GetProperty("result").GetString() == "valid";

    private static byte[] Bytes(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    private static JsonDocument Read(params string[] parts) => JsonDocument.Parse(File.ReadAllBytes(Vectors.Path(["curves", .. parts])));

    private static IEnumerable<(JsonElement Group, JsonElement Test)> Wycheproof(string name)
    {
        using JsonDocument file = Read("wycheproof", name);
        foreach (JsonElement group in file.RootElement.GetProperty("testGroups").EnumerateArray())
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
                yield return (group, test);
    }

    private void Report(string name, int cases, int expected)
    {
        output.WriteLine($"{name}: {cases} cases, 0 failed");
        Assert.Equal(expected, cases);
    }
}
