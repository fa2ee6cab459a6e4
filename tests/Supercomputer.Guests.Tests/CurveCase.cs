using System.Numerics;
using System.Runtime.InteropServices;
using Supercomputer.Guests.Tests.Programs;
using static Supercomputer.Guests.Tests.CurveReference;

namespace Supercomputer.Guests.Tests;

/// <summary>Calls of a guest of <see cref="CurveCalls"/> with what numbers say of them.</summary>
/// <param name="Guest">The guest.</param>
/// <param name="Calls">Private input and output of each call; the first is an ordinary one.</param>
internal sealed record CurveCase(Action Guest, IReadOnlyList<(byte[] In, byte[] Out)> Calls)
{
    internal string Name => Guest.Method.Name;

    internal byte[] Input => [.. Calls.SelectMany(call => call.In)];

    internal byte[] Output => [.. Calls.SelectMany(call => call.Out)];

    internal static IEnumerable<CurveCase> All()
    {
        ulong[] bls = TwistPoint(Convert.FromHexString(BlsGenerator)), bn = Bn254Generator();
        yield return Sums(CurveCalls.AddBls, bls, Bls12381, 6, false);
        yield return Sums(CurveCalls.AddBn, bn, Bn254, 4, false);
        yield return Sums(CurveCalls.AddBlsBySlope, bls, Bls12381, 6, true);
        yield return Sums(CurveCalls.AddBnBySlope, bn, Bn254, 4, true);
        foreach (bool byRoot in new[] { false, true })
        {
            yield return Encodings(byRoot ? CurveCalls.DecompressBlsByRoot : CurveCalls.DecompressBls, Bls12381, 4, 6, BlsFlags, byRoot);
            yield return Encodings(byRoot ? CurveCalls.DecompressBnByRoot : CurveCalls.DecompressBn, Bn254, 3, 4, BnFlags, byRoot);
            yield return Encodings(byRoot ? CurveCalls.DecompressSecpByRoot : CurveCalls.DecompressSecp, Secp256k1, 7, 4, SecpFlags, byRoot);
        }

        yield return Products(CurveCalls.MultiplyFp6Bls, Bls12381, 6, 3, new(1, 1));
        yield return Products(CurveCalls.MultiplyFp6Bn, Bn254, 4, 3, new(9, 1));
        yield return Products(CurveCalls.MultiplyFp12Bls, Bls12381, 6, 6, new(1, 1));
        yield return Products(CurveCalls.MultiplyFp12Bn, Bn254, 4, 6, new(9, 1));
    }

    /// <summary>The generator of BLS12-381's G2 without compression.</summary>
    private const string BlsGenerator =
        "13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e"
        + "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"
        + "0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be"
        + "0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801";

    private static CurveCase Sums(Action guest, ulong[] generator, BigInteger p, int width, bool bySlope)
    {
        Pair[] one = Pairs(generator, width), infinity = [default, default];
        List<Pair[]> multiples = [infinity, one];
        while (multiples.Count < 6) multiples.Add(Add(multiples[^1], one, p));
        Pair[] negative = [one[0], Subtract(default, one[1], p)];
        (Pair[], Pair[])[] sums =
        [
            (multiples[5], multiples[3]), (multiples[1], multiples[2]), (multiples[2], multiples[2]), (one, one), (one, negative),
            (infinity, multiples[4]), (multiples[4], infinity), (infinity, infinity), (multiples[4], negative),
        ];
        return new(guest, [.. sums.Select(sum => Call(sum.Item1, sum.Item2))]);

        (byte[], byte[]) Call(Pair[] first, Pair[] second)
        {
            bool hasSlope = !first.SequenceEqual(infinity) && !second.SequenceEqual(infinity) && (first[0] != second[0] || first[1] == second[1]);
            Pair slope = hasSlope ? Slope(first, second, p) : default;
            Pair[] inputs = bySlope ? [.. first, .. second, slope] : [.. first, .. second];
            return (Bytes(inputs, width), Bytes(Add(first, second, p), width));
        }
    }

    private static CurveCase Products(Action guest, BigInteger p, int width, int degree, Pair xi)
    {
        Random random = new(width + degree);
        return new(guest, [.. Enumerable.Range(0, 4).Select(_ =>
        {
            Pair[] left = Pairs(Element(random, p, width, 2 * degree), width), right = Pairs(Element(random, p, width, 2 * degree), width);
            return (Bytes([.. left, .. right], width), Bytes(Product(left, right, xi, p), width));
        })]);
    }

    private static byte BlsFlags(bool isLarge, bool isOdd) => (byte)(isLarge ? 0xA0 : 0x80);

    private static byte BnFlags(bool isLarge, bool isOdd) => (byte)(isLarge ? 0xC0 : 0x80);

    private static byte SecpFlags(bool isLarge, bool isOdd) => (byte)(isOdd ? 3 : 2);

    private static CurveCase Encodings(Action guest, BigInteger p, int b, int width, Func<bool, bool, byte> flags, bool byRoot)
    {
        Random random = new(b);
        List<(byte[], byte[])> calls = [];
        int prefix = b == 7 ? 1 : 0;
        byte[] Encoding(BigInteger x, int first)
        {
            byte[] number = x.ToByteArray(isUnsigned: true, isBigEndian: true), bytes = new byte[prefix + (8 * width)];
            number.CopyTo(bytes, bytes.Length - number.Length);
            bytes[0] |= (byte)first;
            return bytes;
        }

        void Call(byte[] bytes, BigInteger hint, BigInteger? x = null, BigInteger? y = null) => calls.Add((
            byRoot ? [.. bytes, .. Bytes(Words(hint, width))] : bytes,
            [(byte)(x is null ? 0 : 1), 0, 0, 0, .. Bytes(Words(x ?? 0, width)), .. Bytes(Words(y ?? 0, width))]));

        while (calls.Count < 6)
        {
            BigInteger x = Number(random, p), v = ((x * x * x) + b) % p, root = BigInteger.ModPow(v, (p + 1) / 4, p);
            bool isPoint = root * root % p == v;
            if (!isPoint && calls.Count == 0) continue;

            // Both points with this x, each with either root as the hint; or the proof that there is none.
            foreach (BigInteger y in new[] { root, p - root })
                foreach (BigInteger hint in new[] { root, p - root })
                    Call(Encoding(x, flags(y > p / 2, !y.IsEven)), hint, isPoint ? x : null, isPoint ? y : null);
        }

        foreach (int first in b == 7 ? new[] { 0, 1, 4, 5, 0x82 } : b == 4 ? [0, 0x20, 0x60] : new[] { 0 }) Call(Encoding(3, first), 0);
        Call(Encoding(p, flags(false, false)), 0);
        if (b != 7) Call(Encoding(0, b == 4 ? 0xC0 : 0x40), 0, 0, 0);
        if (b != 7) Call(Encoding(1, b == 4 ? 0xC0 : 0x40), 0);
        if (b == 4) Call(Encoding(0, 0xE0), 0);
        return new(guest, calls);
    }

    private static byte[] Bytes(Pair[] pairs, int width) => Bytes([.. pairs.SelectMany(pair => Words(pair, width))]);

    private static byte[] Bytes(ulong[] words) => MemoryMarshal.AsBytes(words.AsSpan()).ToArray();
}
