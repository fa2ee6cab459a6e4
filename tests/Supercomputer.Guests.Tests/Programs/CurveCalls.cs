using System.Runtime.InteropServices;
using Supercomputer.Guests.Curves;

namespace Supercomputer.Guests.Tests.Programs;

/// <summary>A guest for each curve operation: reads operands from the private stream until its end, and puts out the results.</summary>
public static class CurveCalls
{
    public static void AddBls() => Add<Bls12381>(false);

    public static void AddBn() => Add<Bn254>(false);

    public static void AddBlsBySlope() => Add<Bls12381>(true);

    public static void AddBnBySlope() => Add<Bn254>(true);

    public static void DecompressBls() => Decompress<Bls12381>(false);

    public static void DecompressBn() => Decompress<Bn254>(false);

    public static void DecompressSecp() => Decompress<Secp256k1>(false);

    public static void DecompressBlsByRoot() => Decompress<Bls12381>(true);

    public static void DecompressBnByRoot() => Decompress<Bn254>(true);

    public static void DecompressSecpByRoot() => Decompress<Secp256k1>(true);

    public static void MultiplyFp6Bls() => Multiply<Bls12381>(3);

    public static void MultiplyFp6Bn() => Multiply<Bn254>(3);

    public static void MultiplyFp12Bls() => Multiply<Bls12381>(6);

    public static void MultiplyFp12Bn() => Multiply<Bn254>(6);

    /// <summary>Two points, and the slope if so said.</summary>
    private static void Add<TCurve>(bool bySlope)
        where TCurve : struct, IPairingCurve
    {
        int n = 2 * TCurve.Words;
        Span<ulong> p = stackalloc ulong[24], q = stackalloc ulong[24], slope = stackalloc ulong[12];
        for (int at = 0, end = Guest.InputSize(InputStream.Private); at < end;)
        {
            at = Read(at, p.Slice(0, 2 * n));
            at = Read(at, q.Slice(0, 2 * n));
            if (bySlope) at = Read(at, slope.Slice(0, n));
            if (bySlope) TwistPoints.Add<TCurve>(p, q, slope, q);
            else TwistPoints.Add<TCurve>(p, q, p);
            Guest.Output(MemoryMarshal.AsBytes((bySlope ? q : p).Slice(0, 2 * n)));
        }
    }

    /// <summary>An encoding, and the root if so said.</summary>
    private static void Decompress<TCurve>(bool byRoot)
        where TCurve : struct, IGuestCurve
    {
        Span<byte> bytes = stackalloc byte[TCurve.CompressedBytes];
        Span<ulong> root = stackalloc ulong[6], point = stackalloc ulong[12];
        for (int at = 0, end = Guest.InputSize(InputStream.Private); at < end;)
        {
            Guest.Read(InputStream.Private, at, bytes);
            at += bytes.Length;
            if (byRoot) at = Read(at, root.Slice(0, TCurve.Words));
            bool isPoint = byRoot ? CompressedPoints.Decompress<TCurve>(bytes, root, point) : CompressedPoints.Decompress<TCurve>(bytes, point);
            Guest.Output(isPoint ? 1u : 0);
            Guest.Output(MemoryMarshal.AsBytes(point.Slice(0, 2 * TCurve.Words)));
        }
    }

    /// <summary>Two elements.</summary>
    private static void Multiply<TCurve>(int degree)
        where TCurve : struct, IPairingCurve
    {
        int words = 2 * degree * TCurve.Words;
        Span<ulong> left = stackalloc ulong[72], right = stackalloc ulong[72], result = stackalloc ulong[72];
        for (int at = 0, end = Guest.InputSize(InputStream.Private); at < end;)
        {
            at = Read(at, left.Slice(0, words));
            at = Read(at, right.Slice(0, words));
            if (degree == 3) Tower.MultiplyFp6<TCurve>(left, right, result);
            else Tower.MultiplyFp12<TCurve>(left, right, result);
            Guest.Output(MemoryMarshal.AsBytes(result.Slice(0, words)));
        }
    }

    private static int Read(int at, Span<ulong> words)
    {
        Guest.Read(InputStream.Private, at, MemoryMarshal.AsBytes(words));
        return at + 8 * words.Length;
    }
}
