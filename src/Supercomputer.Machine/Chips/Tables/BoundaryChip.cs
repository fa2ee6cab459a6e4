using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Tables;

/// <summary>The first and last value, in a segment of a run, of every cell that the segment touches.</summary>
/// <remarks>
/// Statement: a row sends the cell's first value at its initial time, receives its last value at its final time, and shows both values to
/// the statement. Soundness: the statement lists each cell once, so a cell is sent once; the first value is the one that the segments
/// before left (or the program's image gives), which the verifier keeps; the last one is what the verifier keeps next. The initial
/// time is free: it is a time before the cell's first access. In a segment this chip stands in for Cells and the images.
/// Cost: 13 columns, 3 interactions.
/// </remarks>
internal sealed class BoundaryChip
{
    private readonly Cell isReal;
    private readonly Cell space;
    private readonly Cell address;
    private readonly Cell[] first;
    private readonly Cell initialTime;
    private readonly Cell[] last;
    private readonly Cell finalTime;

    internal BoundaryChip()
    {
        AirBuilder air = new("Boundary");
        isReal = air.Boolean("is_real");
        space = air.Column("space");
        address = air.Column("address");
        first = air.Columns("first", 4);
        initialTime = air.Column("initial_time");
        last = air.Columns("last", 4);
        finalTime = air.Column("final_time");
        air.Send(Buses.Memory, isReal, [space, address, .. Limbs.Expressions(first), initialTime]);
        air.Receive(Buses.Memory, isReal, [space, address, .. Limbs.Expressions(last), finalTime]);
        air.Send(Buses.Boundary, isReal, [space, address, .. Limbs.Expressions(first), .. Limbs.Expressions(last)]);
        Chip = air.Build();
    }

    internal Chip Chip { get; }

    /// <summary>Fills a cell's row.</summary>
    internal void FillRow(in CellRecord cell, Span<uint> row)
    {
        row[isReal.Index] = 1;
        row[space.Index] = (uint)cell.Space;
        row[address.Index] = cell.Address;
        CellsChip.WriteValue(row, first, cell.Space, cell.Initial);
        row[initialTime.Index] = cell.InitialTime;
        CellsChip.WriteValue(row, last, cell.Space, cell.Final);
        row[finalTime.Index] = cell.FinalTime;
    }

    /// <summary>What the statement receives of a cell.</summary>
    internal static PublicTerm Term(Space space, uint address, ulong first, ulong last)
    {
        uint[] values = new uint[10];
        (values[0], values[1]) = ((uint)space, address);
        Write(values.AsSpan(2, 4), space, first);
        Write(values.AsSpan(6, 4), space, last);
        return new(Buses.Boundary, false, values);
    }

    // As CellsChip.WriteValue: limbs, or (pc, fp) in the Call space.
    private static void Write(Span<uint> limbs, Space space, ulong value)
    {
        if (space == Space.Call) (limbs[0], limbs[1]) = ((uint)value, (uint)(value >> 32));
        else
            for (int limb = 0; limb < 4; limb++) limbs[limb] = (uint)(value >> (16 * limb)) & 0xFFFF;
    }
}
