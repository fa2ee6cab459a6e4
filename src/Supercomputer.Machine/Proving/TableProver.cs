using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
using Supercomputer.Proofs;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Proving;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Proofs.Soundness;
using Supercomputer.Proofs.Transcripts;

namespace Supercomputer.Machine.Proving;

/// <summary>From the record of a run, or of a segment of one, to the argument's bytes.</summary>
internal static class TableProver
{
    /// <summary>What a proof of tables was made of.</summary>
    /// <param name="Tables">The tables and their rows before padding.</param>
    /// <param name="Soundness">The bits of every error source.</param>
    /// <param name="EstimatedPeakBytes">The estimate before tables were allocated.</param>
    public sealed record Made(IReadOnlyList<(ChipShape Shape, long Rows)> Tables, SoundnessReport Soundness, long EstimatedPeakBytes);

    /// <summary>Writes the argument after the header, or says why there is none. The record is freed.</summary>
    public static Checked<Made> Prove(
        MachineChips chips,
        ExecutionResult run,
        IReadOnlyList<PublicTerm> terms,
        Transcript transcript,
        ProofWriter writer,
        ProveOptions options,
        Action<string> phase)
    {
        IReadOnlyList<(ChipShape Shape, long Rows)> tables = MemoryEstimate.Shapes(chips, run.Record!);
        ChipShape[] shapes = [.. tables.Select(table => table.Shape)];
        if (StatementRules.CheckShapes(chips, shapes) is { } tooLong) return tooLong;
        if (!options.Profile.Argument(shapes, terms).TryGet(out ChipSetArgument? argument, out VerificationError? error))
            return error;
        long estimate = MemoryEstimate.PeakBytes(argument, MemoryEstimate.RecordBytes(run.Record!));
        options.Estimated?.Invoke(estimate);
        if (options.MemoryLimitBytes is { } limit && estimate > limit)
            return new VerificationError("memory", $"at most {limit} bytes (--memory)", $"{estimate} bytes estimated for this run");

        phase("fill");
        using FilledTraces filled = TraceFiller.Fill(chips, run);
        run.Record!.Dispose();
        ProverChannel channel = new(transcript, writer);
        if (options.Profile.Prove(chips, filled.Traces, terms, channel, phase) is { } failure)
            return failure;
        return new Made(tables, argument.Soundness, estimate);
    }
}
