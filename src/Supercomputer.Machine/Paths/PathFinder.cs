using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Paths;

/// <summary>Chooses the paths of a program that are worth a chip, from a run on a sample input.</summary>
/// <remarks>
/// The choice depends on the program and the run alone. A path begins at the target of a jump or branch backwards (the head of a loop), and
/// ends before the next such head, before an instruction that no path can hold, or at the greatest length. Paths are ordered by the
/// interactions that they save over the whole run. Cost: the run, recorded, and one pass over its steps.
/// </remarks>
public static class PathFinder
{
    // What a generic row costs: 11 to 13 on the samples (docs/chips.md).
    private const int InteractionsOfStep = 12;

    /// <summary>The best paths, at most so many.</summary>
    /// <param name="program">The program.</param>
    /// <param name="inputs">The sample input.</param>
    /// <param name="most">How many to give at most.</param>
    public static IReadOnlyList<ProgramPath> Find(LoweredProgram program, ProgramInputs inputs, int most)
    {
        ArgumentNullException.ThrowIfNull(program);
        Dictionary<ProgramPath, long> counts = Count(program, Run(program, inputs));
        List<(ProgramPath Path, long Saved, int Columns)> candidates = [];
        foreach ((ProgramPath path, long count) in counts)
        {
            if (!PathPlan.TryCreate(program.Instructions, path, out PathPlan? plan, out _)) continue;
            PathChip chip = new(0, 0, plan);
            long saved = count * (InteractionsOfStep * path.Length - chip.Chip.Interactions.Count);
            if (saved > 0) candidates.Add((path, saved, chip.Chip.Width));
        }

        List<ProgramPath> chosen = [];
        int columns = 0;
        foreach ((ProgramPath path, _, int width) in candidates
            .OrderByDescending(candidate => candidate.Saved).ThenBy(candidate => candidate.Path.Head)
            .ThenBy(candidate => candidate.Path.Directions))
        {
            if (chosen.Count == Math.Min(most, ProgramPath.MaximumCount)) break;
            if (columns + width > ProgramPath.MaximumColumns) continue;
            columns += width;
            chosen.Add(path);
        }

        return chosen;
    }

    /// <summary>The program counters of the run's steps, in order.</summary>
    internal static uint[] Run(LoweredProgram program, ProgramInputs inputs)
    {
        ExecutionResult run = Executor.Run(program.WithPaths([]), inputs, record: true);
        using ExecutionRecord record = run.Record!;
        uint[] counters = new uint[run.Steps + 1];
        for (int index = 0; index < Operations.ClassCount; index++)
            foreach (ref readonly Step step in record.Steps((OperationClass)index).Span)
                counters[step.Clock / 4 - 1] = step.ProgramCounter;
        counters[^1] = run.ProgramCounter;
        return counters;
    }

    private static Dictionary<ProgramPath, long> Count(LoweredProgram program, uint[] counters)
    {
        bool[] isHead = new bool[program.Instructions.Length];
        for (int step = 0; step + 1 < counters.Length; step++)
            if (counters[step + 1] <= counters[step] && HasTarget(program.Instructions[counters[step]].Operation))
                isHead[counters[step + 1]] = true;
        Dictionary<ProgramPath, long> counts = [];
        for (int step = 0; step + 1 < counters.Length;)
        {
            int length = isHead[counters[step]] ? Length(program, counters, isHead, step, out ulong directions) : Skip(out directions);
            if (length > 1)
            {
                ProgramPath path = new(counters[step], length, directions);
                counts[path] = counts.GetValueOrDefault(path) + 1;
            }

            step += Math.Max(1, length);
        }

        return counts;
    }

    private static int Skip(out ulong directions)
    {
        directions = 0;
        return 1;
    }

    private static bool HasTarget(Operation operation) => operation == Operation.Jump || operation.IsBranch();

    private static int Length(LoweredProgram program, uint[] counters, bool[] isHead, int first, out ulong directions)
    {
        int length = 0, branches = 0;
        directions = 0;
        while (length < ProgramPath.MaximumLength && first + length + 1 < counters.Length)
        {
            uint pc = counters[first + length];
            Instruction instruction = program.Instructions[pc];
            if (!PathPlan.IsSupported(instruction) || (length > 0 && isHead[pc])) break;
            if (instruction.Operation.IsBranch())
            {
                bool taken = counters[first + length + 1] != pc + 1;
                directions |= (taken ? 1UL : 0) << branches++;
            }

            length++;
        }

        return length;
    }

    /// <summary>The path of so many steps from one on, as they went; null where the run is shorter.</summary>
    internal static ProgramPath? PathAt(LoweredProgram program, uint[] counters, int first, int length)
    {
        if (first + length >= counters.Length) return null;
        ulong directions = 0;
        int branches = 0;
        for (int step = first; step < first + length; step++)
            if (program.Instructions[counters[step]].Operation.IsBranch())
                directions |= (counters[step + 1] != counters[step] + 1 ? 1UL : 0) << branches++;
        return new(counters[first], length, directions);
    }
}
