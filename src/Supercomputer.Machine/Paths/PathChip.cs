using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Chips.Tables;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Paths;

/// <summary>A whole path of a program in one row.</summary>
/// <remarks>
/// Statement: that of <see cref="PathPlan"/>: (clock, head, fp, pages) leads to (clock + 4 length, end, fp, pages), where
/// all checks hold. The program is known when the chip is made: the row looks up the path's own row of the
/// Program table, only to be counted there.
/// Soundness: docs/path-chips.md. Every value that leaves the row, or that a check or an address with an offset takes, is in range by a
/// message or a lookup; sums between are integers below 2^26, so each equation is one of integers.
/// Cost: 4 columns and 3 interactions; 3 columns and 3 interactions a register; 6.5 interactions an access; 2 lookups a reduced value.
/// </remarks>
internal sealed class PathChip
{
    private readonly AirBuilder air;
    private readonly StateCells state;
    private readonly PathWire[] wires;
    private readonly Cell[][] old;
    private readonly CellAccess[] registers;
    private readonly List<PathAccessGadget> accesses = [];
    private readonly List<PathFiller> fillers = [];

    internal PathChip(int number, long tableRow, PathPlan plan)
    {
        Plan = plan;
        air = new($"Path{number}");
        state = new(air.Boolean("is_real"), air.Column("clock"), air.Column("fp"), air.Column("pages"));
        air.Receive(Buses.State, state.IsReal, state.Clock, plan.Path.Head, state.FramePointer, state.Pages);
        air.Send(
            Buses.State, state.IsReal, state.Clock + 4L * plan.Path.Length, plan.End, state.FramePointer, state.Pages);
        Expression zero = Expression.Zero;
        air.Send(Buses.Program, state.IsReal, tableRow, ProgramTableChip.PathOperation, zero, zero, zero, zero, zero, zero, zero);
        old = [.. plan.Registers.Select(register => air.Columns($"r{register.Index}.old", 2))];
        wires = new PathWire[plan.Nodes.Length];
        for (int node = 0; node < wires.Length; node++) Declare(node);
        DeclareAccesses(plan.Accesses.Length - 1);
        for (int index = 0; index < plan.Checks.Length; index++)
        {
            PathCheck check = plan.Checks[index];
            PathWire left = Reduced(check.Left), right = Reduced(check.Right);
            PathCheckGadget gadget = new(air, $"check[{index}]", state.IsReal, check, left, right);
            fillers.Add(gadget.Fill);
        }

        LookUpAges();
        registers = [.. Enumerable.Range(0, plan.Registers.Length).Select(DeclareRegister)];
        Chip = air.Build();
    }

    internal PathPlan Plan { get; }

    internal Chip Chip { get; }

    /// <summary>Fills one row that was zero, and counts its lookups.</summary>
    internal void FillRow(ReadOnlySpan<uint> record, Span<uint> cells, LookupCounts counts)
    {
        int nodes = wires.Length;
        PathRow row = new()
        {
            Record = record,
            Cells = cells,
            Values = stackalloc uint[nodes],
            Low = stackalloc long[nodes],
            High = stackalloc long[nodes],
            Counts = counts,
        };
        cells[state.IsReal.Index] = 1;
        cells[state.Clock.Index] = record[0];
        cells[state.FramePointer.Index] = record[1];
        cells[state.Pages.Index] = record[2];
        foreach (PathFiller filler in fillers) filler(row);
        for (int index = 0; index < registers.Length; index++)
        {
            int at = PathRunner.HeaderWords + 2 * index;
            Limbs.Write(cells, old[index], record[at]);
            registers[index].Fill(record[at + 1], row.Clock, cells, counts);
        }
    }

    private void Declare(int index)
    {
        PathNode node = Plan.Nodes[index];
        switch (node.Kind)
        {
            case PathNodeKind.Register:
                wires[index] = PathWire.Reduced(old[node.Left][0], old[node.Left][1]);
                fillers.Add((in PathRow row) => row.Set(index, row.Record[PathRunner.HeaderWords + 2 * node.Left]));
                break;
            case PathNodeKind.Load:
                DeclareAccesses(node.Left);
                wires[index] = accesses[node.Left].Found;
                fillers.Add((in PathRow row) => row.Set(index, row.Record[RecordOf(node.Left)]));
                break;
            case PathNodeKind.Constant:
                wires[index] = PathWire.Constant(node.Immediate);
                fillers.Add((in PathRow row) => row.Set(index, node.Immediate));
                break;
            default:
                Compute(index, node);
                break;
        }
    }

