using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Paths;

/// <summary>An access of a path to an aligned word of memory, or to a part of it.</summary>
/// <remarks>
/// Statement: base + offset = 2^16 page + 4 word + position as integers, the base modulo 2^32; page below pages; a whole word has position 0, a half ends in its
/// word. A part that is loaded is the bytes from the position on, one that is stored takes their place and the others stay.
/// Soundness: word and 4 word are looked up in [0, 2^16), so word is an integer below 2^14; the position is one-hot below 4 (3 for a half), which fixes the
/// carry out of the low limb. An offset other than 0 is added to a base in range, so nothing is taken modulo 2^32. Without one the base may be a sum still to be
/// carried: pages - 1 - page lies in [0, 2^16) and page is the base's high limb modulo 2^16, so page is that limb, or that limb less 2^16 where
/// it is beyond pages; then the word's address is negative, at least -2^30, and no cell has it (cells lie below 2^29, p - 2^30 is above).
/// The bytes of a word of which a part is taken are looked up.
/// Age: time - previous time - 1 = low + 2^16 high with low in [0, 2^16) and high a byte (looked up by the chip, two at a time), so it is below
/// 2^24 and time strictly grows along the accesses of a cell, as in <see cref="CellAccess"/>. Words are touched less often than
/// registers: a byte more here is a row of Refresh less.
/// Cost: 4 columns and the carries'; 6 interactions and half a lookup. A part 5 or 6 columns and 2 lookups more.
/// </remarks>
internal sealed class PathAccessGadget : IPathAccessGadget
{
    /// <summary>The greatest age of a word, in ticks, that needs no refresh.</summary>
    internal const uint MaximumAge = 1 << 24;

    private readonly PathAccess access;
    private readonly int index;
    private readonly CarryBits low;
    private readonly CarryBits? high;
    private readonly Cell[] positions;
    private readonly Cell[] found;
    private readonly Cell? part;
    private readonly PathAge age;

    internal PathAccessGadget(
        AirBuilder air, int index, StateCells state, PathAccess access, PathWire address, Expression[]? stored)
    {
        this.access = access;
        this.index = index;
        string name = $"word[{index}]";
        long offsetLow = access.Offset & 0xFFFF, offsetHigh = access.Offset >> 16;
        long least = address.Least[0] + offsetLow >> 16, most = address.Most[0] + offsetLow >> 16;
        positions = air.Booleans($"{name}.position_above", access.Width switch { 1 => 3, 2 => 2, _ => 0 });
        Expression[] position = Positions(air, name, state.IsReal);
        low = new(air, $"{name}.carry", state.IsReal, least, most);
        Expression aligned = address.Limbs[0] + offsetLow - 65536 * low.Value;
        for (int at = 1; at < position.Length; at++) aligned -= at * position[at];
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
        found = air.Columns($"{name}.found", access.Width == 4 ? 2 : 4);
        Expression[] limbs = access.Width == 4 ? Limbs.Expressions(found) : Limbs.FromBytes(found);
        if (access.Width < 4)
            for (int at = 0; at < 4; at += 2) air.Bytes(state.IsReal, found[at], found[at + 1]);
        if (access.Width < 4 && !access.IsStore) part = DeclarePart(air, name, position);
        Expression[] next = stored is null ? limbs : access.Width == 4 ? stored : Merged(position, stored);
        age = new(air, name, state, [(long)access.Space, word + 16384 * page], limbs, next, 1 + (uint)index);
    }

    /// <inheritdoc/>
    public Cell AgeHigh => age.High;

    /// <inheritdoc/>
    public PathWire Found => part is { } cell
        ? PathWire.Below([cell, Expression.Zero], [access.Width == 1 ? 255 : 65535, 0]) : PathWire.Reduced(found[0], found[1]);

    /// <inheritdoc/>
    public void Fill(in PathRow row, int recordAt)
    {
        int position = (int)(row.Values[access.Address] + access.Offset & 3);
        if (position > 0) row.Cells[positions[position - 1].Index] = 1;
        long base0 = row.Low[access.Address] + (access.Offset & 0xFFFF);
        low.Fill(base0 >> 16, row.Cells);
        uint address = row.Values[access.Address] + access.Offset - (uint)position;
        high?.Fill(row.High[access.Address] + (access.Offset >> 16) + (base0 >> 16) - (address >> 16) >> 16, row.Cells);
        row.Counts.Range16((address & 0xFFFF) >> 2);
        row.Counts.Range16(address & 0xFFFF);
        row.Counts.Range16(row.Record[2] - 1 - (address >> 16));
        uint word = row.Record[recordAt];
        if (access.Width == 4) Limbs.Write(row.Cells, found, word);
        else
        {
            Limbs.WriteBytes(row.Cells, found, word);
            row.Counts.Bytes(word & 0xFF, word >> 8 & 0xFF);
            row.Counts.Bytes(word >> 16 & 0xFF, word >> 24);
            if (part is { } cell) row.Cells[cell.Index] = PathValues.Part(access, word, row.Values);
        }

        age.Fill(row, row.Record[recordAt + 1]);
    }

    // One-hot, the first where no other is.
    private Expression[] Positions(AirBuilder air, string name, Expression isReal)
    {
        Expression first = isReal;
        foreach (Cell cell in positions) first -= cell;
        if (positions.Length > 0) air.AssertBoolean($"{name} has one position", first);
        return [first, .. Limbs.Expressions(positions)];
    }

    private Cell DeclarePart(AirBuilder air, string name, Expression[] position)
    {
        Cell value = air.Column($"{name}.part");
        Expression sum = Expression.Zero;
        for (int at = 0; at < position.Length; at++)
            sum += position[at] * (access.Width == 1 ? found[at] : found[at] + 256 * found[at + 1]);
        air.AssertEqual($"{name}: the part", value, sum);
        return value;
    }

    // The limbs after a store of bytes.
    private Expression[] Merged(Expression[] position, Expression[] stored)
    {
        Expression[] bytes = new Expression[4];
        for (int at = 0; at < 4; at++)
        {
            bytes[at] = found[at];
            for (int from = 0; from < access.Width; from++)
                if (at - from >= 0 && at - from < position.Length)
                    bytes[at] += position[at - from] * (stored[from] - found[at]);
        }

        return [bytes[0] + 256 * bytes[1], bytes[2] + 256 * bytes[3]];
    }
}
