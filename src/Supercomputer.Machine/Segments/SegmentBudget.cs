using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Chips.Accelerators;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Paths;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Segments;

/// <summary>When a segment is full: its tables, cut into parts, still fit the committed cells that memory allows.</summary>
/// <remarks>Cost: one pass over the program's counts. The count is of rows by instruction, with the width of the chip that usually proves it;
/// what padding and unaligned accesses add is left room for.</remarks>
internal sealed class SegmentBudget
{
    /// <summary>Committed cells are at most this power of two: beyond it codewords leave every cache and a proof grows by nothing it gains.</summary>
    public const int MaximumLogCells = 26;

    /// <summary>The smallest segment: below it fixed tables are most of a proof.</summary>
    public const int MinimumLogCells = 20;

    /// <summary>Bytes of peak memory for each committed cell, all phases counted.</summary>
    private const long BytesPerCell = 54;

    private const long BaseBytes = 160L << 20;

    private readonly int[] widths;
    private readonly int[] pathWidths;
    private readonly int[] pathWords;
    private readonly long limit;

    /// <summary>The budget of a program's segments.</summary>
    /// <param name="chips">The chips of a segment.</param>
    /// <param name="logCells">The log of the cells that may be committed.</param>
    public SegmentBudget(MachineChips chips, int logCells)
    {
        LogCells = logCells;
        widths = [.. chips.Program.Instructions.Select(instruction => WidthOf(chips, instruction.Operation))];
        pathWidths = [.. chips.Paths.Select(path => path.Chip.Width)];
        pathWords = [.. chips.Paths.Select(path => PathRunner.RowWords(path.Plan))];
        long fixedCells = chips.ChipSet.Chips.Where(chip => chip.FixedLogHeight is not null).Sum(chip => (long)chip.Width << chip.FixedLogHeight!.Value);
        long smallest = chips.ChipSet.Chips.Sum(chip => (long)chip.Width << Chip.MinLogHeight);

        // Four parts leave at most a sixteenth of each table as padding, and a fraction of that on average.
        limit = ((1L << logCells) - fixedCells - smallest) / 32 * 31;
    }

    /// <summary>The log of the cells that may be committed.</summary>
    public int LogCells { get; }

    /// <summary>The log of the cells that fit a memory limit.</summary>
    /// <param name="bytes">The most memory that the process may use.</param>
    public static int LogCellsFor(long bytes)
    {
        int log = MaximumLogCells;
        while (log > MinimumLogCells && BaseBytes + (BytesPerCell << log) > bytes) log--;
        return log;
    }

    /// <summary>Whether a segment ends here.</summary>
    public bool IsFull(ExecutionRecord record)
    {
        long cells = (long)record.Refreshes.Count * 11;
        for (int pc = 0; pc < widths.Length; pc++) cells += (long)record.ProgramCounts[pc] * widths[pc];
        for (int path = 0; path < pathWidths.Length; path++)
            cells += (long)(record.PathRows[path].Count / pathWords[path]) * pathWidths[path];
        return cells >= limit;
    }

    private static int WidthOf(MachineChips chips, Operation operation)
    {
        if (operation == Operation.Halt) return 0;
        // Most accesses to memory lie inside a word and take the narrower of two chips.
        int width = chips.Routes.Where(route => route.MayProve(operation)).Select(route => route.Chip.Chip.Width).Min();
        if (operation.Class() == OperationClass.Keccak && chips.KeccakRounds is { } rounds) width += KeccakRoundFunction.Rounds * rounds.Chip.Width;
        return width;
    }
}
