namespace Supercomputer.Machine.Paths;

/// <summary>An access to a whole aligned word of memory.</summary>
/// <param name="Address">The node of the base.</param>
/// <param name="Offset">The instruction's offset.</param>
/// <param name="Stored">The node stored; -1 for a load.</param>
internal readonly record struct PathAccess(int Address, uint Offset, int Stored);
