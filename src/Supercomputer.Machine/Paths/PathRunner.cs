using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Paths;

/// <summary>Tries to execute a path as one row: either all of it happens and is recorded, or nothing.</summary>
/// <remarks>A row is taken only where every branch goes as the path says, every access lies in an aligned word inside the memory, every input
/// exists and every call has room for its frame; anything else is left to the generic chips. Shape of a row in the record: clock, fp, pages;
/// for each register its value before and previous time; for each access the word found and previous time; for each call cell the program
/// counter and frame found and previous time; for each input its value.</remarks>
internal sealed unsafe class PathRunner
{
    internal const int HeaderWords = 3;

    private readonly PathPlan plan;
    private readonly int tableRow;
    private readonly GrowingBuffer<uint> rows;
    private readonly GrowingBuffer<ulong> reads;
    private readonly uint[] values;
    private readonly uint[] words;
    private readonly uint[] found;
    private readonly int[] checkOrder;
    private readonly int[] inputNodes;

    internal PathRunner(PathPlan plan, int tableRow, GrowingBuffer<uint> rows, GrowingBuffer<ulong> reads)
    {
        this.plan = plan;
        this.tableRow = tableRow;
        this.rows = rows;
        this.reads = reads;
        values = new uint[plan.Nodes.Length];
        words = new uint[plan.Accesses.Length];
        found = new uint[plan.Accesses.Length];
        inputNodes = [.. Enumerable.Range(0, plan.Nodes.Length).Where(node => plan.Nodes[node].Kind == PathNodeKind.Input)];
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
            PathRunner runner = new(
                PathPlan.Create(program.Instructions, program.Paths[index]), program.Instructions.Length + index, record.PathRows[index],
                record.PathInputs);
            ref PathRunner[]? head = ref byHead[program.Paths[index].Head];
            head = [.. head ?? [], runner];
        }

        return byHead;
    }

    /// <summary>The words of a row in the record.</summary>
    internal static int RowWords(PathPlan plan) => plan.RecordWords;

    /// <summary>Executes and records the path at this state, or changes nothing. Gives the program counter and frame it leads to.</summary>
    internal bool TryRun(MachineState state, AccessTimes times, InputStreams streams, uint clock, ref uint pc, ref uint fp)
    {
        if (!Evaluate(state, streams, fp)) return false;
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

        uint now = clock + 1;
        for (int index = 0; index < words.Length; index++)
        {
            PathAccess access = plan.Accesses[index];
            uint word = words[index];
            rows.Add() = found[index];
            rows.Add() = times.Word(access.Space, word, found[index], now++, PathAccessGadget.MaximumAge);
            if (access.IsStore) SpaceOf(state, access)[word] = PathValues.Merge(access, found[index], values);
        }

        (pc, uint next) = (plan.End, fp + plan.EndFrame);
        for (int index = 0; index < plan.Links.Length; index++)
        {
            PathLink link = plan.Links[index];
            uint cell = fp + link.Frame;
            ulong old = state.Calls[cell];
            rows.Add() = (uint)old;
            rows.Add() = (uint)(old >> 32);
            rows.Add() = times.Word(Space.Call, cell, old, now++);
            if (link.ReturnTo >= 0) state.Calls[cell] = (ulong)(fp + link.Caller) << 32 | (uint)link.ReturnTo;
            if (index == plan.ReturnLink) (pc, next) = ((uint)old, (uint)(old >> 32));
        }

        RecordInputs();
        fp = next;
        return true;
    }

    private void RecordInputs()
    {
        foreach (int node in inputNodes)
        {
            rows.Add() = values[node];
            if (plan.Nodes[node].Immediate < 2) reads.Add() = (ulong)plan.Nodes[node].Immediate << 32 | values[plan.Nodes[node].Left];
        }
    }

    private int Ready(int check) => Math.Max(plan.Checks[check].Left, plan.Checks[check].Right);

    private bool Evaluate(MachineState state, InputStreams streams, uint fp)
    {
        foreach (PathLink link in plan.Links)
            if (fp + link.Frame >= state.StackLimit) return false;
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
                    values[index] = PathValues.Part(plan.Accesses[node.Left], found[node.Left], values);
                    break;
                case PathNodeKind.Input:
                    if (!streams.TryEntry(node.Immediate, values[node.Left], out values[index])) return false;
                    break;
                case PathNodeKind.Pages:
                    values[index] = state.Pages;
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
            ulong address = (access.Address < 0 ? 0ul : values[access.Address]) + access.Offset;
            if (access.IsMemory)
            {
                if ((address & 3) + (ulong)access.Width > 4 || address + (ulong)access.Width > (ulong)state.Pages << 16) return false;
                address >>= 2;
            }
            else if (address >= state.AuxiliarySize)
            {
                return false;
            }

            words[addressed] = (uint)address;
            found[addressed] = Find(state, addressed);
        }

        return true;
    }

    // The word as memory has it, or as the last store of this row left it.
    private uint Find(MachineState state, int access)
    {
        for (int earlier = access - 1; earlier >= 0; earlier--)
        {
            PathAccess other = plan.Accesses[earlier];
            if (other.Space != plan.Accesses[access].Space || words[earlier] != words[access]) continue;
            return other.IsStore ? PathValues.Merge(other, found[earlier], values) : found[earlier];
        }

        return SpaceOf(state, plan.Accesses[access])[words[access]];
    }

    private static uint* SpaceOf(MachineState state, PathAccess access) => access.IsMemory ? (uint*)state.Memory : state.Auxiliary;
}
