namespace Supercomputer.Machine.Paths;

/// <summary>An entry of an input stream that a path reads.</summary>
/// <param name="Stream">0 public, 1 disclosed, 2 private.</param>
/// <param name="Index">The node of the index.</param>
internal readonly record struct PathInput(uint Stream, int Index);
