using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Casper;

/// <summary>The committees of an epoch: the shuffled active validators, cut into equal parts.</summary>
/// <remarks>Source: consensus-specs, phase0/beacon-chain.md, "get_beacon_committee" and "compute_committee".</remarks>
public sealed class Committees
{
    private readonly int[] shuffled;
    private readonly ulong slotsPerEpoch;

    /// <summary>Shuffles the active validators of an epoch.</summary>
    /// <param name="registry">The validators.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="seed">get_seed for attesters.</param>
    /// <param name="preset">The sizes.</param>
    public Committees(ValidatorRegistry registry, ulong epoch, in Digest seed, CasperPreset preset)
    {
        Epoch = epoch;
        shuffled = registry.GetActiveValidatorIndices(epoch);
        slotsPerEpoch = preset.SlotsPerEpoch;
        CommitteesPerSlot = Math.Clamp(shuffled.Length / (int)slotsPerEpoch / preset.TargetCommitteeSize, 1, preset.MaxCommitteesPerSlot);
        Shuffling.ShuffleList(shuffled, seed, preset.ShuffleRoundCount);
    }

    /// <summary>The epoch.</summary>
    public ulong Epoch { get; }

    /// <summary>get_committee_count_per_slot.</summary>
    public int CommitteesPerSlot { get; }

    /// <summary>get_beacon_committee.</summary>
    /// <param name="slot">A slot of the epoch.</param>
    /// <param name="index">Below the number of committees.</param>
    public ReadOnlySpan<int> GetBeaconCommittee(ulong slot, int index)
    {
        if (slot / slotsPerEpoch != Epoch) throw new ArgumentOutOfRangeException(nameof(slot), $"a slot of epoch {Epoch} expected, actual {slot}");
        if ((uint)index >= (uint)CommitteesPerSlot) throw new ArgumentOutOfRangeException(nameof(index), $"a committee below {CommitteesPerSlot} expected, actual {index}");
        long committees = CommitteesPerSlot * (long)slotsPerEpoch, at = (long)(slot % slotsPerEpoch) * CommitteesPerSlot + index;
        int start = (int)(shuffled.Length * at / committees), end = (int)(shuffled.Length * (at + 1) / committees);
        return shuffled.AsSpan(start, end - start);
    }
}
