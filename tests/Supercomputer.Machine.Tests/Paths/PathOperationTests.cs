using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Paths;
using Supercomputer.Machine.Proving;
using Supercomputer.Machine.Tests.Chips;
using Supercomputer.Proofs.Air;
using Xunit;
using ProgramBuilder = Supercomputer.Machine.Tests.Chips.ProgramBuilder;

namespace Supercomputer.Machine.Tests.Paths;

/// <summary>Every operation that a path can hold, in random programs with random windows of their runs as paths.</summary>
public sealed class PathOperationTests(ITestOutputHelper output)
{
    private const uint Entry = Outcomes.HaltCount;

    // Registers: 1 to 6 values, 7 and 8 addresses of words, 9 the turns left, 10 a byte address, 11 an index of inputs, 20 on a callee's frame.
    private const uint Frame = 20;

    private static readonly byte[] s_stream = [.. Enumerable.Range(0, 64).Select(index => (byte)(index * 73 + 5))];

    private static readonly Operation[] s_binary =
    [
        Operation.Add32, Operation.Sub32, Operation.And32, Operation.Or32, Operation.Xor32, Operation.Mul32, Operation.Shl32, Operation.ShrU32,
        Operation.Rotl32, Operation.Rotr32, Operation.SetEq32, Operation.SetNe32, Operation.SetLtS32, Operation.SetLtU32, Operation.SetGeS32,
        Operation.SetGeU32,
    ];

    private static readonly Operation[] s_immediate =
    [
        Operation.Add32Imm, Operation.And32Imm, Operation.Or32Imm, Operation.Xor32Imm, Operation.Mul32Imm, Operation.Shl32Imm, Operation.ShrU32Imm,
        Operation.ShrS32Imm, Operation.Rotl32Imm, Operation.Rotr32Imm, Operation.SetEq32Imm, Operation.SetNe32Imm, Operation.SetLtS32Imm,
        Operation.SetLtU32Imm, Operation.SetGeS32Imm, Operation.SetGeU32Imm,
    ];

    private static ProgramInputs Inputs => new(s_stream, s_stream.Reverse().ToArray(), s_stream.AsMemory(8));

    [Fact]
    public void Random_paths_of_all_operations_do_what_the_generic_chips_do()
    {
        Random random = new(777);
        int rows = 0;
        for (int round = 0; round < 120; round++)
        {
            LoweredProgram program = RandomProgram(random);
            rows += PathChipTests.AssertSame(program, Windows(program, random, 6), Inputs);
        }

        output.WriteLine($"{rows} path rows");
        Assert.True(rows > 600);
    }

    [Fact]
    public void No_change_of_one_cell_of_a_row_with_any_operation_is_accepted()
    {
        Random random = new(4242);
        MutationCampaign campaign = new();
        for (int round = 0; round < 12; round++)
        {
            LoweredProgram program = RandomProgram(random, streams: 2); // a private word may be another
            using MachineRun run = new(program.WithPaths(Windows(program, random, 4)), Inputs);
            foreach (Trace trace in run.Traces.Where(trace => trace.Chip.Name.StartsWith("Path", StringComparison.Ordinal)).ToArray())
                campaign.Run(run, trace.Chip.Name, maximumRows: 4);
        }

        Assert.True(campaign.Tried > 1000);
        campaign.AssertSound(output, everyColumnStrict: false);
    }

    [Fact]
    public void Each_operation_alone_gives_what_the_interpreter_gives_at_corner_values()
    {
        uint[] corners = [0, 1, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFF0000, 0xFFFFFFFF];
        foreach (Operation operation in s_binary.Concat(s_immediate))
        {
            bool hasImmediate = s_immediate.Contains(operation);
            ProgramBuilder builder = new();
            List<ProgramPath> paths = [];
            foreach (uint left in corners)
                foreach (uint right in corners)
                {
                    builder.Const32(1, left).Const32(2, right);
                    paths.Add(new(builder.Next, 2, 0));
                    builder.Add(operation, 3, 1, hasImmediate ? 0 : 2u, hasImmediate ? right : 0).Add(Operation.Move32, 4, 3);
                }

            builder.Add(Operation.Return);
            // Paths of one shape are one path chip: registers are filled by constants before it, in a loop-free program.
            Assert.True(PathChipTests.AssertSame(builder.Build(), [.. paths.Where((_, index) => index % 4 == (int)operation % 4).Take(ProgramPath.MaximumCount)], Inputs) >= 49);
        }
    }

