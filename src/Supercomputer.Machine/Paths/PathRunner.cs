using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Paths;

/// <summary>Tries to execute a path as one row: either all of it happens and is recorded, or nothing.</summary>
/// <remarks>A row is taken only where every branch goes as the path says and every access is an aligned word inside the memory;
/// anything else is left to the generic chips. Shape of a row in the record: clock, fp, pages; for each register its
/// value before and previous time; for each access the word found and previous time.</remarks>
internal sealed unsafe class PathRunner
{
    internal const int HeaderWords = 3;

    private readonly PathPlan plan;
    private readonly int tableRow;
    private readonly GrowingBuffer<uint> rows;
    private readonly uint[] values;
    private readonly uint[] words;
    private readonly int[] checkOrder;

    internal PathRunner(PathPlan plan, int tableRow, GrowingBuffer<uint> rows)
    {
        this.plan = plan;
        this.tableRow = tableRow;
        this.rows = rows;
        values = new uint[plan.Nodes.Length];
        words = new uint[plan.Accesses.Length];
        checkOrder = [.. Enumerable.Range(0, plan.Checks.Length)];
        Array.Sort(checkOrder, (x, y) => Ready(x) != Ready(y) ? Ready(x).CompareTo(Ready(y)) : x.CompareTo(y));
    }

    internal PathPlan Plan => plan;

    /// <summary>The path's row of the Program table.</summary>
    internal int TableRow => tableRow;

    /// <summary>The program's paths by their head, in the order of the list; empty where it has none.</summary>
    internal static PathRunner[]?[] ByHead(LoweredProgram program, ExecutionRecord record)
    {
        if (program.Paths.Length == 0) return [];
        PathRunner[]?[] byHead = new PathRunner[]?[program.Instructions.Length];
        for (int index = 0; index < program.Paths.Length; index++)
        {
            PathRunner runner = new(PathPlan.Create(program.Instructions, program.Paths[index]), program.Instructions.Length + index, record.PathRows[index]);
            ref PathRunner[]? head = ref byHead[program.Paths[index].Head];
            head = [.. head ?? [], runner];
        }

        return byHead;
    }

    /// <summary>The words of a row in the record.</summary>
    internal static int RowWords(PathPlan plan) => HeaderWords + 2 * (plan.Registers.Length + plan.Accesses.Length);

    /// <summary>Executes and records the path at this state, or changes nothing.</summary>
    internal bool TryRun(MachineState state, AccessTimes times, uint clock, uint fp)
    {
        if (!Evaluate(state, fp)) return false;
        rows.Add() = clock;
        rows.Add() = fp;
        rows.Add() = state.Pages;
        foreach (PathRegister register in plan.Registers)
        {
            uint address = fp + register.Index, old = state.Registers32[address];
            rows.Add() = old;
            rows.Add() = times.Register32(address, old, clock);
            state.Registers32[address] = values[register.Output];
        }

        uint* memory = (uint*)state.Memory;
        for (int index = 0; index < words.Length; index++)
        {
            uint word = words[index], old = memory[word];
            rows.Add() = old;
            rows.Add() = times.Word(Space.Memory, word, old, clock + 1 + (uint)index, PathAccessGadget.MaximumAge);
            if (plan.Accesses[index].Stored is >= 0 and int stored) memory[word] = values[stored];
        }

        return true;
    }

    private int Ready(int check) => Math.Max(plan.Checks[check].Left, plan.Checks[check].Right);

    private bool Evaluate(MachineState state, uint fp)
    {
        uint* registers = state.Registers32 + fp;
        int next = 0, addressed = 0;
        for (int index = 0; index < values.Length; index++)
        {
            PathNode node = plan.Nodes[index];
            switch (node.Kind)
            {
                case PathNodeKind.Register:
                    values[index] = registers[plan.Registers[node.Left].Index];
                    break;
                case PathNodeKind.Load:
                    if (!Address(state, ref addressed, node.Left)) return false;
                    values[index] = Find(state, node.Left);
                    break;
                default:
                    values[index] = PathValues.Evaluate(node, values);
                    break;
            }

            for (; next < checkOrder.Length && Ready(checkOrder[next]) == index; next++)
                if (!PathValues.Passes(plan.Checks[checkOrder[next]], values)) return false;
        }

        return Address(state, ref addressed, words.Length - 1);
    }

    private bool Address(MachineState state, ref int addressed, int last)
    {
        for (; addressed <= last; addressed++)
        {
            PathAccess access = plan.Accesses[addressed];
            ulong address = (ulong)values[access.Address] + access.Offset;
            if ((address & 3) != 0 || address + 4 > (ulong)state.Pages << 16) return false;
            words[addressed] = (uint)(address >> 2);
        }

        return true;
    }

    // The word as memory has it, or as the last store of this row left it.
    private uint Find(MachineState state, int access)
    {
        for (int earlier = access - 1; earlier >= 0; earlier--)
            if (plan.Accesses[earlier].Stored is >= 0 and int stored && words[earlier] == words[access])
                return values[stored];
        return ((uint*)state.Memory)[words[access]];
    }
}
