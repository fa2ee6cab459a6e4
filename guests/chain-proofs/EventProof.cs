using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>Proves: log i of transaction j of the block with a hash is this one.</summary>
/// <remarks>
/// Public: chain id, block hash, j, i (words). Private: the header's RLP, the nodes from the receipts root to receipt j.
/// Output: the Event claim.
/// </remarks>
public static class EventProof
{
    private const ulong Kind = 3;
    private const int ClaimWords = 15;

    /// <summary>The guest's entry.</summary>
    public static void Main()
    {
        BlockRequest request = BlockRequest.Read();
        int transactionIndex = request.Words.Index(), logIndex = request.Words.Index();
        Log log = Find(request.ListItem(request.Header.ReceiptsRoot, transactionIndex), logIndex);

        byte[] claim = new byte[32 * ClaimWords];
        WordWriter words = request.BeginClaim(claim, Kind, request.Header.ReceiptsRoot);
        words.Number((ulong)transactionIndex);
        words.Number((ulong)logIndex);
        words.Bytes(log.Contract);
        words.Number((ulong)log.TopicCount);
        for (int i = 0; i < log.TopicCount; i++) words.Bytes(log.Topic(i));
        words.Skip(4 - log.TopicCount);
        words.Number((ulong)log.Data.Length);
        words.Hash(log.Data);
        Guest.Output(claim);
    }

    /// <summary>The log with an index; those behind it are read too, so that a receipt is good as a whole.</summary>
    private static Log Find(ReadOnlySpan<byte> receipt, int index)
    {
        RlpReader logs = Receipt.Logs(receipt);
        Log found = default;
        int count = 0;
        while (!logs.IsAtEnd)
        {
            Log log = Log.Read(ref logs);
            if (count == index) found = log;
            count++;
        }

        Guest.Require(index < count, "the receipt has no log with this index");
        return found;
    }
}
