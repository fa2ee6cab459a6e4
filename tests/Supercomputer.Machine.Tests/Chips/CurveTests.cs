using System.Numerics;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Xunit;
using static Supercomputer.Machine.Tests.Chips.AcceleratorProgram;

namespace Supercomputer.Machine.Tests.Chips;

public sealed class CurveTests
{
    public static TheoryData<Operation> Operations => [Operation.CurveAdd256, Operation.CurveAdd384, Operation.CurveDouble256, Operation.CurveDouble384];

    internal static bool Doubles(Operation operation) => operation is Operation.CurveDouble256 or Operation.CurveDouble384;

    /// <summary>Numbers of random lengths, some equal and some greater than the modulus, most with a modulus of full length.</summary>
    internal static BigInteger[] Random(Operation operation, Random random)
    {
        int bytes = BytesOf(operation);
        BigInteger[] numbers = [.. Enumerable.Range(0, Doubles(operation) ? 4 : 5).Select(_ => Number(random, bytes))];
        BigInteger prime = bytes == 32 ? Secp256k1 : Bls12381;
        numbers[^1] = random.Next(4) switch
        {
            0 => numbers[^1],
            1 => numbers[^1] >> (8 * bytes - 8) == 0 ? numbers[^1] + ((BigInteger)random.Next(1, 256) << (8 * bytes - 8)) : numbers[^1],
            _ => prime,
        };
        if (random.Next(10) == 0) numbers[Doubles(operation) ? 1 : 2] = Doubles(operation) ? 0 : numbers[0];
        return numbers;
    }

    /// <summary>The result by numbers: x3 and y3.</summary>
    internal static (BigInteger X, BigInteger Y) Expected(Operation operation, BigInteger[] numbers)
    {
        BigInteger x1 = numbers[0], y1 = numbers[1], m = numbers[^1], x2 = Doubles(operation) ? x1 : numbers[2];
        if (m >> (8 * BytesOf(operation) - 8) == 0) return (0, 0);
        BigInteger? inverse = Inverse(Doubles(operation) ? 2 * y1 : x2 - x1, m);
        if (inverse is null) return (0, 0);
        BigInteger slope = (Doubles(operation) ? (3 * x1 * x1) + numbers[2] : numbers[3] - y1) * inverse.Value;
        BigInteger x3 = Modulo((slope * slope) - x1 - x2, m);
        return (x3, Modulo((slope * (x1 - x3)) - y1, m));
    }

    internal static BigInteger[][] Corners(Operation operation)
    {
        int bytes = BytesOf(operation);
        BigInteger top = Greatest(bytes), least = BigInteger.One << (8 * bytes - 8), p = bytes == 32 ? Secp256k1 : Bls12381;
        BigInteger[][] calls = Doubles(operation)
            ? [[top, top, top, top], [top, 1, top, top - 1], [top, top, top, least + 1], [0, top, 0, top], [top, 1, 0, least + 1], [0, 1, 0, p],
                [1, 0, 1, p], [1, p, 1, p], [1, top - 1, 1, p], [1, top - 2, 1, p], [1, top - 3, 1, p], [2, top - 5, 1, p], [1, 2, 3, least], [1, 3, 5, least * 3], [1, 2, 3, least - 1], [0, 0, 0, 0], [p - 1, p - 1, p - 3, p]]
            : [[top, top, 0, 0, top], [0, 0, top, top, top], [top, 0, top - 1, top, top], [0, top, 1, 0, least], [top, top, 0, 0, least + 1],
                [0, top, top, 0, least + 1], [5, 6, 5, 6, p], [5, 6, 5, p - 6, p], [5, 6, p + 5, 6, p], [1, 2, 3, 4, least * 6], [1, 2, 4, 4, least * 6],
                [1, 2, 3, 4, least - 1], [0, 0, 0, 0, 0], [p - 1, p - 1, 0, 0, p], [1, 1, 0, 0, p]];
        return calls;
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public unsafe void The_scalar_twin_computes_as_numbers_do(Operation operation)
    {
        int bytes = BytesOf(operation), n = bytes / 4, count = Doubles(operation) ? 4 : 5;
        Random random = new(7);
        uint[] inputs = new uint[count * n], result = new uint[2 * n];
        int zero = 0;
        foreach (BigInteger[] call in Corners(operation).Concat(Enumerable.Range(0, 5000).Select(_ => Random(operation, random))))
        {
            for (int number = 0; number < count; number++) Words(call[number], bytes).CopyTo(inputs, number * n);
            fixed (uint* from = inputs, to = result) _ = Doubles(operation) ? ScalarCurve.Double(n, from, to) : ScalarCurve.Add(n, from, to);
            (BigInteger x, BigInteger y) = Expected(operation, call);
            Assert.Equal([.. Words(x, bytes), .. Words(y, bytes)], result);
            if (x.IsZero && y.IsZero) zero++;
        }

        Assert.InRange(zero, 500, 2500);
    }
}
