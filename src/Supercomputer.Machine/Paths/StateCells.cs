using Supercomputer.Machine.Gadgets;

namespace Supercomputer.Machine.Paths;

/// <summary>The columns of the state in a path row.</summary>
internal sealed record StateCells(Cell IsReal, Cell Clock, Cell FramePointer, Cell Pages);
