using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Gadgets;

/// <summary>The word and the position of a byte address: a register plus the instruction's offset, a number of 33 bits.</summary>
/// <remarks>
/// Statement: a + offset = 2^16 page + 4 word + position, word below 2^14, position below 4.
/// Soundness: carry is boolean; word and 4 word are looked up in [0, 2^16), so word is below 2^14 and 4 word + position
/// is the low half of the sum, which fixes carry, word and position. The page may have 17 bits.
/// Cost: 6 columns (3 where the position is 0), 2 lookups.
/// </remarks>
internal sealed class AddressGadget
{
    private readonly Cell[] offset;
    private readonly Cell carry;
    private readonly Cell[] positions;

    internal AddressGadget(AirBuilder air, Expression isReal, Expression[] register, bool hasPosition)
    {
        offset = air.Columns("offset", 2);
        carry = air.Boolean("address_carry");
        positions = hasPosition ? air.Booleans("position_above", 3) : [];
        Expression first = isReal;
        Expression position = Expression.Zero;
        for (int index = 0; index < positions.Length; index++)
        {
            first -= positions[index];
            position += (index + 1L) * positions[index];
        }

        if (hasPosition) air.AssertBoolean("one position", first);
        Position = hasPosition ? [first, .. Limbs.Expressions(positions)] : [isReal];
        Expression aligned = register[0] + offset[0] - 65536 * carry - position;
        Word = AirBuilder.InverseOf65536 * 16384 * aligned;
        Page = register[1] + offset[1] + carry;
        air.Range16(isReal, Word);
        air.Range16(isReal, aligned);
    }

    /// <summary>The instruction's offset.</summary>
    internal Expression[] Offset => Limbs.Expressions(offset);

    /// <summary>One-hot: the position of the byte in its word.</summary>
    internal Expression[] Position { get; }

    /// <summary>The word inside its page.</summary>
    internal Expression Word { get; }

    /// <summary>The page of the byte.</summary>
    internal Expression Page { get; }

    /// <summary>The word's address.</summary>
    internal Expression WordAddress => Word + 16384 * Page;

    internal void Fill(ulong register, uint offsetValue, Span<uint> row, LookupCounts counts)
    {
        Limbs.Write(row, offset, offsetValue);
        uint low = Limbs.Of(register, 0) + (offsetValue & 0xFFFF);
        row[carry.Index] = low >> 16;
        low &= 0xFFFF;
        if ((low & 3) != 0) row[positions[(int)(low & 3) - 1].Index] = 1;
        counts.Range16(low >> 2);
        counts.Range16(low & ~3u);
    }
}
