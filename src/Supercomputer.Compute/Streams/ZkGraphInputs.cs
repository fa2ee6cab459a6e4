using Supercomputer.Compute.Blocks;
using Supercomputer.Compute.Manifests;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives;

namespace Supercomputer.Compute.Streams;

/// <summary>Makes the input streams of a zkGraph from a checked block and a manifest; the verifier makes them again and so binds the block.</summary>
/// <remarks>
/// Shape of layout Complete (integers little-endian): public: block number u64, block hash 32; when events are asked for:
/// number of filters u32, for each address 20, topic 0 32; when storage is asked for: state root 32, number of accounts u32,
/// for each address 20, number of slots u32, slots 32 each. Disclosed: when events are asked for, all receipts (length u32,
/// consensus bytes padded to a word; a zero word ends them); when storage is asked for, per account its proof and, when
/// the account exists, the proof of each slot (nodes in the same form). Layout Cle: see <see cref="CleStreams"/>.
/// </remarks>
public static class ZkGraphInputs
{
    /// <summary>Makes the streams.</summary>
    /// <param name="block">The block.</param>
    /// <param name="manifest">What the zkGraph wants of it.</param>
    /// <param name="expectedState">Layout Cle only: the result that <c>zkmain</c> must reach; without it the streams are those of <c>asmain</c>.</param>
    /// <param name="isSafe">Layout Cle only: the program is built with cle-lib's safe mode.</param>
    /// <returns>The streams, or what the block file lacks.</returns>
    public static Result<ProgramStreams> Create(CheckedBlock block, Manifest manifest, byte[]? expectedState = null, bool isSafe = false)
    {
        if (manifest.Events.Count > 0 && block.Receipts is null)
            return Refused("the manifest asks for events, and the block file has no receipts; add the answer of eth_getBlockReceipts");
        Result<List<CheckedAccount>> found = Accounts(block, manifest);
        if (!found.IsGood) return Refused(found.Error);
        List<CheckedAccount> accounts = found.Value;
        Result<List<SelectedTransaction>> transactions = TransactionFilter.Select(block, manifest);
        if (!transactions.IsGood) return Refused(transactions.Error);
        if (manifest.Layout == StreamLayout.Cle)
        {
            byte[] asked = CleStreams.Public(block.Header.Number, expectedState);
            return new ProgramStreams(isSafe ? [.. asked, .. CleStreams.Filters(manifest)] : asked, CleStreams.Blocks(block, manifest, accounts, transactions.Value, isSafe), []);
        }

        return expectedState is null
            ? new ProgramStreams(Public(block, manifest), Disclosed(block, manifest, accounts), [])
            : Refused("an expected state goes only with specVersion 0.0.1 and 0.0.2; a program of 1.0.0 writes its result as output");
    }

    private static byte[] Public(CheckedBlock block, Manifest manifest)
    {
        WordWriter writer = new();
        writer.UInt64(block.Header.Number);
        Write(writer, block.Header.Hash);
        if (manifest.Events.Count > 0) writer.UInt32(manifest.Events.Sum(source => source.Topics.Count));
        foreach (EventSource source in manifest.Events)
        {
            foreach (ReadOnlyMemory<byte> topic in source.Topics)
            {
                writer.Padded(source.Address.Span, 4);
                writer.Padded(topic.Span, 4);
            }
        }
        if (manifest.Storage.Count == 0) return writer.ToArray();
        Write(writer, block.Header.StateRoot);
        writer.UInt32(manifest.Storage.Count);
        foreach (StorageSource source in manifest.Storage)
        {
            writer.Padded(source.Address.Span, 4);
            writer.UInt32(source.Slots.Count);
            foreach (ReadOnlyMemory<byte> slot in source.Slots) writer.Padded(slot.Span, 4);
        }
        return writer.ToArray();
    }

    private static byte[] Disclosed(CheckedBlock block, Manifest manifest, List<CheckedAccount> accounts)
    {
        WordWriter writer = new();
        if (manifest.Events.Count > 0) writer.List(block.Receipts!.Select(receipt => receipt.Encoding));
        foreach (CheckedAccount account in accounts)
        {
            writer.List(account.Proof);
            if (account.Account is null) continue; // an absent account has no storage to prove
            foreach (CheckedSlot slot in account.Slots) writer.List(slot.Proof);
        }
        return writer.ToArray();
    }

    /// <summary>For each storage source its account with exactly the slots asked for, in the manifest's order; or what the block file lacks.</summary>
    public static Result<List<CheckedAccount>> Accounts(CheckedBlock block, Manifest manifest)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(manifest);
        List<CheckedAccount> accounts = [];
        foreach (StorageSource source in manifest.Storage)
        {
            List<CheckedSlot> slots = [];
            CheckedAccount[] proved = [.. block.Accounts.Where(account => account.Address.Span.SequenceEqual(source.Address.Span))];
            string ask = $"add the answer of eth_getProof for {Hex.Encode(source.Address.Span)} and its slots";
            if (proved.Length == 0) return Lacks($"the manifest asks for storage of {Hex.Encode(source.Address.Span)}, of which the block file has no proof; {ask}");
            foreach (ReadOnlyMemory<byte> slot in source.Slots)
            {
                CheckedSlot? found = proved.SelectMany(account => account.Slots).FirstOrDefault(entry => entry.Key.Span.SequenceEqual(slot.Span));
                if (found is null) return Lacks($"the manifest asks for slot {Hex.Encode(slot.Span)} of {Hex.Encode(source.Address.Span)}, of which the block file has no proof; {ask}");
                slots.Add(found);
            }
            accounts.Add(proved[0] with { Slots = slots });
        }
        return accounts;
    }

    private static Result<List<CheckedAccount>> Lacks(string error) => Result<List<CheckedAccount>>.Refused(error);

    private static void Write(WordWriter writer, Digest digest) => writer.Padded(Digest.AsBytes(in digest), 4);

    private static Result<ProgramStreams> Refused(string error) => Result<ProgramStreams>.Refused(error);
}
