using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Curves.Bls12381;

namespace Supercomputer.Consensus.LightClient;

/// <summary>Checks that arrays have the lengths of the preset, whoever filled them, so that the rules need not look again.</summary>
internal static class LightClientShapes
{
    /// <summary>The first array of an update that is too long or too short.</summary>
    public static LightClientError Check(in ConsensusConfig config, in LightClientUpdate update)
    {
        LightClientError error = Check(update.AttestedHeader);
        if (!error.IsError) error = Check(update.FinalizedHeader);
        if (!error.IsError) error = Check(config, update.NextSyncCommittee, isOptional: true);
        if (!error.IsError) error = Length(update.SyncAggregate.SyncCommitteeBits, config.Preset.SyncCommitteeSize / 8, isOptional: false);
        if (!error.IsError) error = Length(update.SyncAggregate.SyncCommitteeSignature, G2.CompressedSize, isOptional: false);
        return error;
    }

    /// <summary>The first array of a bootstrap that is too long or too short.</summary>
    public static LightClientError Check(in ConsensusConfig config, in LightClientBootstrap bootstrap)
    {
        LightClientError error = Check(bootstrap.Header);
        return error.IsError ? error : Check(config, bootstrap.CurrentSyncCommittee, isOptional: false);
    }

    private static LightClientError Check(in LightClientHeader header)
    {
        LightClientError error = Length(header.Execution.FeeRecipient, ExecutionPayloadHeader.AddressSize, isOptional: true);
        if (!error.IsError) error = Length(header.Execution.LogsBloom, ExecutionPayloadHeader.LogsBloomSize, isOptional: true);
        int extra = header.Execution.ExtraData.AsSpan().Length;
        return error.IsError || extra <= ExecutionPayloadHeader.MaxExtraDataSize
            ? error
            : new(LightClientFault.WrongShape, ExecutionPayloadHeader.MaxExtraDataSize, (ulong)extra);
    }

    private static LightClientError Check(in ConsensusConfig config, in SyncCommittee committee, bool isOptional)
    {
        LightClientError error = Length(committee.PublicKeys, config.Preset.SyncCommitteeSize * G1.CompressedSize, isOptional);
        return error.IsError ? error : Length(committee.AggregatePublicKey, G1.CompressedSize, isOptional);
    }

    private static LightClientError Length(byte[]? array, int expected, bool isOptional)
    {
        int actual = array.AsSpan().Length;
        return actual == expected || (isOptional && array is null) ? default : new(LightClientFault.WrongShape, (ulong)expected, (ulong)actual);
    }
}
