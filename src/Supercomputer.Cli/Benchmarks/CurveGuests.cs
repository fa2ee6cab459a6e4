using System.Runtime.InteropServices;
using Supercomputer.Guests;
using Supercomputer.Guests.Curves;

namespace Supercomputer.Cli.Benchmarks;

/// <summary>Guests that make one curve operation as often as the first public word says; operands and hints come from the private stream.</summary>
/// <remarks>Hints are read for each call, as they would be; operands once.</remarks>
internal static class CurveGuests
{
    public static void AddBls() => Add<Bls12381>(false);

    public static void AddBlsBySlope() => Add<Bls12381>(true);

    public static void AddBn() => Add<Bn254>(false);

    public static void AddBnBySlope() => Add<Bn254>(true);

    public static void DecompressBls() => Decompress<Bls12381>(false);

    public static void DecompressBlsByRoot() => Decompress<Bls12381>(true);

    public static void DecompressBn() => Decompress<Bn254>(false);

    public static void DecompressBnByRoot() => Decompress<Bn254>(true);

    public static void DecompressSecp() => Decompress<Secp256k1>(false);

    public static void DecompressSecpByRoot() => Decompress<Secp256k1>(true);

    public static void MultiplyFp6Bls() => Multiply<Bls12381>(3);

    public static void MultiplyFp6Bn() => Multiply<Bn254>(3);

    public static void MultiplyFp12Bls() => Multiply<Bls12381>(6);

    public static void MultiplyFp12Bn() => Multiply<Bn254>(6);

    /// <summary>Two points of the twist and the slope of their sum. No check asks whether they are on the twist.</summary>
    public static byte[] Points<TCurve>()
        where TCurve : struct, IPairingCurve
    {
        int n = 2 * TCurve.Words;
        ulong[] words = Numbers(5 * n, TCurve.Words);
        Span<ulong> slope = words.AsSpan(4 * n), divisor = new ulong[n];
        CurveField.SubtractFp2<TCurve>(words.AsSpan(2 * n), words, divisor);
        CurveField.SubtractFp2<TCurve>(words.AsSpan(3 * n), words.AsSpan(n), slope);
        CurveField.DivideFp2<TCurve>(slope, divisor, slope);
        return MemoryMarshal.AsBytes(words.AsSpan()).ToArray();
    }

    /// <summary>An encoding and its root.</summary>
    public static byte[] Encoding<TCurve>(string hex)
        where TCurve : struct, IGuestCurve
    {
        byte[] bytes = Convert.FromHexString(hex);
        ulong[] root = new ulong[TCurve.Words];
        CompressedPoints.Root<TCurve>(bytes, root);
        return [.. bytes, .. MemoryMarshal.AsBytes(root.AsSpan())];
    }

    /// <summary>Words of numbers below every modulus.</summary>
    public static ulong[] Numbers(int count, int width)
    {
        ulong[] words = new ulong[count];
        for (int i = 0; i < count; i++) words[i] = ((ulong)i + 1) * 0x9E3779B97F4A7C15 >> (i % width == width - 1 ? 8 : 0);
        return words;
    }

    private static void Add<TCurve>(bool bySlope)
        where TCurve : struct, IPairingCurve
    {
        int n = 2 * TCurve.Words;
        Span<ulong> p = stackalloc ulong[24], q = stackalloc ulong[24], sum = stackalloc ulong[24], slope = stackalloc ulong[12];
        Read(0, p.Slice(0, 2 * n));
        Read(16 * n, q.Slice(0, 2 * n));
        for (uint left = Guest.InputWord(InputStream.Public, 0); left != 0; left--)
        {
            if (bySlope) Read(32 * n, slope.Slice(0, n));
            if (bySlope) TwistPoints.Add<TCurve>(p, q, slope, sum);
            else TwistPoints.Add<TCurve>(p, q, sum);
        }

        Guest.Output(sum[0]);
    }

    private static void Decompress<TCurve>(bool byRoot)
        where TCurve : struct, IGuestCurve
    {
        Span<byte> bytes = stackalloc byte[TCurve.CompressedBytes];
        Span<ulong> root = stackalloc ulong[6], point = stackalloc ulong[12];
        Guest.Read(InputStream.Private, 0, bytes);
        bool isPoint = true;
        for (uint left = Guest.InputWord(InputStream.Public, 0); left != 0; left--)
        {
            if (byRoot) Read(bytes.Length, root.Slice(0, TCurve.Words));
            isPoint &= byRoot ? CompressedPoints.Decompress<TCurve>(bytes, root, point) : CompressedPoints.Decompress<TCurve>(bytes, point);
        }

        Guest.Require(isPoint, "the point is one");
        Guest.Output(point[0]);
    }

    private static void Multiply<TCurve>(int degree)
        where TCurve : struct, IPairingCurve
    {
        int words = 2 * degree * TCurve.Words;
        Span<ulong> first = stackalloc ulong[72], second = stackalloc ulong[72], product = stackalloc ulong[72];
        Read(0, first.Slice(0, words));
        Read(8 * words, second.Slice(0, words));
        for (uint left = Guest.InputWord(InputStream.Public, 0); left != 0; left--)
        {
            if (degree == 3) Tower.MultiplyFp6<TCurve>(first, second, product);
            else Tower.MultiplyFp12<TCurve>(first, second, product);
        }

        Guest.Output(product[0]);
    }

    private static void Read(int at, Span<ulong> words) => Guest.Read(InputStream.Private, at, MemoryMarshal.AsBytes(words));
}
