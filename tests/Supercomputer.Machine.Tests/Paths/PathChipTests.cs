using System.Buffers.Binary;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Paths;
using Supercomputer.Machine.Proving;
using Supercomputer.Machine.Tests.Chips;
using Supercomputer.Proofs.Air;
using Supercomputer.Testing;
using Xunit;
using ProgramBuilder = Supercomputer.Machine.Tests.Chips.ProgramBuilder;

namespace Supercomputer.Machine.Tests.Paths;

public sealed class PathChipTests(ITestOutputHelper output)
{
    private const uint Entry = Outcomes.HaltCount;

    internal static ProgramInputs SortInputs => new(Words(60, 7), default, default);

    // Fixed, so that what the tests say of single columns and constraints does not hang on how paths are chosen.
    private static readonly ProgramPath[] s_sortPaths =
        [new(104, 19, 8), new(104, 18, 12), new(85, 17, 5), new(104, 15, 10), new(104, 15, 5), new(135, 5, 0), new(104, 11, 3), new(104, 18, 9)];

    internal static LoweredProgram SortWithPaths(int count) => Sort().WithPaths(s_sortPaths[..count]);

    [Fact]
    public void The_sort_with_path_chips_satisfies_all_chips_and_ends_as_without()
    {
        ProgramInputs inputs = new(Words(60, 7), default, default);
        LoweredProgram program = Sort();
        IReadOnlyList<ProgramPath> paths = PathFinder.Find(program, inputs, 8);
        Assert.NotEmpty(paths);
        AssertSame(program, paths, inputs);
    }

    [Fact]
    public void Path_chips_take_a_fraction_of_the_interactions_and_cells_of_the_sort()
    {
        ProgramInputs inputs = new(Words(1024, 1), default, default);
        LoweredProgram program = Sort();
        using MachineRun generic = new(program, inputs);
        using MachineRun run = new(program.WithPaths(s_sortPaths), inputs);
        (long leaves, long cells) = Size(generic);
        (long pathLeaves, long pathCells) = Size(run);
        output.WriteLine($"interactions {leaves} -> {pathLeaves}, cells {cells} -> {pathCells}");
        foreach (PathRowCount count in Counts(run))
            output.WriteLine($"{count.Name}: {count.Length} steps, {count.Rows} rows, {count.Columns} columns, {count.Interactions} interactions");
        Assert.True(17 * pathLeaves < 10 * leaves); // heights are padded here
        Assert.True(2 * pathCells < cells);
    }

    [Fact]
    public void No_change_of_one_cell_of_a_path_row_is_accepted()
    {
        ProgramInputs inputs = new(Words(60, 7), default, default);
        LoweredProgram program = Sort();
        using MachineRun run = new(program.WithPaths(s_sortPaths), inputs);
        MutationCampaign campaign = new();
        foreach (Trace trace in run.Traces.Where(trace => trace.Chip.Name.StartsWith("Path", StringComparison.Ordinal)).ToArray())
            campaign.Run(run, trace.Chip.Name, maximumRows: 24);
        Assert.True(campaign.Tried > 0);
        campaign.AssertSound(output, everyColumnStrict: false);
    }

    [Fact]
    public void A_run_with_path_chips_is_proved_and_verified()
    {
        ProgramInputs inputs = new(Words(60, 7), default, default);
        LoweredProgram program = Sort();
        VerifyingKey key = VerifyingKey.Create(program.WithPaths(s_sortPaths[..4]));
        Assert.True(MachineProver.Prove(key, inputs, new ProveOptions()).TryGet(out ProveReport? report, out var error), error?.ToString());
        Assert.Contains(report.Chips, chip => chip.Name == "Path0");
        Assert.True(MachineVerifier.Verify(key, inputs.Public, inputs.Disclosed, report.Proof).TryGet(out _, out error), error?.ToString());
        VerifyingKey other = VerifyingKey.Create(program.WithPaths(s_sortPaths[..3]));
        Assert.NotEqual(key.Digest, other.Digest);
        Assert.False(MachineVerifier.Verify(other, inputs.Public, inputs.Disclosed, report.Proof).TryGet(out _, out error));
        Assert.Equal("program", error.Check);
        byte[] renamed = [.. report.Proof];
        other.Digest.CopyTo(renamed.AsSpan(9, 32));
        Assert.False(MachineVerifier.Verify(other, inputs.Public, inputs.Disclosed, renamed).TryGet(out _, out error));
    }

