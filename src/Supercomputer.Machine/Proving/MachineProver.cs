using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Segments;
using Supercomputer.Proofs;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Proving;
using Supercomputer.Proofs.Serialization;

namespace Supercomputer.Machine.Proving;

/// <summary>Runs a program and proves how the run ended: in one proof where its tables fit, in segments where they do not.</summary>
public static class MachineProver
{
    /// <summary>The proof and its report, or why there is none.</summary>
    /// <param name="key">The program.</param>
    /// <param name="inputs">Its streams.</param>
    /// <param name="options">Memory limit and progress.</param>
    public static Checked<ProveReport> Prove(VerifyingKey key, ProgramInputs inputs, ProveOptions options)
    {
        PhaseClock clock = new(options.Progress);
        clock.Begin("execute");
        MachineChips chips = MachineChips.For(key.Program, inputs.Public.Span, inputs.Disclosed.Span);
        if (MeasureLong(key.Program, inputs, chips, out ulong totalSteps) is { } endless) return endless;
        int logCells = options.LogSegmentCells ?? SegmentBudget.LogCellsFor(options.MemoryLimitBytes ?? long.MaxValue);
        SegmentFolder? folder = null;
        if (options.ResumeFolder is { } path)
        {
            if (!SegmentFolder.Open(path, new(key, inputs, logCells, options.Profile)).TryGet(out folder, out VerificationError? error)) return error;
            logCells = folder.Plan.LogCells;
        }

        using RecordingInterpreter recorder = new(key.Program, inputs);
        SegmentWalk walk = new(key.Program, recorder, new SegmentBudget(chips, logCells));
        walk.Next();
        return walk.Ended
            ? ProveWhole(key, inputs, options, chips, walk.Run, clock)
            : new SegmentedProver(key, inputs, options, folder, clock, totalSteps).Prove(walk);
    }

    private static Checked<ProveReport> ProveWhole(
        VerifyingKey key, ProgramInputs inputs, ProveOptions options, MachineChips chips, ExecutionResult run, PhaseClock clock)
    {
        if (run.Output.Length > ProofHeader.MaximumOutput)
            return new VerificationError("output", $"at most {ProofHeader.MaximumOutput} bytes", $"{run.Output.Length}");
        Statement statement = new(
            key.Digest, inputs.Public, inputs.Disclosed, run.Output, run.Outcome, run.Steps, run.InstructionCount);
        IReadOnlyList<PublicTerm> terms = chips.PublicTerms(run.Output, run.Outcome, run.Steps, run.InstructionCount);
        ProofWriter writer = new();
        ProofHeader.Write(writer, options.Profile, statement, segments: 1);
        if (!TableProver.Prove(chips, run, terms, ProofHeader.Begin(options.Profile, statement, key.Program.Limits.Fuel), writer, options, clock.Begin)
            .TryGet(out TableProver.Made? made, out VerificationError? error))
            return error;
        clock.Begin("done");
        return new ProveReport(
            writer.ToArray(), statement, run, made.Tables.Sum(table => chips.StepsOfRow(table.Shape.Chip) > 0 ? table.Rows : 0), 1, made.Soundness, made.EstimatedPeakBytes, clock.Phases,
            [.. made.Tables.Select(table => (table.Shape.Chip.Name, table.Shape.Chip.Width, table.Shape.Chip.Interactions.Count, table.Shape.LogHeight, table.Rows))]);
    }

    // A step recorded takes about a hundred bytes, and one of an endless loop is for nothing: long runs are counted first.
    private static VerificationError? MeasureLong(LoweredProgram program, ProgramInputs inputs, MachineChips chips, out ulong totalSteps)
    {
        ulong most = (1UL << ChipSetLimits.MaxLogCells) / (ulong)chips.Routes.Min(route => route.Chip.Chip.Width);
        totalSteps = most;
        if (program.Limits.Fuel <= most || Executor.Run(program, inputs, fuel: most + 1).Steps <= most) return null;
        ExecutionResult run = Executor.Run(program, inputs);
        totalSteps = run.Steps;
        return run.Outcome == Outcome.OutOfFuel
            ? new("steps", $"at most {most} in a run that does not end; raise --fuel if it is long, or end it sooner", $"out of fuel after {run.Steps}")
            : null;
    }
}
