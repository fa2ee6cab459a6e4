using System.Buffers.Binary;
using ChainProofs;

namespace LargestTransfer;

/// <summary>A zkGraph: of all events that its manifest names, in all receipts of a finalized block, how many there are and the largest amount.</summary>
public static class Program
{
    /// <summary>Result: the number of events, then the largest first word of their data and the transaction it stands in (words).</summary>
    public static void Main()
    {
        Computation run = Computation.Begin();
        ReadOnlySpan<byte> contract = run.Input.Slice(12, 20), topic = run.Input.Slice(32, 32);
        ulong count = 0, transaction = 0;
        ReadOnlySpan<byte> largest = default;
        for (int i = 0; i < run.Receipts.Count; i++)
        {
            RlpReader logs = Receipt.Logs(run.Receipts.Item(i));
            while (!logs.IsAtEnd)
            {
                Log log = Log.Read(ref logs);
                if (log.TopicCount == 0 || log.Data.Length < 32) continue;
                if (!log.Contract.SequenceEqual(contract) || !log.Topic(0).SequenceEqual(topic)) continue;
                count++;
                ReadOnlySpan<byte> amount = log.Data.Slice(0, 32);
                if (largest.Length != 0 && !IsGreater(amount, largest)) continue;
                largest = amount;
                transaction = (ulong)i;
            }
        }

        byte[] result = new byte[96];
        WordWriter words = new(result);
        words.Number(count);
        words.Bytes(largest);
        words.Number(transaction);
        run.End(result);
    }

    private static bool IsGreater(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        for (int i = 0; i < left.Length; i += 8)
        {
            ulong x = BinaryPrimitives.ReadUInt64BigEndian(left.Slice(i)), y = BinaryPrimitives.ReadUInt64BigEndian(right.Slice(i));
            if (x != y) return x > y;
        }

        return false;
    }
}
