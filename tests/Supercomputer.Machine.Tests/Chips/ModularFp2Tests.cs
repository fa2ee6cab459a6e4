using System.Numerics;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips;

public sealed class ModularFp2Tests(ITestOutputHelper output)
{
    internal const int Bytes = 48;

    internal static readonly BigInteger Bls12381 = BigInteger.Parse(
        "4002409555221667393417789825735904156556882819939007885332058136124031650490837864442687629129015664037894272559787");

    /// <summary>The numbers of a call: a0, a1, b0, b1, c0, c1, m.</summary>
    private const int Numbers = 7;

    private static readonly BigInteger s_top = ModularTests.Greatest(Bytes), s_least = BigInteger.One << 376;

    /// <summary>Calls with corner cases and random numbers; the result of each lies on one of its operands or apart.</summary>
    /// <param name="seed">For the random numbers.</param>
    /// <param name="traps">Whether the last call is one that traps.</param>
    internal static LoweredProgram Program(int seed, bool traps)
    {
        List<BigInteger[]> calls = [.. Corners(), .. Enumerable.Range(0, 6).Select(index => Random(new(seed + index)))];
        if (traps) calls.Add([s_top, 3, s_top, s_top, 5, s_top, s_least - 1]);
        int words = (Numbers + 2) * Bytes / 4;
        uint[] memory = new uint[calls.Count * words];
        ProgramBuilder program = new() { MemoryImage = [new(0, memory)], InitialPages = 1 };
        for (int call = 0; call < calls.Count; call++)
        {
            for (int number = 0; number < Numbers; number++)
                ModularTests.Words(calls[call][number], Bytes).CopyTo(memory, (call * words) + (number * Bytes / 4));
            for (int operand = 0; operand < 5; operand++)
            {
                int number = operand < 4 ? 2 * operand : call % 4 == 0 ? Numbers : 2 * (call % 4) - 2;
                program.Const32((uint)operand, (uint)((4 * call * words) + (number * Bytes)));
            }

            program.Add(Operation.MultiplyAddFp2, immediate: (ulong)Space.Memory);
        }

        return program.Add(Operation.Return).Build();
    }

    /// <summary>Numbers of random lengths, also greater than the modulus, which has at least 377 bits.</summary>
    internal static BigInteger[] Random(Random random)
    {
        BigInteger[] numbers = new BigInteger[Numbers];
        byte[] bytes = new byte[Bytes];
        for (int number = 0; number < Numbers; number++)
        {
            random.NextBytes(bytes);
            numbers[number] = new BigInteger(bytes.AsSpan(0, random.Next(4) > 0 ? Bytes : random.Next(Bytes)), isUnsigned: true);
        }

        if (random.Next(2) == 0) numbers[^1] = Bls12381;
        if (numbers[^1] < s_least) numbers[^1] += s_least * random.Next(1, 256);
        return numbers;
    }

    /// <summary>What the accelerator computes, by numbers.</summary>
    internal static (BigInteger First, BigInteger Second) Expected(BigInteger[] n)
    {
        BigInteger first = ((n[0] * n[2]) - (n[1] * n[3]) + n[4]) % n[6];
        return (first.Sign < 0 ? first + n[6] : first, ((n[0] * n[3]) + (n[1] * n[2]) + n[5]) % n[6]);
    }

    private static IEnumerable<BigInteger[]> Corners()
    {
        BigInteger p = Bls12381;
        yield return [s_top, 0, s_top, 0, s_top, s_top, s_least];
        yield return [0, s_top, 0, s_top, 0, 0, s_least];
        yield return [s_top, s_top, s_top, s_top, s_top, s_top, s_least];
        yield return [s_top, s_top, s_top, s_top, s_top, s_top, s_top];
        yield return [0, s_top, 0, s_top, s_top, 0, s_top];
        yield return [p - 1, p - 1, p - 1, p - 1, p - 1, p - 1, p];
        yield return [0, 1, 0, 1, 0, 0, p];
        yield return [0, p - 1, 0, p - 1, 1, 0, p];
        yield return [1, 0, 0, 0, p, p - 1, p];
        yield return [0, 0, 0, 0, 0, 0, s_top];
        yield return [1, 1, 1, 1, s_top, 0, s_least + 1];
    }

    [Fact]
    public void Calls_satisfy_all_chips_and_their_record()
    {
        foreach (bool traps in new[] { false, true })
        {
            LoweredProgram program = Program(1, traps);
            using MachineRun run = new(program);
            Assert.Equal(traps ? Outcome.IntegerOverflow : Outcome.Returned, run.Result.Outcome);
            Assert.Equal(run.Result.Outcome, Executor.Run(program, ProgramInputs.Empty).Outcome);
            Assert.Empty(run.Failures());
            new RecordChecker(program, run.Result.Record!).Check(run.Result);
        }
    }

