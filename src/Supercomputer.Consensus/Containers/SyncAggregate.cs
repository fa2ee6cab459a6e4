using System.Numerics;

namespace Supercomputer.Consensus.Containers;

/// <summary>Which members signed, and the sum of their signatures.</summary>
/// <remarks>Source: consensus-specs, altair/beacon-chain.md, "SyncAggregate".</remarks>
public struct SyncAggregate
{
    /// <summary>One bit a member, the lowest bit of a byte first.</summary>
    public byte[]? SyncCommitteeBits;

    /// <summary>The compressed signature, 96 bytes.</summary>
    public byte[]? SyncCommitteeSignature;

    /// <summary>How many members signed.</summary>
    public static int CountParticipants(in SyncAggregate aggregate)
    {
        int count = 0;
        foreach (byte bits in aggregate.SyncCommitteeBits.AsSpan()) count += BitOperations.PopCount(bits);
        return count;
    }

    /// <summary>Whether a member signed.</summary>
    public static bool IsParticipant(in SyncAggregate aggregate, int member) =>
        (aggregate.SyncCommitteeBits.AsSpan()[member / 8] >> (member % 8) & 1) != 0;
}
