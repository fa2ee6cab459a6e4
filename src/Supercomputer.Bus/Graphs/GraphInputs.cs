using System.Buffers.Binary;
using ChainProofs;
using Supercomputer.Claims;
using Supercomputer.Compute;
using Supercomputer.Compute.Blocks;
using Supercomputer.Compute.Manifests;
using Supercomputer.Compute.Streams;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Guests;
using Supercomputer.Machine.Execution;
using Supercomputer.Proofs;

namespace Supercomputer.Bus.Graphs;

/// <summary>The streams of a zkGraph that is bound to a FinalizedHeader claim.</summary>
/// <remarks>
/// Input (public, behind the program's digest), words of 32 bytes: layout (0 complete, 1 cle-lib, 2 cle-lib in safe mode); number of events, for
/// each contract and first topic; number of accounts, for each address, number of slots, slots; number of sources of transactions,
/// for each whether it names a sender, the sender, whether it names a callee, the callee. Private: the header claim; the length of the nodes that
/// follow; for each account the nodes to it and, where it exists, to each slot; where transactions are asked for, the execution header and all
/// transactions; where events are asked for, all receipts.
/// </remarks>
public static class GraphInputs
{
    /// <summary>What a manifest asks for, as the input of the computation: a verifier compares it with the claim's.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="isSafe">Whether the program is built with cle-lib's safe mode.</param>
    public static byte[] Input(Manifest manifest, bool isSafe)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        List<byte> words = [];
        Number(words, manifest.Layout == StreamLayout.Complete ? 0 : isSafe ? 2 : 1);
        Number(words, manifest.Events.Sum(source => source.Topics.Count));
        foreach (EventSource source in manifest.Events)
        {
            foreach (ReadOnlyMemory<byte> topic in source.Topics) words.AddRange([.. new byte[12], .. source.Address.Span, .. topic.Span]);
        }

        Number(words, manifest.Storage.Count);
        foreach (StorageSource source in manifest.Storage)
        {
            words.AddRange([.. new byte[12], .. source.Address.Span]);
            Number(words, source.Slots.Count);
            foreach (ReadOnlyMemory<byte> slot in source.Slots) words.AddRange(slot.Span);
        }

        Number(words, manifest.Transactions.Count);
        foreach (TransactionSource source in manifest.Transactions)
        {
            Side(words, source.From);
            Side(words, source.To);
        }

        return [.. words];
    }

    /// <summary>The streams, or what the block file lacks.</summary>
    /// <param name="block">The block.</param>
    /// <param name="header">The claim.</param>
    /// <param name="program">The digest of program and binder together.</param>
    /// <param name="manifest">What the zkGraph wants.</param>
    /// <param name="isSafe">Whether the program is built with cle-lib's safe mode.</param>
    public static Checked<ProgramInputs> Create(CheckedBlock block, in FinalizedHeaderClaim header, Digest program, Manifest manifest, bool isSafe)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(manifest);
        if (manifest.Events.Count > 0 && block.Receipts is null)
            return new VerificationError("block file", "receipts", "none; add the answer of eth_getBlockReceipts");
        if (manifest.Transactions.Count > 0 && block.Transactions is null)
            return new VerificationError("block file", "transactions", "none; add the body, or the answer of eth_getBlockByNumber with whole transactions");
        if (block.Header.Hash != header.BlockHash)
            return new VerificationError("block hash", $"0x{header.BlockHash} (the header claim's)", $"0x{block.Header.Hash} (the block file's)");
        Result<List<CheckedAccount>> accounts = ZkGraphInputs.Accounts(block, manifest);
        if (!accounts.IsGood) return new VerificationError("block file", "proofs of all that the manifest asks for", accounts.Error);
        ItemStream nodes = new();
        foreach (CheckedAccount account in accounts.Value)
        {
            nodes.List(account.Proof);
            if (account.Account is null) continue; // an absent account has no slots
            foreach (CheckedSlot slot in account.Slots) nodes.List(slot.Proof);
        }

        ItemStream lists = new(Front(header, nodes.ToArray()));
        if (manifest.Transactions.Count > 0) lists.Item(block.Header.Encoding).List(block.Transactions!);
        if (manifest.Events.Count > 0) lists.List([.. block.Receipts!.Select(receipt => receipt.Encoding)]);
        return new ProgramInputs(BusRequest.Computation(program, Input(manifest, isSafe)), default, lists.ToArray());
    }

    /// <summary>Why the binder refuses its streams, or null: the same code, run natively before anything is proved.</summary>
    public static VerificationError? Refuse(ProgramInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        try
        {
            GuestRun.Execute(GraphBinder.Begin, inputs.Public.ToArray(), inputs.Disclosed.ToArray(), inputs.Private.ToArray());
            return null;
        }
        catch (GuestTrapException trap)
        {
            return new("graph-binder", "inputs that the header claim binds", trap.Message);
        }
    }

    private static byte[] Front(in FinalizedHeaderClaim header, byte[] nodes)
    {
        byte[] length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, nodes.Length);
        return [.. ClaimEncoding.Encode(in header), .. length, .. nodes];
    }

    private static void Side(List<byte> words, ReadOnlyMemory<byte>? address)
    {
        Number(words, address is null ? 0 : 1);
        words.AddRange([.. new byte[12], .. address is { } named ? named.Span : new byte[20]]);
    }

    private static void Number(List<byte> words, int value)
    {
        Span<byte> word = stackalloc byte[ClaimWriter.WordBytes];
        word.Clear();
        BinaryPrimitives.WriteInt32BigEndian(word[^4..], value);
        words.AddRange(word);
    }
}
