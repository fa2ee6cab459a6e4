using System.Buffers.Binary;
using System.Numerics;

namespace Supercomputer.Guests.Tests;

/// <summary>An element a + b u of Fp2 as numbers.</summary>
internal readonly record struct Pair(BigInteger A, BigInteger B);

/// <summary>Curves and towers over big numbers, by the plainest formulas.</summary>
internal static class CurveReference
{
    internal static readonly BigInteger Secp256k1 = (BigInteger.One << 256) - (BigInteger.One << 32) - 977;

    internal static readonly BigInteger Bn254 = BigInteger.Parse("21888242871839275222246405745257275088696311157297823662689037894645226208583");

    internal static readonly BigInteger Bls12381 = BigInteger.Parse(
        "4002409555221667393417789825735904156556882819939007885332058136124031650490837864442687629129015664037894272559787");

    internal static ulong[] Words(BigInteger number, int words) => [.. Enumerable.Range(0, words).Select(word => (ulong)((number >> (64 * word)) & ulong.MaxValue))];

    /// <summary>x and y from their bytes, the highest first.</summary>
    internal static ulong[] Point(byte[] bytes)
    {
        int half = bytes.Length / 2;
        return [.. Words(Big(bytes.AsSpan(0, half)), half / 8), .. Words(Big(bytes.AsSpan(half)), half / 8)];
    }

    /// <summary>A point of BLS12-381's twist from its encoding without compression: the coefficients of u come first.</summary>
    internal static ulong[] TwistPoint(byte[] bytes)
    {
        bytes[0] &= 0x1F;
        BigInteger[] numbers = [.. bytes.Chunk(48).Select(number => Big(number))];
        return [.. new[] { numbers[1], numbers[0], numbers[3], numbers[2] }.SelectMany(number => Words(number, 6))];
    }

    /// <summary>The generator of EIP-197.</summary>
    internal static ulong[] Bn254Generator() =>
    [
        .. new[]
        {
            "10857046999023057135944570762232829481370756359578518086990519993285655852781", "11559732032986387107991004021392285783925812861821192530917403151452391805634",
            "8495653923123431417604973247489272438418190587263600148770280649306958101930", "4082367875863433681332203403145435568316851327593401208105741076214120093531",
        }.SelectMany(number => Words(BigInteger.Parse(number), 4)),
    ];

    /// <summary>Random numbers below p.</summary>
    internal static ulong[] Element(Random random, BigInteger p, int words, int count) =>
        [.. Enumerable.Range(0, count).SelectMany(_ => Words(Number(random, p), words))];

    internal static BigInteger Number(Random random, BigInteger p)
    {
        byte[] bytes = new byte[64];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % p;
    }

    internal static Pair[] Pairs(ReadOnlySpan<ulong> words, int width)
    {
        Pair[] pairs = new Pair[words.Length / (2 * width)];
        for (int i = 0; i < pairs.Length; i++) pairs[i] = new(Big(words.Slice(2 * i * width, width)), Big(words.Slice(((2 * i) + 1) * width, width)));
        return pairs;
    }

    internal static ulong[] Words(Pair pair, int width) => [.. Words(pair.A, width), .. Words(pair.B, width)];

    internal static Pair Multiply(Pair left, Pair right, BigInteger p) =>
        new(Modulo((left.A * right.A) - (left.B * right.B), p), Modulo((left.A * right.B) + (left.B * right.A), p));

    internal static Pair Subtract(Pair left, Pair right, BigInteger p) => new(Modulo(left.A - right.A, p), Modulo(left.B - right.B, p));

    /// <summary>The slope of a sum of finite points that has one.</summary>
    internal static Pair Slope(Pair[] first, Pair[] second, BigInteger p)
    {
        bool doubles = first[0] == second[0];
        Pair divisor = doubles ? new(2 * first[1].A, 2 * first[1].B) : Subtract(second[0], first[0], p);
        Pair dividend = doubles ? Multiply(new(3, 0), Multiply(first[0], first[0], p), p) : Subtract(second[1], first[1], p);
        BigInteger norm = BigInteger.ModPow((divisor.A * divisor.A) + (divisor.B * divisor.B), p - 2, p);
        return Multiply(dividend, new(Modulo(divisor.A * norm, p), Modulo(-divisor.B * norm, p)), p);
    }

    internal static Pair[] Add(Pair[] first, Pair[] second, BigInteger p)
    {
        Pair[] infinity = [default, default];
        if (first.SequenceEqual(infinity)) return second;
        if (second.SequenceEqual(infinity)) return first;
        if (first[0] == second[0] && first[1] != second[1]) return infinity;
        Pair slope = Slope(first, second, p), x = Subtract(Subtract(Multiply(slope, slope, p), first[0], p), second[0], p);
        return [x, Subtract(Multiply(slope, Subtract(first[0], x, p), p), first[1], p)];
    }

    /// <summary>The product of polynomials modulo w^n - xi.</summary>
    internal static Pair[] Product(Pair[] left, Pair[] right, Pair xi, BigInteger p)
    {
        Pair[] product = new Pair[left.Length];
        for (int i = 0; i < left.Length; i++)
            for (int j = 0; j < left.Length; j++)
            {
                Pair term = Multiply(left[i], right[j], p);
                if (i + j >= left.Length) term = Multiply(term, xi, p);
                Pair sum = product[(i + j) % left.Length];
                product[(i + j) % left.Length] = new((sum.A + term.A) % p, (sum.B + term.B) % p);
            }

        return product;
    }

    internal static BigInteger Modulo(BigInteger value, BigInteger p) => ((value % p) + p) % p;

    private static BigInteger Big(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static BigInteger Big(ReadOnlySpan<ulong> words)
    {
        byte[] bytes = new byte[8 * words.Length];
        for (int i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8 * i), words[i]);
        return new(bytes, isUnsigned: true);
    }
}
