using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Segments;

/// <summary>Executes a run segment by segment: the record of each, and the statement that its proof will have.</summary>
/// <remarks>Where segments end depends on program, streams and budget alone.</remarks>
internal sealed class SegmentWalk(LoweredProgram program, RecordingInterpreter recorder, SegmentBudget budget)
{
    private MachinePoint point = recorder.Point;
    private ulong fuel = program.Limits.Fuel;
    private int index, output;

    /// <summary>Whether the run has ended.</summary>
    public bool Ended { get; private set; }

    /// <summary>The segment's record and end.</summary>
    public ExecutionResult Run { get; private set; } = null!;

    /// <summary>What its proof will say.</summary>
    public SegmentStatement Segment { get; private set; } = null!;

    /// <summary>Executes the next segment; false after the last.</summary>
    public bool Next()
    {
        if (Ended) return false;
        (ExecutionResult run, Ended) = recorder.RunSegment(fuel, budget.IsFull);
        Run = run;
        Segment = new(
            index++, point, recorder.Point, Ended ? run.Outcome : null, run.Steps, run.InstructionCount, output, run.Output,
            [.. run.Record!.Touched.Select(cell => new BoundaryCell(cell.Space, cell.Address, cell.Initial, cell.Final))]);
        (point, output, fuel) = (recorder.Point, output + run.Output.Length, fuel - run.Steps);
        return true;
    }
}
