using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>Proves: transaction j of the block with a hash is this one.</summary>
/// <remarks>
/// Public: chain id, block hash, j (words). Private: the header's RLP, the nodes from the transactions root to transaction j.
/// Output: the Transaction claim. Source: EIP-155, EIP-2718, EIP-2930, EIP-1559, EIP-4844, EIP-7702.
/// </remarks>
public static class TransactionProof
{
    private const ulong Kind = 4;
    private const int ClaimWords = 15;

    /// <summary>The guest's entry.</summary>
    public static void Main()
    {
        BlockRequest request = BlockRequest.Read();
        int index = request.Words.Index();
        ReadOnlySpan<byte> transaction = request.ListItem(request.Header.TransactionsRoot, index);

        byte[] claim = new byte[32 * ClaimWords];
        WordWriter words = request.BeginClaim(claim, Kind, request.Header.TransactionsRoot);
        words.Number((ulong)index);
        words.Hash(transaction);
        Describe(transaction, request.ChainId, ref words);
        Guest.Output(claim);
    }

    private static void Describe(scoped ReadOnlySpan<byte> bytes, ulong chainId, scoped ref WordWriter words)
    {
        Transaction transaction = Transaction.Read(bytes, chainId);
        words.Number((ulong)transaction.Type);
        words.Number((ulong)bytes.Length);
        words.Bytes(transaction.Nonce);
        words.Number(transaction.To.Length == 0 ? 1UL : 0);
        words.Bytes(transaction.To);
        words.Bytes(transaction.Value);
        words.Number((ulong)transaction.Data.Length);
        words.Hash(transaction.Data);
    }
}
