using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Configuration;

/// <summary>What distinguishes one network from another.</summary>
/// <param name="Preset">The sizes.</param>
/// <param name="Forks">The forks.</param>
/// <param name="GenesisValidatorsRoot">The root that every signature binds.</param>
public readonly record struct ConsensusConfig(Preset Preset, ForkSchedule Forks, Digest GenesisValidatorsRoot)
{
    /// <summary>Ethereum's mainnet.</summary>
    public static ConsensusConfig Mainnet => new(Preset.Mainnet, ForkSchedule.Mainnet, new(
    [
        0x4b, 0x36, 0x3d, 0xb9, 0x4e, 0x28, 0x61, 0x20, 0xd7, 0x6e, 0xb9, 0x05, 0x34, 0x0f, 0xdd, 0x4e,
        0x54, 0xbf, 0xe9, 0xf0, 0x6b, 0xf3, 0x3f, 0xf6, 0xcf, 0x5a, 0xd2, 0x7f, 0x51, 0x1b, 0xfe, 0x95,
    ]));
}
