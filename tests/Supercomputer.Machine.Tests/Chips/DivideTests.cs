using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips;

public sealed class DivideTests(ITestOutputHelper output)
{
    private static readonly ulong[] s_corners =
    [
        1, 2, 3, 0xFF, 0x100, 0xFFFF, 0x10000, 0x10001, 0x7F00_0001, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000,
        0xFFFF_FFFF_FFFF, 0x8000_0000_0000_0000, 0xFFFF_FFFF_0000_0000, 0xFFFF_FFFF_FFFF_FFFE, ulong.MaxValue,
    ];

    private static Operation[] OperationsOf(bool isWide) => isWide
        ? [Operation.DivU64, Operation.DivU64Imm, Operation.RemU64, Operation.RemU64Imm]
        : [Operation.DivU32, Operation.DivU32Imm, Operation.RemU32, Operation.RemU32Imm];

    internal static List<(ulong A, ulong B)> Operands(bool isWide, int random, int seed)
    {
        ulong mask = isWide ? ulong.MaxValue : uint.MaxValue;
        ulong[] corners = [.. s_corners.Where(value => value <= mask)];
        List<(ulong, ulong)> pairs = [(0, 1), .. corners.SelectMany(a => corners.Select(b => (a, b)))];
        Random source = new(seed);
        for (int index = 0; index < random; index++)
        {
            ulong a = (ulong)source.NextInt64(long.MinValue, long.MaxValue) & mask;
            ulong b = ((ulong)source.NextInt64(long.MinValue, long.MaxValue) & mask) >> source.Next(isWide ? 64 : 32);
            pairs.Add((a, Math.Max(b, 1)));
        }

        return pairs;
    }

    /// <summary>All four forms on every pair of operands; quotients go to register 2, remainders to 3.</summary>
    internal static LoweredProgram Program(bool isWide, IEnumerable<(ulong A, ulong B)> operands)
    {
        ProgramBuilder program = new();
        foreach ((ulong a, ulong b) in operands)
        {
            if (isWide) program.Const64(0, a).Const64(1, b);
            else program.Const32(0, (uint)a).Const32(1, (uint)b);
            Operation[] operations = OperationsOf(isWide);
            program.Add(operations[0], 2, 0, 1).Add(operations[1], 2, 0, immediate: b)
                .Add(operations[2], 3, 0, 1).Add(operations[3], 3, 0, immediate: b);
        }

        return program.Add(Operation.Return).Build();
    }

    private static string ChipName(bool isWide) => isWide ? "Divide64" : "Divide32";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Quotients_and_remainders_of_all_forms_satisfy_all_chips(bool isWide)
    {
        List<(ulong A, ulong B)> operands = Operands(isWide, random: 200, seed: 7);
        using MachineRun run = new(Program(isWide, operands));
        Assert.Empty(run.Failures());
        Trace trace = run.Trace(ChipName(isWide));
        for (int row = 0; row < 4 * operands.Count; row++)
        {
            (ulong a, ulong b) = operands[row / 4];
            Assert.Equal(row % 4 < 2 ? a / b : a % b, Result(trace, row, row % 4 < 2));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_change_of_one_cell_is_accepted(bool isWide)
    {
        // Remainders that differ from the divisor in each limb first, carries of every size, and equal high limbs.
        List<(ulong A, ulong B)> operands = [.. Operands(isWide, random: 4, seed: 11).Where((_, index) => index % 9 == 0)];
        operands.AddRange(isWide
            ? [(ulong.MaxValue, 0x1_0001), (0x1_0002_0003_0003, 0x1_0002_0003_0004),
                (0x1_0002_0002_0004, 0x1_0002_0003_0004), (0x1_0001_0003_0004, 0x1_0002_0003_0004)]
            : [(uint.MaxValue, 0x101), (0x1_0003, 0x1_0004), (0x1_0003, 0x2_0003), (0xFFFE_FFFF, uint.MaxValue)]);
        using MachineRun run = new(Program(isWide, operands));
        MutationCampaign campaign = new();
        campaign.Run(run, ChipName(isWide), maximumRows: 48);
        campaign.AssertSound(output);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_division_by_zero_has_no_row(bool isWide)
    {
        using MachineRun run = new(Program(isWide, [(5, 7), (0, 7)]));
        Trace trace = run.Trace(ChipName(isWide));
        RowOracle oracle = new(trace);
        int limbs = isWide ? 4 : 2;
        for (int row = 0; row < 8; row++)
        {
            for (int index = 0; index < 2 * limbs; index++) Cell(trace, $"b.byte[{index}]", row) = KoalaBear.Zero;
            // Every mark, and none: the remainder 5 or 0 is not below 0 at any limb.
            for (int mark = 0; mark < limbs; mark++)
            {
                for (int index = 0; index < limbs - 1; index++)
                    Cell(trace, $"remainder_less_first_above[{index}]", row) = index == mark - 1 ? KoalaBear.One : KoalaBear.Zero;
                oracle.Remember(row);
                Assert.True(oracle.Rejects(row));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_quotient_that_is_right_only_modulo_the_word_or_the_field_is_rejected(bool isWide)
    {
        // 3 * 0xAAAA...AB = 1 modulo the word, so q = 0xAA...AB, r = 0 would divide 1 by 3.
        using MachineRun run = new(Program(isWide, [(1, 3)]));
        Trace trace = run.Trace(ChipName(isWide));
        RowOracle oracle = new(trace);
        int limbs = isWide ? 4 : 2;
        for (int index = 0; index < 2 * limbs; index++)
            Cell(trace, $"quotient.byte[{index}]", 0) = KoalaBear.FromCanonical(index == 0 ? 0xABu : 0xAA);
        Cell(trace, "remainder[0]", 0) = KoalaBear.Zero;
        oracle.Remember(0);
        Assert.True(oracle.Rejects(0));

        // 5 = q 3 in the field: q_0 = 5 / 3 is no byte.
        foreach (int index in Enumerable.Range(1, (2 * limbs) - 1))
            Cell(trace, $"quotient.byte[{index}]", 0) = KoalaBear.Zero;
        Cell(trace, "quotient.byte[0]", 0) = KoalaBear.FromCanonical(3).Inverse();
        oracle.Remember(0);
        Assert.True(oracle.Rejects(0));
    }

    private static ulong Result(Trace trace, int row, bool isQuotient)
    {
        ulong value = 0;
        int limbs = trace.Chip.Name == "Divide64" ? 4 : 2;
        for (int index = 0; index < limbs; index++)
        {
            ulong limb = isQuotient
                ? Cell(trace, $"quotient.byte[{2 * index}]", row).ToCanonical()
                    + (256 * (ulong)Cell(trace, $"quotient.byte[{(2 * index) + 1}]", row).ToCanonical())
                : Cell(trace, $"remainder[{index}]", row).ToCanonical();
            value |= limb << (16 * index);
        }

        return value;
    }

    private static ref KoalaBear Cell(Trace trace, string column, int row) =>
        ref trace.MutableColumn(trace.Chip.Columns.ToList().IndexOf(column))[row];
}
