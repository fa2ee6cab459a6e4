using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Tables;

/// <summary>The program: one row for each program counter, and how often it is executed.</summary>
/// <remarks>Soundness: all fields are preprocessed from the key; padding rows hold operation 0, which no chip looks up.
/// Cost: 1 column, 1 interaction.</remarks>
internal sealed class ProgramTableChip
{
    internal ProgramTableChip(Instruction[] program)
    {
        AirBuilder air = new("Program");
        int logHeight = TraceBuilder.LogHeightFor(program.Length);
        Cell multiplicity = air.Column("multiplicity");
        Expression Field(string name, Func<Instruction, uint> field) =>
            air.Preprocessed(logHeight, new DenseColumn([.. program.Select(field)]) { Name = name });
        air.Provide(
            Buses.Program, multiplicity,
            air.Preprocessed(logHeight, new IndexBitsColumn(0, logHeight) { Name = "pc" }),
            Field("operation", row => (uint)row.Operation), Field("d", row => row.D), Field("a", row => row.A),
            Field("b", row => row.B), Field("i0", row => row.I0), Field("i1", row => row.I1),
            Field("i2", row => row.I2), Field("i3", row => row.I3), Field("cost", row => row.Cost));
        Chip = air.Build();
    }

    internal Chip Chip { get; }

    internal Trace Fill(ReadOnlySpan<uint> executions)
    {
        using TraceBuilder trace = new(Chip, executions.Length);
        executions.CopyTo(trace.Column(0));
        return trace.Seal();
    }
}
