using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Gadgets;

/// <summary>A number below 2^29: a low limb of 16 bits and a high one of 13. Cost: 2 columns, 3 lookups.</summary>
/// <remarks>Soundness: high and 8 high are both looked up in [0, 2^16), so 8 high does not wrap and high is below 2^13.</remarks>
internal sealed class Number29Gadget
{
    private readonly Cell low;
    private readonly Cell high;

    internal Number29Gadget(AirBuilder air, string name, Expression multiplicity)
    {
        low = air.Column($"{name}.low");
        high = air.Column($"{name}.high");
        air.Range16(multiplicity, low);
        air.Range16(multiplicity, high);
        air.Range16(multiplicity, 8 * high);
    }

    internal Expression Value => low + 65536 * high;

    internal void Fill(uint value, Span<uint> row, LookupCounts counts)
    {
        row[low.Index] = value & 0xFFFF;
        row[high.Index] = value >> 16;
        counts.Range16(value & 0xFFFF);
        counts.Range16(value >> 16);
        counts.Range16(value >> 13 & ~7u);
    }
}
