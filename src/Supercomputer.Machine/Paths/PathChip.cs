using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Chips.Tables;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Paths;

/// <summary>A whole path of a program in one row.</summary>
/// <remarks>
/// Statement: that of <see cref="PathPlan"/>: (clock, head, fp, pages) leads to (clock + 4 length, end, fp + end frame, pages), or to the program counter and
/// frame of a call cell, where all checks hold. The program is known when the chip is made: the row looks up the path's own row of the
/// Program table, only to be counted there.
/// Soundness: docs/path-chips.md. Every value that leaves the row, or that anything but a sum and an address without offset takes, is in range by a
/// message or a lookup; sums between are integers below 2^26, so each equation is one of integers. Wires are affine in the columns.
/// Cost: 4 columns and 3 interactions; 3 columns and 3 interactions a register; 6.5 interactions an access; 2 lookups a reduced value; the gadgets' own.
/// </remarks>
internal sealed partial class PathChip
{
    /// <summary>Shifts left up to this are sums of limbs.</summary>
    private const uint LargestLazyShift = 8;

    private readonly AirBuilder air;
    private readonly StateCells state;
    private readonly PathWire[] wires;
    private readonly Cell[][] old;
    private readonly CellAccess[] registers;
    private readonly List<IPathAccessGadget> accesses = [];
    private readonly List<PathFiller> fillers = [];
    private readonly PathLinkGadget[] links;
    private readonly PathBytes bytes;
    private readonly Dictionary<(int Node, bool IsRight), PathShiftAmount> amounts = [];

    internal PathChip(int number, long tableRow, PathPlan plan)
    {
        Plan = plan;
        air = new($"Path{number}");
        state = new(air.Boolean("is_real"), air.Column("clock"), air.Column("fp"), air.Column("pages"));
        air.Receive(Buses.State, state.IsReal, state.Clock, plan.Path.Head, state.FramePointer, state.Pages);
        bytes = new(air, state.IsReal, fillers);
        links = [.. plan.Links.Select((link, index) => new PathLinkGadget(air, index, state, link, (uint)(1 + plan.Accesses.Length + index)))];
        SendState();
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
        bytes.LookUpRest();
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
        PathValues.Compute(Plan, record, row.Values);
        foreach (PathFiller filler in fillers) filler(row);
        for (int index = 0; index < registers.Length; index++)
        {
            int at = PathPlan.RecordOfRegister(index);
            Limbs.Write(cells, old[index], record[at]);
            registers[index].Fill(record[at + 1], row.Clock, cells, counts);
        }

        for (int index = 0; index < links.Length; index++) links[index].Fill(row, Plan.RecordOfLink(index));
    }

    private void SendState()
    {
        Expression end = Plan.End, frame = state.FramePointer + Plan.EndFrame;
        if (Plan.ReturnLink >= 0) (end, frame) = (links[Plan.ReturnLink].ProgramCounter, links[Plan.ReturnLink].Frame);
        air.Send(Buses.State, state.IsReal, state.Clock + 4L * Plan.Path.Length, end, frame, state.Pages);
    }

    private void Declare(int index)
    {
        PathNode node = Plan.Nodes[index];
        switch (node.Kind)
        {
            case PathNodeKind.Add or PathNodeKind.Subtract or PathNodeKind.ShiftLeft or PathNodeKind.Scale when IsSum(node):
                Compute(index, node);
                return;
            case PathNodeKind.Register:
                wires[index] = PathWire.Reduced(old[node.Left][0], old[node.Left][1]);
                break;
            case PathNodeKind.Load:
                DeclareAccesses(node.Left);
                wires[index] = accesses[node.Left].Found;
                break;
            case PathNodeKind.Constant:
                wires[index] = PathWire.Constant(node.Immediate);
                break;
            case PathNodeKind.Pages:
                wires[index] = PathWire.Below([state.Pages, Expression.Zero], [65535, 0]);
                break;
            default:
                wires[index] = Operate(index, node);
                break;
        }

        fillers.Add((in PathRow row) => row.SetLimbs(index));
    }

    // Small factors are sums: limbs stay integers until they are carried.
    private static bool IsSum(PathNode node) => node.Kind != PathNodeKind.ShiftLeft || node.Immediate <= LargestLazyShift;

