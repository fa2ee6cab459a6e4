using Supercomputer.Consensus.Encoding;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives.Rlp;

namespace Supercomputer.Consensus.Execution;

/// <summary>What became of a transaction.</summary>
/// <param name="Type">The transaction's type.</param>
/// <param name="HasSucceeded">Whether it ran to its end; true for all receipts of before Byzantium, which do not say.</param>
/// <param name="CumulativeGas">Gas used in the block so far.</param>
/// <param name="Logs">The log entries in order.</param>
/// <param name="Encoding">The consensus bytes: the RLP of [status, gas, bloom, logs] behind the type byte, which type 0 lacks.</param>
/// <remarks>Source: yellow paper, sections 4.3.1 and 4.4.1; EIP-658 (status), EIP-2718 (type).</remarks>
public sealed record ExecutionReceipt(
    byte Type, bool HasSucceeded, ulong CumulativeGas, IReadOnlyList<ExecutionLog> Logs, ReadOnlyMemory<byte> Encoding)
{
    private const int BloomSize = 256, MostLogs = 1 << 20, MostTopics = 4;

    /// <summary>Reads a receipt as JSON and makes its consensus bytes; the bloom is made from the logs.</summary>
    internal static ExecutionReceipt Read(ref JsonFields json)
    {
        ulong type = json.HasValue("type") ? json.Quantity("type") : 0;
        if (type >= 0x80) json.Refuse($".type: below 128 expected, actual {type}");
        byte[] outcome = json.HasValue("status") ? json.WideQuantity("status") : json.Bytes("root", Digest.Size), bloom = new byte[BloomSize];
        if (outcome.Length != Digest.Size && outcome is not ([] or [1])) json.Refuse(".status: 0x0 or 0x1 expected");
        JsonFields[] entries = json.Objects("logs", MostLogs);
        ExecutionLog[] logs = new ExecutionLog[entries.Length];
        for (int i = 0; i < logs.Length && json.Error is null; i++)
        {
            logs[i] = ReadLog(ref entries[i]);
            json.Adopt(entries[i]);
        }

        if (json.Error is not null) return new(0, false, 0, [], default);
        foreach (ExecutionLog log in logs) Add(bloom, log);
        if (json.HasValue("logsBloom") && !json.Bytes("logsBloom", BloomSize).AsSpan().SequenceEqual(bloom))
            json.Refuse(".logsBloom: the bloom filter of the logs expected, actual another");
        byte[] list = RlpEncoder.EncodeList(RlpEncoder.EncodeBytes(outcome), RlpEncoder.EncodeInteger(json.Quantity("cumulativeGasUsed")),
            RlpEncoder.EncodeBytes(bloom), RlpEncoder.EncodeList(logs.Select(Encode)));
        return new((byte)type, outcome.Length > 0, json.Quantity("cumulativeGasUsed"), logs, type == 0 ? list : [(byte)type, .. list]);
    }

    private static ExecutionLog ReadLog(ref JsonFields json)
    {
        byte[] topics = json.Concatenation("topics", -1, Digest.Size);
        if (topics.Length > MostTopics * Digest.Size) json.Refuse($".topics: at most {MostTopics} expected, actual {topics.Length / Digest.Size}");
        return new(json.Bytes("address", 20), [.. topics.Chunk(Digest.Size).Select(static topic => new Digest(topic))], json.Bytes("data", -1));
    }

    private static byte[] Encode(ExecutionLog log) => RlpEncoder.EncodeList(
        RlpEncoder.EncodeBytes(log.Address.Span),
        RlpEncoder.EncodeList(log.Topics.Select(static topic => RlpEncoder.EncodeBytes(topic.ToArray()))),
        RlpEncoder.EncodeBytes(log.Data.Span));

    private static void Add(byte[] bloom, ExecutionLog log)
    {
        Add(bloom, log.Address.Span);
        foreach (Digest topic in log.Topics) Add(bloom, topic.ToArray());
    }

    /// <summary>Sets bit (h mod 2048) for the first three 16-bit words h of the entry's hash.</summary>
    private static void Add(byte[] bloom, ReadOnlySpan<byte> entry)
    {
        Digest digest = Keccak256.Hash(entry);
        ReadOnlySpan<byte> hash = Digest.AsBytes(in digest);
        for (int i = 0; i < 6; i += 2)
        {
            int bit = (hash[i] << 8 | hash[i + 1]) % (8 * BloomSize);
            bloom[BloomSize - 1 - bit / 8] |= (byte)(1 << (bit % 8));
        }
    }
}
