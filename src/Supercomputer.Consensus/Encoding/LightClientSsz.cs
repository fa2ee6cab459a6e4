using System.Runtime.InteropServices;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.LightClient;
using Supercomputer.Cryptography.Curves.Bls12381;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;
using Supercomputer.Primitives.Ssz;

namespace Supercomputer.Consensus.Encoding;

/// <summary>Reads light client data in the form of each fork, as the network carries it.</summary>
/// <remarks>
/// Errors: a result value; nothing throws, whatever the bytes. What is read keeps the fork's own branch depths; the rules take both.
/// Source: consensus-specs, light-client/sync-protocol.md of altair, capella, deneb and electra.
/// </remarks>
public static class LightClientSsz
{
    private const int OffsetSize = sizeof(uint), ExecutionBranchDepth = 4;
    private const int CapellaExecutionSize = 568, DenebExecutionSize = 584;

    /// <summary>Reads a LightClientBootstrap.</summary>
    public static SszError TryReadBootstrap(ReadOnlySpan<byte> bytes, Fork fork, in Preset preset, out LightClientBootstrap bootstrap)
    {
        bootstrap = default;
        int depth = SszMerkle.FloorLog2(LightClientHelpers.CurrentSyncCommitteeGindex(fork));
        SszReader reader = new(bytes, HeaderField(fork) + CommitteeSize(preset) + Digest.Size * depth, IsVariable(fork));
        int header = BeginHeader(ref reader, fork, ref bootstrap.Header);
        bootstrap.CurrentSyncCommittee = ReadCommittee(ref reader, preset);
        bootstrap.CurrentSyncCommitteeBranch = ReadBranch(ref reader, depth);
        if (IsVariable(fork)) reader.Adopt(ReadHeader(reader.From(header), fork, out bootstrap.Header));
        return reader.Error;
    }

    /// <summary>Reads a LightClientUpdate.</summary>
    public static SszError TryReadUpdate(ReadOnlySpan<byte> bytes, Fork fork, in Preset preset, out LightClientUpdate update) =>
        TryRead(bytes, fork, preset, hasNextCommittee: true, hasFinality: true, out update);

    /// <summary>Reads a LightClientFinalityUpdate as an update without next committee.</summary>
    public static SszError TryReadFinalityUpdate(ReadOnlySpan<byte> bytes, Fork fork, in Preset preset, out LightClientUpdate update) =>
        TryRead(bytes, fork, preset, hasNextCommittee: false, hasFinality: true, out update);

    /// <summary>Reads a LightClientOptimisticUpdate as an update without next committee and finality.</summary>
    public static SszError TryReadOptimisticUpdate(ReadOnlySpan<byte> bytes, Fork fork, in Preset preset, out LightClientUpdate update) =>
        TryRead(bytes, fork, preset, hasNextCommittee: false, hasFinality: false, out update);

    /// <summary>Whether headers of the fork have variable size: from Capella on, because of extra data.</summary>
    internal static bool IsVariable(Fork fork) => fork >= Fork.Capella;

    /// <summary>Bytes that a header takes in the fixed part of its container.</summary>
    internal static int HeaderField(Fork fork) => IsVariable(fork) ? OffsetSize : BeaconBlockHeader.Size;

    /// <summary>Bytes of a committee.</summary>
    internal static int CommitteeSize(in Preset preset) => (preset.SyncCommitteeSize + 1) * G1.CompressedSize;

    private static SszError TryRead(
        ReadOnlySpan<byte> bytes, Fork fork, in Preset preset, bool hasNextCommittee, bool hasFinality, out LightClientUpdate update)
    {
        update = default;
        int nextDepth = SszMerkle.FloorLog2(LightClientHelpers.NextSyncCommitteeGindex(fork));
        int finalityDepth = SszMerkle.FloorLog2(LightClientHelpers.FinalizedRootGindex(fork));
        int size = HeaderField(fork) + preset.SyncCommitteeSize / 8 + G2.CompressedSize + sizeof(ulong);
        if (hasNextCommittee) size += CommitteeSize(preset) + Digest.Size * nextDepth;
        if (hasFinality) size += HeaderField(fork) + Digest.Size * finalityDepth;

        SszReader reader = new(bytes, size, IsVariable(fork));
        int attested = BeginHeader(ref reader, fork, ref update.AttestedHeader), finalized = 0;
        if (hasNextCommittee)
        {
            update.NextSyncCommittee = ReadCommittee(ref reader, preset);
            update.NextSyncCommitteeBranch = ReadBranch(ref reader, nextDepth);
        }

        if (hasFinality)
        {
            finalized = BeginHeader(ref reader, fork, ref update.FinalizedHeader);
            update.FinalityBranch = ReadBranch(ref reader, finalityDepth);
        }

        update.SyncAggregate.SyncCommitteeBits = reader.ReadBitvector(preset.SyncCommitteeSize);
        update.SyncAggregate.SyncCommitteeSignature = ReadBytes(ref reader, G2.CompressedSize);
        update.SignatureSlot = reader.ReadUInt64();
        if (!IsVariable(fork)) return reader.Error;
        reader.Adopt(ReadHeader(hasFinality ? reader.Between(attested, finalized) : reader.From(attested), fork, out update.AttestedHeader));
        if (hasFinality) reader.Adopt(ReadHeader(reader.From(finalized), fork, out update.FinalizedHeader));
        return reader.Error;
    }

