using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Tables;

/// <summary>The cells that the program gives a first value: data segments in memory; globals and tables in the Auxiliary space.</summary>
/// <remarks>Soundness: address, value and whether the row is real are preprocessed from the key; the gaps of <see cref="CellsChip"/>
/// leave these addresses out. The initial time is free. Cost: 4 columns, 2 interactions.</remarks>
internal sealed class ImageChip
{
    private readonly Cell initialTime;
    private readonly Cell[] final;
    private readonly Cell finalTime;

    internal ImageChip(string name, Space space, ImageInterval[] image)
    {
        AirBuilder air = new(name);
        Rows = image.Sum(interval => interval.Words.Length);
        int logHeight = TraceBuilder.LogHeightFor(Rows);
        uint[] words = [.. image.SelectMany(interval => interval.Words)];
        uint[] addresses =
        [
            .. image.SelectMany(interval => Enumerable.Range(0, interval.Words.Length).Select(index => interval.Start + (uint)index)),
        ];
        Expression Field(string field, IEnumerable<uint> values) =>
            air.Preprocessed(logHeight, new DenseColumn([.. values]) { Name = field });
        Expression isReal = Field("is_real", Enumerable.Repeat(1u, Rows));
        Expression address = Field("address", addresses);
        Expression low = Field("value low", words.Select(word => word & 0xFFFF));
        Expression high = Field("value high", words.Select(word => word >> 16));
        Expression zero = Expression.Zero;
        initialTime = air.Column("initial_time");
        final = air.Columns("final", 2);
        finalTime = air.Column("final_time");
        air.Send(Buses.Memory, isReal, (long)space, address, low, high, zero, zero, initialTime);
        air.Receive(Buses.Memory, isReal, (long)space, address, final[0], final[1], zero, zero, finalTime);
        Chip = air.Build();
    }

    internal Chip Chip { get; }

    /// <summary>The number of words of the image.</summary>
    internal int Rows { get; }

    internal void FillRow(in CellRecord cell, Span<uint> row)
    {
        row[initialTime.Index] = cell.InitialTime;
        Limbs.Write(row, final, cell.Final);
        row[finalTime.Index] = cell.FinalTime;
    }
}
