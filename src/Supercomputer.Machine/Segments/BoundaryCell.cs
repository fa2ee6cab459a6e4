using Supercomputer.Machine.Execution;

namespace Supercomputer.Machine.Segments;

/// <summary>A cell that a segment touches, with its value before and after.</summary>
/// <param name="Space">The space.</param>
/// <param name="Address">The address.</param>
/// <param name="First">The value that the segments before left.</param>
/// <param name="Last">The value that this one leaves.</param>
public readonly record struct BoundaryCell(Space Space, uint Address, ulong First, ulong Last);
