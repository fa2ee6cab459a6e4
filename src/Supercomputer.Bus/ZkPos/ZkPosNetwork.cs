using Supercomputer.Consensus.Configuration;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Bus.ZkPos;

/// <summary>A beacon chain and its execution chain, as a verifier of zkPoS proofs knows them.</summary>
/// <param name="Config">The rules.</param>
/// <param name="ChainId">The execution chain's id.</param>
public sealed record ZkPosNetwork(ConsensusConfig Config, ulong ChainId)
{
    /// <summary>Ethereum's mainnet.</summary>
    public static ZkPosNetwork Mainnet { get; } = new(ConsensusConfig.Mainnet, 1);

    /// <summary>The public input of a proof.</summary>
    /// <param name="trust">The checkpoint's root, or the digest of a state that a proof before this one put out.</param>
    /// <param name="trustsState">Whether it is such a digest.</param>
    /// <param name="putsOutState">Whether the proof puts out the digest of the state it leads to.</param>
    public byte[] PublicInput(in Digest trust, bool trustsState, bool putsOutState) =>
        ZkPosStatement.PublicInput(Config, ChainId, trust, trustsState, putsOutState);
}