    [Fact]
    public void Calls_returns_inputs_and_parts_of_words_in_paths_are_proved_and_verified()
    {
        Random random = new(99);
        LoweredProgram program = RandomProgram(random);
        VerifyingKey key = VerifyingKey.Create(program.WithPaths(Windows(program, random, 8)));
        Assert.Null(VerifyingKey.TryRead(key.Bytes, out VerifyingKey? read));
        Assert.Equal(key.Digest, read!.Digest);
        Assert.True(MachineProver.Prove(key, Inputs, new ProveOptions()).TryGet(out ProveReport? report, out var error), error?.ToString());
        Assert.Contains(report.Chips, chip => chip.Name.StartsWith("Path", StringComparison.Ordinal));
        Assert.True(MachineVerifier.Verify(key, Inputs.Public, Inputs.Disclosed, report.Proof).TryGet(out _, out error), error?.ToString());
        byte[] other = [.. s_stream];
        other[9] ^= 1;
        Assert.False(MachineVerifier.Verify(key, other, Inputs.Disclosed, report.Proof).TryGet(out _, out error));
    }

    [Fact]
    public void A_path_that_goes_on_after_its_first_frame_or_leaves_the_frames_of_a_path_is_refused()
    {
        ProgramBuilder builder = new();
        uint far = builder.Next;
        builder.Add(Operation.Call, far + 1, immediate: PathPlan.FrameLimit).Add(Operation.Return).Add(Operation.Move32, 1, 2)
            .Add(Operation.Input, 1, 2, immediate: 3).Add(Operation.DivU32, 1, 2, 3);
        LoweredProgram program = builder.Build();
        foreach (ProgramPath bad in new ProgramPath[] { new(far, 2, 0), new(far + 1, 2, 0), new(far + 2, 2, 0), new(far + 3, 2, 0), new(far + 4, 2, 0) })
            Assert.StartsWith("path 0:", VerifyingKey.TryRead(VerifyingKey.Create(program.WithPaths([bad])).Bytes, out _), StringComparison.Ordinal);
    }

    /// <summary>Windows of a run as paths: what is executed from a random step on, as far as a path can hold it.</summary>
    internal static List<ProgramPath> Windows(LoweredProgram program, Random random, int count)
    {
        uint[] counters = PathFinder.Run(program, Inputs);
        HashSet<ProgramPath> paths = [];
        int columns = 0;
        for (int tries = 0; tries < 20 * count && paths.Count < count; tries++)
        {
            int first = random.Next(counters.Length - 2), most = random.Next(2, 24);
            for (int length = most; length >= 2; length--)
            {
                if (PathFinder.PathAt(program, counters, first, length) is not { } path) continue;
                if (!PathPlan.TryCreate(program.Instructions, path, out PathPlan? plan, out _)) continue;
                int width = new PathChip(0, 0, plan).Chip.Width;
                if (columns + width <= ProgramPath.MaximumColumns && paths.Add(path)) columns += width;
                break;
            }
        }

        return [.. paths];
    }

