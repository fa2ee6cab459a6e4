namespace Supercomputer.Machine.Paths;

/// <summary>A 32-bit value of a path; equal nodes are one node.</summary>
/// <param name="Kind">How it comes about.</param>
/// <param name="Left">The first operand's node, or a register or access of the plan.</param>
/// <param name="Right">The second operand's node.</param>
/// <param name="Immediate">A constant or a shift.</param>
internal readonly record struct PathNode(PathNodeKind Kind, int Left, int Right, uint Immediate);
