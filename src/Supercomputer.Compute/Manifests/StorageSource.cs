namespace Supercomputer.Compute.Manifests;

/// <summary>Storage slots of one contract that a zkGraph wants.</summary>
/// <param name="Address">The contract, 20 bytes.</param>
/// <param name="Slots">The slots, 32 bytes each.</param>
public sealed record StorageSource(ReadOnlyMemory<byte> Address, IReadOnlyList<ReadOnlyMemory<byte>> Slots);
