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
    private const int ClaimWords = 15, AddressBytes = 20;

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

    private static void Describe(scoped ReadOnlySpan<byte> transaction, ulong chainId, scoped ref WordWriter words)
    {
        Guest.Require(transaction.Length > 1, "a transaction is empty");
        int type = transaction[0] >= 0xc0 ? 0 : transaction[0];
        Guest.Require(type is >= 1 and <= 4 || transaction[0] >= 0xc0, "a transaction begins with neither a known type nor a list");
        words.Number((ulong)type);
        words.Number((ulong)transaction.Length);
        RlpReader fields = RlpReader.OfList(type == 0 ? transaction : transaction.Slice(1));
        if (type != 0) Guest.Require(fields.UInt64() == chainId, "the transaction is of another chain");
        words.Number(fields.UInt64()); // nonce
        fields.Number(); // gas price, or the tip
        if (type >= 2) fields.Number(); // the most that a unit of gas may cost
        fields.Number(); // gas limit
        ReadOnlySpan<byte> to = fields.Bytes();
        Guest.Require(to.Length == AddressBytes || (to.Length == 0 && type < 3), "a transaction calls no address");
        words.Number(to.Length == 0 ? 1UL : 0);
        words.Bytes(to);
        words.Bytes(fields.Number());
        ReadOnlySpan<byte> data = fields.Bytes();
        words.Number((ulong)data.Length);
        words.Hash(data);
        if (type == 0) Signature(ref fields, chainId);
        else TypedEnd(ref fields, type);
        fields.End();
    }

    /// <summary>v is 27 or 28 where no chain is named, 35 or 36 more than twice the chain's id where one is (EIP-155).</summary>
    private static void Signature(scoped ref RlpReader fields, ulong chainId)
    {
        ulong v = fields.UInt64();
        Guest.Require(v is 27 or 28 or >= 35, "a transaction's signature has an unknown v");
        if (v >= 35) Guest.Require((v - 35) >> 1 == chainId, "the transaction is of another chain");
        fields.Number();
        fields.Number();
    }

    private static void TypedEnd(scoped ref RlpReader fields, int type)
    {
        fields.List(); // access list
        if (type == 3) fields.Number(); // the most that a unit of blob gas may cost
        if (type >= 3) fields.List(); // blob hashes, or authorizations
        Guest.Require(fields.UInt64() <= 1, "a transaction's signature has an unknown parity");
        fields.Number();
        fields.Number();
    }
}
