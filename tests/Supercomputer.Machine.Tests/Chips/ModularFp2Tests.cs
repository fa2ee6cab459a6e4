using System.Numerics;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;
using Xunit;
using static Supercomputer.Machine.Tests.Chips.AcceleratorProgram;

namespace Supercomputer.Machine.Tests.Chips;

public sealed class ModularFp2Tests
{
    public static TheoryData<Operation> Operations => [Operation.MultiplyAddFp2Of256, Operation.MultiplyAddFp2Of384];

    /// <summary>The numbers of a call: a0, a1, b0, b1, c0, c1, m.</summary>
    private const int Numbers = 7;

    /// <summary>A call with the greatest modulus that is too small.</summary>
    internal static BigInteger[] Trap(Operation operation)
    {
        BigInteger top = Greatest(BytesOf(operation));
        return [top, 3, top, top, 5, top, Least(operation) - 1];
    }

    /// <summary>Numbers of random lengths, also greater than the modulus, whose highest byte is not zero.</summary>
    internal static BigInteger[] Random(Operation operation, Random random)
    {
        int bytes = BytesOf(operation);
        BigInteger[] numbers = [.. Enumerable.Range(0, Numbers).Select(_ => Number(random, bytes))];
        if (random.Next(2) == 0) numbers[^1] = Prime(operation);
        if (numbers[^1] < Least(operation)) numbers[^1] += Least(operation) * random.Next(1, 256);
        return numbers;
    }

    /// <summary>What the accelerator computes, by numbers.</summary>
    internal static (BigInteger First, BigInteger Second) Expected(BigInteger[] n)
    {
        BigInteger first = ((n[0] * n[2]) - (n[1] * n[3]) + n[4]) % n[6];
        return (first.Sign < 0 ? first + n[6] : first, ((n[0] * n[3]) + (n[1] * n[2]) + n[5]) % n[6]);
    }

    internal static IEnumerable<BigInteger[]> Corners(Operation operation)
    {
        BigInteger p = Prime(operation), top = Greatest(BytesOf(operation)), least = Least(operation);
        yield return [top, 0, top, 0, top, top, least];
        yield return [0, top, 0, top, 0, 0, least];
        yield return [top, top, top, top, top, top, least];
        yield return [top, top, top, top, top, top, top];
        yield return [0, top, 0, top, top, 0, top];
        yield return [p - 1, p - 1, p - 1, p - 1, p - 1, p - 1, p];
        yield return [0, 1, 0, 1, 0, 0, p];
        yield return [0, p - 1, 0, p - 1, 1, 0, p];
        yield return [1, 0, 0, 0, p, p - 1, p];
        yield return [0, 0, 0, 0, 0, 0, top];
        yield return [1, 1, 1, 1, top, 0, least + 1];
    }

    /// <summary>The least modulus that does not trap.</summary>
    private static BigInteger Least(Operation operation) => BigInteger.One << (8 * BytesOf(operation) - 8);

    private static BigInteger Prime(Operation operation) => BytesOf(operation) == 32 ? Bn254 : Bls12381;

    [Theory]
    [MemberData(nameof(Operations))]
    public unsafe void The_scalar_twin_divides_as_numbers_do(Operation operation)
    {
        int bytes = BytesOf(operation), n = bytes / 4, quotientWords = ScalarFp2.QuotientWords(n);
        Random random = new(7);
        uint[] inputs = new uint[Numbers * n], quotients = new uint[2 * quotientWords], result = new uint[2 * n];
        int trapped = 0;
        foreach (BigInteger[] call in Corners(operation).Concat(Enumerable.Range(0, 20_000).Select(_ => Random(operation, random))))
        {
            if (random.Next(8) == 0) call[^1] >>= random.Next(1, 8 * bytes + 1);
            bool fits = call[^1] >= Least(operation);
            for (int number = 0; number < Numbers; number++) Words(call[number], bytes).CopyTo(inputs, number * n);
            fixed (uint* from = inputs, q = quotients, r = result) Assert.Equal(fits, ScalarFp2.MultiplyAdd(n, from, q, r));
            if (!fits) call[^1] += BigInteger.One << (8 * bytes - 1);
            if (!fits) trapped++;
            (BigInteger first, BigInteger second) = Expected(call);
            Assert.Equal(Words(first, bytes), result[..n]);
            Assert.Equal(Words(second, bytes), result[n..]);
            BigInteger q0 = ((call[0] * call[2]) - (call[1] * call[3]) + call[4] - first) / call[6];
            BigInteger q1 = ((call[0] * call[3]) + (call[1] * call[2]) + call[5] - second) / call[6];
            Assert.Equal(Words(q0 + (BigInteger.One << (8 * bytes + 8)), 4 * quotientWords), quotients[..quotientWords]);
            Assert.Equal(Words(q1, 4 * quotientWords), quotients[quotientWords..]);
        }

        Assert.InRange(trapped, 1000, 3000);
    }

    /// <summary>The lies that only the order of result and modulus refuses: r + M with a quotient less by 1, for each coordinate.</summary>
    [Theory]
    [MemberData(nameof(Operations))]
    public void A_result_that_is_not_reduced_is_rejected(Operation operation)
    {
        int bytes = BytesOf(operation), limbs = bytes / 2;
        BigInteger[] numbers = [1000, 2, 1000, 3, 7, 8, Least(operation) + 999];
        using MachineRun run = new(AcceleratorProgram.Of(operation, [numbers]));
        Trace trace = run.Traces.Single(trace => trace.Chip.Name.StartsWith("ModularFp2", StringComparison.Ordinal));
        void Add(string name, int value) => trace.MutableColumn(Array.IndexOf([.. trace.Chip.Columns], name))[0] +=
            value < 0 ? -KoalaBear.FromCanonical((uint)-value) : KoalaBear.FromCanonical((uint)value);
        RowOracle oracle = new(trace);
        Assert.True(oracle.IsValid(0));
        for (int coordinate = 0; coordinate < 2; coordinate++)
        {
            // The quotient is 0 there, and q0 is kept in a digit more with 2^8 added to it: less by 1 it is all bytes 255.
            (string, int)[] lie = [($"r[{limbs * coordinate}]", 999), ($"r[{(limbs * coordinate) + limbs - 1}]", 256)];
            foreach ((string name, int value) in lie) Add(name, value);
            Assert.False(oracle.IsValid(0));
            for (int digit = 0; digit < bytes; digit++) Add($"q{coordinate}[{digit}]", 255);
            Add($"q{coordinate}_last", -1);
            Assert.False(oracle.IsValid(0));
            for (int digit = 0; digit < bytes; digit++) Add($"q{coordinate}[{digit}]", -255);
            Add($"q{coordinate}_last", 1);
            foreach ((string name, int value) in lie) Add(name, -value);
            Assert.True(oracle.IsValid(0));
        }
    }
}
