using Supercomputer.Machine.Execution;

namespace Supercomputer.Machine.Segments;

/// <summary>What the proof of one segment says: from this point, with these cells, so many steps led to that point and those cells.</summary>
/// <param name="Index">The segment's number, from 0.</param>
/// <param name="Begin">Where it begins.</param>
/// <param name="End">Where it ends; in the last segment, where the run ended.</param>
/// <param name="Outcome">In the last segment, how the run ended; else null.</param>
/// <param name="Steps">Its steps.</param>
/// <param name="InstructionCount">The WebAssembly instructions of these steps.</param>
/// <param name="OutputStart">The number of output bytes before it.</param>
/// <param name="Output">The output bytes that it writes.</param>
/// <param name="Cells">The cells that it touches, strictly ascending by space and address.</param>
public sealed record SegmentStatement(
    int Index,
    MachinePoint Begin,
    MachinePoint End,
    Outcome? Outcome,
    ulong Steps,
    ulong InstructionCount,
    int OutputStart,
    ReadOnlyMemory<byte> Output,
    IReadOnlyList<BoundaryCell> Cells);
