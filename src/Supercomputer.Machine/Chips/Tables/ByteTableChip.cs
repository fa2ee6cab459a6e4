using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Tables;

/// <summary>The 2^16-row table of all pairs of bytes: numbers of 16 bits, pairs of bytes, and their bitwise and.</summary>
/// <remarks>Soundness: all tuples are preprocessed in closed form; the multiplicities are free. Cost: 3 columns, 3 interactions.</remarks>
internal sealed class ByteTableChip
{
    internal ByteTableChip()
    {
        AirBuilder air = new("ByteTable");
        Cell[] multiplicities = [air.Column("range16"), air.Column("bytes"), air.Column("and")];
        Expression value = air.Preprocessed(16, new IndexBitsColumn(0, 16) { Name = "value" });
        Expression low = air.Preprocessed(16, new IndexBitsColumn(0, 8) { Name = "low" });
        Expression high = air.Preprocessed(16, new IndexBitsColumn(8, 8) { Name = "high" });
        Expression and = air.Preprocessed(16, new BytewiseAndColumn { Name = "low and high" });
        air.Provide(Buses.Range16, multiplicities[0], value);
        air.Provide(Buses.Bytes, multiplicities[1], low, high);
        air.Provide(Buses.And, multiplicities[2], low, high, and);
        Chip = air.Build();
    }

    internal Chip Chip { get; }

    internal Trace Fill(LookupCounts counts)
    {
        using TraceBuilder trace = new(Chip, 1 << 16);
        counts.Range16Counts.CopyTo(trace.Column(0));
        counts.BytesCounts.CopyTo(trace.Column(1));
        counts.AndCounts.CopyTo(trace.Column(2));
        return trace.Seal();
    }
}
