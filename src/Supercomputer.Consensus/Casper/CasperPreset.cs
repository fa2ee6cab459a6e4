using Supercomputer.Consensus.Configuration;

namespace Supercomputer.Consensus.Casper;

/// <summary>The sizes of a preset that committees, votes and states have.</summary>
/// <param name="Sizes">What light clients need of it.</param>
/// <param name="MaxCommitteesPerSlot">MAX_COMMITTEES_PER_SLOT.</param>
/// <param name="TargetCommitteeSize">TARGET_COMMITTEE_SIZE.</param>
/// <param name="ShuffleRoundCount">SHUFFLE_ROUND_COUNT.</param>
/// <param name="SlotsPerHistoricalRoot">SLOTS_PER_HISTORICAL_ROOT.</param>
/// <param name="EpochsPerHistoricalVector">EPOCHS_PER_HISTORICAL_VECTOR.</param>
/// <param name="EpochsPerSlashingsVector">EPOCHS_PER_SLASHINGS_VECTOR.</param>
/// <param name="EpochsPerEth1VotingPeriod">EPOCHS_PER_ETH1_VOTING_PERIOD.</param>
/// <remarks>Source: consensus-specs, presets/mainnet and presets/minimal, phase0.yaml.</remarks>
public sealed record CasperPreset(
    Preset Sizes, int MaxCommitteesPerSlot, int TargetCommitteeSize, int ShuffleRoundCount,
    int SlotsPerHistoricalRoot, int EpochsPerHistoricalVector, int EpochsPerSlashingsVector, int EpochsPerEth1VotingPeriod)
{
    /// <summary>MAX_VALIDATORS_PER_COMMITTEE.</summary>
    public const int MaxValidatorsPerCommittee = 2048;

    /// <summary>MAX_ATTESTATIONS, until Deneb.</summary>
    public const int MaxAttestations = 128;

    /// <summary>MAX_ATTESTATIONS_ELECTRA.</summary>
    public const int MaxAttestationsElectra = 8;

    /// <summary>MIN_SEED_LOOKAHEAD.</summary>
    public const ulong MinSeedLookahead = 1;

    /// <summary>MIN_ATTESTATION_INCLUSION_DELAY.</summary>
    public const ulong MinAttestationInclusionDelay = 1;

    /// <summary>EFFECTIVE_BALANCE_INCREMENT.</summary>
    public const ulong EffectiveBalanceIncrement = 1_000_000_000;

    /// <summary>The mainnet preset.</summary>
    public static CasperPreset Mainnet { get; } = new(Preset.Mainnet, 64, 128, 90, 8192, 65536, 8192, 64);

    /// <summary>The minimal preset.</summary>
    public static CasperPreset Minimal { get; } = new(Preset.Minimal, 4, 4, 10, 64, 64, 64, 4);

    /// <summary>Bytes of an attestation's committee_bits, from Electra on.</summary>
    public int CommitteeBitsSize => (MaxCommitteesPerSlot + 7) / 8;

    /// <summary>SLOTS_PER_EPOCH.</summary>
    public ulong SlotsPerEpoch => Sizes.SlotsPerEpoch;

    /// <summary>The preset with these sizes of light clients; null where there is none.</summary>
    public static CasperPreset? Of(in Preset sizes) => sizes == Mainnet.Sizes ? Mainnet : sizes == Minimal.Sizes ? Minimal : null;

    /// <summary>The epoch of which a block of a slot may be the checkpoint: the first that begins at the slot or after it.</summary>
    /// <remarks>Where the first slot of an epoch is empty, the newest block before it is the epoch's checkpoint.</remarks>
    public ulong ComputeCheckpointEpoch(ulong slot) => slot / SlotsPerEpoch + (slot % SlotsPerEpoch == 0 ? 0UL : 1);

    /// <summary>compute_epoch_at_slot.</summary>
    public ulong ComputeEpochAtSlot(ulong slot) => slot / SlotsPerEpoch;

    /// <summary>compute_start_slot_at_epoch.</summary>
    public ulong ComputeStartSlotAtEpoch(ulong epoch) => epoch * SlotsPerEpoch;
}
