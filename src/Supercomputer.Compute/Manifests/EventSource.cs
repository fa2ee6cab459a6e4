namespace Supercomputer.Compute.Manifests;

/// <summary>Events of one contract that a zkGraph wants.</summary>
/// <param name="Address">The contract, 20 bytes.</param>
/// <param name="Topics">The first topics wanted, 32 bytes each: Keccak-256 of the events' signatures.</param>
public sealed record EventSource(ReadOnlyMemory<byte> Address, IReadOnlyList<ReadOnlyMemory<byte>> Topics);