    private PathWire Operate(int index, PathNode node)
    {
        if (node.Kind == PathNodeKind.Input) return Input(index, node);
        PathWire left = Reduced(node.Left);
        switch (node.Kind)
        {
            case PathNodeKind.ShiftLeft or PathNodeKind.ShiftRight or PathNodeKind.ShiftRightSigned or PathNodeKind.RotateLeft:
                return PathShiftGadget.Shift(air, state.IsReal, fillers, bytes, index, node, left);
            case PathNodeKind.Extend8 or PathNodeKind.Extend16:
                return Extend(index, node, left);
        }

        PathWire right = Reduced(node.Right);
        switch (node.Kind)
        {
            case PathNodeKind.And or PathNodeKind.Or or PathNodeKind.Xor:
                return bytes.Combine(index, node, left, right);
            case PathNodeKind.Multiply:
                return new PathProductGadget(air, state.IsReal, fillers, index, node, BytesOf(node.Left), BytesOf(node.Right)).Wire;
            case PathNodeKind.Differs or PathNodeKind.LessUnsigned or PathNodeKind.LessSigned:
                return Compare(node, left, right);
            default:
                bool isRight = node.Kind is PathNodeKind.ShiftRightBy or PathNodeKind.RotateRightBy;
                return new PathShiftByGadget(air, state.IsReal, fillers, index, node, Amount(node.Right, isRight, right), left).Wire;
        }
    }

    private PathShiftAmount Amount(int node, bool isRight, PathWire wire)
    {
        if (!amounts.TryGetValue((node, isRight), out PathShiftAmount? amount))
            amounts.Add((node, isRight), amount = new(air, state.IsReal, fillers, node, isRight, wire));
        return amount;
    }

    private PathBytes.Byte[] BytesOf(int node)
    {
        (PathBytes.Byte first, PathBytes.Byte second) = bytes.Of(node, 0, wires[node]);
        (PathBytes.Byte third, PathBytes.Byte fourth) = bytes.Of(node, 1, wires[node]);
        return [first, second, third, fourth];
    }

    // The generic gadget, whose result is a flag.
    private PathWire Compare(PathNode node, PathWire left, PathWire right)
    {
        bool isSigned = node.Kind == PathNodeKind.LessSigned;
        CompareGadget compare = new(air, state.IsReal, isSigned ? state.IsReal : null, left.Limbs, right.Limbs);
        fillers.Add((in PathRow row) => compare.Fill(isSigned, row.Values[node.Left], row.Values[node.Right], row.Cells, row.Counts));
        Cell flag = node.Kind == PathNodeKind.Differs ? compare.Differs : compare.Less;
        return PathWire.Below([flag, Expression.Zero], [1, 0]);
    }

    // Soundness: the sign is the top bit of the byte or limb, which is in range.
    private PathWire Extend(int index, PathNode node, PathWire word)
    {
        bool isByte = node.Kind == PathNodeKind.Extend8;
        Expression low = isByte ? bytes.Of(node.Left, 0, word).Low.Value : word.Limbs[0];
        if (low.Kind == ExpressionKind.Constant && word.Limbs[1].Kind == ExpressionKind.Constant)
            return PathWire.Constant(isByte ? (uint)(sbyte)low.Value : (uint)(short)low.Value);
        int shift = isByte ? 8 : 0;
        Cell sign = PathShiftGadget.SignOf(
            air, state.IsReal, fillers, $"extend[{index}]", (1L << shift) * low, value => value << shift & 0xFFFF, node.Left);
        return PathWire.Below([isByte ? low + 0xFF00 * sign : low, 0xFFFF * sign], [0xFFFF, 0xFFFF]);
    }

    // As the Input chip: the index passes by limbs in range, a stated word comes from the table, a private one is looked up.
    private PathWire Input(int index, PathNode node)
    {
        PathWire place = Reduced(node.Left);
        Cell[] value = air.Columns($"input[{index}]", 2);
        bool isPrivate = node.Immediate == 2;
        if (isPrivate)
            foreach (Cell limb in value) air.Range16(state.IsReal, limb);
        else
            air.Send(Buses.Input, state.IsReal, node.Immediate + 1L, place.Limbs[0], place.Limbs[1], value[0], value[1]);
        fillers.Add((in PathRow row) =>
        {
            uint word = row.Values[index];
            Limbs.Write(row.Cells, value, word);
            if (!isPrivate) return;
            row.Counts.Range16(word & 0xFFFF);
            row.Counts.Range16(word >> 16);
        });
        return PathWire.Reduced(value[0], value[1]);
    }

