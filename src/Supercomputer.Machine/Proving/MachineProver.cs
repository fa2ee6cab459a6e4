using System.Diagnostics;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Proving;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Proofs.Transcripts;

namespace Supercomputer.Machine.Proving;

/// <summary>Runs a program and proves how the run ended.</summary>
public static class MachineProver
{
    // The share of the whole at which each phase begins; measured on the benchmark programs.
    private static readonly Dictionary<string, double> Begins = new(StringComparer.Ordinal)
    {
        ["execute"] = 0,
        ["fill"] = 0.05,
        ["commit"] = 0.12,
        ["lookups"] = 0.3,
        ["zerocheck"] = 0.65,
        ["opening"] = 0.85,
        ["done"] = 1,
    };

    /// <summary>The proof and its report, or why there is none.</summary>
    /// <param name="key">The program.</param>
    /// <param name="inputs">Its streams.</param>
    /// <param name="options">Memory limit and progress.</param>
    public static Checked<ProveReport> Prove(VerifyingKey key, ProgramInputs inputs, ProveOptions options)
    {
        PhaseClock clock = new(options.Progress, Begins);
        clock.Begin("execute");
        MachineChips chips = MachineChips.For(key.Program, inputs.Public.Span, inputs.Disclosed.Span);
        if (RefuseTooLong(key.Program, inputs, chips) is { } endless) return endless;
        ExecutionResult run = Executor.Run(key.Program, inputs, record: true);
        if (run.Output.Length > ProofHeader.MaximumOutput)
            return new VerificationError("output", $"at most {ProofHeader.MaximumOutput} bytes", $"{run.Output.Length}");
        Statement statement = new(
            key.Digest, inputs.Public, inputs.Disclosed, run.Output, run.Outcome, run.Steps, run.InstructionCount);
        IReadOnlyList<PublicTerm> terms = chips.PublicTerms(run.Output, run.Outcome, run.Steps, run.InstructionCount);
        IReadOnlyList<(ChipShape Shape, long Rows)> tables = MemoryEstimate.Shapes(chips, run.Record!);
        ChipShape[] shapes = [.. tables.Select(table => table.Shape)];
        if (StatementRules.CheckShapes(shapes) is { } tooLong) return tooLong;
        if (!ChipSetArgument.Create<KoalaBear6>(shapes, terms).TryGet(out ChipSetArgument? argument, out VerificationError? error))
            return error;
        long estimate = MemoryEstimate.PeakBytes(argument, MemoryEstimate.RecordBytes(run.Record!));
        options.Estimated?.Invoke(estimate);
        if (options.MemoryLimitBytes is { } limit && estimate > limit)
            return new VerificationError("memory", $"at most {limit} bytes (--memory)", $"{estimate} bytes estimated for this run");

        clock.Begin("fill");
        using FilledTraces filled = TraceFiller.Fill(chips, run);
        run.Record!.Dispose();
        ProofWriter writer = new();
        ProofHeader.Write(writer, statement);
        ProverChannel channel = new(ProofHeader.Begin(statement, key.Program.Limits.Fuel), writer);
        if (ChipSetProver.Prove<KoalaBear6, KeccakMerkleHasher>(chips.ChipSet, filled.Traces, terms, channel, clock.Begin) is { } failure)
            return failure;
        clock.Begin("done");
        return new ProveReport(
            writer.ToArray(), statement, run, (long)run.Steps + 1, argument.Soundness, estimate, clock.Phases,
            [.. tables.Select(table => (table.Shape.Chip.Name, table.Shape.Chip.Width, table.Shape.Chip.Interactions.Count, table.Shape.LogHeight, table.Rows))]);
    }

    // A step recorded takes about a hundred bytes, and one of an endless loop is for nothing: they are counted first.
    private static VerificationError? RefuseTooLong(LoweredProgram program, ProgramInputs inputs, MachineChips chips)
    {
        ulong most = (1UL << ChipSetLimits.MaxLogCells) / (ulong)chips.Routes.Min(route => route.Chip.Chip.Width);
        return program.Limits.Fuel > most && Executor.Run(program, inputs, fuel: most + 1) is { } run && run.Steps > most
            ? new("steps", $"at most {most} in one proof; shorten the run, or end it sooner with --fuel", $"more than {most}")
            : null;
    }

    private sealed class PhaseClock(Action<ProveProgress>? progress, Dictionary<string, double> begins)
    {
        private readonly List<(string, double)> phases = [];
        private string? current;
        private long began;

        public IReadOnlyList<(string Phase, double Seconds)> Phases => phases;

        public void Begin(string phase)
        {
            if (current is not null) phases.Add((current, Stopwatch.GetElapsedTime(began).TotalSeconds));
            (current, began) = (phase, Stopwatch.GetTimestamp());
            progress?.Invoke(new(phase, begins[phase]));
        }
    }
}
