using System.Runtime.InteropServices;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.LightClient;
using Supercomputer.Cryptography.Curves.Bls12381;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives.Ssz;

namespace Supercomputer.Consensus.Encoding;

/// <summary>Writes light client data in the form of each fork.</summary>
/// <remarks>Branches must have the fork's depth; null arrays are written as zeros.</remarks>
public static class LightClientSszWriter
{
    /// <summary>Writes a LightClientBootstrap.</summary>
    public static byte[] Write(in LightClientBootstrap bootstrap, Fork fork, in Preset preset)
    {
        SszWriter writer = new(4096);
        int header = BeginHeader(ref writer, bootstrap.Header, fork);
        WriteCommittee(ref writer, bootstrap.CurrentSyncCommittee, preset);
        WriteBranch(ref writer, bootstrap.CurrentSyncCommitteeBranch, LightClientHelpers.CurrentSyncCommitteeGindex(fork));
        EndHeader(ref writer, bootstrap.Header, fork, header);
        return writer.ToArray();
    }

    /// <summary>Writes a LightClientUpdate.</summary>
    public static byte[] Write(in LightClientUpdate update, Fork fork, in Preset preset)
    {
        SszWriter writer = new(4096);
        int attested = BeginHeader(ref writer, update.AttestedHeader, fork);
        WriteCommittee(ref writer, update.NextSyncCommittee, preset);
        WriteBranch(ref writer, update.NextSyncCommitteeBranch, LightClientHelpers.NextSyncCommitteeGindex(fork));
        int finalized = BeginHeader(ref writer, update.FinalizedHeader, fork);
        WriteBranch(ref writer, update.FinalityBranch, LightClientHelpers.FinalizedRootGindex(fork));
        WriteBytes(ref writer, update.SyncAggregate.SyncCommitteeBits, preset.SyncCommitteeSize / 8);
        WriteBytes(ref writer, update.SyncAggregate.SyncCommitteeSignature, G2.CompressedSize);
        writer.WriteUInt64(update.SignatureSlot);
        EndHeader(ref writer, update.AttestedHeader, fork, attested);
        EndHeader(ref writer, update.FinalizedHeader, fork, finalized);
        return writer.ToArray();
    }

    private static int BeginHeader(ref SszWriter writer, in LightClientHeader header, Fork fork)
    {
        if (LightClientSsz.IsVariable(fork)) return writer.ReserveOffset();
        WriteBeacon(ref writer, header.Beacon);
        return 0;
    }

    private static void EndHeader(ref SszWriter writer, in LightClientHeader header, Fork fork, int offset)
    {
        if (!LightClientSsz.IsVariable(fork)) return;
        writer.FillOffset(offset, 0);
        int start = writer.Length;
        WriteBeacon(ref writer, header.Beacon);
        int execution = writer.ReserveOffset();
        WriteBranch(ref writer, header.ExecutionBranch, 25);
        writer.FillOffset(execution, start);
        WriteExecution(ref writer, header.Execution, fork);
    }

    private static void WriteBeacon(ref SszWriter writer, in BeaconBlockHeader header)
    {
        writer.WriteUInt64(header.Slot);
        writer.WriteUInt64(header.ProposerIndex);
        WriteDigest(ref writer, header.ParentRoot);
        WriteDigest(ref writer, header.StateRoot);
        WriteDigest(ref writer, header.BodyRoot);
    }

    private static void WriteExecution(ref SszWriter writer, in ExecutionPayloadHeader header, Fork fork)
    {
        int start = writer.Length;
        WriteDigest(ref writer, header.ParentHash);
        WriteBytes(ref writer, header.FeeRecipient, ExecutionPayloadHeader.AddressSize);
        WriteDigest(ref writer, header.StateRoot);
        WriteDigest(ref writer, header.ReceiptsRoot);
        WriteBytes(ref writer, header.LogsBloom, ExecutionPayloadHeader.LogsBloomSize);
        WriteDigest(ref writer, header.PrevRandao);
        writer.WriteUInt64(header.BlockNumber);
        writer.WriteUInt64(header.GasLimit);
        writer.WriteUInt64(header.GasUsed);
        writer.WriteUInt64(header.Timestamp);
        int extraData = writer.ReserveOffset();
        WriteDigest(ref writer, header.BaseFeePerGas);
        WriteDigest(ref writer, header.BlockHash);
        WriteDigest(ref writer, header.TransactionsRoot);
        WriteDigest(ref writer, header.WithdrawalsRoot);
        if (fork >= Fork.Deneb)
        {
            writer.WriteUInt64(header.BlobGasUsed);
            writer.WriteUInt64(header.ExcessBlobGas);
        }

        writer.FillOffset(extraData, start);
        writer.WriteBytes(header.ExtraData);
    }

    private static void WriteCommittee(ref SszWriter writer, in SyncCommittee committee, in Preset preset)
    {
        WriteBytes(ref writer, committee.PublicKeys, preset.SyncCommitteeSize * G1.CompressedSize);
        WriteBytes(ref writer, committee.AggregatePublicKey, G1.CompressedSize);
    }

    private static void WriteBranch(ref SszWriter writer, Digest[]? branch, ulong generalizedIndex) =>
        writer.WriteBytes(MemoryMarshal.AsBytes(MerkleBranch.Normalize(branch, generalizedIndex).AsSpan()));

    private static void WriteDigest(ref SszWriter writer, in Digest digest) => writer.WriteBytes(Digest.AsBytes(in digest));

    private static void WriteBytes(ref SszWriter writer, byte[]? bytes, int count) => writer.WriteBytes(bytes ?? new byte[count]);
}