    [Fact]
    public unsafe void The_scalar_twin_divides_as_numbers_do()
    {
        Random random = new(7);
        uint[] inputs = new uint[Numbers * ScalarFp2.Words], quotients = new uint[2 * ScalarFp2.QuotientWords], result = new uint[2 * ScalarFp2.Words];
        int trapped = 0;
        foreach (BigInteger[] call in Corners().Concat(Enumerable.Range(0, 20_000).Select(_ => Random(random))))
        {
            if (random.Next(8) == 0) call[^1] >>= random.Next(1, 385);
            bool fits = call[^1] >= s_least;
            for (int number = 0; number < Numbers; number++) ModularTests.Words(call[number], Bytes).CopyTo(inputs, number * ScalarFp2.Words);
            fixed (uint* from = inputs, q = quotients, r = result) Assert.Equal(fits, ScalarFp2.MultiplyAdd(from, q, r));
            if (!fits) call[^1] += BigInteger.One << 383;
            if (!fits) trapped++;
            (BigInteger first, BigInteger second) = Expected(call);
            Assert.Equal(ModularTests.Words(first, Bytes), result[..ScalarFp2.Words]);
            Assert.Equal(ModularTests.Words(second, Bytes), result[ScalarFp2.Words..]);
            BigInteger q0 = ((call[0] * call[2]) - (call[1] * call[3]) + call[4] - first) / call[6];
            BigInteger q1 = ((call[0] * call[3]) + (call[1] * call[2]) + call[5] - second) / call[6];
            const int quotientBytes = 4 * ScalarFp2.QuotientWords;
            Assert.Equal(ModularTests.Words(q0 + (BigInteger.One << 392), quotientBytes), quotients[..ScalarFp2.QuotientWords]);
            Assert.Equal(ModularTests.Words(q1, quotientBytes), quotients[ScalarFp2.QuotientWords..]);
        }

        Assert.InRange(trapped, 1000, 3000);
    }

    [Fact]
    public void No_change_of_one_cell_is_accepted()
    {
        using MachineRun run = new(Program(2, traps: true));
        MutationCampaign campaign = new();
        campaign.Run(run, "ModularFp2", maximumRows: 4);
        campaign.AssertSound(output);
    }

    /// <summary>The lies that only the order of result and modulus refuses: r + M with a quotient less by 1, for each coordinate.</summary>
    [Fact]
    public void A_result_that_is_not_reduced_is_rejected()
    {
        BigInteger[] numbers = [1000, 2, 1000, 3, 7, 8, s_least + 999];
        ProgramBuilder builder = new() { InitialPages = 1, MemoryImage = [new(0, [.. numbers.SelectMany(value => ModularTests.Words(value, Bytes))])] };
        foreach ((int operand, uint at) in new[] { (0, 0u), (1, 96u), (2, 192u), (3, 288u), (4, 336u) }) builder.Const32((uint)operand, at);
        using MachineRun run = new(builder.Add(Operation.MultiplyAddFp2, immediate: (ulong)Space.Memory).Add(Operation.Return).Build());
        Trace trace = run.Traces.Single(trace => trace.Chip.Name == "ModularFp2");
        void Add(string name, int value) => trace.MutableColumn(Array.IndexOf([.. trace.Chip.Columns], name))[0] +=
            value < 0 ? -KoalaBear.FromCanonical((uint)-value) : KoalaBear.FromCanonical((uint)value);
        RowOracle oracle = new(trace);
        Assert.True(oracle.IsValid(0));
        for (int coordinate = 0; coordinate < 2; coordinate++)
        {
            // The quotient is 0 there, and q0 is kept in 49 digits with 2^392 added: less by 1 it is all bytes 255.
            (string, int)[] lie = [($"r[{24 * coordinate}]", 999), ($"r[{(24 * coordinate) + 23}]", 256)];
            foreach ((string name, int value) in lie) Add(name, value);
            Assert.False(oracle.IsValid(0));
            for (int digit = 0; digit < Bytes; digit++) Add($"q{coordinate}[{digit}]", 255);
            Add($"q{coordinate}_last", -1);
            Assert.False(oracle.IsValid(0));
            for (int digit = 0; digit < Bytes; digit++) Add($"q{coordinate}[{digit}]", -255);
            Add($"q{coordinate}_last", 1);
            foreach ((string name, int value) in lie) Add(name, -value);
            Assert.True(oracle.IsValid(0));
        }
    }
}
