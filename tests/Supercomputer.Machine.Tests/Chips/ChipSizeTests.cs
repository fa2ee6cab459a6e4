using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips;

public sealed class ChipSizeTests(ITestOutputHelper output)
{
    [Fact]
    public void Chips_have_the_sizes_that_their_documents_state()
    {
        ProgramBuilder program = new() { MemoryImage = [new(0, [1])] };
        foreach (Operation operation in Enum.GetValues<Operation>())
            if (operation is not Operation.None)
                program.Add(operation).Add(operation, d: 1);
        MachineChips chips = MachineChips.For(program.Build(), default, default);
        int columns = 0;
        Chip[] all = [.. chips.ChipSet.Chips, MachineChips.ForSegment(chips.Program, default, default, ends: false).Boundary!.Chip];
        foreach (Chip chip in all)
        {
            output.WriteLine($"{chip.Name}: {chip.Width} columns, {chip.Interactions.Count} interactions, {chip.Constraints.Count} constraints, {chip.Program.Nodes.Length} nodes");
            columns += chip.Width;
            Assert.All(chip.Constraints, constraint => Assert.InRange(constraint.Expression.Degree, 1, Chip.MaxDegree));
        }

        output.WriteLine($"{columns} columns in all");
        Assert.Equal(
            all.Select(chip => (chip.Name, $"{chip.Width}", $"{chip.Interactions.Count}")).Order(),
            Rows("chips.md").Where(row => row.Length == 5).Select(row => (row[0], row[3], row[4])).Order());
    }

    [Fact]
    public void Buses_are_those_of_their_document()
    {
        Bus[] buses =
        [
            Buses.State, Buses.Program, Buses.Memory, Buses.Range16, Buses.Bytes, Buses.And, Buses.Chain, Buses.End, Buses.Input,
            Buses.Output, Buses.Keccak, Buses.Boundary, Buses.Sha256, Buses.Count,
        ];
        Assert.Equal(
            buses.Select(bus => ($"{bus.Id}", bus.Name)), Rows("buses.md").Where(row => row.Length == 6).Select(row => (row[0], row[1])));
    }

    /// <summary>The cells of the rows of a document's first table.</summary>
    private static IEnumerable<string[]> Rows(string document) =>
        File.ReadLines(Path.Combine(Repository.Root, "docs", document))
            .SkipWhile(line => !line.StartsWith("|--", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));
}
