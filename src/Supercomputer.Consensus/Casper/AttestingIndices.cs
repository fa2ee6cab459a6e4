using Supercomputer.Primitives.Ssz;

namespace Supercomputer.Consensus.Casper;

/// <summary>Whose votes an attestation holds.</summary>
/// <remarks>Source: consensus-specs, phase0/beacon-chain.md and electra/beacon-chain.md, "get_attesting_indices" and the checks on bits of "process_attestation".</remarks>
public static class AttestingIndices
{
    /// <summary>get_attesting_indices, in the form that the attestation has.</summary>
    /// <param name="attestation">The attestation; its slot is of the committees' epoch.</param>
    /// <param name="committees">The committees.</param>
    /// <param name="voters">Whose bits are set, in the order of the bits.</param>
    public static VoteFault Of(Attestation attestation, Committees committees, out int[] voters)
    {
        voters = [];
        VoteFault fault = GetCommitteeIndices(attestation, committees.CommitteesPerSlot, out List<int> indices);
        if (fault != VoteFault.None) return fault;
        ulong slot = attestation.Data.Slot;
        int members = indices.Sum(index => committees.GetBeaconCommittee(slot, index).Length);
        int limit = CasperPreset.MaxValidatorsPerCommittee * (attestation.CommitteeBits is { } named ? 8 * named.Length : 1);
        if (SszReader.ReadBitlistLength(attestation.AggregationBits, limit, out int bits).IsError || bits != members) return VoteFault.WrongBitCount;
        List<int> set = [];
        int offset = 0;
        foreach (int index in indices)
        {
            int before = set.Count;
            foreach (int member in committees.GetBeaconCommittee(slot, index))
                if (IsSet(attestation.AggregationBits, offset++)) set.Add(member);
            if (set.Count == before && attestation.CommitteeBits is not null) return VoteFault.CommitteeWithoutVoter;
        }

        voters = [.. set];
        return voters.Length > 0 ? VoteFault.None : VoteFault.NoVoters;
    }

    /// <summary>All members of an attestation's committees, in the order of its bits; none where there is no such committee.</summary>
    internal static int[] Members(Attestation attestation, Committees committees)
    {
        if (GetCommitteeIndices(attestation, committees.CommitteesPerSlot, out List<int> indices) != VoteFault.None) return [];
        return [.. indices.SelectMany(index => committees.GetBeaconCommittee(attestation.Data.Slot, index).ToArray())];
    }

    /// <summary>get_committee_indices of Electra's form; the data's index in the form before it.</summary>
    private static VoteFault GetCommitteeIndices(Attestation attestation, int committeesPerSlot, out List<int> indices)
    {
        indices = [];
        if (attestation.CommitteeBits is not { } bits)
        {
            if (attestation.Data.Index >= (ulong)committeesPerSlot) return VoteFault.NoSuchCommittee;
            indices.Add((int)attestation.Data.Index);
            return VoteFault.None;
        }

        if (attestation.Data.Index != 0) return VoteFault.IndexNotZero;
        for (int i = 0; i < 8 * bits.Length; i++)
            if (IsSet(bits, i)) indices.Add(i);
        return indices.Exists(index => index >= committeesPerSlot) ? VoteFault.NoSuchCommittee : VoteFault.None;
    }

    private static bool IsSet(byte[] bits, int index) => (bits[index / 8] >> (index % 8) & 1) != 0;
}
