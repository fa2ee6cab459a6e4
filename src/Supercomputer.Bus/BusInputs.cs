using System.Buffers.Binary;
using Supercomputer.Claims;
using Supercomputer.Compute.Blocks;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Tries;
using Supercomputer.Machine.Execution;
using Supercomputer.Proofs;

namespace Supercomputer.Bus;

/// <summary>Makes the streams of the bus's programs from a checked block.</summary>
/// <remarks>Shape: the private stream is a list of items (length in four bytes, little-endian, then the bytes padded to four); a zero ends a
/// list. The header stands alone in front, without a zero.</remarks>
public static class BusInputs
{
    private const string Block = "block file";

    /// <summary>For log i of transaction j.</summary>
    public static Checked<ProgramInputs> Event(CheckedBlock block, ulong chainId, int transactionIndex, int logIndex)
    {
        if (block.Receipts is not { } receipts) return new VerificationError(Block, "receipts", "none; add the answer of eth_getBlockReceipts");
        if ((uint)transactionIndex >= (uint)receipts.Count)
            return new VerificationError("transaction index", $"0 to {receipts.Count - 1}", $"{transactionIndex}");
        if ((uint)logIndex >= (uint)receipts[transactionIndex].Logs.Count)
            return new VerificationError("log index", LogCount(receipts[transactionIndex].Logs.Count), $"{logIndex}");
        return Event(block.Header.Encoding, chainId, [.. receipts.Select(receipt => receipt.Encoding)], transactionIndex, logIndex);
    }

    /// <summary>For log i of transaction j, of a header and its receipts.</summary>
    public static ProgramInputs Event(
        ReadOnlyMemory<byte> header, ulong chainId, IReadOnlyList<ReadOnlyMemory<byte>> receipts, int transactionIndex, int logIndex) =>
        new(
            BusRequest.Event(chainId, Keccak256.Hash(header.Span), (ulong)transactionIndex, (ulong)logIndex),
            default,
            Private(header, MerklePatriciaTrie.OrderedProof(receipts, transactionIndex)));

    /// <summary>For transaction j.</summary>
    public static Checked<ProgramInputs> Transaction(CheckedBlock block, ulong chainId, int index)
    {
        if (block.Transactions is not { } transactions) return new VerificationError(Block, "transactions", "none; take a file with a body");
        if ((uint)index >= (uint)transactions.Count) return new VerificationError("transaction index", $"0 to {transactions.Count - 1}", $"{index}");
        return new ProgramInputs(
            BusRequest.Transaction(chainId, block.Header.Hash, (ulong)index),
            default,
            Private(block.Header.Encoding, MerklePatriciaTrie.OrderedProof(transactions, index)));
    }

    /// <summary>For an account, or for one of its slots.</summary>
    public static Checked<ProgramInputs> State(CheckedBlock block, ulong chainId, Address account, Digest? slot)
    {
        string ask = $"none; add the answer of eth_getProof for {account}{(slot is null ? "" : $" and slot 0x{slot}")}";
        CheckedAccount[] proved = [.. block.Accounts.Where(entry => entry.Address.Span.SequenceEqual(account.ToArray()))];
        if (proved.Length == 0) return new VerificationError(Block, $"a proof of account {account}", ask);
        if (slot is not { } key) return State(block.Header.Encoding, chainId, account, null, proved[0].Proof, null);
        CheckedSlot? found = proved.SelectMany(entry => entry.Slots).FirstOrDefault(entry => entry.Key.Span.SequenceEqual(key.ToArray()));
        if (found is null) return new VerificationError(Block, $"a proof of slot 0x{key} of {account}", ask);
        return State(block.Header.Encoding, chainId, account, key, proved[0].Proof, proved[0].Account is null ? null : found.Proof);
    }

    /// <summary>For an account, or for one of its slots, of a header and trie nodes.</summary>
    /// <param name="header">The header's RLP.</param>
    /// <param name="chainId">The chain's id.</param>
    /// <param name="account">The account.</param>
    /// <param name="slot">The slot, or null.</param>
    /// <param name="accountProof">The nodes from the state root.</param>
    /// <param name="slotProof">The nodes from the storage root; null where no slot is asked for or the account is absent.</param>
    public static ProgramInputs State(
        ReadOnlyMemory<byte> header, ulong chainId, Address account, Digest? slot, IReadOnlyList<ReadOnlyMemory<byte>> accountProof,
        IReadOnlyList<ReadOnlyMemory<byte>>? slotProof) =>
        new(
            BusRequest.State(chainId, Keccak256.Hash(header.Span), account, slot),
            default,
            slotProof is null ? Private(header, accountProof) : Private(header, accountProof, slotProof));

    /// <summary>For a program that computes over all receipts of a finalized block.</summary>
    public static Checked<ProgramInputs> Computation(CheckedBlock block, in FinalizedHeaderClaim header, Digest program, ReadOnlySpan<byte> input)
    {
        if (block.Receipts is not { } receipts) return new VerificationError(Block, "receipts", "none; add the answer of eth_getBlockReceipts");
        if (block.Header.Hash != header.BlockHash)
            return new VerificationError("block hash", $"0x{header.BlockHash} (the header claim's)", $"0x{block.Header.Hash} (the block file's)");
        List<byte> stream = [.. ClaimEncoding.Encode(in header)];
        Append(stream, [.. receipts.Select(receipt => receipt.Encoding)]);
        return new ProgramInputs(BusRequest.Computation(program, input), default, stream.ToArray());
    }

    /// <summary>A header that a verifier trusts without a proof, as it stands in a block: what a beacon chain says of it is zero.</summary>
    public static FinalizedHeaderClaim TrustedHeader(CheckedBlock block, ulong chainId) => new(
        chainId, default, default, 0, default, block.Header.Number, block.Header.Hash, block.Header.StateRoot, block.Header.ReceiptsRoot,
        block.Header.TransactionsRoot, block.Header.Timestamp);

    private static string LogCount(int count) => count == 0 ? "a transaction with logs (this one has none)" : $"0 to {count - 1}";

    private static byte[] Private(ReadOnlyMemory<byte> header, params IReadOnlyList<ReadOnlyMemory<byte>>[] lists)
    {
        List<byte> stream = [];
        Append(stream, header);
        foreach (IReadOnlyList<ReadOnlyMemory<byte>> list in lists) Append(stream, list);
        return [.. stream];
    }

    internal static void Append(List<byte> stream, IReadOnlyList<ReadOnlyMemory<byte>> list)
    {
        foreach (ReadOnlyMemory<byte> item in list) Append(stream, item);
        stream.AddRange([0, 0, 0, 0]);
    }

    private static void Append(List<byte> stream, ReadOnlyMemory<byte> item)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, item.Length);
        stream.AddRange(length);
        stream.AddRange(item.Span);
        while (stream.Count % 4 != 0) stream.Add(0);
    }
}
