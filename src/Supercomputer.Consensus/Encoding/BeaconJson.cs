using System.Text.Json;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Curves.Bls12381;

namespace Supercomputer.Consensus.Encoding;

/// <summary>Reads light client data as the beacon REST interface gives it: JSON with decimal and hexadecimal strings.</summary>
/// <remarks>
/// Errors: the first thing that is missing or malformed, by its path; nothing throws. Null means that all is well.
/// Source: ethereum/beacon-APIs, types/altair and types/capella, light client.
/// </remarks>
public static class BeaconJson
{
    /// <summary>Reads the object under "data" of a bootstrap.</summary>
    public static string? TryReadBootstrap(JsonElement json, in Preset preset, out LightClientBootstrap bootstrap)
    {
        JsonFields fields = new(json, "bootstrap");
        bootstrap = new LightClientBootstrap
        {
            Header = Header(ref fields, "header"),
            CurrentSyncCommittee = Committee(ref fields, "current_sync_committee", preset),
            CurrentSyncCommitteeBranch = fields.Branch("current_sync_committee_branch"),
        };
        return fields.Error;
    }

    /// <summary>Reads the object under "data" of an update; the parts that a finality or optimistic update lacks are default.</summary>
    public static string? TryReadUpdate(JsonElement json, in Preset preset, out LightClientUpdate update)
    {
        JsonFields fields = new(json, "update");
        update = new LightClientUpdate { AttestedHeader = Header(ref fields, "attested_header") };
        if (fields.Has("next_sync_committee"))
        {
            update.NextSyncCommittee = Committee(ref fields, "next_sync_committee", preset);
            update.NextSyncCommitteeBranch = fields.Branch("next_sync_committee_branch");
        }

        if (fields.Has("finalized_header"))
        {
            update.FinalizedHeader = Header(ref fields, "finalized_header");
            update.FinalityBranch = fields.Branch("finality_branch");
        }

        JsonFields aggregate = fields.Object("sync_aggregate");
        update.SyncAggregate.SyncCommitteeBits = aggregate.Bytes("sync_committee_bits", preset.SyncCommitteeSize / 8);
        update.SyncAggregate.SyncCommitteeSignature = aggregate.Bytes("sync_committee_signature", G2.CompressedSize);
        fields.Adopt(aggregate);
        update.SignatureSlot = fields.Number("signature_slot");
        return fields.Error;
    }

    /// <summary>Reads the fields of a BeaconBlockHeader.</summary>
    internal static BeaconBlockHeader ReadBeaconHeader(ref JsonFields fields) => new()
    {
        Slot = fields.Number("slot"),
        ProposerIndex = fields.Number("proposer_index"),
        ParentRoot = fields.Digest("parent_root"),
        StateRoot = fields.Digest("state_root"),
        BodyRoot = fields.Digest("body_root"),
    };

    private static LightClientHeader Header(ref JsonFields parent, string name)
    {
        JsonFields fields = parent.Object(name), beacon = fields.Object("beacon");
        LightClientHeader header = default;
        header.Beacon = ReadBeaconHeader(ref beacon);
        fields.Adopt(beacon);
        if (fields.Has("execution"))
        {
            JsonFields execution = fields.Object("execution");
            header.Execution = Execution(ref execution);
            fields.Adopt(execution);
            header.ExecutionBranch = fields.Branch("execution_branch");
        }

        parent.Adopt(fields);
        return header;
    }

    private static ExecutionPayloadHeader Execution(ref JsonFields fields) => new()
    {
        ParentHash = fields.Digest("parent_hash"),
        FeeRecipient = fields.Bytes("fee_recipient", ExecutionPayloadHeader.AddressSize),
        StateRoot = fields.Digest("state_root"),
        ReceiptsRoot = fields.Digest("receipts_root"),
        LogsBloom = fields.Bytes("logs_bloom", ExecutionPayloadHeader.LogsBloomSize),
        PrevRandao = fields.Digest("prev_randao"),
        BlockNumber = fields.Number("block_number"),
        GasLimit = fields.Number("gas_limit"),
        GasUsed = fields.Number("gas_used"),
        Timestamp = fields.Number("timestamp"),
        ExtraData = fields.Bytes("extra_data", -1),
        BaseFeePerGas = fields.WideNumber("base_fee_per_gas"),
        BlockHash = fields.Digest("block_hash"),
        TransactionsRoot = fields.Digest("transactions_root"),
        WithdrawalsRoot = fields.Digest("withdrawals_root"),
        BlobGasUsed = fields.Has("blob_gas_used") ? fields.Number("blob_gas_used") : 0,
        ExcessBlobGas = fields.Has("excess_blob_gas") ? fields.Number("excess_blob_gas") : 0,
    };

    private static SyncCommittee Committee(ref JsonFields parent, string name, in Preset preset)
    {
        JsonFields fields = parent.Object(name);
        SyncCommittee committee = new()
        {
            PublicKeys = fields.Concatenation("pubkeys", preset.SyncCommitteeSize, G1.CompressedSize),
            AggregatePublicKey = fields.Bytes("aggregate_pubkey", G1.CompressedSize),
        };
        parent.Adopt(fields);
        return committee;
    }
}
