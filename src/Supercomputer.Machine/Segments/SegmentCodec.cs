using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Supercomputer.Proofs.Serialization;

namespace Supercomputer.Machine.Segments;

/// <summary>The bytes of a segment's statement. First values are not written: a verifier knows them.</summary>
/// <remarks>Shape: steps, count, end point, output bytes, then for each space the number of its cells, their addresses and last values,
/// ascending. Errors: never throws on any bytes.</remarks>
internal static class SegmentCodec
{
    /// <summary>Steps of one segment stay below this, so that its clock does.</summary>
    public const ulong MaximumSteps = 1UL << 27;

    private const int MaximumCells = 1 << 27;

    private static readonly Space[] Spaces = [Space.Register32, Space.Register64, Space.Memory, Space.Auxiliary, Space.Call];

    /// <summary>Writes a statement.</summary>
    public static void Write(ProofWriter writer, SegmentStatement segment)
    {
        writer.WriteUInt64(segment.Steps);
        writer.WriteUInt64(segment.InstructionCount);
        writer.WriteUInt32(segment.End.ProgramCounter);
        writer.WriteUInt32(segment.End.FramePointer);
        writer.WriteUInt32(segment.End.Pages);
        writer.WriteLength(segment.Output.Length);
        writer.WriteBytes(segment.Output.Span);
        foreach (Space space in Spaces)
        {
            BoundaryCell[] cells = [.. segment.Cells.Where(cell => cell.Space == space)];
            writer.WriteLength(cells.Length);
            foreach (BoundaryCell cell in cells)
            {
                writer.WriteUInt32(cell.Address);
                if (IsWide(space)) writer.WriteUInt64(cell.Last);
                else writer.WriteUInt32((uint)cell.Last);
            }
        }
    }

    /// <summary>Reads a statement and checks its cells' order; first values come from what the segments before left.</summary>
    /// <param name="reader">The proof.</param>
    /// <param name="index">The segment's number.</param>
    /// <param name="outcome">In the last segment, the outcome.</param>
    /// <param name="begin">Where the one before ended.</param>
    /// <param name="outputStart">The output bytes before it.</param>
    /// <param name="cells">What the cells hold.</param>
    /// <param name="stackLimit">The program's stack limit: call cells lie below it.</param>
    public static Checked<SegmentStatement> Read(
        ProofReader reader, int index, Outcome? outcome, MachinePoint begin, int outputStart, CellValues cells, uint stackLimit)
    {
        ulong steps = reader.ReadUInt64("segment steps"), count = reader.ReadUInt64("segment instruction count");
        MachinePoint end = new(
            reader.ReadUInt32("segment end"), reader.ReadUInt32("segment end frame"), reader.ReadUInt32("segment end pages"));
        byte[] output = reader.ReadBytes("segment output", reader.ReadLength("segment output length", ProofHeader.MaximumOutput)).ToArray();
        List<BoundaryCell> boundary = [];
        foreach (Space space in Spaces)
        {
            long limit = space == Space.Call ? stackLimit : Chips.MachineChips.AddressLimit, previous = -1;
            int number = reader.ReadLength("segment cells", Math.Min(MaximumCells, reader.Remaining / (IsWide(space) ? 12 : 8)));
            for (int i = 0; i < number && !reader.Failed; i++)
            {
                uint address = reader.ReadUInt32("cell address");
                ulong last = IsWide(space) ? reader.ReadUInt64("cell value") : reader.ReadUInt32("cell value");
                if (address <= previous || address >= limit)
                    return new VerificationError(
                        $"segment {index}: {space} cells", $"ascending addresses below {limit}", $"{address} after {previous}");
                previous = address;
                boundary.Add(new(space, address, cells[space, address], last));
            }
        }

        if (steps >= MaximumSteps) return new VerificationError($"segment {index}: steps", $"below {MaximumSteps}", $"{steps}");
        return new SegmentStatement(index, begin, end, outcome, steps, count, outputStart, output, boundary);
    }

    private static bool IsWide(Space space) => space is Space.Register64 or Space.Call;
}
