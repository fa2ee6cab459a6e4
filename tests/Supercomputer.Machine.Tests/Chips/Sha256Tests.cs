using System.Buffers.Binary;
using System.Security.Cryptography;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips;

public sealed class Sha256Tests(ITestOutputHelper output)
{
    private const ulong InMemory = 3 | 3 << 16 | 3UL << 32;
    private const uint Message = 256, Blocks = 5;

    /// <summary>Hashes blocks of random bytes one after the other, from the initial chaining value at 0 on; the last result goes to 64.</summary>
    internal static LoweredProgram Program(int seed, uint blocks = Blocks)
    {
        uint[] words = new uint[(Message / 4) + (16 * blocks)];
        ScalarSha256.InitialWords.CopyTo(words, 0);
        Random random = new(seed);
        for (uint i = Message / 4; i < words.Length; i++) words[i] = (uint)random.NextInt64(1L << 32);
        // All bits set, and none, make the greatest and the least carries.
        words.AsSpan((int)Message / 4 + 16, 16).Fill(uint.MaxValue);
        words.AsSpan((int)Message / 4 + 32, 16).Clear();
        ProgramBuilder program = new() { MemoryImage = [new(0, words)], InitialPages = 1 };
        program.Const32(0, 0);
        for (uint block = 0; block < blocks; block++)
        {
            program.Const32(1, Message + (64 * block)).Const32(2, block == blocks - 1 ? 64u : 0);
            program.Add(Operation.Sha256, immediate: InMemory);
        }

        return program.Add(Operation.Return).Build();
    }

    [Fact]
    public void Compressions_satisfy_all_chips_and_their_record()
    {
        LoweredProgram program = Program(1);
        using MachineRun run = new(program);
        Assert.Empty(run.Failures());
        new RecordChecker(program, run.Result.Record!).Check(run.Result);
    }

    [Fact]
    public unsafe void The_scalar_twin_is_sha256()
    {
        Random random = new(5);
        for (int trial = 0; trial < 200; trial++)
        {
            byte[] message = new byte[64 * (1 + (trial % 3))];
            random.NextBytes(message);
            byte[] padding = new byte[64];
            padding[0] = 0x80;
            BinaryPrimitives.WriteInt32BigEndian(padding.AsSpan(60), 8 * message.Length);
            uint[] state = [.. ScalarSha256.InitialWords];
            fixed (byte* bytes = (byte[])[.. message, .. padding])
            fixed (uint* words = state)
                for (int at = 0; at < message.Length + 64; at += 64) ScalarSha256.Compress(words, (uint*)(bytes + at), words);
            Assert.Equal(SHA256.HashData(message), System.Runtime.InteropServices.MemoryMarshal.AsBytes(state.AsSpan()).ToArray());
        }
    }

    [Fact]
    public void No_change_of_one_cell_of_a_call_is_accepted()
    {
        using MachineRun run = new(Program(2));
        MutationCampaign campaign = new();
        campaign.Run(run, "Sha256");
        campaign.AssertSound(output);
    }

    [Fact]
    public void No_change_of_one_cell_of_the_rounds_is_accepted()
    {
        using MachineRun run = new(Program(3));
        Trace trace = run.Trace("Sha256Round");
        int tried = 0, free = 0, real = 4 * (int)Blocks;
        // Every column in a first and in a middle row; a sample in others and in padding rows.
        foreach ((int row, int step) in new[] { (0, 1), (5, 1), (3, 7), (10, 7), (real - 1, 7), (real, 7), (trace.Height - 1, 7) })
        {
            RowOracle oracle = new(trace);
            oracle.Remember(row);
            for (int column = 0; column < trace.Chip.Width; column += column < 9 || column > trace.Chip.Width - 33 ? 1 : step)
            {
                ref KoalaBear cell = ref trace.MutableColumn(column)[row];
                KoalaBear honest = cell;
                foreach (KoalaBear changed in new[] { KoalaBear.One - honest, honest + KoalaBear.FromCanonical(65536), honest - KoalaBear.One })
                {
                    if (changed == honest) continue;
                    cell = changed;
                    tried++;
                    bool rejected = oracle.Rejects(row);
                    if (row < real || column is > 0 and < 5) Assert.True(rejected, $"{trace.Chip.Columns[column]} in row {row}");
                    else if (!rejected) free++;
                }

                cell = honest;
            }
        }

        output.WriteLine($"changes tried: {tried}, accepted: 0, free in padding rows (no message is sent): {free}");
    }

    [Fact]
    public void Rows_of_a_call_that_are_exchanged_dropped_or_repeated_are_rejected()
    {
        foreach ((int to, int from) in new[] { (0, 1), (1, 2), (2, 3), (3, 2), (1, 5), (4, 0) })
        {
            using MachineRun run = new(Program(4));
            Trace trace = run.Trace("Sha256Round");
            for (int column = 0; column < trace.Chip.Width; column++)
                trace.MutableColumn(column)[to] = trace.Column(column)[from];
            run.AdaptTables();
            Assert.NotEmpty(run.Failures());
            Assert.All(run.Failures(), failure => Assert.Equal("bus Sha256", failure.Check));
        }
    }

    [Fact]
    public void A_wrong_result_is_rejected_whatever_the_carries_of_the_last_sum()
    {
        using MachineRun run = new(Program(6));
        Trace trace = run.Trace("Sha256");
        int result = trace.Chip.Columns.ToList().FindIndex(name => name.StartsWith("result", StringComparison.Ordinal));
        int carry = trace.Chip.Columns.ToList().FindIndex(name => name.StartsWith("carry", StringComparison.Ordinal));
        RowOracle oracle = new(trace);
        oracle.Remember(0);
        for (int flip = 0; flip < 4; flip++)
            for (int change = 1; change < 256; change++)
            {
                KoalaBear[] honest = [trace.Column(result)[0], trace.Column(carry)[0], trace.Column(carry + 1)[0]];
                trace.MutableColumn(result)[0] = KoalaBear.FromCanonical((honest[0].ToCanonical() + (uint)change) & 0xFF);
                if ((flip & 1) != 0) trace.MutableColumn(carry)[0] = KoalaBear.One - honest[1];
                if ((flip & 2) != 0) trace.MutableColumn(carry + 1)[0] = KoalaBear.One - honest[2];
                Assert.True(oracle.Rejects(0));
                (trace.MutableColumn(result)[0], trace.MutableColumn(carry)[0], trace.MutableColumn(carry + 1)[0]) = (honest[0], honest[1], honest[2]);
            }
    }

    [Theory]
    [InlineData(2u, 256u, 0u)]
    [InlineData(0u, 65537u, 0u)]
    [InlineData(0u, 256u, 65508u)]
    [InlineData(0u, 65500u, 0u)]
    public void Pointers_that_no_routine_would_pass_stop_the_executor(uint state, uint block, uint result)
    {
        ProgramBuilder program = new() { InitialPages = 1 };
        program.Const32(0, state).Const32(1, block).Const32(2, result).Add(Operation.Sha256, immediate: InMemory).Add(Operation.Return);
        Assert.Throws<InvalidOperationException>(() => Executor.Run(program.Build(), ProgramInputs.Empty, record: true));
        Assert.Throws<InvalidOperationException>(() => Executor.Run(program.Build(), ProgramInputs.Empty, record: false));
    }
}
