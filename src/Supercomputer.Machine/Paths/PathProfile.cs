using System.Runtime.InteropServices;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Paths;

/// <summary>A piece of a run, and how often each path could be a row of it.</summary>
/// <remarks>Blocks end after a branch, jump, call or return, before the target of one backwards, around what no path can hold, and around the rows of chosen
/// paths: a long block becomes several.</remarks>
internal sealed class PathProfile
{
    // Paths of more blocks are rare and would only fill the count.
    private const int MostBlocks = 24;

    private readonly LoweredProgram program;
    private readonly uint[] counters;
    private readonly bool[] begins;
    private readonly bool[] isSupported;

    internal PathProfile(LoweredProgram program, uint[] counters)
    {
        this.program = program;
        this.counters = counters;
        Instruction[] code = program.Instructions;
        bool[] isTarget = new bool[code.Length];
        begins = new bool[counters.Length];
        isSupported = [.. counters.Select(pc => PathPlan.IsSupported(code[pc]))];
        for (int step = 0; step + 1 < counters.Length; step++)
            if (counters[step + 1] <= counters[step]) isTarget[counters[step + 1]] = true;
        begins[0] = begins[^1] = true;
        for (int step = 1; step < counters.Length; step++)
        {
            Operation before = code[counters[step - 1]].Operation;
            begins[step] |= isTarget[counters[step]] || !isSupported[step] || !isSupported[step - 1]
                || before is Operation.Jump or Operation.Call or Operation.Return || before.IsBranch();
        }
    }

    internal int Steps => counters.Length - 1;

    /// <summary>Adds how often each path fits where none of the chosen ones stands, without overlapping itself.</summary>
    internal void Count(IReadOnlyList<ProgramPath> chosen, Dictionary<ProgramPath, long> counts)
    {
        bool[] isTaken = Replay(chosen);
        Dictionary<ProgramPath, (long Count, int Free)> found = [];
        for (int first = 0; first < Steps; first++)
            if (!isTaken[first] && isSupported[first] && (begins[first] || isTaken[first - 1]))
                CountFrom(first, isTaken, found);
        foreach ((ProgramPath path, (long count, _)) in found) counts[path] = counts.GetValueOrDefault(path) + count;
    }

    private void CountFrom(int first, bool[] isTaken, Dictionary<ProgramPath, (long Count, int Free)> found)
    {
        int branches = 0, depth = 0, blocks = 0;
        ulong directions = 0;
        for (int end = first; end < Steps && end - first < ProgramPath.MaximumLength && isSupported[end] && !isTaken[end]; end++)
        {
            Operation operation = program.Instructions[counters[end]].Operation;
            if (operation.IsBranch()) directions |= (counters[end + 1] != counters[end] + 1 ? 1UL : 0) << branches++;
            if (operation == Operation.Call) depth++;
            bool leaves = operation == Operation.Return && --depth < 0;
            if (!begins[end + 1] && end - first + 1 < ProgramPath.MaximumLength) continue;
            if (end > first)
            {
                ref (long Count, int Free) entry = ref CollectionsMarshal.GetValueRefOrAddDefault(
                    found, new(counters[first], end - first + 1, directions), out _);
                if (entry.Free <= first) entry = (entry.Count + 1, end + 1);
            }

            if (leaves || ++blocks == MostBlocks) return;
        }
    }

    // Which steps are in rows of the chosen paths: as the executor takes them, the first that fits.
    private bool[] Replay(IReadOnlyList<ProgramPath> chosen)
    {
        bool[] isTaken = new bool[Steps];
        if (chosen.Count == 0) return isTaken;
        ILookup<uint, ProgramPath> byHead = chosen.ToLookup(path => path.Head);
        bool[] isHead = new bool[program.Instructions.Length];
        foreach (ProgramPath path in chosen) isHead[path.Head] = true;
        for (int step = 0; step < Steps;)
        {
            int length = isHead[counters[step]] ? byHead[counters[step]].FirstOrDefault(path => Fits(path, step)).Length : 0;
            isTaken.AsSpan(step, length).Fill(true);
            step += Math.Max(1, length);
        }

        return isTaken;
    }

    private bool Fits(ProgramPath path, int first) => PathFinder.PathAt(program, counters, first, path.Length) == path;
}
