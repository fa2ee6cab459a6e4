using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Tables;

/// <summary>The first and last value of every cell that no image gives: each begins as zero, once.</summary>
/// <remarks>
/// Statement: a row receives Chain(space, previous), sends Chain(space, address) with previous &lt; address, sends the cell's zero at its
/// initial time and receives its final value at its final time.
/// Soundness: address and address - previous - 1 are below 2^29, so previous is at least -2^29 and nothing wraps around p: rows of
/// a space form strictly ascending paths. The statement opens each gap once (at the address before it) and closes it once (at its last
/// address). The lowest closing address can only be reached from the lowest opening one, and so on: each path stays in its gap
/// and meets an address once. The initial time is free: it is a time before the cell's first access.
/// Cost: 12 columns, 10 interactions.
/// </remarks>
internal sealed class CellsChip
{
    private readonly Cell isReal;
    private readonly Cell space;
    private readonly Number29Gadget address;
    private readonly Number29Gadget step;
    private readonly Cell initialTime;
    private readonly Cell[] final;
    private readonly Cell finalTime;

    internal CellsChip()
    {
        AirBuilder air = new("Cells");
        isReal = air.Boolean("is_real");
        space = air.Column("space");
        address = new(air, "address", isReal);
        step = new(air, "step", isReal);
        initialTime = air.Column("initial_time");
        final = air.Columns("final", 4);
        finalTime = air.Column("final_time");
        Expression zero = Expression.Zero;
        air.Receive(Buses.Chain, isReal, space, address.Value - step.Value - 1);
        air.Send(Buses.Chain, isReal, space, address.Value);
        air.Send(Buses.Memory, isReal, space, address.Value, zero, zero, zero, zero, initialTime);
        air.Receive(Buses.Memory, isReal, [space, address.Value, .. Limbs.Expressions(final), finalTime]);
        Chip = air.Build();
    }

    internal Chip Chip { get; }

    /// <summary>Fills a cell's row; the previous address is -1 before the first of a space.</summary>
    internal void FillRow(in CellRecord cell, long previousAddress, Span<uint> row, LookupCounts counts)
    {
        row[isReal.Index] = 1;
        row[space.Index] = (uint)cell.Space;
        address.Fill(cell.Address, row, counts);
        step.Fill((uint)(cell.Address - previousAddress - 1), row, counts);
        row[initialTime.Index] = cell.InitialTime;
        WriteValue(row, final, cell.Space, cell.Final);
        row[finalTime.Index] = cell.FinalTime;
    }

    /// <summary>Writes a cell's value as the Memory bus carries it: limbs, or (pc, fp) in the Call space.</summary>
    internal static void WriteValue(Span<uint> row, Cell[] cells, Space space, ulong value)
    {
        if (space != Space.Call)
        {
            Limbs.Write(row, cells, value);
            return;
        }

        row[cells[0].Index] = (uint)value;
        row[cells[1].Index] = (uint)(value >> 32);
    }
}
