namespace Supercomputer.Compute.Blocks;

/// <summary>An account with storage slots, proved under a block's state root.</summary>
/// <param name="Address">The account's address, 20 bytes.</param>
/// <param name="Account">The account's RLP [nonce, balance, storage root, code hash]; null when the state has no such account.</param>
/// <param name="Proof">The trie nodes from the state root down.</param>
/// <param name="Slots">The slots that were asked for.</param>
public sealed record CheckedAccount(
    ReadOnlyMemory<byte> Address, ReadOnlyMemory<byte>? Account, IReadOnlyList<ReadOnlyMemory<byte>> Proof, IReadOnlyList<CheckedSlot> Slots);
