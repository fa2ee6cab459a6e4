using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>The transactions that a zkGraph asks for, found among all of the block's, as cle-lib reads them.</summary>
internal static class GraphTransactions
{
    private const int HashBytes = 32, AddressBytes = 20, FixedBytes = HashBytes + 24 + 8 + 8 + (8 * 8); // hash, sender, length, padding, eight numbers

    /// <summary>Reads the execution header (an item) and the list that begin at a byte of the private stream.</summary>
    /// <remarks>The header claim's root is the beacon chain's: that of the trie stands in the header whose hash the claim names.</remarks>
    internal static BlockList Read(HeaderClaim claim, int start, int size, out int end)
    {
        Guest.Require(start <= size - 4, "a header was expected where the private stream ends");
        uint length = Guest.InputWord(InputStream.Private, start / 4), room = (uint)(size - start - 4), padded = (length + 3) & ~3u;
        Guest.Require(length <= room && padded <= room, "an item is longer than the private stream");
        byte[] bytes = new byte[padded];
        Guest.Read(InputStream.Private, start + 4, bytes);
        for (uint behind = length; behind < padded; behind++) Guest.Require(bytes[behind] == 0, "an item is not padded with zeros");
        Header header = Header.Read(new ReadOnlySpan<byte>(bytes, 0, (int)length), claim.BlockHash);
        BlockList transactions = BlockList.Read(InputStream.Private, start + 4 + (int)padded, size, out end);
        Span<byte> root = stackalloc byte[HashBytes];
        OrderedTrie.Root(transactions, root);
        Guest.Require(header.TransactionsRoot.SequenceEqual(root), "the transactions are not all of the block's: their root is another");
        return transactions;
    }

    /// <summary>The most bytes that the stream of a list has.</summary>
    internal static int MostBytes(BlockList transactions)
    {
        int bytes = 0;
        for (int i = 0; i < transactions.Count; i++) bytes += FixedBytes + transactions.Length(i);
        return bytes;
    }

    /// <summary>Their number; hash, sender, consensus bytes and eight offsets of each.</summary>
    internal static void Write(scoped GraphRequest graph, ulong chainId, BlockList transactions, scoped ref StreamWriter stream)
    {
        Span<byte> sender = stackalloc byte[AddressBytes], hash = stackalloc byte[HashBytes];
        int place = stream.Length;
        ulong count = 0;
        stream.Number(0);
        for (int i = 0; i < transactions.Count; i++)
        {
            Transaction transaction = Transaction.Read(transactions.Item(i), chainId);
            if (!IsWanted(graph.Transactions, transaction.To, default)) continue; // recovery is the costly part
            transaction.Sender(sender);
            if (!IsWanted(graph.Transactions, transaction.To, sender)) continue;
            Guest.Keccak256(transactions.Item(i), hash);
            stream.Fixed(hash);
            stream.Fixed(sender);
            stream.Bytes(transactions.Item(i));
            Offsets(transaction, ref stream);
            count++;
        }

        stream.Set(place, count);
    }

    private static void Offsets(scoped Transaction transaction, scoped ref StreamWriter stream)
    {
        stream.Number((ulong)transaction.NonceStart);
        stream.Number((ulong)transaction.Nonce.Length);
        stream.Number(transaction.To.Length == 0 ? 0 : (ulong)transaction.ToStart);
        stream.Number(transaction.Data.Length == 0 ? 0 : (ulong)transaction.DataStart);
        stream.Number((ulong)transaction.Data.Length);
        stream.Number((ulong)(transaction.RStart - 1));
        stream.Number((ulong)transaction.RStart);
        stream.Number((ulong)transaction.SStart);
    }

    /// <summary>Whether a source asks for it; without a sender, whether one could.</summary>
    private static bool IsWanted(scoped ReadOnlySpan<byte> sources, scoped ReadOnlySpan<byte> to, scoped ReadOnlySpan<byte> from)
    {
        WordReader words = new(sources);
        for (int left = sources.Length; left > 0; left -= GraphRequest.TransactionBytes)
        {
            bool hasFrom = words.Bool();
            ReadOnlySpan<byte> wantedFrom = words.Address();
            bool hasTo = words.Bool();
            ReadOnlySpan<byte> wantedTo = words.Address();
            if (hasTo && !wantedTo.SequenceEqual(to)) continue;
            if (!hasFrom || from.Length == 0 || wantedFrom.SequenceEqual(from)) return true;
        }

        return false;
    }
}
