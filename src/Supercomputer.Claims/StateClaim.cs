using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Claims;

/// <summary>An account, or one of its storage slots, under a block's state root; also that there is none.</summary>
/// <param name="ChainId">The execution chain's id, as the prover was asked for it: the header that it rests on must have the same.</param>
/// <param name="BlockNumber">The block's number.</param>
/// <param name="BlockHash">The block's hash.</param>
/// <param name="StateRoot">The root of the state after the block.</param>
/// <param name="Account">The account's address.</param>
/// <param name="AccountExists">Whether the state has the account; without it the next four are zero.</param>
/// <param name="Nonce">Its nonce.</param>
/// <param name="Balance">Its balance in wei.</param>
/// <param name="StorageRoot">The root of its storage.</param>
/// <param name="CodeHash">The hash of its code.</param>
/// <param name="IsSlot">Whether the claim is about a slot; without it the next three are zero.</param>
/// <param name="Slot">The slot's key, before it is hashed.</param>
/// <param name="SlotExists">Whether the storage has a value there, which is then not zero.</param>
/// <param name="Value">The slot's value.</param>
public readonly record struct StateClaim(
    ulong ChainId, ulong BlockNumber, Digest BlockHash, Digest StateRoot, Address Account, bool AccountExists, ulong Nonce, Word Balance,
    Digest StorageRoot, Digest CodeHash, bool IsSlot, Digest Slot, bool SlotExists, Word Value) : IClaim<StateClaim>
{
    /// <inheritdoc/>
    public static ClaimKind ClaimKind => ClaimKind.State;

    /// <inheritdoc/>
    public static int WordCount => 15;

    /// <inheritdoc/>
    public ClaimKind Kind => ClaimKind;

    /// <inheritdoc/>
    public static StateClaim ReadFrom(ClaimReader reader)
    {
        StateClaim claim = new(
            reader.Uint64("chainId"), reader.Uint64("blockNumber"), reader.Bytes32("blockHash"), reader.Bytes32("stateRoot"),
            reader.Address("account"), reader.Bool("accountExists"), reader.Uint64("nonce"), reader.Uint256("balance"),
            reader.Bytes32("storageRoot"), reader.Bytes32("codeHash"), reader.Bool("isSlot"), reader.Bytes32("slot"),
            reader.Bool("slotExists"), reader.Uint256("value"));
        reader.Require(
            claim.AccountExists || (claim.Nonce == 0 && claim.Balance == default && claim.StorageRoot == default && claim.CodeHash == default),
            "an account that does not exist has fields that are not zero");
        reader.Require(claim.AccountExists || !claim.SlotExists, "a slot exists of an account that does not");
        reader.Require(claim.IsSlot || (claim.Slot == default && !claim.SlotExists), "a claim about an account alone names a slot");
        reader.Require(claim.SlotExists == (claim.Value != default), "a slot exists exactly where its value is not zero");
        return claim;
    }

    /// <inheritdoc/>
    public void WriteTo(ClaimWriter writer)
    {
        writer.Uint64(ChainId);
        writer.Uint64(BlockNumber);
        writer.Bytes32(BlockHash);
        writer.Bytes32(StateRoot);
        writer.Address(Account);
        writer.Bool(AccountExists);
        writer.Uint64(Nonce);
        writer.Uint256(Balance);
        writer.Bytes32(StorageRoot);
        writer.Bytes32(CodeHash);
        writer.Bool(IsSlot);
        writer.Bytes32(Slot);
        writer.Bool(SlotExists);
        writer.Uint256(Value);
    }
}
