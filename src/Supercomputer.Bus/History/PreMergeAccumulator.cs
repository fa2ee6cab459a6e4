using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;
using Supercomputer.Primitives.Rlp;
using Supercomputer.Proofs;

namespace Supercomputer.Bus.History;

/// <summary>The roots over mainnet's blocks before the merge, 8,192 blocks each: what a prover needs; a verifier needs their root alone.</summary>
/// <remarks>
/// Shape: SSZ container of historical_epochs (1,897 roots, a list of at most 2,048) and current_epoch (an empty list of records).
/// Source: EIP-7643; portal-network-specs, history, HistoricalHashesAccumulator.
/// </remarks>
public sealed class PreMergeAccumulator
{
    private const int ListLevels = 11, RecordLevels = 13, NumberField = 8, MostHeaderFields = 32;
    private const ulong EpochBlocks = 8192;
    private static readonly Lazy<PreMergeAccumulator> s_mainnet = new(Load, LazyThreadSafetyMode.ExecutionAndPublication);
    private readonly Digest[] epochs;

    private PreMergeAccumulator(Digest[] epochs) => this.epochs = epochs;

    /// <summary>The root that EIP-7643 gives.</summary>
    public static Digest KnownRoot { get; } = new(Convert.FromHexString("ec8e040fd6c557b41ca8ddd38f7e9d58a9281918dc92bdb72342a38fb085e701"));

    /// <summary>Mainnet's, which this assembly carries and checks against the root.</summary>
    public static PreMergeAccumulator Mainnet => s_mainnet.Value;

    private static Digest NoRecords => SszMerkle.MixInLength(SszMerkle.Merkleize([], RecordLevels), 0);

    /// <summary>Reads the container; another accumulator than mainnet's is refused. Never throws on any bytes.</summary>
    public static Checked<PreMergeAccumulator> Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8 || bytes.Length % Digest.Size != 8 || bytes.Length > 8 + (Digest.Size << ListLevels)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != 8 || BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != bytes.Length)
            return new VerificationError("accumulator", "the SSZ of an accumulator that ends with a whole list of epochs", $"{bytes.Length} bytes that are none");
        Digest[] epochs = MemoryMarshal.Cast<byte, Digest>(bytes[8..]).ToArray();
        Digest list = SszMerkle.MixInLength(SszMerkle.Merkleize([.. epochs], ListLevels), (ulong)epochs.Length), root = SszMerkle.HashPair(list, NoRecords);
        return root == KnownRoot ? new PreMergeAccumulator(epochs) : new VerificationError("accumulator", $"root 0x{KnownRoot} (EIP-7643)", $"0x{root}");
    }

    /// <summary>The branch from the root of a header's epoch to the accumulator's root.</summary>
    public Checked<Digest[]> Branch(HeaderWithProof header)
    {
        if (!RlpItem.TryRead(header.Header, out RlpItem list, out string? error) || !list.TryGetItems(MostHeaderFields, out RlpItem[]? fields, out error))
            return new VerificationError("header", "the RLP of a header", error);
        if (fields.Length <= NumberField || !fields[NumberField].TryGetUInt64(out ulong number)) return new VerificationError("header", "a number in its ninth field", "none");
        if (number / EpochBlocks >= (ulong)epochs.Length)
            return new VerificationError("block number", $"one below {(ulong)epochs.Length * EpochBlocks}, before the merge", $"{number}");
        return (Digest[])[.. SszMerkle.Branch(epochs, ListLevels, number / EpochBlocks), SszMerkle.UInt64Chunk((ulong)epochs.Length), NoRecords];
    }

    private static PreMergeAccumulator Load()
    {
        using Stream stream = typeof(PreMergeAccumulator).Assembly.GetManifestResourceStream("pre-merge-epochs.bin")
            ?? throw new InvalidOperationException("pre-merge-epochs.bin is not part of this assembly");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes).TryGet(out PreMergeAccumulator? accumulator, out VerificationError? error) ? accumulator : throw new InvalidOperationException($"{error}");
    }
}