    /// <summary>The header itself where it has fixed size, otherwise its offset.</summary>
    private static int BeginHeader(ref SszReader reader, Fork fork, ref LightClientHeader header)
    {
        if (IsVariable(fork)) return reader.ReadOffset();
        header.Beacon = ReadBeacon(ref reader);
        return 0;
    }

    private static SszError ReadHeader(ReadOnlySpan<byte> bytes, Fork fork, out LightClientHeader header)
    {
        header = default;
        SszReader reader = new(bytes, BeaconBlockHeader.Size + OffsetSize + Digest.Size * ExecutionBranchDepth, isVariable: true);
        header.Beacon = ReadBeacon(ref reader);
        int execution = reader.ReadOffset();
        header.ExecutionBranch = ReadBranch(ref reader, ExecutionBranchDepth);
        reader.Adopt(ReadExecution(reader.From(execution), fork, out header.Execution));
        return reader.Error;
    }

    internal static SszError ReadExecution(ReadOnlySpan<byte> bytes, Fork fork, out ExecutionPayloadHeader header)
    {
        header = default;
        SszReader reader = new(bytes, fork >= Fork.Deneb ? DenebExecutionSize : CapellaExecutionSize, isVariable: true);
        header.ParentHash = ReadDigest(ref reader);
        header.FeeRecipient = ReadBytes(ref reader, ExecutionPayloadHeader.AddressSize);
        header.StateRoot = ReadDigest(ref reader);
        header.ReceiptsRoot = ReadDigest(ref reader);
        header.LogsBloom = ReadBytes(ref reader, ExecutionPayloadHeader.LogsBloomSize);
        header.PrevRandao = ReadDigest(ref reader);
        header.BlockNumber = reader.ReadUInt64();
        header.GasLimit = reader.ReadUInt64();
        header.GasUsed = reader.ReadUInt64();
        header.Timestamp = reader.ReadUInt64();
        int extraData = reader.ReadOffset();
        header.BaseFeePerGas = ReadDigest(ref reader);
        header.BlockHash = ReadDigest(ref reader);
        header.TransactionsRoot = ReadDigest(ref reader);
        header.WithdrawalsRoot = ReadDigest(ref reader);
        if (fork >= Fork.Deneb)
        {
            header.BlobGasUsed = reader.ReadUInt64();
            header.ExcessBlobGas = reader.ReadUInt64();
        }

        ReadOnlySpan<byte> extra = reader.From(extraData);
        reader.Adopt(SszReader.ReadListLength(extra, 1, ExecutionPayloadHeader.MaxExtraDataSize, out _));
        if (!reader.Error.IsError) header.ExtraData = extra.ToArray();
        return reader.Error;
    }

    private static BeaconBlockHeader ReadBeacon(ref SszReader reader) => new()
    {
        Slot = reader.ReadUInt64(),
        ProposerIndex = reader.ReadUInt64(),
        ParentRoot = ReadDigest(ref reader),
        StateRoot = ReadDigest(ref reader),
        BodyRoot = ReadDigest(ref reader),
    };

    private static SyncCommittee ReadCommittee(ref SszReader reader, in Preset preset) => new()
    {
        PublicKeys = ReadBytes(ref reader, preset.SyncCommitteeSize * G1.CompressedSize),
        AggregatePublicKey = ReadBytes(ref reader, G1.CompressedSize),
    };

    private static Digest[] ReadBranch(ref SszReader reader, int depth)
    {
        Digest[] branch = new Digest[depth];
        reader.ReadBytes(MemoryMarshal.AsBytes(branch.AsSpan()));
        return branch;
    }

    private static Digest ReadDigest(ref SszReader reader)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        reader.ReadBytes(bytes);
        return new(bytes);
    }

    private static byte[] ReadBytes(ref SszReader reader, int count)
    {
        byte[] bytes = new byte[count];
        reader.ReadBytes(bytes);
        return bytes;
    }
}
