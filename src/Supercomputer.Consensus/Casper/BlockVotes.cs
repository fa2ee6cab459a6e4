using System.Text.Json;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Encoding;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Casper;

/// <summary>The parts of a beacon block, Capella to Fulu, that justification depends on.</summary>
/// <param name="Slot">The block's slot.</param>
/// <param name="ParentRoot">The root of its parent.</param>
/// <param name="StateRoot">The root of the state after it.</param>
/// <param name="RandaoReveal">The proposer's randomness, 96 bytes.</param>
/// <param name="Attestations">The votes.</param>
public sealed record BlockVotes(ulong Slot, Digest ParentRoot, Digest StateRoot, byte[] RandaoReveal, IReadOnlyList<Attestation> Attestations)
{
    /// <summary>Reads the object under "data" of a block of the beacon REST interface, in the form of its slot's fork.</summary>
    /// <param name="data">The object.</param>
    /// <param name="config">The network: its forks and sizes.</param>
    /// <param name="votes">The votes, where they are good.</param>
    /// <returns>Null, or the first thing that is missing or malformed.</returns>
    public static string? TryRead(JsonElement data, in ConsensusConfig config, out BlockVotes? votes)
    {
        votes = null;
        if (CasperPreset.Of(config.Preset) is not { } preset) return "a block's votes: expected a network of the mainnet or minimal preset, actual another";
        JsonFields block = new(data, "block"), message = block.Object("message"), body = message.Object("body");
        ulong slot = message.Number("slot");
        bool isElectra = config.Forks.ForkAt(preset.ComputeEpochAtSlot(slot)) >= Fork.Electra;
        JsonFields[] items = body.Objects("attestations", isElectra ? CasperPreset.MaxAttestationsElectra : CasperPreset.MaxAttestations);
        Attestation[] attestations = new Attestation[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            attestations[i] = Read(ref items[i], preset, isElectra);
            body.Adopt(items[i]);
        }

        BlockVotes read = new(slot, message.Digest("parent_root"), message.Digest("state_root"), body.Bytes("randao_reveal", 96), attestations);
        string? error = message.Error ?? body.Error;
        if (error is null) votes = read;
        return error;
    }

    private static Attestation Read(ref JsonFields item, CasperPreset preset, bool isElectra)
    {
        JsonFields vote = item.Object("data"), source = vote.Object("source"), target = vote.Object("target");
        AttestationData data = new(vote.Number("slot"), vote.Number("index"), vote.Digest("beacon_block_root"), Read(ref source), Read(ref target));
        byte[]? committees = isElectra ? item.Bytes("committee_bits", preset.CommitteeBitsSize) : null;
        if (committees is [.., var top] && preset.MaxCommitteesPerSlot % 8 != 0 && top >> (preset.MaxCommitteesPerSlot % 8) != 0)
            item.Refuse($".committee_bits: bits of {preset.MaxCommitteesPerSlot} committees expected, actual more");
        if (!isElectra && item.Has("committee_bits")) item.Refuse(".committee_bits: none expected before Electra");
        Attestation attestation = new(item.Bytes("aggregation_bits", -1), data, item.Bytes("signature", 96), committees);
        foreach (JsonFields part in (JsonFields[])[vote, source, target]) item.Adopt(part);
        return attestation;
    }

    private static Checkpoint Read(ref JsonFields checkpoint) => new(checkpoint.Number("epoch"), checkpoint.Digest("root"));
}
