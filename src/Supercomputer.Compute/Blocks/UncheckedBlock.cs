namespace Supercomputer.Compute.Blocks;

/// <summary>What a block file says, before anything of it is checked.</summary>
internal sealed record UncheckedBlock(byte[] Header)
{
    public byte[]? ClaimedHash { get; init; }

    public IReadOnlyList<Receipt>? Receipts { get; init; }

    public IReadOnlyList<ReadOnlyMemory<byte>>? Transactions { get; init; }

    public byte[]? Ommers { get; init; }

    public IReadOnlyList<ReadOnlyMemory<byte>>? Withdrawals { get; init; }

    public IReadOnlyList<UncheckedAccount> Accounts { get; init; } = [];
}

/// <summary>An <c>eth_getProof</c> answer.</summary>
internal sealed record UncheckedAccount(byte[] Address, IReadOnlyList<ReadOnlyMemory<byte>> Proof, IReadOnlyList<UncheckedSlot> Slots);

/// <summary>One slot of an <c>eth_getProof</c> answer.</summary>
internal sealed record UncheckedSlot(byte[] Key, byte[] Value, IReadOnlyList<ReadOnlyMemory<byte>> Proof);
