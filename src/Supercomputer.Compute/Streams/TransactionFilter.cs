using Supercomputer.Compute.Blocks;
using Supercomputer.Compute.Manifests;

namespace Supercomputer.Compute.Streams;

/// <summary>Finds the transactions that a manifest asks for.</summary>
/// <remarks>A source asks for those whose sender and callee are the ones that it names; each may be any. Every transaction of the block is read,
/// and refused where its type is unknown or where it names another chain than those before it; a sender is recovered where the answer needs it.</remarks>
internal static class TransactionFilter
{
    public static Result<List<SelectedTransaction>> Select(CheckedBlock block, Manifest manifest)
    {
        List<SelectedTransaction> selected = [];
        if (manifest.Transactions.Count == 0) return selected;
        if (block.Transactions is not { } all)
            return Refused("the manifest asks for transactions, and the block file has none; add the body, or the answer of eth_getBlockByNumber with whole transactions");
        ulong? chain = null;
        for (int i = 0; i < all.Count; i++)
        {
            if (Transaction.TryRead(all[i], out Transaction? transaction) is string error) return Refused($"transaction {i} of block {block.Header.Number}: {error}");
            if (transaction!.ChainId is ulong id && id != (chain ??= id))
                return Refused($"transaction {i} of block {block.Header.Number}: chain {id}, where those before it are of chain {chain}");
            TransactionSource[] sources = [.. manifest.Transactions.Where(source => IsAny(source.To, transaction.To))];
            if (sources.Length == 0) continue;
            if (!transaction.TryRecoverSender(out byte[] sender)) return Refused($"transaction {i} of block {block.Header.Number}: no key made its signature");
            if (Array.Exists(sources, source => IsAny(source.From, sender))) selected.Add(new(transaction, sender));
        }

        return selected;
    }

    private static bool IsAny(ReadOnlyMemory<byte>? wanted, ReadOnlyMemory<byte> address) => wanted is not { } other || other.Span.SequenceEqual(address.Span);

    private static Result<List<SelectedTransaction>> Refused(string error) => Result<List<SelectedTransaction>>.Refused(error);
}
