using Supercomputer.Claims;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;
using Supercomputer.Primitives.Rlp;
using Supercomputer.Proofs;

namespace Supercomputer.Bus.History;

/// <summary>Any block of mainnet since Capella, connected with the beacon state's <c>historical_summaries</c>.</summary>
/// <remarks>
/// Statement: the header's hash lies in the beacon block B of slot s, B lies at s mod 8192 under
/// historical_summaries[(s - first slot of Capella) / 8192].block_summary_root. Soundness: the caller believes the summaries; a proof that rests on
/// a finalized block instead is made of <see cref="AncestorInputs"/>. Source: consensus-specs, capella/beacon-chain.md, HistoricalSummary.
/// </remarks>
public static class HistoricalHeader
{
    private const ulong SlotsPerPeriod = 8192, CapellaSlot = 194048 * 32;
    private const int SummaryBytes = 64, MostHeaderFields = 32;
    private const ulong BodyIndex = 4, PayloadIndex = 9, BlockHashIndex = 12;

    /// <summary>The header as a claim that rests on the summaries alone, or the check that failed. Never throws on any bytes.</summary>
    /// <param name="headerWithProof">Header and proof.</param>
    /// <param name="summaries">The summaries' SSZ: for each period the root of its blocks and the root of its states.</param>
    /// <param name="claim">The claim; the words about genesis and checkpoint are zero.</param>
    public static VerificationError? Check(ReadOnlyMemory<byte> headerWithProof, ReadOnlySpan<byte> summaries, out FinalizedHeaderClaim claim)
    {
        claim = default;
        if (!HeaderWithProof.Read(headerWithProof).TryGet(out HeaderWithProof? read, out VerificationError? error)) return error;
        if (read.Slot is not { } slot || slot < CapellaSlot)
            return new("slot", $"{CapellaSlot} or later: summaries begin with Capella", read.Slot is null ? "a block before the merge" : $"{read.Slot}");
        ulong period = (slot - CapellaSlot) / SlotsPerPeriod;
        if (period >= (ulong)(summaries.Length / SummaryBytes)) return new("summaries", $"more than {period} periods, for slot {slot}", $"{summaries.Length / SummaryBytes}");

        Digest beaconRoot = read.BeaconRoot, blockHash = Keccak256.Hash(read.Header.Span), periodRoot = new(summaries.Slice((int)period * SummaryBytes, Digest.Size));
        ulong index = ((((BodyIndex << 4) | PayloadIndex) << read.PayloadLevels) | BlockHashIndex);
        if (!SszMerkle.IsValidMerkleBranch(blockHash, read.BlockBranch, index, beaconRoot))
            return new("execution block proof", $"a branch from block hash 0x{blockHash} to beacon block 0x{beaconRoot}", "another root");
        if (!SszMerkle.IsValidMerkleBranch(beaconRoot, read.PeriodBranch, slot % SlotsPerPeriod, periodRoot))
            return new("beacon block proof", $"a branch from beacon block 0x{beaconRoot} to summary {period}, 0x{periodRoot}", "another root");
        return Read(read.Header, blockHash, slot, beaconRoot, out claim);
    }

    private static VerificationError? Read(ReadOnlyMemory<byte> header, Digest blockHash, ulong slot, Digest beaconRoot, out FinalizedHeaderClaim claim)
    {
        claim = default;
        if (!RlpItem.TryRead(header, out RlpItem list, out string? error) || !list.TryGetItems(MostHeaderFields, out RlpItem[]? fields, out error))
            return new("header", "the RLP of a header", error);
        if (fields.Length < 15 || fields[3..6].Any(root => root.IsList || root.Payload.Length != Digest.Size)
            || !fields[8].TryGetUInt64(out ulong number) || !fields[11].TryGetUInt64(out ulong timestamp))
            return new("header", "the fields of a header", $"{fields.Length} others");
        claim = new(
            1, default, default, slot, beaconRoot, number, blockHash, new(fields[3].Payload.Span), new(fields[5].Payload.Span),
            new(fields[4].Payload.Span), timestamp);
        return null;
    }
}
