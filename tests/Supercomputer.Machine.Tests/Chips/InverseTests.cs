using System.Numerics;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Xunit;
using static Supercomputer.Machine.Tests.Chips.AcceleratorProgram;

namespace Supercomputer.Machine.Tests.Chips;

public sealed class InverseTests
{
    public static TheoryData<Operation> Operations => [Operation.Inverse256, Operation.Inverse384];

    /// <summary>A number and a modulus of random lengths.</summary>
    internal static BigInteger[] Random(Operation operation, Random random)
    {
        int bytes = BytesOf(operation);
        BigInteger prime = bytes == 32 ? Secp256k1 : Bls12381;
        return [Number(random, bytes), random.Next(2) == 0 ? prime : Number(random, bytes)];
    }

    /// <summary>The inverse below m, or 0.</summary>
    internal static BigInteger Expected(BigInteger[] numbers) =>
        numbers[1] <= 1 ? BigInteger.Zero : Inverse(numbers[0], numbers[1]) ?? BigInteger.Zero;

    internal static BigInteger[][] Corners(Operation operation)
    {
        int bytes = BytesOf(operation);
        BigInteger top = Greatest(bytes), prime = Secp256k1;
        BigInteger[][] calls =
        [
            [1, top], [top, 2], [top - 1, 2], [top - 1, top], [top, top], [top, top - 1], [0, 0], [0, 1], [5, 1], [5, 0], [0, 2], [1, 2],
            [0, prime], [prime - 1, prime], [prime, prime - 1], [prime + 1, prime], [6, 9], [9, 6], [65536, 65535], [top, 65537], [(BigInteger)1 << 64, ((BigInteger)1 << 64) + 1],
            [((BigInteger)1 << (8 * bytes - 1)) + 1, (BigInteger)1 << (8 * bytes - 1)],
        ];
        return calls;
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public unsafe void The_scalar_twin_computes_as_numbers_do(Operation operation)
    {
        int bytes = BytesOf(operation), n = bytes / 4;
        Random random = new(7);
        uint[] inputs = new uint[2 * n], result = new uint[n];
        int zero = 0;
        foreach (BigInteger[] call in Corners(operation).Concat(Enumerable.Range(0, 20_000).Select(_ => Random(operation, random))))
        {
            for (int number = 0; number < 2; number++) Words(call[number], bytes).CopyTo(inputs, number * n);
            fixed (uint* from = inputs, to = result) ScalarInverse.OfAny(n, from, to);
            BigInteger expected = Expected(call);
            Assert.Equal(Words(expected, bytes), result);
            if (expected.IsZero) zero++;
        }

        Assert.InRange(zero, 2000, 8000);
    }
}
