using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Proving;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Proofs.Soundness;

namespace Supercomputer.Machine.Segments;

/// <summary>Proves a run segment by segment; what stays in memory between them is the machine's state and the proofs.</summary>
/// <remarks>Steps, as in <see cref="SegmentedVerifier"/>: 1. a segment's statement, from where the one before ended; 2. its terms; 3. its proof.
/// Cost: peak memory does not grow with the run.</remarks>
internal sealed class SegmentedProver(VerifyingKey key, ProgramInputs inputs, ProveOptions options, SegmentFolder? folder, PhaseClock clock, ulong totalSteps)
{
    private readonly List<byte[]> segments = [];
    private readonly List<byte> output = [];
    private readonly Dictionary<string, (int Columns, int Interactions, int LogHeight, long Rows)> chips = new(StringComparer.Ordinal);
    private ulong steps, count;
    private long estimate;
    private SoundnessReport? weakest;

    /// <summary>The whole proof, from a walk that has executed the first segment.</summary>
    public Checked<ProveReport> Prove(SegmentWalk walk)
    {
        do
        {
            output.AddRange(walk.Run.Output);
            if (output.Count > ProofHeader.MaximumOutput)
                return new VerificationError("output", $"at most {ProofHeader.MaximumOutput} bytes", $"{output.Count}");
            if (segments.Count == ProofHeader.MaximumSegments)
                return new VerificationError("segments", $"at most {ProofHeader.MaximumSegments}; raise --memory", "more");
            if (Add(walk.Segment, walk.Run) is { } error) return error;
            clock.Share = ((double)steps / totalSteps, Math.Min((double)walk.Run.Steps, Math.Max(0, (double)totalSteps - steps)) / totalSteps);
            clock.Begin("execute");
        }
        while (walk.Next());
        return Report(walk.Run);
    }

    private VerificationError? Add(SegmentStatement segment, ExecutionResult run)
    {
        SegmentProof proof = new(options.Profile, key, inputs, segment);
        IReadOnlyList<(ChipShape Shape, long Rows)> tables = MemoryEstimate.Shapes(proof.Chips, run.Record!);
        if (folder?.Find(segment.Index) is { } kept)
        {
            run.Record!.Dispose();
            if (proof.Check(kept) is { } error) return error with { Check = $"{folder.PathOf(segment.Index)}: {error.Check}; remove the file to prove it again" };
            segments.Add(kept);
        }
        else
        {
            if (!proof.Prove(run, segment.Index == 0 ? options : options with { Estimated = null }, clock.Begin)
                .TryGet(out TableProver.Made? made, out VerificationError? error))
                return error;
            segments.Add(proof.Bytes);
            folder?.Keep(segment.Index, proof.Bytes);
            estimate = Math.Max(estimate, made.EstimatedPeakBytes);
        }

        steps += segment.Steps;
        count += segment.InstructionCount;
        return AddTables(segment, tables);
    }

    private VerificationError? AddTables(SegmentStatement segment, IReadOnlyList<(ChipShape Shape, long Rows)> tables)
    {
        ChipShape[] shapes = [.. tables.Select(table => table.Shape)];
        if (!options.Profile.Argument(shapes, MachineChips.PublicTerms(segment, key.Program)).TryGet(out ChipSetArgument? argument, out VerificationError? error))
            return error;
        if (weakest is null || argument.Soundness.MinimumBits < weakest.MinimumBits) weakest = argument.Soundness;
        foreach ((ChipShape shape, long rows) in tables)
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
        ProofHeader.Write(writer, options.Profile, statement, segments.Count);
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
            PlaceProgramCounter = last.PlaceProgramCounter,
            FramePointer = last.FramePointer,
            Pages = last.Pages,
        };
        return new(
            writer.ToArray(), statement, run, (long)steps + 1, segments.Count, weakest!, estimate, clock.Phases,
            [.. chips.Select(chip => (chip.Key, chip.Value.Columns, chip.Value.Interactions, chip.Value.LogHeight, chip.Value.Rows))]);
    }
}
