using System.Buffers.Binary;
using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>Over all receipts of a finalized block, for each contract and first topic asked for: how many logs, and the sum of the first
/// words of their data.</summary>
/// <remarks>Input: contract, topic (words), as often as wanted. Result: count, sum modulo 2^256 (words), for each.</remarks>
public static class EventSum
{
    private const int PairBytes = 64;

    /// <summary>The guest's entry.</summary>
    public static void Main()
    {
        Computation run = Computation.Begin();
        int pairs = run.Input.Length / PairBytes;
        Guest.Require(pairs > 0 && run.Input.Length == pairs * PairBytes, "the input is not pairs of a contract and a topic");
        byte[] result = new byte[PairBytes * pairs];
        for (int i = 0; i < run.Receipts.Count; i++)
        {
            RlpReader logs = Receipt.Logs(run.Receipts.Item(i));
            while (!logs.IsAtEnd) Take(run.Input, Log.Read(ref logs), result);
        }

        run.End(result);
    }

    private static void Take(scoped ReadOnlySpan<byte> input, scoped Log log, byte[] result)
    {
        if (log.TopicCount == 0) return;
        for (int at = 0; at < result.Length; at += PairBytes)
        {
            if (!log.Topic(0).SequenceEqual(input.Slice(at + 32, 32))) continue;
            if (!log.Contract.SequenceEqual(input.Slice(at + 12, 20))) continue;
            Span<byte> count = result.AsSpan(at + 24, 8);
            BinaryPrimitives.WriteUInt64BigEndian(count, BinaryPrimitives.ReadUInt64BigEndian(count) + 1);
            if (log.Data.Length >= 32) Add(result.AsSpan(at + 32, 32), log.Data);
        }
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
