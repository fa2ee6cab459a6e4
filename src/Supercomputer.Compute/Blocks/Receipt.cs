using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives.Rlp;

namespace Supercomputer.Compute.Blocks;

/// <summary>A transaction's receipt; the bloom is made from the logs.</summary>
/// <remarks>Source: Ethereum yellow paper, section 4.3.1; EIP-2718 for the type byte.</remarks>
public sealed class Receipt
{
    private const int BloomBytes = 256;

    /// <summary>Takes a receipt from its parts.</summary>
    /// <param name="type">The transaction's type, below 0x80.</param>
    /// <param name="outcome">The status (1, or nothing for 0), or the 32-byte state root before Byzantium.</param>
    /// <param name="cumulativeGas">Gas used in the block so far, big-endian without leading zeros.</param>
    /// <param name="logs">The log entries in order.</param>
    public Receipt(byte type, ReadOnlySpan<byte> outcome, ReadOnlySpan<byte> cumulativeGas, IReadOnlyList<Log> logs)
    {
        Logs = logs;
        byte[] list = RlpEncoder.EncodeList(
            RlpEncoder.EncodeBytes(outcome),
            RlpEncoder.EncodeBytes(cumulativeGas),
            RlpEncoder.EncodeBytes(Bloom(logs)),
            RlpEncoder.EncodeList(logs.Select(log => log.Encode())));
        Encoding = type == 0 ? list : [type, .. list];
    }

    /// <summary>The log entries in order.</summary>
    public IReadOnlyList<Log> Logs { get; }

    /// <summary>The consensus bytes: the RLP of [status, gas, bloom, logs] behind the type byte, which type 0 lacks.</summary>
    public ReadOnlyMemory<byte> Encoding { get; }

    /// <summary>Bit (h mod 2048) for the first three 16-bit words of Keccak-256 of each address and topic.</summary>
    private static byte[] Bloom(IReadOnlyList<Log> logs)
    {
        byte[] bloom = new byte[BloomBytes];
        foreach (Log log in logs)
        {
            Add(bloom, log.Address.Span);
            foreach (ReadOnlyMemory<byte> topic in log.Topics) Add(bloom, topic.Span);
        }
        return bloom;
    }

    private static void Add(byte[] bloom, ReadOnlySpan<byte> entry)
    {
        Digest digest = Keccak256.Hash(entry);
        ReadOnlySpan<byte> hash = Digest.AsBytes(in digest);
        for (int i = 0; i < 6; i += 2)
        {
            int bit = (hash[i] << 8 | hash[i + 1]) % (8 * BloomBytes);
            bloom[BloomBytes - 1 - bit / 8] |= (byte)(1 << (bit % 8));
        }
    }
}
