using Supercomputer.Bus.ZkPos;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Cli.Commands;

/// <summary>What a finality proof is made of.</summary>
/// <param name="Network">The chain.</param>
/// <param name="Checkpoint">The root of the trusted block.</param>
/// <param name="Bootstrap">Its header and committee.</param>
/// <param name="Proved">The updates that a proof before this one proves.</param>
/// <param name="Updates">The updates to prove.</param>
internal sealed record FinalizedInputs(
    ZkPosNetwork Network, Digest Checkpoint, LightClientBootstrap Bootstrap, LightClientUpdate[] Proved, LightClientUpdate[] Updates);
