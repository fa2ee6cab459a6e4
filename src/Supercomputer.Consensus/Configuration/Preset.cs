namespace Supercomputer.Consensus.Configuration;

/// <summary>The sizes that a preset fixes.</summary>
/// <param name="SlotsPerEpoch">SLOTS_PER_EPOCH.</param>
/// <param name="EpochsPerSyncCommitteePeriod">EPOCHS_PER_SYNC_COMMITTEE_PERIOD.</param>
/// <param name="SyncCommitteeSize">SYNC_COMMITTEE_SIZE, a power of two from 8 on.</param>
/// <remarks>Source: consensus-specs, presets/mainnet and presets/minimal.</remarks>
public readonly record struct Preset(ulong SlotsPerEpoch, ulong EpochsPerSyncCommitteePeriod, int SyncCommitteeSize)
{
    /// <summary>The mainnet preset.</summary>
    public static Preset Mainnet => new(32, 256, 512);

    /// <summary>The minimal preset, for tests and devnets.</summary>
    public static Preset Minimal => new(8, 8, 32);

    /// <summary>UPDATE_TIMEOUT: slots without finality after which a client may force an update.</summary>
    public ulong UpdateTimeout => SlotsPerEpoch * EpochsPerSyncCommitteePeriod;
}