    private static LoweredProgram RandomProgram(Random random, int streams = 3)
    {
        ProgramBuilder builder = new() { InitialPages = 1, Fuel = 20_000 };
        // Two functions first, so that their addresses are known: one calls the other.
        uint entry = builder.Next;
        builder.Add(Operation.Jump, 0);
        uint inner = builder.Next;
        for (int index = random.Next(1, 4); index > 0; index--) AddRandom(builder, random, [], streams);
        builder.Add(Operation.Move32, 1, 2).Add(Operation.Return);
        uint outer = builder.Next;
        for (int index = random.Next(1, 4); index > 0; index--) AddRandom(builder, random, [inner], streams);
        builder.Add(Operation.Move32, 2, 3).Add(Operation.Return);
        uint main = builder.Next;
        for (uint register = 1; register < 7; register++) builder.Const32(register, PathChipTests.Interesting(random));
        builder.Const32(7, 4u * (uint)random.Next(20)).Const32(8, 4u * (uint)random.Next(20)).Const32(9, 5).Const32(11, (uint)random.Next(4));
        builder.Const32(Frame + 7, 64).Const32(Frame + 8, 96).Const32(Frame + 10, 71).Const32(Frame + 11, 2);
        builder.Const32(2 * Frame + 7, 64).Const32(2 * Frame + 8, 96).Const32(2 * Frame + 10, 70).Const32(2 * Frame + 11, 1);
        uint body = builder.Next;
        builder.Add(Operation.And32Imm, 10, 1, immediate: 0xFF);
        for (int index = random.Next(8, 26); index > 0; index--) AddRandom(builder, random, [inner, outer], streams);
        builder.Add(Operation.Move32, 4, 5).Add(Operation.Add32Imm, 9, 9, immediate: uint.MaxValue).Add(Operation.BrNe32Imm, body, 9, immediate: 0).Add(Operation.Return);
        LoweredProgram program = builder.Build();
        program.Instructions[entry] = new(Operation.Jump, main, 0, 0, 0, 1);
        return program;
    }

    private static void AddRandom(ProgramBuilder builder, Random random, uint[] callees, int streams)
    {
        uint d = (uint)random.Next(1, 7), a = (uint)random.Next(1, 9), b = (uint)random.Next(1, 9);
        switch (random.Next(21))
        {
            case < 5: builder.Add(s_binary[random.Next(s_binary.Length)], d, a, b); break;
            case < 10: builder.Add(s_immediate[random.Next(s_immediate.Length)], d, a, immediate: Immediate(random)); break;
            case 10: builder.Add(random.Next(2) == 0 ? Operation.Load8S : Operation.Load8U, d, 10, immediate: (ulong)random.Next(9)); break;
            case 11: builder.Add(random.Next(2) == 0 ? Operation.Load16S : Operation.Load16U, d, 10, immediate: (ulong)random.Next(9)); break;
            case 12: builder.Add(random.Next(2) == 0 ? Operation.Store8 : Operation.Store16, 0, 10, b, (ulong)random.Next(9)); break;
            case 13: builder.Add(Operation.Load32, d, (uint)random.Next(7, 9), immediate: 4ul * (ulong)random.Next(4)); break;
            case 14: builder.Add(Operation.Store32, 0, (uint)random.Next(7, 9), b, 4ul * (ulong)random.Next(4)); break;
            case 15: builder.Add(Operation.Input, d, 11, immediate: (ulong)random.Next(streams)); break;
            case 16: AddAuxiliary(builder, random, d, b); break;
            case 17: builder.Add((Operation)random.Next((int)Operation.BrEq32, (int)Operation.BrGeU32Imm + 1), builder.Next + 2, a); break;
            case 18 when callees.Length > 0: builder.Add(Operation.Call, callees[random.Next(callees.Length)], immediate: Frame); break;
            case 19: builder.Add(Operation.MemorySize, d); break;
            default: builder.Add(random.Next(2) == 0 ? Operation.Extend8S32 : Operation.Extend16S32, d, a); break;
        }
    }

    private static void AddAuxiliary(ProgramBuilder builder, Random random, uint d, uint b)
    {
        ulong address = 16 + (ulong)random.Next(4);
        switch (random.Next(4))
        {
            case 0: builder.Add(Operation.AuxLoad, d, immediate: address); break;
            case 1: builder.Add(Operation.AuxStore, 0, 0, b, address); break;
            case 2: builder.Add(Operation.AuxLoadIndexed, d, 11, immediate: address - 2); break;
            default: builder.Add(Operation.AuxStoreIndexed, 0, 11, b, address - 2); break;
        }
    }

    private static ulong Immediate(Random random) => random.Next(6) switch
    {
        0 => 0xFF,
        1 => 0xFF00,
        2 => (ulong)random.Next(32),
        3 => (ulong)random.Next(1024),
        _ => PathChipTests.Interesting(random),
    };
}
