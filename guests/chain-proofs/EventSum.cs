using System.Buffers.Binary;

namespace ChainProofs;

/// <summary>Over all receipts of a finalized block: how many logs a contract wrote with a first topic, and the sum of the first words of their data.</summary>
/// <remarks>Input: contract, topic (words). Result: count, sum modulo 2^256 (words).</remarks>
public static class EventSum
{
    /// <summary>The guest's entry.</summary>
    public static void Main()
    {
        Computation run = Computation.Begin();
        WordReader input = new(run.Input);
        ReadOnlySpan<byte> contract = input.Address(), topic = input.Next();
        input.End();
        ulong count = 0;
        byte[] result = new byte[64];
        for (int i = 0; i < run.Receipts.Count; i++)
        {
            RlpReader logs = Receipt.Logs(run.Receipts.Item(i));
            while (!logs.IsAtEnd)
            {
                Log log = Log.Read(ref logs);
                if (log.TopicCount == 0 || !log.Contract.SequenceEqual(contract) || !log.Topic(0).SequenceEqual(topic)) continue;
                count++;
                if (log.Data.Length >= 32) Add(result.AsSpan(32), log.Data);
            }
        }

        BinaryPrimitives.WriteUInt64BigEndian(result.AsSpan(24), count);
        run.End(result);
    }

    private static void Add(Span<byte> sum, ReadOnlySpan<byte> word)
    {
        ulong carry = 0;
        for (int i = 24; i >= 0; i -= 8)
        {
            ulong left = BinaryPrimitives.ReadUInt64BigEndian(sum.Slice(i)), both = left + BinaryPrimitives.ReadUInt64BigEndian(word.Slice(i));
            ulong total = both + carry;
            carry = both < left || total < both ? 1UL : 0;
            BinaryPrimitives.WriteUInt64BigEndian(sum.Slice(i), total);
        }
    }
}
