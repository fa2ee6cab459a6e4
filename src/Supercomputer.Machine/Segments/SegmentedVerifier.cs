using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Proofs.Transcripts;

namespace Supercomputer.Machine.Segments;

/// <summary>Verifies a run in segments: each is a proof, and each begins with what the one before left.</summary>
/// <remarks>
/// Steps, as in <see cref="SegmentedProver"/>: 1. a segment's statement, from where the one before ended; 2. its terms; 3. its proof.
/// Soundness: by induction over the segments, the point and the cells that the verifier keeps are those of the machine after so many steps
/// from its entry. A segment that is missing, repeated, moved or changed begins elsewhere than the one before it ended, or with another
/// value of a cell. Only the last has a Halt chip, so a run that has not ended has no proof.
/// Errors: never throws on any bytes; time and memory are bounded by the proof's size.
/// </remarks>
internal static class SegmentedVerifier
{
    /// <summary>Reads and checks all segments, to the last byte.</summary>
    /// <returns>The failed check, or null.</returns>
    public static VerificationError? Verify(ProofProfile profile, VerifyingKey key, Statement statement, int segments, ProofReader reader)
    {
        CellValues cells = new(key.Program);
        MachinePoint point = new(key.Program.EntryProgramCounter, 0, key.Program.InitialPages);
        uint greatestCost = StatementRules.GreatestCost(key.Program);
        MachineChips inner = MachineChips.ForSegment(key.Program, statement.Public.Span, statement.Disclosed.Span, ends: false);
        MachineChips last = MachineChips.ForSegment(key.Program, statement.Public.Span, statement.Disclosed.Span, ends: true);
        ulong steps = 0, count = 0;
        int output = 0;
        for (int index = 0; index < segments; index++)
        {
            // 1. The statement.
            bool ends = index + 1 == segments;
            int length = reader.ReadLength("segment length", reader.Remaining);
            ProofReader part = new(reader.ReadBytes("segment", length).ToArray());
            if (!SegmentCodec.Read(part, index, ends ? statement.Outcome : null, point, output, cells, key.Program.Limits.StackLimit)
                .TryGet(out SegmentStatement? segment, out VerificationError? error))
                return error;
            if (part.Failed || reader.Failed) return ReadError(part.Failed ? part : reader, index);
            if (SegmentRules.Check(key, segment, greatestCost) is { } refused) return refused;
            if (!statement.Output.Span[output..].StartsWith(segment.Output.Span))
                return new($"segment {index}: output", "a part of the proof's output", "other bytes");

            // 2. Its terms. 3. Its proof.
            MachineChips chips = ends ? last : inner;
            VerifierChannel channel = new(SegmentTranscript.Begin(profile, key, statement.Public, statement.Disclosed, segment), part);
            if (profile.Verify(chips, MachineChips.PublicTerms(segment, key.Program), channel) is { } failed)
                return failed with { Check = $"segment {index}: {failed.Check}" };
            cells.Apply(segment.Cells);
            (point, steps, count, output) = (segment.End, steps + segment.Steps, count + segment.InstructionCount, output + segment.Output.Length);
        }

        if (steps != statement.Steps) return new("steps", $"{steps}, as the segments have", $"{statement.Steps}");
        if (count != statement.InstructionCount) return new("instruction count", $"{count}, as the segments have", $"{statement.InstructionCount}");
        if (output != statement.Output.Length) return new("output", $"{output} bytes, as the segments wrote", $"{statement.Output.Length}");
        return reader.Finish() ? null : ReadError(reader, segments);
    }

    private static VerificationError ReadError(ProofReader reader, int index)
    {
        VerificationError error = new VerifierChannel(new Transcript("segment"u8), reader).Error;
        return error with { Check = $"segment {index}: {error.Check}" };
    }
}
