using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips;

public sealed class ChipSizeTests(ITestOutputHelper output)
{
    private static readonly (string Name, int Columns, int Interactions)[] s_sizes =
    [
        ("Jump", 13, 6), ("Return", 10, 6), ("MemorySize", 20, 10), ("Input", 19, 12),
        ("Output", 15, 10), ("Keccak", 258, 155), ("Auxiliary", 21, 12), ("Move32", 16, 9), ("Move64", 20, 9),
        ("Convert", 28, 11), ("Add32", 25, 14), ("Add64", 35, 16), ("Bitwise32", 30, 16),
        ("Bitwise64", 44, 20), ("Multiply32", 29, 19), ("Multiply64", 47, 26), ("Divide32", 31, 20),
        ("Divide64", 52, 27), ("Shift32", 41, 17), ("Shift64", 59, 20), ("Set32", 30, 15),
        ("Set64", 36, 15), ("Branch32", 27, 12), ("Branch64", 33, 12), ("MemoryWord", 22, 15),
        ("LoadPart", 29, 18), ("StorePart", 28, 18), ("LoadAny", 50, 29), ("StoreAny", 52, 32),
        ("Call", 18, 10), ("Halt", 8, 3), ("Cells", 12, 10), ("Refresh", 11, 8),
        ("Program", 1, 1), ("MemoryImage", 4, 2), ("InputTable", 1, 1), ("KeccakRound", 2258, 2),
        ("ByteTable", 3, 3),
    ];

    [Fact]
    public void Chips_have_the_sizes_that_their_documents_state()
    {
        ProgramBuilder program = new() { MemoryImage = [new(0, [1])] };
        foreach (Operation operation in Enum.GetValues<Operation>())
            if (operation is not Operation.None)
                program.Add(operation);
        MachineChips chips = MachineChips.For(program.Build(), default, default);
        int columns = 0;
        foreach (Chip chip in chips.ChipSet.Chips)
        {
            output.WriteLine($"{chip.Name}: {chip.Width} columns, {chip.Interactions.Count} interactions, {chip.Constraints.Count} constraints, {chip.Program.Nodes.Length} nodes");
            columns += chip.Width;
            Assert.All(chip.Constraints, constraint => Assert.InRange(constraint.Expression.Degree, 1, Chip.MaxDegree));
        }

        output.WriteLine($"{columns} columns in all");
        Assert.Equal(s_sizes, chips.ChipSet.Chips.Select(chip => (chip.Name, chip.Width, chip.Interactions.Count)));
    }
}
