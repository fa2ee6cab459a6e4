using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Containers;

/// <summary>A beacon header with the execution header that its body commits to.</summary>
/// <remarks>Source: consensus-specs, capella/light-client/sync-protocol.md. Before Capella all but the beacon header is default.</remarks>
public struct LightClientHeader
{
    /// <summary>The beacon header.</summary>
    public BeaconBlockHeader Beacon;

    /// <summary>The execution header.</summary>
    public ExecutionPayloadHeader Execution;

    /// <summary>The branch from the execution header to the body root; null counts as zeros.</summary>
    public Digest[]? ExecutionBranch;

    /// <summary>Whether it is the default header, which stands for "none".</summary>
    public static bool IsDefault(in LightClientHeader header) =>
        BeaconBlockHeader.IsDefault(header.Beacon) && ExecutionPayloadHeader.IsDefault(header.Execution)
        && MerkleBranch.IsZero(header.ExecutionBranch);
}
