using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Gadgets;

/// <summary>An access of 1, 2, 4 or 8 bytes at any address: which words it touches, and whether it is out of bounds.</summary>
/// <remarks>
/// Statement: with the last word at word + words - 1 = 2^14 carry + rest, the access is inside the memory when page + carry &lt; pages, and
/// traps otherwise.
/// Soundness: 4 rest is looked up and rest is an integer (word is, by <see cref="AddressGadget"/>), which fixes carry. One lookup
/// shows pages - 1 - last in [0, 2^16) without a trap, and last - pages - 2^16 excess in [0, 2^16) with one, excess in 0..2: last is below
/// 2^17 + 1 and pages at most 2^16, so exactly one of both holds. Second and third word are touched only without a trap.
/// Cost: 16 columns with the address, 4 lookups.
/// </remarks>
internal sealed class SpanGadget
{
    private readonly Cell[] sizes;
    private readonly Cell carry;
    private readonly Cell[] excess;
    private readonly Cell second;
    private readonly Cell third;

    internal SpanGadget(AirBuilder air, Expression[] register, Expression pages)
    {
        sizes = [air.Boolean("is_1_byte"), air.Boolean("is_2_bytes"), air.Boolean("is_4_bytes"), air.Boolean("is_8_bytes")];
        IsReal = air.OneOf(sizes);
        Traps = air.Boolean("traps");
        air.AssertZero("only a real row traps", Traps * (1 - IsReal));
        Address = new(air, IsReal, register, true);
        carry = air.Boolean("page_carry");
        excess = air.Booleans("excess", 2);
        second = air.Column("touches_second_word");
        third = air.Column("touches_third_word");
        Expression offPosition = IsReal - Address.Position[0];
        Expression two = sizes[3] + sizes[2] * offPosition + sizes[1] * Address.Position[3];
        Expression three = sizes[3] * offPosition;
        air.AssertEqual("the second word", second, (1 - Traps) * two);
        air.AssertEqual("the third word", third, (1 - Traps) * three);
        air.AssertZero("excess in order", excess[1] * (1 - excess[0]));
        air.AssertZero("excess only with a trap", excess[0] * (1 - Traps));
        air.Range16(IsReal, 4 * (Address.Word + two + three - 16384 * carry));
        Expression inside = pages - 1 - Address.Page - carry;
        Expression beyond = Address.Page + carry - pages - 65536 * excess[0] - 65536 * excess[1];
        air.Range16(IsReal, (IsReal - Traps) * inside + Traps * beyond);
        Touched = [IsReal - Traps, second, third];
    }

    internal Expression IsReal { get; }

    internal Cell Traps { get; }

    internal AddressGadget Address { get; }

    /// <summary>One-hot: 1, 2, 4, 8 bytes.</summary>
    internal Expression[] Sizes => Limbs.Expressions(sizes);

    /// <summary>Whether each of three words is accessed.</summary>
    internal Expression[] Touched { get; }

    /// <summary>Fills the row and gives the number of words touched: 0 when the access traps.</summary>
    internal int Fill(int size, ulong register, uint offset, uint pages, Span<uint> row, LookupCounts counts)
    {
        row[sizes[size switch { 1 => 0, 2 => 1, 4 => 2, _ => 3 }].Index] = 1;
        Address.Fill(register, offset, row, counts);
        ulong start = register + offset;
        ulong firstWord = start >> 2;
        ulong lastWord = (start + (ulong)size - 1) >> 2;
        uint last = (uint)(lastWord >> 14);
        row[carry.Index] = last - (uint)(firstWord >> 14);
        counts.Range16((uint)(lastWord & 0x3FFF) * 4);
        if (last < pages)
        {
            counts.Range16(pages - 1 - last);
            int words = (int)(lastWord - firstWord) + 1;
            row[second.Index] = words > 1 ? 1u : 0;
            row[third.Index] = words > 2 ? 1u : 0;
            return words;
        }

        uint distance = last - pages;
        row[Traps.Index] = 1;
        row[excess[0].Index] = distance >= 0x10000 ? 1u : 0;
        row[excess[1].Index] = distance >= 0x20000 ? 1u : 0;
        counts.Range16(distance & 0xFFFF);
        return 0;
    }
}
