using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Tries;
using Supercomputer.Primitives;
using Supercomputer.Primitives.Rlp;

namespace Supercomputer.Compute.Blocks;

/// <summary>Checks the parts of a block against its header: hash, transactions, ommers, withdrawals, receipts, accounts.</summary>
internal static class BlockCheck
{
    private const string FetchAgain = "the file is incomplete or altered; fetch it again";

    public static Result<CheckedBlock> Check(UncheckedBlock block)
    {
        if (!BlockHeader.TryRead(block.Header, out BlockHeader? header, out string? error)) return Refused($"header: {error}");
        if (block.ClaimedHash is byte[] claimed && new Digest(claimed) != header.Hash)
            return Refused(Mismatch("block hash", new Digest(claimed), header.Hash, $"Keccak-256 of the header's fields; {FetchAgain}"));

        string name = $"of block {header.Number}";
        if (block.Transactions is { } transactions && MerklePatriciaTrie.OrderedRoot(transactions) is Digest transactionsRoot
            && transactionsRoot != header.TransactionsRoot)
            return Refused(Mismatch($"transactionsRoot {name}", header.TransactionsRoot, transactionsRoot, $"over {transactions.Count} transactions; {FetchAgain}"));
        if (block.Ommers is byte[] ommers && Keccak256.Hash(ommers) != header.OmmersHash)
            return Refused(Mismatch($"sha3Uncles {name}", header.OmmersHash, Keccak256.Hash(ommers), FetchAgain));
        if (block.Withdrawals is { } withdrawals && header.WithdrawalsRoot is Digest expected
            && MerklePatriciaTrie.OrderedRoot(withdrawals) is Digest withdrawalsRoot && withdrawalsRoot != expected)
            return Refused(Mismatch($"withdrawalsRoot {name}", expected, withdrawalsRoot, FetchAgain));
        if (block.Receipts is { } receipts && MerklePatriciaTrie.OrderedRoot([.. receipts.Select(receipt => receipt.Encoding)]) is Digest receiptsRoot
            && receiptsRoot != header.ReceiptsRoot)
            return Refused(Mismatch($"receiptsRoot {name}", header.ReceiptsRoot, receiptsRoot, $"over {receipts.Count} receipts; {FetchAgain}"));

        List<CheckedAccount> accounts = [];
        foreach (UncheckedAccount account in block.Accounts)
        {
            Result<CheckedAccount> result = Check(header.StateRoot, account);
            if (!result.IsGood) return Refused($"account {Hex.Encode(account.Address)} {name}: {result.Error}");
            accounts.Add(result.Value);
        }
        return new CheckedBlock(header, block.Receipts, block.Transactions, accounts);
    }

    private static Result<CheckedAccount> Check(Digest stateRoot, UncheckedAccount account)
    {
        TrieProofResult proof = TrieProof.Check(stateRoot, Keccak256.Hash(account.Address).ToArray(), account.Proof);
        if (!proof.IsAccepted) return Result<CheckedAccount>.Refused($"the proof does not hold under state root 0x{stateRoot}: {proof.Error}");
        Digest? storageRoot = null;
        if (proof.Value is { } value)
        {
            if (!RlpItem.TryRead(value, out RlpItem list, out string? error) || !list.TryGetItems(4, out RlpItem[]? fields, out error))
                return Result<CheckedAccount>.Refused(error);
            if (fields.Length != 4 || fields[2].Payload.Length != Digest.Size)
                return Result<CheckedAccount>.Refused("expected an account of nonce, balance, storage root and code hash");
            storageRoot = new Digest(fields[2].Payload.Span);
        }
        List<CheckedSlot> slots = [];
        foreach (UncheckedSlot slot in account.Slots)
        {
            string? error = Check(storageRoot, slot, out CheckedSlot? result);
            if (result is null) return Result<CheckedAccount>.Refused($"slot {Hex.Encode(slot.Key)}: {error}");
            slots.Add(result);
        }
        return new CheckedAccount(account.Address, proof.Value, account.Proof, slots);
    }

    private static string? Check(Digest? storageRoot, UncheckedSlot slot, out CheckedSlot? result)
    {
        result = null;
        ReadOnlyMemory<byte> value = default;
        if (storageRoot is Digest root)
        {
            TrieProofResult proof = TrieProof.Check(root, Keccak256.Hash(slot.Key).ToArray(), slot.Proof);
            if (!proof.IsAccepted) return $"the proof does not hold under storage root 0x{root}: {proof.Error}";
            if (proof.Value is { } leaf)
            {
                if (!RlpItem.TryRead(leaf, out RlpItem item, out string? error)) return error;
                if (item.IsList || item.Payload.Length > 32) return $"expected a value of at most 32 bytes, found {item.Payload.Length}";
                value = item.Payload;
            }
        }
        if (!value.Span.SequenceEqual(slot.Value)) return $"value: expected {Hex.Encode(value.Span)} (proved), found {Hex.Encode(slot.Value)}; {FetchAgain}";
        result = new CheckedSlot(slot.Key, value, slot.Proof);
        return null;
    }

    private static string Mismatch(string what, Digest expected, Digest actual, string next) => $"{what}: expected 0x{expected}, actual 0x{actual} {next}";

    private static Result<CheckedBlock> Refused(string error) => Result<CheckedBlock>.Refused(error);
}
