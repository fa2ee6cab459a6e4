namespace Supercomputer.Machine.Gadgets;

/// <summary>How often the filled rows look up each row of the 2^16-row table: its multiplicity columns.</summary>
/// <remarks>Shape: the row of a pair of bytes is low + 256 * high. One for each thread; <see cref="Add"/> joins them.</remarks>
internal sealed class LookupCounts
{
    private readonly uint[] range16 = new uint[1 << 16];
    private readonly uint[] bytes = new uint[1 << 16];
    private readonly uint[] and = new uint[1 << 16];

    internal ReadOnlySpan<uint> Range16Counts => range16;

    internal ReadOnlySpan<uint> BytesCounts => bytes;

    internal ReadOnlySpan<uint> AndCounts => and;

    /// <summary>Counts a value of 16 bits; a greater one is a mistake of the caller and throws.</summary>
    internal void Range16(uint value) => range16[value]++;

    internal void Bytes(uint low, uint high) => bytes[low | high << 8]++;

    internal void And(uint left, uint right) => and[left | right << 8]++;

    internal void Add(LookupCounts other)
    {
        for (int row = 0; row < range16.Length; row++)
        {
            range16[row] += other.range16[row];
            bytes[row] += other.bytes[row];
            and[row] += other.and[row];
        }
    }
}
