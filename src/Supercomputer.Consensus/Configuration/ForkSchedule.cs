namespace Supercomputer.Consensus.Configuration;

/// <summary>From which epoch each fork's rules hold, and the version that signatures bind.</summary>
/// <remarks>Versions are the four bytes read as a big-endian number.</remarks>
public readonly struct ForkSchedule
{
    /// <summary>FAR_FUTURE_EPOCH: never.</summary>
    public const ulong FarFuture = ulong.MaxValue;

    /// <summary>How many forks there are, Phase0 included.</summary>
    public const int Count = (int)Fork.Fulu + 1;

    private readonly ulong[] epochs;
    private readonly uint[] versions;

    /// <summary>Takes the schedule in the order of <see cref="Fork"/>.</summary>
    /// <param name="versions">GENESIS_FORK_VERSION, ALTAIR_FORK_VERSION, ...</param>
    /// <param name="epochs">0, ALTAIR_FORK_EPOCH, ...; never decreasing.</param>
    public ForkSchedule(ReadOnlySpan<uint> versions, ReadOnlySpan<ulong> epochs)
    {
        if (versions.Length != Count || epochs.Length != Count)
            throw new ArgumentException($"a schedule has {Count} forks, not {versions.Length} versions and {epochs.Length} epochs", nameof(versions));
        for (int i = 1; i < Count; i++)
            if (epochs[i] < epochs[i - 1]) throw new ArgumentException($"{(Fork)i} is before {(Fork)(i - 1)}", nameof(epochs));
        this.versions = versions.ToArray();
        this.epochs = epochs.ToArray();
    }

    /// <summary>Mainnet's schedule to Fulu.</summary>
    /// <remarks>Source: consensus-specs, configs/mainnet.yaml.</remarks>
    public static ForkSchedule Mainnet => new(
        [0x00000000, 0x01000000, 0x02000000, 0x03000000, 0x04000000, 0x05000000, 0x06000000],
        [0, 74240, 144896, 194048, 269568, 364032, 411392]);

    /// <summary>The first epoch of a fork.</summary>
    public ulong Epoch(Fork fork) => epochs[(int)fork];

    /// <summary>The version of a fork.</summary>
    public uint Version(Fork fork) => versions[(int)fork];

    /// <summary>The fork whose rules hold in an epoch.</summary>
    public Fork ForkAt(ulong epoch)
    {
        int fork = 0;
        for (int i = 1; i < Count; i++)
            if (epoch >= epochs[i] && epochs[i] != FarFuture) fork = i;
        return (Fork)fork;
    }

    /// <summary>compute_fork_version.</summary>
    public uint ComputeForkVersion(ulong epoch) => versions[(int)ForkAt(epoch)];
}
