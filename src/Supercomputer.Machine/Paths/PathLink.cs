namespace Supercomputer.Machine.Paths;

/// <summary>A cell of the Call space that a path touches: one access a row.</summary>
/// <param name="Frame">The frame, from the head's frame pointer.</param>
/// <param name="ReturnTo">The program counter that the last call of the row leaves there; -1 where the row only reads it, to return.</param>
/// <param name="Caller">The caller's frame, from the head's frame pointer.</param>
internal readonly record struct PathLink(uint Frame, long ReturnTo, uint Caller);