    private void Compute(int index, PathNode node)
    {
        PathWire wire = Combine(node);
        if (!wire.IsBounded)
        {
            Reduced(node.Left);
            if (node.Kind != PathNodeKind.ShiftLeft) Reduced(node.Right);
            wire = Combine(node);
        }

        wires[index] = wire;
        fillers.Add((in PathRow row) =>
        {
            row.Values[index] = PathValues.Evaluate(node, row.Values);
            row.Low[index] = Combine(node, row.Low);
            row.High[index] = Combine(node, row.High);
        });
    }

    private PathWire Combine(PathNode node) => node.Kind switch
    {
        PathNodeKind.Add => PathWire.Add(wires[node.Left], wires[node.Right]),
        PathNodeKind.Subtract => PathWire.Subtract(wires[node.Left], wires[node.Right]),
        _ => wires[node.Left].Scale(1L << (int)node.Immediate),
    };

    private static long Combine(PathNode node, ReadOnlySpan<long> limbs) => node.Kind switch
    {
        PathNodeKind.Add => limbs[node.Left] + limbs[node.Right],
        PathNodeKind.Subtract => limbs[node.Left] - limbs[node.Right],
        _ => limbs[node.Left] << (int)node.Immediate,
    };

    /// <summary>The node's wire with limbs in range: its sums are carried where they were not yet.</summary>
    private PathWire Reduced(int node)
    {
        if (wires[node].IsReduced) return wires[node];
        PathWire sum = wires[node];
        Cell[] limbs = air.Columns($"value[{node}]", 2);
        CarryBits[] carries = new CarryBits[2];
        long least = 0, most = 0;
        Expression carryIn = 0;
        for (int limb = 0; limb < 2; limb++)
        {
            least = sum.Least[limb] + least >> 16;
            most = sum.Most[limb] + most >> 16;
            carries[limb] = new(air, $"value[{node}].carry[{limb}]", state.IsReal, least, most);
            air.AssertZero(
                $"limb {limb} of value {node}",
                state.IsReal * (sum.Limbs[limb] + carryIn - limbs[limb] - 65536 * carries[limb].Value));
            air.Range16(state.IsReal, limbs[limb]);
            carryIn = carries[limb].Value;
        }

        fillers.Add((in PathRow row) =>
        {
            uint value = row.Values[node];
            long carry = row.Low[node] - (value & 0xFFFF) >> 16;
            carries[0].Fill(carry, row.Cells);
            carries[1].Fill(row.High[node] + carry - (value >> 16) >> 16, row.Cells);
            Limbs.Write(row.Cells, limbs, value);
            row.Counts.Range16(value & 0xFFFF);
            row.Counts.Range16(value >> 16);
            row.Set(node, value);
        });
        return wires[node] = PathWire.Reduced(limbs[0], limbs[1]);
    }

    private void DeclareAccesses(int last)
    {
        for (int index = accesses.Count; index <= last; index++)
        {
            PathAccess access = Plan.Accesses[index];
            PathWire address = access.Offset == 0 ? wires[access.Address] : Reduced(access.Address);
            PathWire? stored = access.Stored >= 0 ? Reduced(access.Stored) : null;
            PathAccessGadget gadget = new(air, index, state, access, address, stored);
            int at = RecordOf(index);
            accesses.Add(gadget);
            fillers.Add((in PathRow row) => gadget.Fill(row, at));
        }
    }

    private void LookUpAges()
    {
        for (int index = 0; index < accesses.Count; index += 2)
        {
            Cell first = accesses[index].AgeHigh;
            Cell? second = index + 1 < accesses.Count ? accesses[index + 1].AgeHigh : null;
            air.Bytes(state.IsReal, first, second is { } cell ? cell : Expression.Zero);
            fillers.Add((in PathRow row) =>
                row.Counts.Bytes(row.Cells[first.Index], second is { } other ? row.Cells[other.Index] : 0));
        }
    }

    private CellAccess DeclareRegister(int index)
    {
        PathRegister register = Plan.Registers[index];
        return new(
            air, $"r{register.Index}", state.IsReal, (long)Space.Register32, state.FramePointer + register.Index,
            Limbs.Expressions(old[index]), Reduced(register.Output).Limbs, state.Clock);
    }

    private int RecordOf(int access) => PathRunner.HeaderWords + 2 * (Plan.Registers.Length + access);
}
