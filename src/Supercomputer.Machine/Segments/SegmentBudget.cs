using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Chips.Accelerators;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Paths;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Segments;

/// <summary>When a segment is full: its tables, cut into parts, still fit the committed cells that memory allows.</summary>
/// <remarks>Cost: one pass over the program's counts. Rows are counted by instruction, for the chip that usually proves it; what the cells'
/// boundary and unaligned accesses add is left room for.</remarks>
internal sealed class SegmentBudget
{
    /// <summary>Committed cells are at most this power of two: beyond it codewords leave every cache and a proof grows by nothing it gains.</summary>
    public const int MaximumLogCells = 26;

    /// <summary>The smallest segment: below it fixed tables are most of a proof.</summary>
    public const int MinimumLogCells = 20;

    /// <summary>Bytes of peak memory for each committed cell, all phases counted.</summary>
    private const long BytesPerCell = 54;

    private const long BaseBytes = 160L << 20;

    private const int RefreshWidth = 11;

    private readonly Chip[] chips;
    private readonly int[] chipOf;
    private readonly int keccakRounds;
    private readonly int sha256Rounds;
    private readonly int[] pathOf;
    private readonly int[] pathWords;
    private readonly long fixedCells;
    private readonly long limit;
    private readonly int[] pathLengths;
    private readonly long maximumSteps;

    /// <summary>The budget of a program's segments.</summary>
    /// <param name="machine">The chips of the program.</param>
    /// <param name="logCells">The log of the cells that may be committed.</param>
    public SegmentBudget(MachineChips machine, int logCells)
    {
        LogCells = logCells;
        chips = [.. machine.ChipSet.Chips.Where(chip => chip.FixedLogHeight is null)];
        chipOf = [.. machine.Program.Instructions.Select(instruction => ChipOf(machine, instruction))];
        keccakRounds = machine.KeccakRounds is { } rounds ? Array.IndexOf(chips, rounds.Chip) : -1;
        sha256Rounds = machine.Sha256Rounds is { } hashing ? Array.IndexOf(chips, hashing.Chip) : -1;
        pathOf = [.. machine.Paths.Select(path => Array.IndexOf(chips, path.Chip))];
        pathWords = [.. machine.Paths.Select(path => PathRunner.RowWords(path.Plan))];
        fixedCells = machine.ChipSet.Chips.Where(chip => chip.FixedLogHeight is not null).Sum(chip => (long)chip.Width << chip.FixedLogHeight!.Value);

        pathLengths = [.. machine.Paths.Select(path => path.Plan.Path.Length)];
        maximumSteps = (KoalaBear.Modulus / StatementRules.GreatestCost(machine.Program)) - RecordingInterpreter.StepsOfSlice - 1;

        // Room for what the steps until the next question add, and for parts that they make taller.
        limit = (1L << logCells) - Math.Max(1L << 19, 1L << (logCells - 5));
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
        Span<int> rows = stackalloc int[chips.Length];
        rows.Clear();
        long steps = 0;
        for (int pc = 0; pc < chipOf.Length; pc++)
        {
            steps += record.ProgramCounts[pc];
            if (chipOf[pc] >= 0) rows[chipOf[pc]] += (int)record.ProgramCounts[pc];
        }

        if (keccakRounds >= 0) rows[keccakRounds] = KeccakRoundFunction.Rounds * record.Steps(OperationClass.Keccak).Count;
        if (sha256Rounds >= 0) rows[sha256Rounds] = Sha256RoundChip.RowsOfCall * record.Steps(OperationClass.Sha256).Count;
        for (int path = 0; path < pathOf.Length; path++)
        {
            rows[pathOf[path]] = record.PathRows[path].Count / pathWords[path];
            steps += (long)rows[pathOf[path]] * pathLengths[path];
        }

        long cells = fixedCells + ((long)record.Refreshes.Count * RefreshWidth);
        for (int chip = 0; chip < rows.Length; chip++)
            foreach (int logHeight in TableParts.Of(chips[chip], rows[chip])) cells += (long)chips[chip].Width << logHeight;
        return cells >= limit || steps >= maximumSteps;
    }

    // Most accesses to memory lie inside a word and take the narrower of two chips.
    private int ChipOf(MachineChips machine, Instruction instruction)
    {
        Chip? chip = machine.Routes.Where(route => route.MayProve(instruction)).Select(route => route.Chip.Chip).MinBy(candidate => candidate.Width);
        return chip is null ? -1 : Array.IndexOf(chips, chip);
    }
}
