using System.Text.Json;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips;

public sealed class Poseidon2Tests
{
    private const uint P = KoalaBear.Modulus;

    public static TheoryData<Operation> Operations => new(Operation.Poseidon2Of16, Operation.Poseidon2Of24);

    /// <summary>Calls on corner cases and random states, in place, apart, and where the result overlaps the state.</summary>
    /// <param name="operation">Which permutation.</param>
    /// <param name="seed">For the random states.</param>
    /// <param name="traps">Whether the last call is one that traps.</param>
    internal static LoweredProgram Program(Operation operation, int seed, bool traps)
    {
        int width = Width(operation);
        Random random = new(seed);
        List<uint[]> states = [.. Corners(width), .. Enumerable.Range(0, 4).Select(_ => Random(width, random))];
        if (traps)
        {
            uint[] last = Random(width, random);
            (last[1], last[width - 1]) = (P, uint.MaxValue);
            states.Add(last);
        }

        int stride = 2 * width;
        uint[] memory = new uint[states.Count * stride];
        ProgramBuilder program = new() { MemoryImage = [new(0, memory)], InitialPages = 1 };
        for (int call = 0; call < states.Count; call++)
        {
            states[call].CopyTo(memory, call * stride);
            uint from = (uint)(4 * call * stride);
            program.Const32(0, from).Const32(1, from + (uint)(call % 3 * 2 * width)).Add(operation, immediate: (ulong)Space.Memory);
        }

        return program.Add(Operation.Return).Build();
    }

    /// <summary>A state of elements below p, some of them at a limit.</summary>
    internal static uint[] Random(int width, Random random)
    {
        uint[] limits = [0, 1, P - 1, 0x7F000000, 0x7EFFFFFF, 0xFFFF, 0x10000, 0x7EFF0001];
        return [.. Enumerable.Range(0, width).Select(_ => random.Next(4) == 0 ? limits[random.Next(limits.Length)] : (uint)random.NextInt64(P))];
    }

    private static int Width(Operation operation) => operation == Operation.Poseidon2Of16 ? 16 : 24;

    private static IEnumerable<uint[]> Corners(int width)
    {
        yield return new uint[width];
        yield return [.. Enumerable.Repeat(P - 1, width)];
        yield return [.. Enumerable.Range(0, width).Select(index => (uint)index)];
    }

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    public void The_reference_permutes_as_the_published_vectors(int width)
    {
        if (!File.Exists(Vectors.Path("hashes", "poseidon2-koalabear.json"))) Assert.Skip("vectors absent: hashes/poseidon2-koalabear.json");
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(Vectors.Path("hashes", "poseidon2-koalabear.json")));
        foreach (JsonElement vector in file.RootElement.GetProperty($"width{width}").GetProperty("vectors").EnumerateArray())
        {
            uint[] Words(string name) => [.. vector.GetProperty(name).EnumerateArray().Select(number => number.GetUInt32())];
            Assert.Equal(Words("out"), Poseidon2Reference.Permute(Words("in")));
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    public unsafe void The_scalar_twin_permutes_as_the_reference(int width)
    {
        Random random = new(width);
        for (int run = 0; run < 200; run++)
        {
            uint[] state = Random(width, random), result = new uint[width];
            bool isCanonical = run % 4 != 0;
            if (!isCanonical) state[random.Next(width)] = (uint)random.NextInt64(P, 1L << 32);
            fixed (uint* from = state, to = result) Assert.Equal(isCanonical, ScalarPoseidon2.Permute(width, from, to));
            Assert.Equal(Poseidon2Reference.Permute(state), result);
        }
    }

    /// <summary>x and x + p are one element of the field: a result must be the smaller, and a state with the greater must trap.</summary>
    [Theory]
    [MemberData(nameof(Operations))]
    public void Only_numbers_below_p_are_results_and_a_trap_is_neither_hidden_nor_invented(Operation operation)
    {
        using MachineRun run = new(Program(operation, 4, traps: true));
        Trace trace = run.Traces.Single(trace => trace.Chip.Name == $"{operation}");
        RowOracle oracle = new(trace);
        int trapping = Enumerable.Range(0, trace.Height).Last(row => Cell(trace, "is_real", row) == KoalaBear.One);
        Assert.Equal(KoalaBear.One, Cell(trace, "traps", trapping));

        // A result plus p, with everything that follows from its limbs.
        for (int row = 0; row <= trapping; row++)
        {
            Assert.True(oracle.IsValid(row));
            uint value = Cell(trace, "result[0]", row).ToCanonical() + (Cell(trace, "result[1]", row).ToCanonical() << 16);
            SetWord(trace, "result", row, value + P);
            Assert.False(oracle.IsValid(row));
            SetWord(trace, "result", row, value);
            Assert.True(oracle.IsValid(row));
        }

        // The trapping row says that no word exceeds; an honest one that one does.
        Cell(trace, "traps", trapping) = Cell(trace, "inverse_of_count", trapping) = KoalaBear.Zero;
        Assert.False(oracle.IsValid(trapping));
        for (int word = 0; word < Width(operation); word++) Cell(trace, $"exceeds[{word}]", trapping) = KoalaBear.Zero;
        Assert.False(oracle.IsValid(trapping));
        Cell(trace, "traps", 1) = Cell(trace, "inverse_of_count", 1) = KoalaBear.One;
        Assert.False(oracle.IsValid(1));
        Cell(trace, "exceeds[0]", 1) = KoalaBear.One;
        Assert.False(oracle.IsValid(1));
    }

    private static ref KoalaBear Cell(Trace trace, string name, int row) => ref trace.MutableColumn(Array.IndexOf([.. trace.Chip.Columns], name))[row];

    private static void SetWord(Trace trace, string name, int row, uint value)
    {
        KoalaBear low = KoalaBear.FromCanonical(value & 0xFFFF);
        Cell(trace, $"{name}[0]", row) = low;
        Cell(trace, $"{name}[1]", row) = KoalaBear.FromCanonical(value >> 16);
        Cell(trace, $"{name}_inverse[0]", row) = low == KoalaBear.Zero ? low : low.Inverse();
    }
}
