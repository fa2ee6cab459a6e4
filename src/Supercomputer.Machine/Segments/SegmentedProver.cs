using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Proofs.Soundness;

namespace Supercomputer.Machine.Segments;

/// <summary>Proves a run segment by segment; what stays in memory between them is the machine's state and the proofs.</summary>
/// <remarks>Steps, as in <see cref="SegmentedVerifier"/>: 1. a segment's statement, from where the one before ended; 2. its terms; 3. its proof.
/// Cost: peak memory does not grow with the run.</remarks>
internal sealed class SegmentedProver(
    VerifyingKey key, ProgramInputs inputs, ProveOptions options, SegmentBudget budget, PhaseClock clock, ulong totalSteps)
{
    private readonly List<byte[]> segments = [];
    private readonly List<byte> output = [];
    private readonly Dictionary<string, (int Columns, int Interactions, int LogHeight, long Rows)> chips = new(StringComparer.Ordinal);
    private ulong steps, count;
    private long estimate;
    private SoundnessReport? weakest;

    /// <summary>The whole proof, from the recorder that has run the first segment.</summary>
    public Checked<ProveReport> Prove(RecordingInterpreter recorder, ExecutionResult first)
    {
        MachinePoint begin = new(key.Program.EntryProgramCounter, 0, key.Program.InitialPages);
        (ExecutionResult run, bool ended) = (first, false);
        while (true)
        {
            MachinePoint end = recorder.Point;
            SegmentStatement segment = new(
                segments.Count, begin, end, ended ? run.Outcome : null, run.Steps, run.InstructionCount, output.Count, run.Output,
                [.. run.Record!.Touched.Select(cell => new BoundaryCell(cell.Space, cell.Address, cell.Initial, cell.Final))]);
            output.AddRange(run.Output);
            if (output.Count > ProofHeader.MaximumOutput)
                return new VerificationError("output", $"at most {ProofHeader.MaximumOutput} bytes", $"{output.Count}");
            if (ProveOne(segment, run) is { } error) return error;
            if (ended) return Report(run);
            clock.Share = ((double)steps / totalSteps, Math.Min((double)run.Steps, totalSteps - steps) / totalSteps);
            clock.Begin("execute");
            begin = end;
            (run, ended) = recorder.RunSegment(key.Program.Limits.Fuel - steps, budget.IsFull);
        }
    }

    private VerificationError? ProveOne(SegmentStatement segment, ExecutionResult run)
    {
        // 1. The statement.
        ProofWriter writer = new();
        SegmentCodec.Write(writer, segment);

        // 2. Its terms. 3. Its proof.
        MachineChips segmentChips = MachineChips.ForSegment(
            key.Program, inputs.Public.Span, inputs.Disclosed.Span, ends: segment.Outcome is not null);
        if (!TableProver.Prove(
            segmentChips, run, MachineChips.PublicTerms(segment), SegmentTranscript.Begin(key, inputs.Public, inputs.Disclosed, segment),
            writer, segment.Index == 0 ? options : options with { Estimated = null }, clock.Begin)
            .TryGet(out TableProver.Made? made, out VerificationError? error))
            return error;
        segments.Add(writer.ToArray());
        steps += segment.Steps;
        count += segment.InstructionCount;
        estimate = Math.Max(estimate, made.EstimatedPeakBytes);
        if (weakest is null || made.Soundness.MinimumBits < weakest.MinimumBits) weakest = made.Soundness;
        foreach ((ChipShape shape, long rows) in made.Tables)
        {
            long before = chips.TryGetValue(shape.Chip.Name, out var known) ? known.Rows : 0;
            chips[shape.Chip.Name] = (shape.Chip.Width, shape.Chip.Interactions.Count, Math.Max(known.LogHeight, shape.LogHeight), before + rows);
        }

        return null;
    }

    private ProveReport Report(ExecutionResult last)
    {
        byte[] outputs = [.. output];
        Statement statement = new(key.Digest, inputs.Public, inputs.Disclosed, outputs, last.Outcome, steps, count);
        ProofWriter writer = new();
        ProofHeader.Write(writer, statement, segments.Count);
        foreach (byte[] segment in segments)
        {
            writer.WriteLength(segment.Length);
            writer.WriteBytes(segment);
        }

        clock.Begin("done");
        ExecutionResult run = new()
        {
            Outcome = last.Outcome,
            Output = outputs,
            Steps = steps,
            InstructionCount = count,
            ProgramCounter = last.ProgramCounter,
            LastProgramCounter = last.LastProgramCounter,
            FramePointer = last.FramePointer,
            Pages = last.Pages,
        };
        return new(
            writer.ToArray(), statement, run, (long)steps + 1, segments.Count, weakest!, estimate, clock.Phases,
            [.. chips.Select(chip => (chip.Key, chip.Value.Columns, chip.Value.Interactions, chip.Value.LogHeight, chip.Value.Rows))]);
    }
}
