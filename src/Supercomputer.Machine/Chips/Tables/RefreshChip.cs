using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Tables;

/// <summary>Carries a cell that was long not touched to a later time, its value unchanged.</summary>
/// <remarks>
/// Statement: old time &lt; new time. Soundness: the new time and new - old - 1 are below 2^29, so the old time is at least -2^29 as an
/// integer and nothing wraps around p: a refresh is an access that strictly advances time. Cost: 11 columns, 8 interactions.
/// </remarks>
internal sealed class RefreshChip
{
    private readonly Cell isReal;
    private readonly Cell space;
    private readonly Cell address;
    private readonly Cell[] value;
    private readonly Number29Gadget newTime;
    private readonly Number29Gadget age;

    internal RefreshChip()
    {
        AirBuilder air = new("Refresh");
        isReal = air.Boolean("is_real");
        space = air.Column("space");
        address = air.Column("address");
        value = air.Columns("value", 4);
        newTime = new(air, "new_time", isReal);
        age = new(air, "age", isReal);
        Expression[] cell = [space, address, .. Limbs.Expressions(value)];
        air.Receive(Buses.Memory, isReal, [.. cell, newTime.Value - age.Value - 1]);
        air.Send(Buses.Memory, isReal, [.. cell, newTime.Value]);
        Chip = air.Build();
    }

    internal Chip Chip { get; }

    internal void FillRow(in RefreshRecord refresh, Span<uint> row, LookupCounts counts)
    {
        row[isReal.Index] = 1;
        row[space.Index] = (uint)refresh.Space;
        row[address.Index] = refresh.Address;
        CellsChip.WriteValue(row, value, refresh.Space, refresh.Value);
        newTime.Fill(refresh.NewTime, row, counts);
        age.Fill(refresh.NewTime - refresh.OldTime - 1, row, counts);
    }
}
