using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Tables;

/// <summary>The entries of the public and the disclosed stream: length in bytes at index -1, then 32-bit words from 0 on.</summary>
/// <remarks>Soundness: all tuples are preprocessed from the statement. The stream's number is stored plus one, so the padding rows,
/// which are 0, name no stream. Cost: 1 column, 1 interaction.</remarks>
internal sealed class InputTableChip
{
    private readonly int disclosedStart;

    internal InputTableChip(ReadOnlySpan<byte> publicBytes, ReadOnlySpan<byte> disclosedBytes)
    {
        uint[] first = ProgramInputs.Entries(publicBytes);
        uint[] second = ProgramInputs.Entries(disclosedBytes);
        disclosedStart = first.Length;
        int rows = first.Length + second.Length;
        int logHeight = TraceBuilder.LogHeightFor(rows);
        uint Index(int row) => (uint)((row < disclosedStart ? row : row - disclosedStart) - 1);
        uint Value(int row) => row < disclosedStart ? first[row] : second[row - disclosedStart];
        AirBuilder air = new("InputTable");
        Cell multiplicity = air.Column("multiplicity");
        Expression Field(string name, Func<int, uint> field) =>
            air.Preprocessed(logHeight, new DenseColumn([.. Enumerable.Range(0, rows).Select(field)]) { Name = name });
        air.Provide(
            Buses.Input, multiplicity, Field("stream", row => row < disclosedStart ? 1u : 2),
            Field("index low", row => Index(row) & 0xFFFF), Field("index high", row => Index(row) >> 16),
            Field("value low", row => Value(row) & 0xFFFF), Field("value high", row => Value(row) >> 16));
        Chip = air.Build();
    }

    internal Chip Chip { get; }

    /// <summary>Counts the reads of the Input chip's steps and of path rows.</summary>
    internal Trace Fill(ReadOnlySpan<Step> steps, ReadOnlySpan<ulong> pathReads, Lowering.LoweredProgram program)
    {
        using TraceBuilder trace = new(Chip, 1);
        Span<uint> multiplicity = trace.Column(0);
        foreach (ref readonly Step step in steps)
        {
            ulong stream = program.Instructions[step.ProgramCounter].Immediate;
            if (stream < 2) multiplicity[RowOf(stream, (uint)step.A)]++;
        }

        foreach (ulong read in pathReads) multiplicity[RowOf(read >> 32, (uint)read)]++;
        return trace.Seal();
    }

    private int RowOf(ulong stream, uint index) => (stream == 0 ? 0 : disclosedStart) + (int)unchecked(index + 1);
}
