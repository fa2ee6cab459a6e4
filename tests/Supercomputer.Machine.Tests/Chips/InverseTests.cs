using System.Numerics;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Xunit;
using static Supercomputer.Machine.Tests.Chips.AcceleratorProgram;

namespace Supercomputer.Machine.Tests.Chips;

public sealed class InverseTests(ITestOutputHelper output)
{
    public static TheoryData<Operation> Operations => [Operation.Inverse256, Operation.Inverse384];

    /// <summary>Calls with corner cases and random numbers.</summary>
    internal static LoweredProgram Program(Operation operation, int seed, int randomCalls) => AcceleratorProgram.Of(
        operation, [.. Corners(BytesOf(operation)), .. Enumerable.Range(0, randomCalls).Select(index => Random(BytesOf(operation), new(seed + index)))]);

    /// <summary>A number and a modulus of random lengths.</summary>
    internal static BigInteger[] Random(int bytes, Random random)
    {
        BigInteger prime = bytes == 32 ? CurveTests.Secp256k1 : ModularFp2Tests.Bls12381;
        return [Number(random, bytes), random.Next(2) == 0 ? prime : Number(random, bytes)];
    }

    /// <summary>The inverse below m, or 0.</summary>
    internal static BigInteger Expected(BigInteger[] numbers) =>
        numbers[1] <= 1 ? BigInteger.Zero : Inverse(numbers[0], numbers[1]) ?? BigInteger.Zero;

    private static BigInteger[][] Corners(int bytes)
    {
        BigInteger top = ModularTests.Greatest(bytes), prime = CurveTests.Secp256k1;
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
    public void Calls_satisfy_all_chips_and_their_record(Operation operation)
    {
        LoweredProgram program = Program(operation, 1, 8);
        using MachineRun run = new(program);
        Assert.Equal(Outcome.Returned, run.Result.Outcome);
        Assert.Equal(Outcome.Returned, Executor.Run(program, ProgramInputs.Empty).Outcome);
        Assert.Empty(run.Failures());
        new RecordChecker(program, run.Result.Record!).Check(run.Result);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public unsafe void The_scalar_twin_computes_as_numbers_do(Operation operation)
    {
        int bytes = BytesOf(operation), n = bytes / 4;
        Random random = new(7);
        uint[] inputs = new uint[2 * n], result = new uint[n];
        int zero = 0;
        foreach (BigInteger[] call in Corners(bytes).Concat(Enumerable.Range(0, 20_000).Select(_ => Random(bytes, random))))
        {
            for (int number = 0; number < 2; number++) ModularTests.Words(call[number], bytes).CopyTo(inputs, number * n);
            fixed (uint* from = inputs, to = result) ScalarInverse.OfAny(n, from, to);
            BigInteger expected = Expected(call);
            Assert.Equal(ModularTests.Words(expected, bytes), result);
            if (expected.IsZero) zero++;
        }

        Assert.InRange(zero, 2000, 8000);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void No_change_of_one_cell_is_accepted(Operation operation)
    {
        using MachineRun run = new(Program(operation, 2, 2));
        MutationCampaign campaign = new();
        campaign.Run(run, operation.ToString(), maximumRows: 2);
        campaign.AssertSound(output);
    }
}
