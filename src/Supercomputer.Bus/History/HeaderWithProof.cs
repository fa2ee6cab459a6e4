using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Proofs;

namespace Supercomputer.Bus.History;

/// <summary>A header of mainnet with a proof, as the Portal network carries it.</summary>
/// <remarks>
/// Shape: SSZ container of header (RLP) and proof. Before the merge the proof is 15 nodes from the block hash to its epoch's root. From the merge
/// on it is the branch from a beacon block B to the root of its period's block roots (13 nodes; until Capella 14, to the period's root), B, the
/// branch from the execution block's hash to B (11 nodes; from Deneb on 12), and the slot in 8 bytes.
/// Source: portal-network-specs, history, BlockHeaderWithProof.
/// </remarks>
public sealed class HeaderWithProof
{
    private const ulong CapellaSlot = 194048 * 32, DenebSlot = 269568 * 32;
    private const int EpochNodes = 15, PeriodNodes = 13, BlockNodes = 7;
    private readonly Digest[] nodes;

    private HeaderWithProof(ReadOnlyMemory<byte> header, Digest[] nodes, ulong? slot) => (Header, this.nodes, Slot) = (header, nodes, slot);

    /// <summary>The header's RLP.</summary>
    public ReadOnlyMemory<byte> Header { get; }

    /// <summary>The slot of its beacon block; null before the merge.</summary>
    public ulong? Slot { get; }

    /// <summary>From the block hash to the root of the epoch; of a header before the merge.</summary>
    public Digest[] EpochBranch => Slot is null ? nodes : [];

    /// <summary>From the beacon block to the root of its period: the block roots alone from Capella on, with the state roots before.</summary>
    public Digest[] PeriodBranch => nodes[..PeriodLevels];

    /// <summary>The root of the beacon block, of a header after the merge.</summary>
    public Digest BeaconRoot => nodes[PeriodLevels];

    /// <summary>From the execution block's hash to the beacon block.</summary>
    public Digest[] BlockBranch => nodes[(PeriodLevels + 1)..];

    /// <summary>Levels of the execution payload's tree.</summary>
    public int PayloadLevels => Slot < DenebSlot ? 4 : 5;

    private int PeriodLevels => Slot < CapellaSlot ? PeriodNodes + 1 : PeriodNodes;

    /// <summary>Reads the container. Never throws on any bytes.</summary>
    public static Checked<HeaderWithProof> Read(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> span = bytes.Span;
        if (span.Length < 8 || BinaryPrimitives.ReadUInt32LittleEndian(span) != 8 || BinaryPrimitives.ReadUInt32LittleEndian(span[4..]) is var second
            && (second < 8 || second > (uint)span.Length - 8))
            return new VerificationError("header with proof", "an SSZ container of a header and a proof", $"{span.Length} bytes that are none");
        ReadOnlyMemory<byte> header = bytes[8..(int)second];
        ReadOnlySpan<byte> proof = span[(int)second..];
        if (proof.Length == EpochNodes * Digest.Size) return new HeaderWithProof(header, MemoryMarshal.Cast<byte, Digest>(proof).ToArray(), null);
        HeaderWithProof read = new(header, MemoryMarshal.Cast<byte, Digest>(proof[..^8]).ToArray(), BinaryPrimitives.ReadUInt64LittleEndian(proof[^8..]));
        int length = ((read.PeriodLevels + 1 + BlockNodes + read.PayloadLevels) * Digest.Size) + 8;
        return proof.Length == length ? read : new VerificationError("proof", $"{length} bytes at slot {read.Slot}, or {EpochNodes * Digest.Size} before the merge", $"{proof.Length}");
    }
}
