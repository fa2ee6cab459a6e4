using System.Numerics;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Paths;

/// <summary>A small integer: a constant plus boolean columns by powers of two.</summary>
/// <remarks>Zero in a padding row: the constant is multiplied by the row's flag. Cost: a column a bit.</remarks>
internal sealed class CarryBits
{
    private readonly long least;
    private readonly Cell[] bits;

    /// <summary>Declares a number that can be any from <paramref name="least"/> to <paramref name="most"/>.</summary>
    internal CarryBits(AirBuilder air, string name, Expression isReal, long least, long most)
    {
        this.least = least;
        bits = air.Booleans(name, most == least ? 0 : BitOperations.Log2((ulong)(most - least)) + 1);
        Value = least * isReal;
        for (int bit = 0; bit < bits.Length; bit++) Value += (1L << bit) * bits[bit];
    }

    internal Expression Value { get; }

    internal void Fill(long value, Span<uint> row)
    {
        for (int bit = 0; bit < bits.Length; bit++) row[bits[bit].Index] = (uint)(value - least >> bit) & 1;
    }
}
