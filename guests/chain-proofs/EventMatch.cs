using System.Buffers.Binary;

namespace ChainProofs;

/// <summary>Finds the logs that a manifest asks for, and says where their parts lie, as cle-lib reads it.</summary>
/// <remarks>Offsets of a log, seven little-endian numbers of four bytes: address, four topics, data, length of the data; 0 for what the
/// log lacks. A filter is a contract and a first topic (words).</remarks>
public static class EventMatch
{
    /// <summary>Bytes of a log's offsets.</summary>
    public const int OffsetsBytes = 28;

    /// <summary>Bytes of a filter.</summary>
    public const int FilterBytes = 64;

    private const int TopicBytes = 33, AddressBytes = 20;

    /// <summary>The wanted logs of receipts that stand one after another; gives how many there are.</summary>
    public static int All(ReadOnlySpan<byte> receipts, ReadOnlySpan<byte> filters, Span<byte> offsets)
    {
        int count = 0, at = 0;
        while (at < receipts.Length)
        {
            int typed = receipts[at] < 0x80 ? 1 : 0;
            int length = typed + new RlpReader(receipts.Slice(at + typed)).Next().Length;
            count += Receipt(receipts.Slice(at, length), at, filters, offsets.Slice(count * OffsetsBytes));
            at += length;
        }

        return count;
    }

    /// <summary>The wanted logs of a receipt; gives how many there are.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="start">What its own first byte's offset is.</param>
    /// <param name="filters">What is wanted.</param>
    /// <param name="offsets">Gets the offsets.</param>
    public static int Receipt(ReadOnlySpan<byte> receipt, int start, ReadOnlySpan<byte> filters, Span<byte> offsets)
    {
        int count = 0;
        RlpReader logs = ChainProofs.Receipt.Logs(receipt);
        while (!logs.IsAtEnd)
        {
            Log log = Log.Read(ref logs);
            if (!IsWanted(log, filters)) continue;
            Write(log, start + receipt.Length - logs.Left, offsets.Slice(count * OffsetsBytes, OffsetsBytes)); // the logs end with the receipt
            count++;
        }

        return count;
    }

    private static bool IsWanted(scoped Log log, scoped ReadOnlySpan<byte> filters)
    {
        if (log.TopicCount == 0) return false;
        for (int at = 0; at < filters.Length; at += FilterBytes)
            if (log.Topic(0).SequenceEqual(filters.Slice(at + 32, 32)) && log.Contract.SequenceEqual(filters.Slice(at + 12, AddressBytes))) return true;
        return false;
    }

    /// <summary>[address, [topic, ...], data] ends at a byte: its parts lie in front of it, each behind its header.</summary>
    private static void Write(scoped Log log, int end, Span<byte> offsets)
    {
        int topics = TopicBytes * log.TopicCount, first = end - ItemBytes(log.Data) - topics + 1;
        offsets.Clear();
        Set(offsets, 0, first - 1 - (topics > 55 ? 2 : 1) - AddressBytes);
        for (int i = 0; i < log.TopicCount; i++) Set(offsets, 1 + i, first + (TopicBytes * i));
        if (log.Data.Length == 0) return;
        Set(offsets, 5, end - log.Data.Length);
        Set(offsets, 6, log.Data.Length);
    }

    private static int ItemBytes(scoped ReadOnlySpan<byte> data)
    {
        if (data.Length == 1 && data[0] < 0x80) return 1;
        int header = data.Length <= 55 ? 1 : data.Length < 1 << 8 ? 2 : data.Length < 1 << 16 ? 3 : 4;
        return header + data.Length;
    }

    private static void Set(Span<byte> offsets, int index, int value) => BinaryPrimitives.WriteInt32LittleEndian(offsets.Slice(4 * index, 4), value);
}
