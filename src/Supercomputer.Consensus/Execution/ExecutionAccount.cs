using System.Numerics;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Execution;

/// <summary>An account under a state root, or its proved absence, which reads as the empty account.</summary>
/// <param name="Address">20 bytes.</param>
/// <param name="Exists">Whether the state holds it.</param>
/// <param name="Nonce">Its nonce.</param>
/// <param name="Balance">Its balance in wei.</param>
/// <param name="StorageRoot">The root of its storage.</param>
/// <param name="CodeHash">Keccak-256 of its code.</param>
/// <param name="Slots">The storage values asked for, by key of 32 bytes; an absent one is zero.</param>
/// <param name="Proof">The nodes of the account's proof.</param>
public sealed record ExecutionAccount(
    ReadOnlyMemory<byte> Address, bool Exists, ulong Nonce, BigInteger Balance, Digest StorageRoot, Digest CodeHash,
    IReadOnlyDictionary<Digest, Digest> Slots, IReadOnlyList<ReadOnlyMemory<byte>> Proof);
