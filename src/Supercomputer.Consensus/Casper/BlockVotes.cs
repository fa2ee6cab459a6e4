using System.Text.Json;
using Supercomputer.Consensus.Encoding;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Casper;

/// <summary>The parts of a beacon block, up to Deneb, that justification depends on.</summary>
/// <param name="Slot">The block's slot.</param>
/// <param name="ParentRoot">The root of its parent.</param>
/// <param name="StateRoot">The root of the state after it.</param>
/// <param name="RandaoReveal">The proposer's randomness, 96 bytes.</param>
/// <param name="Attestations">The votes.</param>
public sealed record BlockVotes(ulong Slot, Digest ParentRoot, Digest StateRoot, byte[] RandaoReveal, IReadOnlyList<Attestation> Attestations)
{
    private const int MostAttestations = 128;

    /// <summary>Reads the object under "data" of a block of the beacon REST interface.</summary>
    /// <returns>Null, or the first thing that is missing or malformed.</returns>
    public static string? TryRead(JsonElement data, out BlockVotes? votes)
    {
        JsonFields block = new(data, "block"), message = block.Object("message"), body = message.Object("body");
        JsonFields[] items = body.Objects("attestations", MostAttestations);
        Attestation[] attestations = new Attestation[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            JsonFields vote = items[i].Object("data"), source = vote.Object("source"), target = vote.Object("target");
            attestations[i] = new(items[i].Bytes("aggregation_bits", -1),
                new(vote.Number("slot"), vote.Number("index"), vote.Digest("beacon_block_root"),
                    new(source.Number("epoch"), source.Digest("root")), new(target.Number("epoch"), target.Digest("root"))),
                items[i].Bytes("signature", 96));
            foreach (JsonFields part in (JsonFields[])[items[i], vote, source, target]) body.Adopt(part);
        }

        votes = new(message.Number("slot"), message.Digest("parent_root"), message.Digest("state_root"), body.Bytes("randao_reveal", 96), attestations);
        string? error = message.Error ?? body.Error;
        if (error is not null) votes = null;
        return error;
    }
}
