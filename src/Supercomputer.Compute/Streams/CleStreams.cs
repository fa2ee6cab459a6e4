using System.Buffers.Binary;
using Supercomputer.Compute.Blocks;
using Supercomputer.Compute.Manifests;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives.Rlp;

namespace Supercomputer.Compute.Streams;

/// <summary>The streams that programs built with @ora-io/cle-lib 0.1.3 read, one 64-bit word at a time.</summary>
/// <remarks>
/// Shape: a byte string is its bytes in little-endian words, padded; with its length before it unless the length is fixed.
/// Blocks: number of blocks; for each its number; accounts {address 20, account RLP, slots {key 32, value}}; the number of
/// receipts with a wanted event and, unless it is 0, those receipts one after another and the events' offsets in them; the number of wanted
/// transactions {hash 32, sender 20, consensus bytes, eight numbers: where the nonce lies and its length, where the callee lies (0: none), where
/// the input lies (0: none) and its length, the byte in front of r, r, s}. An event's offsets are seven u32: address, four topics, data, and the length of the data; 0 for
/// what it lacks. Public: block number; the expected state. That is <c>ethereum.unsafe</c>. In safe mode (<c>ethereum</c>) the block's time
/// follows its number, no offsets follow the receipts, and the filters by which the program finds the events follow the public stream.
/// Soundness: such a program takes the receipts it is given, in unsafe mode the events too. They are complete when the verifier makes this
/// stream itself from the block, or where the proof binds it to a header claim, and only then.
/// </remarks>
public static class CleStreams
{
    private const int WordBytes = 8, MostTopics = 4;

    /// <summary>The public stream of <c>zkmain</c>, or without an expected state that of <c>asmain</c>.</summary>
    public static byte[] Public(ulong blockNumber, byte[]? expectedState)
    {
        WordWriter writer = new();
        writer.UInt64(blockNumber);
        if (expectedState is not null) Bytes(writer, expectedState);
        return writer.ToArray();
    }

    /// <summary>The stream of blocks: this one.</summary>
    internal static byte[] Blocks(CheckedBlock block, Manifest manifest, IReadOnlyList<CheckedAccount> accounts, IReadOnlyList<SelectedTransaction> transactions, bool isSafe)
    {
        WordWriter writer = new();
        writer.UInt64(1);
        writer.UInt64(block.Header.Number);
        if (isSafe) writer.UInt64(block.Header.Timestamp);
        writer.UInt64((ulong)accounts.Count);
        foreach (CheckedAccount account in accounts) Account(writer, account);
        Receipts(writer, block, manifest, isSafe);
        writer.UInt64((ulong)transactions.Count);
        foreach (SelectedTransaction transaction in transactions) Transaction(writer, transaction);
        return writer.ToArray();
    }

    /// <summary>What a program in safe mode looks for: contract and first topic of each event (32 bytes each), then their number.</summary>
    internal static byte[] Filters(Manifest manifest)
    {
        WordWriter writer = new();
        foreach (EventSource source in manifest.Events)
        {
            foreach (ReadOnlyMemory<byte> topic in source.Topics)
            {
                writer.Padded(new byte[12], 4);
                writer.Padded(source.Address.Span, 4);
                writer.Padded(topic.Span, 4);
            }
        }

        writer.UInt32(manifest.Events.Sum(source => source.Topics.Count));
        return writer.ToArray();
    }

    private static void Account(WordWriter writer, CheckedAccount account)
    {
        writer.Padded(account.Address.Span, WordBytes);
        Bytes(writer, account.Account is { } rlp ? rlp.Span : []);
        writer.UInt64((ulong)account.Slots.Count);
        foreach (CheckedSlot slot in account.Slots)
        {
            writer.Padded(slot.Key.Span, WordBytes);
            Bytes(writer, slot.Value.IsEmpty ? [0] : slot.Value.Span);
        }
    }

    private static void Receipts(WordWriter writer, CheckedBlock block, Manifest manifest, bool isSafe)
    {
        List<byte> raw = [], offsets = [];
        int count = 0;
        foreach (Receipt receipt in block.Receipts ?? [])
        {
            if (!receipt.Logs.Any(log => IsWanted(log, manifest))) continue;
            count++;
            int logStart = raw.Count + receipt.Encoding.Length - receipt.Logs.Sum(log => log.Encode().Length);
            foreach (Log log in receipt.Logs)
            {
                if (IsWanted(log, manifest)) Offsets(offsets, log, logStart);
                logStart += log.Encode().Length;
            }
            raw.AddRange(receipt.Encoding.Span);
        }
        writer.UInt64((ulong)count);
        if (count == 0) return;
        Bytes(writer, [.. raw]);
        if (!isSafe) Bytes(writer, [.. offsets]);
    }

    /// <summary>Where the parts of a log lie: [address, [topic, ...], data] has them in order, behind their headers.</summary>
    private static void Offsets(List<byte> offsets, Log log, int start)
    {
        int end = start + log.Encode().Length, dataStart = end - log.Data.Length;
        int dataItem = RlpEncoder.EncodeBytes(log.Data.Span).Length;
        int firstTopic = end - dataItem - 33 * log.Topics.Count + 1; // each topic stands behind a header of one byte
        int topicsHeader = 33 * log.Topics.Count > 55 ? 2 : 1;
        Span<int> values = stackalloc int[7];
        values.Clear();
        values[0] = firstTopic - 1 - topicsHeader - log.Address.Length;
        for (int i = 0; i < Math.Min(log.Topics.Count, MostTopics); i++) values[1 + i] = firstTopic + 33 * i;
        if (log.Data.Length > 0)
        {
            values[5] = dataStart;
            values[6] = log.Data.Length;
        }
        Span<byte> word = stackalloc byte[4];
        foreach (int value in values)
        {
            BinaryPrimitives.WriteInt32LittleEndian(word, value);
            offsets.AddRange(word);
        }
    }

    private static void Transaction(WordWriter writer, SelectedTransaction selected)
    {
        Transaction transaction = selected.Transaction;
        writer.Padded(Keccak256.Hash(transaction.Encoding.Span).ToArray(), WordBytes);
        writer.Padded(selected.Sender.Span, WordBytes);
        Bytes(writer, transaction.Encoding.Span);
        int to = transaction.To.IsEmpty ? 0 : transaction.ToStart, data = transaction.Data.IsEmpty ? 0 : transaction.DataStart;
        ReadOnlySpan<int> offsets =
        [
            transaction.NonceStart, transaction.Nonce.Length, to, data, transaction.Data.Length, transaction.RStart - 1, transaction.RStart, transaction.SStart,
        ];
        foreach (int offset in offsets) writer.UInt64((ulong)offset);
    }

    private static bool IsWanted(Log log, Manifest manifest) => log.Topics.Count > 0 && manifest.Events.Any(source =>
        source.Address.Span.SequenceEqual(log.Address.Span) && source.Topics.Any(topic => topic.Span.SequenceEqual(log.Topics[0].Span)));

    private static void Bytes(WordWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.UInt64((ulong)bytes.Length);
        writer.Padded(bytes, WordBytes);
    }
}
