using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Chips.Accelerators;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips;

public sealed class KeccakTests(ITestOutputHelper output)
{
    private const uint SecondState = 64, ZeroState = 128;

    /// <summary>Permutes two random states, the zero state, and the first again.</summary>
    internal static LoweredProgram FourCalls(int seed)
    {
        Random random = new(seed);
        uint[] Words() => [.. Enumerable.Range(0, 50).Select(_ => (uint)random.NextInt64(1L << 32))];
        ProgramBuilder program = new() { AuxiliaryImage = [new(0, Words()), new(SecondState, Words())] };
        foreach (uint address in new[] { 0u, SecondState, ZeroState, 0u }) program.Add(Operation.KeccakF, immediate: address);
        return program.Add(Operation.Return).Build();
    }

    [Fact]
    public unsafe void Rounds_of_the_chip_are_those_of_the_permutation()
    {
        Random random = new(3);
        ulong* state = stackalloc ulong[25];
        ulong* expected = stackalloc ulong[25];
        ulong* between = stackalloc ulong[35];
        for (int trial = 0; trial < 20; trial++)
        {
            for (int lane = 0; lane < 25; lane++)
                state[lane] = expected[lane] = trial == 0 ? 0 : (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            ScalarKeccak.Permute((uint*)expected);
            for (int round = 0; round < 24; round++)
                KeccakRoundFunction.Apply(round, state, between, between + 25, between + 30);
            Assert.Equal(new ReadOnlySpan<ulong>(expected, 25), new ReadOnlySpan<ulong>(state, 25));
        }
    }

    [Fact]
    public void Permutations_satisfy_all_chips()
    {
        using MachineRun run = new(FourCalls(1));
        Assert.Empty(run.Failures());
        // The first lane of Keccak-f[1600] of zeros (the submission's test vectors).
        ReadOnlySpan<WordAccess> zero = run.Result.Record!.Words.Span.Slice(100, 2);
        Assert.Equal(0xF1258F7940E1DDE7, zero[0].New | zero[1].New << 32);
        Assert.Equal(24 * 4, Enumerable.Range(0, 128).Count(row => Round(run.Trace("KeccakRound"), row) >= 0));
    }

    [Fact]
    public void No_change_of_one_cell_of_a_call_is_accepted()
    {
        using MachineRun run = new(FourCalls(2));
        MutationCampaign campaign = new();
        campaign.Run(run, "Keccak");
        campaign.AssertSound(output);
    }

    [Fact]
    public void No_change_of_one_cell_of_a_round_is_accepted()
    {
        using MachineRun run = new(FourCalls(3));
        Trace trace = run.Trace("KeccakRound");
        int tried = 0, free = 0;
        // Every column in a middle round, a sample in the first, the second, the last, and in padding rows.
        foreach ((int row, int step) in new[] { (35, 1), (0, 29), (25, 31), (95, 29), (96, 29), (127, 29) })
        {
            RowOracle oracle = new(trace);
            oracle.Remember(row);
            for (int column = 0; column < trace.Chip.Width; column += column < 11 || column > trace.Chip.Width - 8 ? 1 : step)
            {
                ref KoalaBear cell = ref trace.MutableColumn(column)[row];
                KoalaBear honest = cell;
                foreach (KoalaBear changed in new[] { KoalaBear.One - honest, honest + KoalaBear.FromCanonical(0x12345678) })
                {
                    cell = changed;
                    tried++;
                    bool rejected = oracle.Rejects(row);
                    if (row < 96 || column is > 0 and < 11) Assert.True(rejected, $"{trace.Chip.Columns[column]} in row {row}");
                    else if (!rejected) free++;
                }

                cell = honest;
            }
        }

        output.WriteLine($"changes tried: {tried}, accepted: 0, free in padding rows (no message is sent): {free}");
    }

    [Theory]
    [InlineData(23)]
    [InlineData(0)]
    public void A_permutation_that_ends_early_is_rejected(int rounds) =>
        AssertForged([.. Enumerable.Range(0, rounds)]);

    [Fact]
    public void A_permutation_that_skips_repeats_or_exchanges_rounds_is_rejected()
    {
        int[] all = [.. Enumerable.Range(0, 24)];
        AssertForged(all[1..]);
        AssertForged([.. all[..11], .. all[12..]]);
        AssertForged([.. all[..12], 11, .. all[13..]]);
        AssertForged([.. all[..11], 12, 11, .. all[13..]]);
        AssertForged([.. all[..23], 23, 23]);
    }

    [Fact]
    public void Results_of_two_calls_cannot_be_exchanged()
    {
        LoweredProgram program = FourCalls(5);
        ExecutionResult result = Executor.Run(program, ProgramInputs.Empty, record: true);
        GrowingBuffer<WordAccess> words = result.Record!.Words;
        // The second and the third call: nothing reads their results afterwards.
        for (int index = 0; index < 50; index++)
        {
            ref WordAccess second = ref words.At(50 + index), third = ref words.At(100 + index);
            (second.New, third.New) = (third.New, second.New);
            SetFinal(result.Record, second);
            SetFinal(result.Record, third);
        }

        AssertOnlyKeccakFails(program, result, null);
    }

    [Fact]
    public void A_padding_row_that_claims_to_be_a_round_is_rejected()
    {
        LoweredProgram program = FourCalls(6);
        ExecutionResult result = Executor.Run(program, ProgramInputs.Empty, record: true);
        AssertOnlyKeccakFails(program, result, trace => WriteRow(trace, 100, 4, 7, new ulong[25]));
    }

    /// <summary>The zero state's call claims the result of other rounds, and rows prove each of them.</summary>
    private static void AssertForged(int[] rounds)
    {
        LoweredProgram program = FourCalls(4);
        ExecutionResult result = Executor.Run(program, ProgramInputs.Empty, record: true);
        ulong[] state = new ulong[25];
        foreach (int round in rounds) WriteRow(null, 0, 0, round, state);
        for (int index = 0; index < 50; index++)
        {
            ref WordAccess word = ref result.Record!.Words.At(100 + index);
            word.New = (uint)(state[index / 2] >> (32 * (index & 1)));
            SetFinal(result.Record, word);
        }

        AssertOnlyKeccakFails(program, result, trace =>
        {
            for (int row = 48; row < 72; row++)
                for (int column = 0; column < trace.Chip.Width; column++) trace.MutableColumn(column)[row] = KoalaBear.Zero;
            ulong[] input = new ulong[25];
            for (int index = 0; index < rounds.Length; index++)
                WriteRow(trace, index < 24 ? 48 + index : 96, 12, rounds[index], input);
        });
    }

    private static void AssertOnlyKeccakFails(LoweredProgram program, ExecutionResult result, Action<Trace>? change)
    {
        MachineChips chips = MachineChips.For(program, [], []);
        using FilledTraces filled = TraceFiller.Fill(chips, result);
        List<Trace> traces = [.. filled.Traces.OfType<Trace>()];
        change?.Invoke(traces.Single(trace => trace.Chip.Name == "KeccakRound"));
        Assert.Empty(traces.SelectMany(trace => ConstraintChecker.Check(trace)));
        IReadOnlyList<CheckFailure> failures = BusBalanceChecker.Check(
            traces, chips.PublicTerms(result.Output, result.Outcome, result.Steps, result.InstructionCount), limit: 100);
        Assert.NotEmpty(failures);
        Assert.All(failures, failure => Assert.Equal("bus Keccak", failure.Check));
    }

    private static void SetFinal(ExecutionRecord record, WordAccess word)
    {
        foreach (CellRecord[] cells in new[] { record.Cells, record.AuxiliaryImageCells })
            foreach (ref CellRecord cell in cells.AsSpan())
                if (cell.Space == Space.Auxiliary && cell.Address == word.Address) cell.Final = word.New;
    }

    /// <summary>Applies a round to the state and writes its row, unless the trace is null.</summary>
    private static unsafe void WriteRow(Trace? trace, int row, uint clock, int round, ulong[] state)
    {
        ulong[] values = new ulong[35];
        fixed (ulong* lanes = state, between = values)
            KeccakRoundFunction.Apply(round, lanes, between, between + 25, between + 30);
        if (trace is null) return;
        KeccakRoundChip chip = KeccakRoundChip.Instance.Value;
        void Set(int column, ulong value) => trace.MutableColumn(column)[row] = KoalaBear.FromCanonical((uint)value);
        Set(chip.Clock, clock);
        for (int index = 0; index < 10; index++) Set(1 + index, 0);
        Set(chip.Flags(round).Group, 1);
        Set(chip.Flags(round).Member, 1);
        for (int z = 0; z < 64; z++)
        {
            for (int lane = 0; lane < 25; lane++) Set(chip.Theta(lane, z), values[lane] >> z & 1);
            for (int x = 0; x < 5; x++)
            {
                Set(chip.Parity(x, z), values[25 + x] >> z & 1);
                Set(chip.ThetaParity(x, z), values[30 + x] >> z & 1);
            }
        }

        for (int bit = 0; bit < 7; bit++)
            Set(chip.ConstantBit(bit), state[0] >> KeccakRoundFunction.ConstantPlace(bit) & 1);
    }

    private static int Round(Trace trace, int row)
    {
        KeccakRoundChip chip = KeccakRoundChip.Instance.Value;
        for (int round = 0; round < 24; round++)
        {
            (int group, int member) = chip.Flags(round);
            if (trace.Column(group)[row] == KoalaBear.One && trace.Column(member)[row] == KoalaBear.One) return round;
        }

        return -1;
    }
}
