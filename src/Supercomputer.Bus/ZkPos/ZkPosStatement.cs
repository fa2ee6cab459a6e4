using System.Buffers.Binary;
using Supercomputer.Claims;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Bus.ZkPos;

/// <summary>What a proof of the zkPoS guest says: the public input that a verifier makes itself, and the output that it reads.</summary>
public static class ZkPosStatement
{
    private const int Size = 180, Version = 1, ClaimBytes = 384;

    /// <summary>The public input.</summary>
    /// <param name="config">The network.</param>
    /// <param name="chainId">The execution chain's id.</param>
    /// <param name="trust">The checkpoint's root, or the digest of a state that a proof before this one put out.</param>
    /// <param name="trustsState">Whether it is such a digest.</param>
    /// <param name="putsOutState">Whether the proof puts out the digest of the state it leads to.</param>
    public static byte[] PublicInput(in ConsensusConfig config, ulong chainId, in Digest trust, bool trustsState, bool putsOutState)
    {
        byte[] bytes = new byte[Size];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), putsOutState ? 1 : 0);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), chainId);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), (uint)config.Preset.SlotsPerEpoch);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(20), (uint)config.Preset.EpochsPerSyncCommitteePeriod);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), config.Preset.SyncCommitteeSize);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(28), trustsState ? 1 : 0);
        config.GenesisValidatorsRoot.CopyTo(bytes.AsSpan(32));
        trust.CopyTo(bytes.AsSpan(64));
        for (int i = 0; i < ForkSchedule.Count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(96 + (8 * i)), config.Forks.Epoch((Fork)i));
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(152 + (4 * i)), config.Forks.Version((Fork)i));
        }

        return bytes;
    }

    /// <summary>Reads an output: the claim, and the digest of the state where it was asked for.</summary>
    /// <returns>Null, or what is wrong.</returns>
    public static string? TryReadOutput(ReadOnlyMemory<byte> output, bool putsOutState, out FinalizedHeaderClaim claim, out Digest state)
    {
        claim = default;
        state = default;
        int expected = ClaimBytes + (putsOutState ? Digest.Size : 0);
        if (output.Length != expected) return $"a zkPoS output: expected {expected} bytes, actual {output.Length}";
        if (!ClaimEncoding.TryRead(output[..ClaimBytes], out claim, out string? error)) return error;
        if (putsOutState) state = new(output.Span[ClaimBytes..]);
        return null;
    }
}
