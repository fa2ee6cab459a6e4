using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Paths;

/// <summary>An access of a path to a whole aligned word of memory.</summary>
/// <remarks>
/// Statement: base + offset = 2^16 page + 4 word as integers, the base modulo 2^32; page below pages.
/// Soundness: word and 4 word are looked up in [0, 2^16), so word is an integer below 2^14 and the carry out of the low limb is fixed. An
/// offset other than 0 is added to a base in range, so nothing is taken modulo 2^32. Without one the base may be a sum still to be
/// carried: pages - 1 - page lies in [0, 2^16) and page is the base's high limb modulo 2^16, so page is that limb, or that limb less 2^16 where
/// it is beyond pages; then the word's address is negative, at least -2^30, and no cell has it (cells lie below 2^29, p - 2^30 is above).
/// Age: time - previous time - 1 = low + 2^16 high with low in [0, 2^16) and high a byte (looked up by the chip, two at a time), so it is below
/// 2^24 and time strictly grows along the accesses of a cell, as in <see cref="CellAccess"/>. Words are touched less often than
/// registers: a byte more here is a row of Refresh less.
/// Cost: 4 columns and the carries'; 6 interactions and half a lookup.
/// </remarks>
internal sealed class PathAccessGadget
{
    /// <summary>The greatest age of a word, in ticks, that needs no refresh.</summary>
    internal const uint MaximumAge = 1 << 24;

    private readonly PathAccess access;
    private readonly int index;
    private readonly CarryBits low;
    private readonly CarryBits? high;
    private readonly Cell[] found;
    private readonly Cell previous;

    internal PathAccessGadget(
        AirBuilder air, int index, StateCells state, PathAccess access, PathWire address, PathWire? stored)
    {
        this.access = access;
        this.index = index;
        string name = $"word[{index}]";
        long offsetLow = access.Offset & 0xFFFF, offsetHigh = access.Offset >> 16;
        long least = address.Least[0] + offsetLow >> 16, most = address.Most[0] + offsetLow >> 16;
        low = new(air, $"{name}.carry", state.IsReal, least, most);
        Expression aligned = address.Limbs[0] + offsetLow - 65536 * low.Value;
        Expression word = AirBuilder.InverseOf65536 * 16384 * aligned;
        Expression page = address.Limbs[1] + offsetHigh + low.Value;
        if (!address.IsReduced)
        {
            high = new(air, $"{name}.high_carry", state.IsReal, address.Least[1] + least >> 16, address.Most[1] + most >> 16);
            page -= 65536 * high.Value;
        }

        air.Range16(state.IsReal, word);
        air.Range16(state.IsReal, aligned);
        air.Range16(state.IsReal, state.Pages - 1 - page);
        found = air.Columns($"{name}.found", 2);
        Expression[] limbs = Limbs.Expressions(found);
        previous = air.Column($"{name}.previous_time");
        AgeHigh = air.Column($"{name}.age_high");
        Expression[] cell = [(long)Space.Memory, word + 16384 * page];
        Expression time = state.Clock + (1 + index);
        air.Receive(Buses.Memory, state.IsReal, [.. cell, .. Limbs.Pad(limbs), previous]);
        air.Send(Buses.Memory, state.IsReal, [.. cell, .. Limbs.Pad(stored is null ? limbs : stored.Limbs), time]);
        air.Range16(state.IsReal, time - previous - 1 - 65536 * AgeHigh);
    }

    /// <summary>The high part of the age: a byte, as the chip looks up.</summary>
    internal Cell AgeHigh { get; }

    /// <summary>The word found.</summary>
    internal PathWire Found => PathWire.Reduced(found[0], found[1]);

    internal void Fill(in PathRow row, int recordAt)
    {
        long base0 = row.Low[access.Address] + (access.Offset & 0xFFFF);
        low.Fill(base0 >> 16, row.Cells);
        uint address = row.Values[access.Address] + access.Offset;
        high?.Fill(row.High[access.Address] + (base0 >> 16) - (address >> 16) >> 16, row.Cells);
        row.Counts.Range16((address & 0xFFFF) >> 2);
        row.Counts.Range16(address & 0xFFFF);
        row.Counts.Range16(row.Record[2] - 1 - (address >> 16));
        Limbs.Write(row.Cells, found, row.Record[recordAt]);
        uint age = row.Clock + (uint)index - row.Record[recordAt + 1];
        row.Cells[previous.Index] = row.Record[recordAt + 1];
        row.Cells[AgeHigh.Index] = age >> 16;
        row.Counts.Range16(age & 0xFFFF);
    }
}
