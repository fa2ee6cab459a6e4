using System.Numerics;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;
using Xunit;
using static Supercomputer.Machine.Tests.Chips.AcceleratorProgram;

namespace Supercomputer.Machine.Tests.Chips;

public sealed class ModularTests
{
    public static TheoryData<Operation> Operations => [Operation.MultiplyAdd256, Operation.MultiplyAdd384];

    /// <summary>A call of which the quotient does not fit.</summary>
    internal static BigInteger[] Trap(Operation operation) => [Greatest(BytesOf(operation)), Greatest(BytesOf(operation)), 0, 12345];

    /// <summary>Operands of which the quotient fits, of random lengths.</summary>
    internal static BigInteger[] Random(Operation operation, Random random)
    {
        int bytes = BytesOf(operation);
        BigInteger Number(int most) => new BigInteger(RandomBytes(random, random.Next(1, most + 1)), isUnsigned: true);
        BigInteger m = Number(bytes) + 1, a = Number(bytes), b = Number(bytes), c = Number(bytes);
        if (m > Greatest(bytes)) m = Greatest(bytes);
        return ((a * b) + c) >> (8 * bytes) < m ? [a, b, c, m] : [a % m, b, c, m];
    }

    private static byte[] RandomBytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    internal static IEnumerable<BigInteger[]> Corners(Operation operation)
    {
        int bytes = BytesOf(operation);
        BigInteger top = Greatest(bytes), prime = (BigInteger.One << 255) - 19, half = BigInteger.One << ((8 * bytes) - 1);
        yield return [top, top, top, 0];
        yield return [top, top, 0, top];
        yield return [top - 1, top, top, top];
        yield return [0, 0, 0, 0];
        yield return [0, 0, 0, 1];
        yield return [0, top, top, 1];
        yield return [prime - 1, prime - 1, prime - 1, prime];
        yield return [1, 0, prime, prime];
        yield return [1, 0, prime - 1, prime];
        yield return [half, 2, half - 1, half + 1];
        yield return [255, 256, 1, 65536];
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public unsafe void The_scalar_twin_divides_as_numbers_do(Operation operation)
    {
        int bytes = BytesOf(operation), n = bytes / 4;
        Random random = new(7);
        uint[] inputs = new uint[4 * n], quotient = new uint[n], result = new uint[n];
        int trapped = 0;
        IEnumerable<BigInteger[]> calls = Corners(operation).Concat(Enumerable.Range(0, 20_000).Select(_ => Random(operation, random)))
            .Concat(Enumerable.Range(0, 2000).Select(_ => (BigInteger[])[Greatest(bytes) - random.Next(3), Greatest(bytes) >> random.Next(32), random.Next(3), Greatest(bytes) >> random.Next(64)]));
        foreach (BigInteger[] call in calls)
        {
            for (int operand = 0; operand < 4; operand++) Words(call[operand], bytes).CopyTo(inputs, operand * n);
            bool fits;
            fixed (uint* from = inputs, q = quotient, r = result) fits = ScalarModular.MultiplyAdd(n, from, q, r);
            BigInteger sum = (call[0] * call[1]) + call[2], modulus = call[3];
            Assert.Equal(modulus.IsZero || sum / modulus <= Greatest(bytes), fits);
            if (!fits || modulus.IsZero) modulus = Greatest(bytes) + 1;
            if (!fits) trapped++;
            Assert.Equal(Words(sum / modulus, bytes), quotient);
            Assert.Equal(Words(sum % modulus, bytes), result);
        }

        Assert.InRange(trapped, 100, 2000);
    }

    /// <summary>The lies that the order of result and modulus refuses: r + m with q - 1, and any q and r where the row claims to trap.</summary>
    [Theory]
    [MemberData(nameof(Operations))]
    public void A_result_that_is_not_reduced_is_rejected(Operation operation)
    {
        int bytes = BytesOf(operation);
        ProgramBuilder builder = new() { InitialPages = 1, MemoryImage = [new(0, [.. new[] { (BigInteger)1000, 1000, 7, 999 }.SelectMany(value => Words(value, bytes))])] };
        for (uint operand = 0; operand < 5; operand++) builder.Const32(operand, operand * (uint)bytes);
        using MachineRun run = new(builder.Add(operation, immediate: (ulong)Space.Memory).Add(Operation.Return).Build());
        Trace trace = run.Traces.Single(trace => trace.Chip.Name.StartsWith("Modular", StringComparison.Ordinal));
        int Column(string name) => Array.IndexOf([.. trace.Chip.Columns], name);
        void Add(string name, int value) =>
            trace.MutableColumn(Column(name))[0] += value < 0 ? -KoalaBear.FromCanonical((uint)-value) : KoalaBear.FromCanonical((uint)value);
        RowOracle oracle = new(trace);
        Assert.True(oracle.IsValid(0));
        // 1000 * 1000 + 7 = 1001 * 999 + 8 = 1000 * 999 + 1007.
        Add("q[0]", -1);
        Add("r[0]", 999);
        Assert.False(oracle.IsValid(0));
        Add("q[0]", 1);
        Add("r[0]", -999);
        Assert.True(oracle.IsValid(0));
        Add("traps", 1);
        Assert.False(oracle.IsValid(0));
        for (int index = 0; index < bytes; index++) trace.MutableColumn(Column($"q[{index}]"))[0] = KoalaBear.Zero;
        foreach ((int limb, uint value) in new[] { (0, 1_000_007u & 0xFFFF), (1, 1_000_007u >> 16) })
            trace.MutableColumn(Column($"r[{limb}]"))[0] = KoalaBear.FromCanonical(value);
        Assert.False(oracle.IsValid(0));
    }
}
