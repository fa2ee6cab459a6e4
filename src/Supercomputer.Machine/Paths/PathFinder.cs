using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Paths;

/// <summary>Chooses the paths of a program that are worth a chip, from a run on a sample input.</summary>
/// <remarks>
/// The choice depends on the program and the run alone. A path begins and ends where a basic block does, or at what no path can hold; it may pass heads of loops
/// and so hold several turns. One after the other that path is taken that saves most where none of those before it stands: the interactions and
/// columns of the generic rows, less those of its own, padded height and all, and something for each column that is opened.
/// Cost: the run, recorded, and a pass over its steps (or <see cref="Windows"/> pieces of a long one) for each path.
/// </remarks>
public static class PathFinder
{
    // What an opened column costs in cells, beside those of the trace: 24 bytes of proof, folding and the verifier's time.
    private const int CellsOfColumn = 450;

    private const int Windows = 8, StepsOfWindow = 1 << 16;

    // How many candidates of the greatest possible gain are made into chips to know their cost.
    private const int Examined = 40;

    /// <summary>The best paths, at most so many.</summary>
    /// <param name="program">The program.</param>
    /// <param name="inputs">The sample input.</param>
    /// <param name="most">How many to give at most.</param>
    public static IReadOnlyList<ProgramPath> Find(LoweredProgram program, ProgramInputs inputs, int most)
    {
        ArgumentNullException.ThrowIfNull(program);
        uint[] counters = Run(program, inputs);
        int steps = counters.Length - 1;
        List<PathProfile> windows = [];
        if (steps <= Windows * StepsOfWindow) windows.Add(new(program, counters));
        else
            for (int index = 0; index < Windows; index++)
            {
                int first = (int)((long)(steps - StepsOfWindow) * index / (Windows - 1));
                windows.Add(new(program, counters[first..(first + StepsOfWindow + 1)]));
            }

        long scale = Math.Max(1, steps / windows.Sum(window => (long)window.Steps));
        return Choose(program, windows, scale, Math.Min(most, ProgramPath.MaximumCount));
    }

    private static List<ProgramPath> Choose(LoweredProgram program, List<PathProfile> windows, long scale, int most)
    {
        List<ProgramPath> chosen = [];
        Dictionary<ProgramPath, (int Interactions, int Columns)?> sizes = [];
        int columns = 0;
        while (chosen.Count < most)
        {
            Dictionary<ProgramPath, long> counts = [];
            foreach (PathProfile window in windows) window.Count(chosen, counts);
            (ProgramPath Path, long Gain, int Columns) best = default;
            foreach ((ProgramPath path, long count) in counts
                .OrderByDescending(candidate => candidate.Value * PathCosts.Generic(program, candidate.Key)).ThenBy(candidate => candidate.Key.Head)
                .ThenBy(candidate => candidate.Key.Length).ThenBy(candidate => candidate.Key.Directions).Take(Examined))
            {
                if (!sizes.TryGetValue(path, out (int Interactions, int Columns)? size)) sizes.Add(path, size = PathCosts.Size(program, path));
                if (size is not { } known || columns + known.Columns > ProgramPath.MaximumColumns) continue;
                long rows = scale * count, height = Math.Max(64, 1L << (64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)rows - 1)));
                long gain = (rows * PathCosts.Generic(program, path)) - ((rows + height) / 2 * (known.Interactions + known.Columns)) - ((long)CellsOfColumn * known.Columns);
                if (gain > best.Gain) best = (path, gain, known.Columns);
            }

            if (best.Gain == 0) break;
            columns += best.Columns;
            chosen.Add(best.Path);
        }

        return chosen;
    }

    /// <summary>The program counters of the run's steps, in order, and where it ended.</summary>
    internal static uint[] Run(LoweredProgram program, ProgramInputs inputs)
    {
        ExecutionResult run = Executor.Run(program.WithPaths([]), inputs, record: true);
        using ExecutionRecord record = run.Record!;
        uint[] counters = new uint[run.Steps + 1];
        for (int index = 0; index < Operations.ClassCount; index++)
            foreach (ref readonly Step step in record.Steps((OperationClass)index).Span)
                if (step.Clock / 4 <= run.Steps)
                    counters[step.Clock / 4 - 1] = step.ProgramCounter;
        counters[^1] = run.ProgramCounter;
        return counters;
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
