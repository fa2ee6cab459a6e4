using System.Buffers.Binary;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs.Transcripts;

namespace Supercomputer.Machine.Segments;

/// <summary>Where both sides of a segment's proof begin: the transcript after it observed everything that the segment's terms are made of.</summary>
internal static class SegmentTranscript
{
    private const int CellBytes = 1 + 4 + 8 + 8;

    /// <summary>Observes protocol, profile, key, streams and the segment's statement, first values included.</summary>
    public static Transcript Begin(
        ProofProfile profile, VerifyingKey key, ReadOnlyMemory<byte> publicBytes, ReadOnlyMemory<byte> disclosed, SegmentStatement segment)
    {
        Transcript transcript = new("world supercomputer segment 1"u8);
        transcript.Label(profile.Label);
        transcript.Observe(key.Digest);
        transcript.Observe(publicBytes.Span);
        transcript.Observe(disclosed.Span);
        transcript.ObserveLength((ulong)segment.Index);
        Observe(transcript, segment.Begin);
        Observe(transcript, segment.End);
        transcript.ObserveLength(segment.Outcome is { } outcome ? 1 + (ulong)outcome : 0);
        transcript.ObserveLength(segment.Steps);
        transcript.ObserveLength(segment.InstructionCount);
        transcript.ObserveLength((ulong)segment.OutputStart);
        transcript.Observe(segment.Output.Span);
        byte[] cells = new byte[CellBytes * segment.Cells.Count];
        Span<byte> at = cells;
        foreach (BoundaryCell cell in segment.Cells)
        {
            at[0] = (byte)cell.Space;
            BinaryPrimitives.WriteUInt32LittleEndian(at[1..], cell.Address);
            BinaryPrimitives.WriteUInt64LittleEndian(at[5..], cell.First);
            BinaryPrimitives.WriteUInt64LittleEndian(at[13..], cell.Last);
            at = at[CellBytes..];
        }

        transcript.Observe(cells);
        return transcript;
    }

    private static void Observe(Transcript transcript, MachinePoint point)
    {
        transcript.ObserveLength(point.ProgramCounter);
        transcript.ObserveLength(point.FramePointer);
        transcript.ObserveLength(point.Pages);
    }
}
