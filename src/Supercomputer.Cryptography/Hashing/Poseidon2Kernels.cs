namespace Supercomputer.Cryptography.Hashing;

/// <summary>The constants and the sixteen-lane kernels of <see cref="Poseidon2"/>, written by <c>eng/generate-lane-hashes.py</c>.</summary>
internal static unsafe partial class Poseidon2Kernels;