    [Fact]
    public void A_key_with_paths_is_read_back_and_one_with_a_bad_path_is_refused()
    {
        LoweredProgram program = Sort();
        ProgramPath[] paths = s_sortPaths[..4];
        VerifyingKey key = VerifyingKey.Create(program.WithPaths(paths));
        Assert.Null(VerifyingKey.TryRead(key.Bytes, out VerifyingKey? read));
        Assert.Equal(paths, read!.Program.Paths);
        Assert.Equal(key.Digest, read.Digest);
        foreach (ProgramPath bad in new ProgramPath[] { new(0, 4, 0), new(Entry, 0, 0), new(Entry, 65, 0), new(uint.MaxValue, 2, 0), paths[0] with { Directions = ulong.MaxValue } })
            Assert.StartsWith("path 0:", VerifyingKey.TryRead(VerifyingKey.Create(program.WithPaths([bad])).Bytes, out _), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_runs_out_of_fuel_inside_a_path_ends_as_without()
    {
        ProgramInputs inputs = new(Words(30, 7), default, default);
        LoweredProgram program = Sort();
        IReadOnlyList<ProgramPath> paths = s_sortPaths;
        for (ulong fuel = 900; fuel < 940; fuel++) AssertSame(program, paths, inputs, fuel);
    }

    [Fact]
    public void Random_paths_do_what_the_generic_chips_do()
    {
        Random random = new(20261);
        int rows = 0;
        for (int round = 0; round < 150; round++)
        {
            (LoweredProgram program, int body) = RandomProgram(random);
            rows += AssertSame(program, RandomPaths(program, body), ProgramInputs.Empty);
        }

        output.WriteLine($"{rows} path rows");
        Assert.True(rows > 300);
    }

    [Theory]
    [InlineData(Operation.BrEq32), InlineData(Operation.BrNe32), InlineData(Operation.BrLtS32), InlineData(Operation.BrLtU32)]
    [InlineData(Operation.BrGeS32), InlineData(Operation.BrGeU32)]
    public void A_forged_direction_of_a_branch_is_refused(Operation operation)
    {
        uint[] samples = [0, 1, 5, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x18000, 0x7FFFFFFF, 0x80000000, 0x80010000, 0xFFFF0000, 0xFFFFFFFF];
        foreach (uint left in samples)
            foreach (uint right in samples)
            {
                ProgramBuilder builder = new();
                builder.Const32(1, left).Const32(2, right).Add(Operation.Move32, 3, 1).Add(operation, Entry + 5, 1, 2)
                    .Add(Operation.Jump, Entry + 5).Add(Operation.Return);
                LoweredProgram program = builder.Build();
                bool taken = Arithmetic.Holds(operation, left, right);
                using MachineRun run = new(program.WithPaths([new(Entry + 2, 2, taken ? 1u : 0)]), null);
                Assert.True(run.Has("Path0"));
                Assert.Empty(run.Failures());
                using MachineRun lie = new(program.WithPaths([new(Entry + 2, 2, taken ? 0u : 1)]), null);
                Assert.False(lie.Has("Path0"));
                Assert.False(CanForge(program, new(Entry + 2, 2, taken ? 0u : 1), left, right));
            }
    }

    // Whether any assignment of mark, signs and inverse satisfies the check with these operands: the gadget's columns are few enough to try.
    private static bool CanForge(LoweredProgram program, ProgramPath path, uint left, uint right)
    {
        PathChip chip = new(0, 0, PathPlan.Create(program.Instructions, path));
        uint[] record = [12, 0, 2, .. Enumerable.Repeat(0u, 2 * chip.Plan.Registers.Length)];
        for (int index = 0; index < chip.Plan.Registers.Length; index++)
            record[3 + 2 * index] = chip.Plan.Registers[index].Index switch { 1 => left, 2 => right, _ => 0 };
        int[] unknown = [.. Enumerable.Range(0, chip.Chip.Width).Where(column => chip.Chip.Columns[column].StartsWith("check[", StringComparison.Ordinal))];
        using TraceBuilder builder = new(chip.Chip, 1);
        uint[] cells = new uint[chip.Chip.Width];
        cells[0] = 1;
        cells[1] = 12;
        for (int index = 0; index < chip.Plan.Registers.Length; index++)
            foreach (int limb in new[] { 0, 1 })
                cells[chip.Chip.Columns.ToList().IndexOf($"r{chip.Plan.Registers[index].Index}.old[{limb}]")] = record[3 + 2 * index] >> (16 * limb) & 0xFFFF;
        for (int index = 0; index < chip.Plan.Registers.Length; index++)
            cells[chip.Chip.Columns.ToList().IndexOf($"r{chip.Plan.Registers[index].Index}.previous_time")] = 11;
        builder.SetRow(0, cells);
        Trace trace = builder.Seal();
        RowOracle oracle = new(trace);
        for (int bits = 0; bits < 1 << unknown.Length; bits++)
        {
            for (int index = 0; index < unknown.Length; index++)
                trace.MutableColumn(unknown[index])[0] = (bits >> index & 1) != 0 ? KoalaBear.One : KoalaBear.Zero;
            if (unknown.FirstOrDefault(column => chip.Chip.Columns[column].EndsWith("inverse", StringComparison.Ordinal), -1) is >= 0 and int inverse)
                trace.MutableColumn(inverse)[0] = KoalaBear.FromCanonical(0x1234567);
            if (oracle.IsValid(0)) return true;
        }

        return false;
    }

    private static (LoweredProgram Program, int Body) RandomProgram(Random random)
    {
        ProgramBuilder builder = new() { InitialPages = 1 };
        for (uint register = 1; register < 7; register++) builder.Const32(register, Interesting(random));
        builder.Const32(7, 4u * (uint)random.Next(20)).Const32(8, 4u * (uint)random.Next(20)).Const32(9, 5);
        int body = 9, length = random.Next(6, 20);
        for (int index = 0; index < length; index++) AddRandom(builder, random);
        builder.Add(Operation.Add32Imm, 9, 9, immediate: uint.MaxValue).Add(Operation.BrNe32Imm, Entry + (uint)body, 9, immediate: 0)
            .Add(Operation.Return);
        return (builder.Build(), body);
    }

    private static void AddRandom(ProgramBuilder builder, Random random)
    {
        uint d = (uint)random.Next(1, 7), a = (uint)random.Next(1, 9), b = (uint)random.Next(1, 9);
        switch (random.Next(12))
        {
            case 0: builder.Add(Operation.Add32Imm, d, a, immediate: Interesting(random)); break;
            case 1: builder.Add(Operation.Sub32, d, a, b); break;
            case 2: builder.Add(Operation.Shl32Imm, d, a, immediate: (ulong)random.Next(9)); break;
            case 3: builder.Add(Operation.Move32, d, a); break;
            case 4: builder.Const32(d, Interesting(random)); break;
            case 5 or 6: builder.Add(Operation.Load32, d, (uint)random.Next(7, 9), immediate: 4ul * (ulong)random.Next(4)); break;
            case 7 or 8: builder.Add(Operation.Store32, 0, (uint)random.Next(7, 9), b, 4ul * (ulong)random.Next(4)); break;
            case 9: builder.Add((Operation)random.Next((int)Operation.BrEq32, (int)Operation.BrGeU32Imm + 1), builder.Next + 1, a); break;
            default: builder.Add(Operation.Add32, d, a, b); break;
        }
    }

    internal static uint Interesting(Random random) => random.Next(4) switch
    {
        0 => (uint)random.Next(70000),
        1 => (uint)-random.Next(1, 70000),
        2 => (uint)random.Next(3) * 0x7FFF8000,
        _ => (uint)random.NextInt64(1L << 32),
    };

    private static List<ProgramPath> RandomPaths(LoweredProgram program, int body)
    {
        // The executed directions of one turn: both values of every branch's bit that has a plan, the likeliest first.
        List<ProgramPath> paths = [.. PathFinder.Find(program, ProgramInputs.Empty, 4)];
        for (int length = 2; length < 7; length++) paths.Add(new(Entry + (uint)body, length, 0));
        return [.. paths.Where(path => PathPlan.TryCreate(program.Instructions, path, out _, out _)).Distinct()];
    }

    internal static int AssertSame(LoweredProgram program, IReadOnlyList<ProgramPath> paths, ProgramInputs inputs, ulong? fuel = null)
    {
        using MachineRun generic = new(program, inputs, fuel);
        using MachineRun run = new(program.WithPaths(paths), inputs, fuel);
        Assert.Empty(run.Failures());
        Assert.Equal(generic.Result.Outcome, run.Result.Outcome);
        Assert.Equal(generic.Result.Steps, run.Result.Steps);
        Assert.Equal(generic.Result.InstructionCount, run.Result.InstructionCount);
        Assert.Equal(generic.Result.ProgramCounter, run.Result.ProgramCounter);
        Assert.Equal(generic.Result.LastProgramCounter, run.Result.LastProgramCounter);
        Assert.Equal(generic.Result.FramePointer, run.Result.FramePointer);
        Assert.Equal(generic.Result.Output, run.Result.Output);
        Assert.Equal(Ends(generic), Ends(run));
        return Counts(run).Sum(count => count.Rows);
    }

    private static IEnumerable<(Space Space, uint Address, ulong Final)> Ends(MachineRun run) =>
        run.Result.Record!.Cells.Select(cell => (cell.Space, cell.Address, cell.Final));

    private static IEnumerable<PathRowCount> Counts(MachineRun run) =>
        run.Chips.Paths.Select((path, index) => new PathRowCount(
            path.Chip.Name, path.Plan.Path.Length, run.Result.Record!.PathRows[index].Count / PathRunner.RowWords(path.Plan),
            path.Chip.Width, path.Chip.Interactions.Count));

    private static (long Leaves, long Cells) Size(MachineRun run) =>
        (run.Traces.Where(IsMain).Sum(trace => (long)trace.Chip.Interactions.Count << trace.LogHeight),
            run.Traces.Where(IsMain).Sum(trace => (long)trace.Chip.Width << trace.LogHeight));

    private static bool IsMain(Trace trace) => trace.Chip.Interactions.Any(interaction => interaction.Bus.Name == "State");

    private static LoweredProgram Sort() =>
        Lowerer.LowerBytes(File.ReadAllBytes(Path.Combine(Repository.Root, "samples/sort/sort.wasm")), null).Program!;

    private static byte[] Words(params uint[] words)
    {
        byte[] bytes = new byte[4 * words.Length];
        for (int index = 0; index < words.Length; index++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * index), words[index]);
        return bytes;
    }

    private sealed record PathRowCount(string Name, int Length, int Rows, int Columns, int Interactions);
}
