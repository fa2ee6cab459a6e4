using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Claims;

/// <summary>Transaction j, under a block's transactions root.</summary>
/// <param name="ChainId">The execution chain's id: the one that the transaction names, where it names one.</param>
/// <param name="BlockNumber">The block's number.</param>
/// <param name="BlockHash">The block's hash.</param>
/// <param name="TransactionsRoot">The root of the trie of the block's transactions, which the block hash binds.</param>
/// <param name="TransactionIndex">The transaction j in the block.</param>
/// <param name="TransactionHash">Keccak-256 of its consensus bytes: the transaction's hash.</param>
/// <param name="Type">Its type (EIP-2718), 0 for one without a type byte.</param>
/// <param name="Length">Bytes of its encoding.</param>
/// <param name="Nonce">Its sender's nonce.</param>
/// <param name="IsCreation">Whether it creates a contract; <paramref name="To"/> is then zero.</param>
/// <param name="To">The account that it calls.</param>
/// <param name="Value">What it sends, in wei.</param>
/// <param name="DataLength">Bytes of its data.</param>
/// <param name="DataHash">Keccak-256 of its data.</param>
public readonly record struct TransactionClaim(
    ulong ChainId, ulong BlockNumber, Digest BlockHash, Digest TransactionsRoot, ulong TransactionIndex, Digest TransactionHash, ulong Type,
    ulong Length, ulong Nonce, bool IsCreation, Address To, Word Value, ulong DataLength, Digest DataHash) : IClaim<TransactionClaim>
{
    /// <inheritdoc/>
    public static ClaimKind ClaimKind => ClaimKind.Transaction;

    /// <inheritdoc/>
    public static int WordCount => 15;

    /// <inheritdoc/>
    public ClaimKind Kind => ClaimKind;

    /// <inheritdoc/>
    public static TransactionClaim ReadFrom(ClaimReader reader)
    {
        TransactionClaim claim = new(
            reader.Uint64("chainId"), reader.Uint64("blockNumber"), reader.Bytes32("blockHash"), reader.Bytes32("transactionsRoot"),
            reader.Uint64("transactionIndex"), reader.Bytes32("transactionHash"), reader.Uint64("type"), reader.Uint64("length"),
            reader.Uint64("nonce"), reader.Bool("isCreation"), reader.Address("to"), reader.Uint256("value"), reader.Uint64("dataLength"),
            reader.Bytes32("dataHash"));
        reader.Require(!claim.IsCreation || claim.To == default, "a transaction that creates a contract calls an account");
        return claim;
    }

    /// <inheritdoc/>
    public void WriteTo(ClaimWriter writer)
    {
        writer.Uint64(ChainId);
        writer.Uint64(BlockNumber);
        writer.Bytes32(BlockHash);
        writer.Bytes32(TransactionsRoot);
        writer.Uint64(TransactionIndex);
        writer.Bytes32(TransactionHash);
        writer.Uint64(Type);
        writer.Uint64(Length);
        writer.Uint64(Nonce);
        writer.Bool(IsCreation);
        writer.Address(To);
        writer.Uint256(Value);
        writer.Uint64(DataLength);
        writer.Bytes32(DataHash);
    }
}
