using System.Buffers.Binary;
using Supercomputer.Guests;

namespace Supercomputer.Samples;

/// <summary>Counts the transfers of one token in a block and adds their amounts up.</summary>
/// <remarks>
/// Public: block number u64, block hash 32, number of filters u32 (must be 1), address 20, topic 0 32.
/// Disclosed: for each receipt its length u32 and its consensus bytes padded to a word; a zero word ends the list.
/// Output: block number u64, block hash 32, number of transfers u32, sum of their amounts modulo 2^256, 32 bytes, big-endian.
/// </remarks>
public static class TransferVolume
{
    /// <summary>The entry.</summary>
    public static void Main()
    {
        byte[] asked = Guest.ReadAll(InputStream.Public), receipts = Guest.ReadAll(InputStream.Disclosed);
        Guest.Require(asked.Length == 96 && asked[40] == 1, "the manifest must ask for one event");
        ReadOnlySpan<byte> address = asked.AsSpan(44, 20), topic = asked.AsSpan(64, 32);
        Span<byte> sum = stackalloc byte[32];
        sum.Clear();
        uint count = 0;
        int at = 0;
        for (int length; (length = BinaryPrimitives.ReadInt32LittleEndian(receipts.AsSpan(at))) != 0; at += 4 + ((length + 3) & ~3))
        {
            ReadOnlySpan<byte> logs = LogsOf(receipts.AsSpan(at + 4, length));
            while (logs.Length > 0)
            {
                ReadOnlySpan<byte> log = Rlp.Next(ref logs); // [address, [topic, ...], data]
                if (!Rlp.Next(ref log).SequenceEqual(address)) continue;
                ReadOnlySpan<byte> topics = Rlp.Next(ref log);
                if (topics.Length == 0 || !Rlp.Next(ref topics).SequenceEqual(topic)) continue;
                count++;
                Add(sum, Rlp.Next(ref log)[..32]);
            }
        }

        Guest.Require(at + 4 == receipts.Length, "bytes follow the last receipt");
        Guest.Output(asked.AsSpan(0, 40));
        Guest.Output(count);
        Guest.Output(sum);
    }

    /// <summary>Receipt: [type byte] [status, cumulative gas, bloom, [log, ...]].</summary>
    private static ReadOnlySpan<byte> LogsOf(ReadOnlySpan<byte> receipt)
    {
        if (receipt[0] < 0x80) receipt = receipt[1..];
        ReadOnlySpan<byte> fields = Rlp.Next(ref receipt);
        for (int skipped = 0; skipped < 3; skipped++) Rlp.Next(ref fields);
        return Rlp.Next(ref fields);
    }

    /// <summary>Adds a big-endian number of 32 bytes to another.</summary>
    private static void Add(Span<byte> sum, ReadOnlySpan<byte> amount)
    {
        uint carry = 0;
        for (int i = 31; i >= 0; i--, carry >>= 8) sum[i] = (byte)(carry += (uint)sum[i] + amount[i]);
    }
}
