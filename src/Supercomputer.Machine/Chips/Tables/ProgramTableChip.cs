using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Paths;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Tables;

/// <summary>The program: one row for each program counter, how often it is executed, and the instructions that this makes.</summary>
/// <remarks>
/// Shape: after the instructions one row for each path, whose cost is the path's.
/// Soundness: all fields are preprocessed from the key; padding rows hold operation 0, which no chip looks up. Rows of the proof number less
/// than p and no two rows of the table are alike, so a multiplicity is the number of executions; the statement's count is the sum of
/// executions times cost modulo p, and the verifier checks that it cannot reach p. Cost: 2 columns, 3 interactions.
/// </remarks>
internal sealed class ProgramTableChip
{
    /// <summary>The operation of a path's row: no instruction has it.</summary>
    internal const long PathOperation = 1 << 16;

    private readonly Cell counted;
    private readonly uint[] costs;

    internal ProgramTableChip(Instruction[] program, IReadOnlyList<PathPlan> paths)
    {
        AirBuilder air = new("Program");
        costs = [.. program.Select(row => row.Cost), .. paths.Select(path => path.Cost)];
        int logHeight = TraceBuilder.LogHeightFor(costs.Length);
        Cell multiplicity = air.Column("multiplicity");
        Expression Field(string name, Func<Instruction, uint> field) =>
            air.Preprocessed(logHeight, new DenseColumn([.. program.Select(field)]) { Name = name });
        uint[] operations = [.. program.Select(row => (uint)row.Operation), .. paths.Select(_ => (uint)PathOperation)];
        Expression index = air.Preprocessed(logHeight, new IndexBitsColumn(0, logHeight) { Name = "pc" });
        air.Provide(
            Buses.Program, multiplicity, index,
            air.Preprocessed(logHeight, new DenseColumn(operations) { Name = "operation" }), Field("d", row => row.D), Field("a", row => row.A),
            Field("b", row => row.B), Field("i0", row => row.I0), Field("i1", row => row.I1),
            Field("i2", row => row.I2), Field("i3", row => row.I3));
        Expression cost = air.Preprocessed(logHeight, new DenseColumn(costs) { Name = "cost" });
        counted = air.Column("counted");
        air.Receive(Buses.Count, Expression.One, index, counted);
        air.Send(Buses.Count, Expression.One, index + 1, counted + multiplicity * cost);
        Chip = air.Build();
    }

    internal Chip Chip { get; }

    /// <summary>The rows of a program's table, with those that pad.</summary>
    internal static uint RowsFor(LoweredProgram program) =>
        1u << TraceBuilder.LogHeightFor(program.Instructions.Length + program.Paths.Length);

    /// <summary>The trace, from how often each row is looked up.</summary>
    internal Trace Fill(ReadOnlySpan<uint> executions)
    {
        using TraceBuilder trace = new(Chip, costs.Length);
        executions.CopyTo(trace.Column(0));
        Span<uint> sums = trace.Column(counted.Index);
        ulong sum = 0;
        for (int row = 0; row < sums.Length; row++)
        {
            sums[row] = (uint)(sum % KoalaBear.Modulus);
            if (row < executions.Length) sum += (ulong)executions[row] * costs[row];
        }

        return trace.Seal();
    }
}
