using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Accelerators;

/// <summary>value &lt; bound, both in limbs of 16 bits, where a flag says so.</summary>
/// <remarks>
/// Soundness: the highest differing limb is marked, one-hot; limbs above are equal, and the difference there less 1 is looked up as 16 bits.
/// The flag must be boolean. Cost: a column for each limb, one lookup.
/// </remarks>
internal sealed class LimbOrder
{
    private readonly Cell[] marks;

    internal LimbOrder(AirBuilder air, string name, Expression isOrdered, Expression[] value, Expression[] bound)
    {
        marks = air.Booleans($"{name}_differs_first_at", value.Length);
        Expression marked = Expression.Zero, difference = Expression.Zero;
        for (int limb = marks.Length - 1; limb >= 0; limb--)
        {
            Expression delta = bound[limb] - value[limb];
            marked += marks[limb];
            difference += marks[limb] * delta;
            if (limb > 0) air.AssertZero($"limb {limb} of {name} is equal above the mark", (isOrdered - marked) * delta);
        }

        air.AssertEqual($"one mark of {name}", marked, isOrdered);
        air.Range16(isOrdered, difference - 1);
    }

    /// <summary>Marks the limb and counts the lookup, of a value that is less.</summary>
    internal unsafe void Fill(uint* value, uint* bound, Span<uint> row, LookupCounts counts)
    {
        ushort* left = (ushort*)value, right = (ushort*)bound;
        int limb = marks.Length - 1;
        while (limb > 0 && left[limb] == right[limb]) limb--;
        row[marks[limb].Index] = 1;
        counts.Range16((uint)(right[limb] - left[limb] - 1));
    }
}
