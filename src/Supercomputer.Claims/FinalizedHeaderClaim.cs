using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Claims;

/// <summary>From a trusted checkpoint, a beacon slot with this execution block is finalized.</summary>
/// <param name="ChainId">The execution chain's id (EIP-155).</param>
/// <param name="GenesisValidatorsRoot">Which beacon chain: the root of its validators at genesis.</param>
/// <param name="CheckpointRoot">The root of the beacon block that the verifier trusts.</param>
/// <param name="Slot">The slot of the finalized beacon block.</param>
/// <param name="BeaconRoot">The root of the finalized beacon block.</param>
/// <param name="BlockNumber">The execution block's number.</param>
/// <param name="BlockHash">The execution block's hash.</param>
/// <param name="StateRoot">The root of the state after it.</param>
/// <param name="ReceiptsRoot">The root of its receipts.</param>
/// <param name="TransactionsRoot">The root of its transactions: of a proof the beacon chain's (SSZ), of a trusted block the trie's. Nothing rests on it.</param>
/// <param name="Timestamp">Its time, in seconds since 1970.</param>
public readonly record struct FinalizedHeaderClaim(
    ulong ChainId, Digest GenesisValidatorsRoot, Digest CheckpointRoot, ulong Slot, Digest BeaconRoot, ulong BlockNumber, Digest BlockHash,
    Digest StateRoot, Digest ReceiptsRoot, Digest TransactionsRoot, ulong Timestamp) : IClaim<FinalizedHeaderClaim>
{
    /// <inheritdoc/>
    public static ClaimKind ClaimKind => ClaimKind.FinalizedHeader;

    /// <inheritdoc/>
    public static int WordCount => 12;

    /// <inheritdoc/>
    public ClaimKind Kind => ClaimKind;

    /// <inheritdoc/>
    public static FinalizedHeaderClaim ReadFrom(ClaimReader reader) => new(
        reader.Uint64("chainId"), reader.Bytes32("genesisValidatorsRoot"), reader.Bytes32("checkpointRoot"), reader.Uint64("slot"),
        reader.Bytes32("beaconRoot"), reader.Uint64("blockNumber"), reader.Bytes32("blockHash"), reader.Bytes32("stateRoot"),
        reader.Bytes32("receiptsRoot"), reader.Bytes32("transactionsRoot"), reader.Uint64("timestamp"));

    /// <inheritdoc/>
    public void WriteTo(ClaimWriter writer)
    {
        writer.Uint64(ChainId);
        writer.Bytes32(GenesisValidatorsRoot);
        writer.Bytes32(CheckpointRoot);
        writer.Uint64(Slot);
        writer.Bytes32(BeaconRoot);
        writer.Uint64(BlockNumber);
        writer.Bytes32(BlockHash);
        writer.Bytes32(StateRoot);
        writer.Bytes32(ReceiptsRoot);
        writer.Bytes32(TransactionsRoot);
        writer.Uint64(Timestamp);
    }
}
