using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Claims;

/// <summary>Log i of transaction j, under a block's receipts root.</summary>
/// <param name="ChainId">The execution chain's id, as the prover was asked for it: the header that it rests on must have the same.</param>
/// <param name="BlockNumber">The block's number.</param>
/// <param name="BlockHash">The block's hash.</param>
/// <param name="ReceiptsRoot">The root of the block's receipts.</param>
/// <param name="TransactionIndex">The transaction j in the block.</param>
/// <param name="LogIndex">The log i in that transaction's receipt.</param>
/// <param name="Contract">The contract that wrote it.</param>
/// <param name="TopicCount">How many topics it has, 0 to 4; those beyond are zero.</param>
/// <param name="Topic0">The first topic: the event's signature, as a rule.</param>
/// <param name="Topic1">The second topic.</param>
/// <param name="Topic2">The third topic.</param>
/// <param name="Topic3">The fourth topic.</param>
/// <param name="DataLength">Bytes of its data.</param>
/// <param name="DataHash">Keccak-256 of its data.</param>
public readonly record struct EventClaim(
    ulong ChainId, ulong BlockNumber, Digest BlockHash, Digest ReceiptsRoot, ulong TransactionIndex, ulong LogIndex, Address Contract,
    ulong TopicCount, Digest Topic0, Digest Topic1, Digest Topic2, Digest Topic3, ulong DataLength, Digest DataHash) : IClaim<EventClaim>
{
    /// <summary>The most topics of a log.</summary>
    public const int MostTopics = 4;

    /// <inheritdoc/>
    public static ClaimKind ClaimKind => ClaimKind.Event;

    /// <inheritdoc/>
    public static int WordCount => 15;

    /// <inheritdoc/>
    public ClaimKind Kind => ClaimKind;

    /// <inheritdoc/>
    public static EventClaim ReadFrom(ClaimReader reader)
    {
        EventClaim claim = new(
            reader.Uint64("chainId"), reader.Uint64("blockNumber"), reader.Bytes32("blockHash"), reader.Bytes32("receiptsRoot"),
            reader.Uint64("transactionIndex"), reader.Uint64("logIndex"), reader.Address("contract"), reader.Uint64("topicCount"),
            reader.Bytes32("topic0"), reader.Bytes32("topic1"), reader.Bytes32("topic2"), reader.Bytes32("topic3"),
            reader.Uint64("dataLength"), reader.Bytes32("dataHash"));
        reader.Require(claim.TopicCount <= MostTopics, $"topicCount: expected at most {MostTopics}, actual {claim.TopicCount}");
        for (int i = MostTopics - 1; i >= 0 && (ulong)i >= claim.TopicCount; i--)
            reader.Require(claim.Topic(i) == default, $"topic{i}: expected zero beyond {claim.TopicCount} topics, actual 0x{claim.Topic(i)}");
        return claim;
    }

    /// <summary>One of the four topics.</summary>
    /// <param name="index">0 to 3.</param>
    public Digest Topic(int index) => index switch { 0 => Topic0, 1 => Topic1, 2 => Topic2, _ => Topic3 };

    /// <inheritdoc/>
    public void WriteTo(ClaimWriter writer)
    {
        writer.Uint64(ChainId);
        writer.Uint64(BlockNumber);
        writer.Bytes32(BlockHash);
        writer.Bytes32(ReceiptsRoot);
        writer.Uint64(TransactionIndex);
        writer.Uint64(LogIndex);
        writer.Address(Contract);
        writer.Uint64(TopicCount);
        for (int i = 0; i < MostTopics; i++) writer.Bytes32(Topic(i));
        writer.Uint64(DataLength);
        writer.Bytes32(DataHash);
    }
}
