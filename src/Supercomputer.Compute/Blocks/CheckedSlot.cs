namespace Supercomputer.Compute.Blocks;

/// <summary>A storage slot, proved under an account's storage root.</summary>
/// <param name="Key">The slot, 32 bytes.</param>
/// <param name="Value">Its value, big-endian without leading zeros: no bytes for 0.</param>
/// <param name="Proof">The trie nodes from the storage root down; not looked at when the account is absent.</param>
public sealed record CheckedSlot(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value, IReadOnlyList<ReadOnlyMemory<byte>> Proof);