    private void Compute(int index, PathNode node)
    {
        PathWire wire = Combine(node);
        if (!wire.IsBounded)
        {
            Reduced(node.Left);
            if (node.Kind is PathNodeKind.Add or PathNodeKind.Subtract) Reduced(node.Right);
            wire = Combine(node);
        }

        wires[index] = wire;
        fillers.Add((in PathRow row) =>
        {
            row.Low[index] = Combine(node, row.Low);
            row.High[index] = Combine(node, row.High);
        });
    }

    private PathWire Combine(PathNode node) => node.Kind switch
    {
        PathNodeKind.Add => PathWire.Add(wires[node.Left], wires[node.Right]),
        PathNodeKind.Subtract => PathWire.Subtract(wires[node.Left], wires[node.Right]),
        PathNodeKind.Scale => wires[node.Left].Scale(node.Immediate),
        _ => wires[node.Left].Scale(1L << (int)node.Immediate),
    };

    private static long Combine(PathNode node, ReadOnlySpan<long> limbs) => node.Kind switch
    {
        PathNodeKind.Add => limbs[node.Left] + limbs[node.Right],
        PathNodeKind.Subtract => limbs[node.Left] - limbs[node.Right],
        PathNodeKind.Scale => limbs[node.Left] * node.Immediate,
        _ => limbs[node.Left] << (int)node.Immediate,
    };

    /// <summary>The node's wire with limbs in range: its sums are carried where they were not yet.</summary>
    /// <remarks>A limb whose bounds lie in [0, 2^16) already is the integer it stands for and costs nothing.</remarks>
    private PathWire Reduced(int node)
    {
        if (wires[node].IsReduced) return wires[node];
        PathWire sum = wires[node];
        PathNode made = Plan.Nodes[node];
        if (made.Kind == PathNodeKind.ShiftLeft && made.Immediate > 1)
        {
            // Carrying would take a bit for each place; the shift's bytes take fewer columns.
            PathWire shifted = PathShiftGadget.Shift(air, state.IsReal, fillers, bytes, node, made, Reduced(made.Left));
            fillers.Add((in PathRow row) => row.SetLimbs(node));
            return wires[node] = shifted;
        }

        Expression[] limbs = new Expression[2];
        long[] mosts = [65535, 65535];
        CarryBits?[] carries = new CarryBits?[2];
        Cell?[] cells = new Cell?[2];
        long least = 0, most = 0;
        Expression carryIn = 0;
        for (int limb = 0; limb < 2; limb++)
        {
            Expression whole = sum.Limbs[limb] + carryIn;
            least += sum.Least[limb];
            most += sum.Most[limb];
            if (least >= 0 && most <= 65535)
            {
                (limbs[limb], mosts[limb], carryIn, least, most) = (whole, most, 0, 0, 0);
                continue;
            }

            (least, most) = (least >> 16, most >> 16);
            Cell cell = air.Column($"value[{node}][{limb}]");
            cells[limb] = cell;
            CarryBits carry = new(air, $"value[{node}].carry[{limb}]", state.IsReal, least, most);
            carries[limb] = carry;
            air.AssertZero($"limb {limb} of value {node}", state.IsReal * (whole - cell - 65536 * carry.Value));
            air.Range16(state.IsReal, cell);
            limbs[limb] = cell;
            carryIn = carry.Value;
        }

        fillers.Add((in PathRow row) =>
        {
            long carry = 0;
            for (int limb = 0; limb < 2; limb++)
            {
                uint value = Limbs.Of(row.Values[node], limb);
                long whole = carry + (limb == 0 ? row.Low[node] : row.High[node]);
                carry = whole - value >> 16;
                if (cells[limb] is not { } cell) continue;
                carries[limb]!.Fill(carry, row.Cells);
                row.Cells[cell.Index] = value;
                row.Counts.Range16(value);
            }

            row.SetLimbs(node);
        });
        return wires[node] = PathWire.Below(limbs, mosts);
    }
}
