namespace Supercomputer.Compute.Blocks;

/// <summary>A block whose parts were checked against its header; only <see cref="BlockFile"/> makes one.</summary>
/// <remarks>
/// Soundness: the header is bound to its hash, everything else to the header. That the hash is one of a chain is for the
/// caller to know: the hash stands in every public input made from the block.
/// </remarks>
public sealed class CheckedBlock
{
    internal CheckedBlock(BlockHeader header, IReadOnlyList<Receipt>? receipts, IReadOnlyList<ReadOnlyMemory<byte>>? transactions,
        IReadOnlyList<CheckedAccount> accounts)
    {
        Header = header;
        Receipts = receipts;
        Transactions = transactions;
        Accounts = accounts;
    }

    /// <summary>The header; its hash is the block's.</summary>
    public BlockHeader Header { get; }

    /// <summary>All receipts, checked against the receipts root; null when the file holds none.</summary>
    public IReadOnlyList<Receipt>? Receipts { get; }

    /// <summary>All transactions' consensus bytes, checked against the transactions root; null when the file holds none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Transactions { get; }

    /// <summary>The accounts whose proofs the file holds, checked against the state root.</summary>
    public IReadOnlyList<CheckedAccount> Accounts { get; }
}
