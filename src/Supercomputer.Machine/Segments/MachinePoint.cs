namespace Supercomputer.Machine.Segments;

/// <summary>The machine's state between two segments, without cells: those are the boundary's.</summary>
/// <param name="ProgramCounter">The next instruction.</param>
/// <param name="FramePointer">The frame.</param>
/// <param name="Pages">The pages of memory.</param>
public readonly record struct MachinePoint(uint ProgramCounter, uint FramePointer, uint Pages);
