using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Curves.Bls12381;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives;

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
        Fields fields = new(json, "bootstrap");
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
        Fields fields = new(json, "update");
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

        Fields aggregate = fields.Object("sync_aggregate");
        update.SyncAggregate.SyncCommitteeBits = aggregate.Bytes("sync_committee_bits", preset.SyncCommitteeSize / 8);
        update.SyncAggregate.SyncCommitteeSignature = aggregate.Bytes("sync_committee_signature", G2.CompressedSize);
        fields.Adopt(aggregate);
        update.SignatureSlot = fields.Number("signature_slot");
        return fields.Error;
    }

    private static LightClientHeader Header(ref Fields parent, string name)
    {
        Fields fields = parent.Object(name), beacon = fields.Object("beacon");
        LightClientHeader header = default;
        header.Beacon = new()
        {
            Slot = beacon.Number("slot"),
            ProposerIndex = beacon.Number("proposer_index"),
            ParentRoot = beacon.Digest("parent_root"),
            StateRoot = beacon.Digest("state_root"),
            BodyRoot = beacon.Digest("body_root"),
        };
        fields.Adopt(beacon);
        if (fields.Has("execution"))
        {
            Fields execution = fields.Object("execution");
            header.Execution = Execution(ref execution);
            fields.Adopt(execution);
            header.ExecutionBranch = fields.Branch("execution_branch");
        }

        parent.Adopt(fields);
        return header;
    }

    private static ExecutionPayloadHeader Execution(ref Fields fields) => new()
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

    private static SyncCommittee Committee(ref Fields parent, string name, in Preset preset)
    {
        Fields fields = parent.Object(name);
        SyncCommittee committee = new()
        {
            PublicKeys = fields.Concatenation("pubkeys", preset.SyncCommitteeSize, G1.CompressedSize),
            AggregatePublicKey = fields.Bytes("aggregate_pubkey", G1.CompressedSize),
        };
        parent.Adopt(fields);
        return committee;
    }

    /// <summary>The fields of one object, with the first error.</summary>
    private struct Fields(JsonElement json, string path)
    {
        public string? Error { get; private set; } = json.ValueKind == JsonValueKind.Object ? null : $"{path}: an object expected, actual {json.ValueKind}";

        public void Adopt(Fields part) => Error ??= part.Error;

        public readonly bool Has(string name) => Error is null && json.TryGetProperty(name, out _);

        public readonly Fields Object(string name)
        {
            if (Error is null && json.TryGetProperty(name, out JsonElement part)) return new(part, $"{path}.{name}");
            Fields missing = new(default, $"{path}.{name}");
            missing.Error = $"{path}.{name}: missing";
            return missing;
        }

        public ulong Number(string name)
        {
            if (ulong.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)) return value;
            Error ??= $"{path}.{name}: a decimal number of 64 bits expected";
            return 0;
        }

        public Digest WideNumber(string name)
        {
            byte[] bytes = new byte[Cryptography.Hashing.Digest.Size];
            if (!BigInteger.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger value)
                || !value.TryWriteBytes(bytes, out _, isUnsigned: true))
                Error ??= $"{path}.{name}: a decimal number of 256 bits expected";
            return new(bytes);
        }

        public byte[] Bytes(string name, int count)
        {
            if (!Hex.TryDecode(Text(name), out byte[]? bytes)) Error ??= $"{path}.{name}: hexadecimal digits expected";
            else if (count >= 0 && bytes.Length != count) Error ??= $"{path}.{name}: {count} bytes expected, actual {bytes.Length}";
            return Error is null ? bytes! : [];
        }

        public Digest Digest(string name)
        {
            byte[] bytes = Bytes(name, Cryptography.Hashing.Digest.Size);
            return Error is null ? new(bytes) : default;
        }

        public Digest[] Branch(string name)
        {
            byte[] nodes = Concatenation(name, -1, Cryptography.Hashing.Digest.Size);
            Digest[] branch = new Digest[nodes.Length / Cryptography.Hashing.Digest.Size];
            for (int i = 0; i < branch.Length; i++)
                branch[i] = new(nodes.AsSpan(i * Cryptography.Hashing.Digest.Size, Cryptography.Hashing.Digest.Size));
            return branch;
        }

        /// <summary>An array of equally long byte strings, one after another.</summary>
        public byte[] Concatenation(string name, int count, int size)
        {
            if (Error is not null) return [];
            if (!json.TryGetProperty(name, out JsonElement array) || array.ValueKind != JsonValueKind.Array)
            {
                Error = $"{path}.{name}: an array expected";
                return [];
            }

            int length = array.GetArrayLength();
            if (count >= 0 && length != count) Error = $"{path}.{name}: {count} elements expected, actual {length}";
            byte[] result = new byte[length * size];
            int at = 0;
            foreach (JsonElement element in array.EnumerateArray())
            {
                if (element.ValueKind == JsonValueKind.String && Hex.TryDecode(element.GetString(), out byte[]? bytes) && bytes.Length == size)
                    bytes.CopyTo(result, size * at++);
                else Error ??= $"{path}.{name}[{at}]: {size} bytes in hexadecimal digits expected";
            }

            return Error is null ? result : [];
        }

        private readonly string? Text(string name) =>
            Error is null && json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
