using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Accelerators;

/// <summary>Big numbers in columns of bytes, and equations between their products by byte positions.</summary>
/// <remarks>
/// Statement of an equation: the sum of v(d) 2^(8 d) over all positions d is zero.
/// Soundness: k(d) = (v(d) + k(d - 1)) / 2^8 in the field, plus an offset, is looked up as 16 bits at the first positions, and nothing is carried out of
/// the last. The chip shows that |v(d)| is so small that 2^8 k(d) = v(d) + k(d - 1) holds for integers, and what bounds carries without a lookup.
/// </remarks>
internal static unsafe class ByteNumbers
{
    /// <summary>Half of the carries' range: the offset of an equation whose sums have no preferred sign.</summary>
    internal const int Middle = 32768;

    /// <summary>2^-8 in the field.</summary>
    private const long InverseOf256 = -(127L << 16);

    private const int MaximumBytes = 4 * ScalarModular.MaximumWords;

    /// <summary>Columns that are looked up as bytes, two at a time.</summary>
    internal static Cell[] ByteColumns(this AirBuilder air, Expression isReal, string name, int count)
    {
        Cell[] bytes = air.Columns(name, count);
        for (int index = 0; index < count; index += 2) air.Bytes(isReal, bytes[index], bytes[index + 1]);
        return bytes;
    }

    /// <summary>Writes a number's bytes and counts their lookups.</summary>
    internal static void FillBytes(Cell[] cells, uint* number, Span<uint> row, LookupCounts counts)
    {
        byte* bytes = (byte*)number;
        for (int index = 0; index < cells.Length; index += 2)
        {
            row[cells[index].Index] = bytes[index];
            row[cells[index + 1].Index] = bytes[index + 1];
            counts.Bytes(bytes[index], bytes[index + 1]);
        }
    }

    /// <summary>Writes the limbs of a number's word.</summary>
    internal static void FillLimbs(Cell[] cells, int word, ulong value, Span<uint> row)
    {
        row[cells[2 * word].Index] = Limbs.Of(value, 0);
        row[cells[2 * word + 1].Index] = Limbs.Of(value, 1);
    }

    /// <summary>Declares an equation.</summary>
    /// <param name="air">The chip.</param>
    /// <param name="isReal">When carries are looked up.</param>
    /// <param name="constraint">The name of what says that nothing is carried out.</param>
    /// <param name="positions">The number of positions.</param>
    /// <param name="looked">Of how many the carries are looked up.</param>
    /// <param name="offset">What is added to a carry.</param>
    /// <param name="sum">v(d).</param>
    internal static void AssertEquation(
        AirBuilder air, Expression isReal, string constraint, int positions, int looked, int offset, Func<int, Expression> sum)
    {
        Expression carry = Expression.Zero;
        for (int position = 0; position < positions - 1; position++)
        {
            carry = InverseOf256 * (sum(position) + carry);
            if (position < looked) air.Range16(isReal, carry + offset);
        }

        air.AssertZero(constraint, sum(positions - 1) + carry);
    }

    /// <summary>Counts the lookups of an equation's carries.</summary>
    /// <param name="sums">v(d) of the positions that are looked up.</param>
    /// <param name="looked">How many they are.</param>
    /// <param name="offset">What is added to a carry.</param>
    /// <param name="counts">The lookups.</param>
    internal static void CountCarries(long* sums, int looked, int offset, LookupCounts counts)
    {
        long carry = 0;
        for (int position = 0; position < looked; position++)
        {
            carry = (carry + sums[position]) >> 8;
            counts.Range16((uint)(carry + offset));
        }
    }

    /// <summary>Adds a multiple of the product of two numbers to an equation's sums, from the cells.</summary>
    internal static void AddProducts(long* sums, ReadOnlySpan<uint> row, ReadOnlySpan<Cell> left, ReadOnlySpan<Cell> right, long times)
    {
        long* digits = stackalloc long[MaximumBytes];
        for (int j = 0; j < right.Length; j++) digits[j] = row[right[j].Index];
        for (int i = 0; i < left.Length; i++)
        {
            long factor = times * row[left[i].Index];
            for (int j = 0; j < right.Length; j++) sums[i + j] += factor * digits[j];
        }
    }
}
