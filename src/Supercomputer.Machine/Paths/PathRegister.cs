namespace Supercomputer.Machine.Paths;

/// <summary>A register that a path touches: one access a row.</summary>
/// <param name="Index">The register.</param>
/// <param name="Output">The node that it holds afterwards.</param>
internal readonly record struct PathRegister(uint Index, int Output);
