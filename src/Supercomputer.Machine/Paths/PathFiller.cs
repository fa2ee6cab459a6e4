namespace Supercomputer.Machine.Paths;

/// <summary>A step of filling a row.</summary>
internal delegate void PathFiller(in PathRow row);
