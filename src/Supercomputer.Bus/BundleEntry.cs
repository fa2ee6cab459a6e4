using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Bus;

/// <summary>One proof of a bundle.</summary>
/// <param name="Program">The digest of the program that it is a proof of.</param>
/// <param name="Public">The public bytes of the run.</param>
/// <param name="Proof">The proof file. What is claimed is the run's output.</param>
public sealed record BundleEntry(Digest Program, ReadOnlyMemory<byte> Public, ReadOnlyMemory<byte> Proof);
