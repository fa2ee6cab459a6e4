using System.Buffers.Binary;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.Encoding;
using Supercomputer.Consensus.States;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives.Ssz;

namespace Supercomputer.Consensus.Casper;

/// <summary>Reads a BeaconState of Capella to Fulu, and makes its root: what is read is then bound to a header.</summary>
/// <remarks>Cost of the root with n validators: about 9.6 n compressions. Source: consensus-specs, capella to fulu, beacon-chain.md, "BeaconState".</remarks>
public static class CasperStateSsz
{
    private const int JustificationBitsLength = 4;

    /// <summary>Reads a state.</summary>
    /// <param name="bytes">The encoding.</param>
    /// <param name="config">The network: which fork the state's slot is of, and its sizes.</param>
    /// <param name="state">The parts that justification needs.</param>
    /// <param name="root">hash_tree_root of the whole state.</param>
    /// <returns>Null, or what is wrong. Never throws on any bytes.</returns>
    public static string? TryRead(ReadOnlySpan<byte> bytes, in ConsensusConfig config, out CasperState? state, out Digest root)
    {
        state = null;
        root = default;
        if (BeaconStateParts.TryRead(bytes, config, out BeaconStateParts parts) is { } wrong) return wrong;
        if (Check(parts, config, out ExecutionPayloadHeader execution) is { } refused) return $"a beacon state of {parts.Fork}: {refused}";
        state = ToState(parts, execution);
        root = parts.Root;
        return null;
    }

    /// <summary>What the places of the fields do not say.</summary>
    private static string? Check(in BeaconStateParts parts, in ConsensusConfig config, out ExecutionPayloadHeader execution)
    {
        SszError error = LightClientSsz.ReadExecution(parts[BeaconStateField.LatestExecutionPayloadHeader], parts.Fork, out execution);
        if (error.IsError) return $"latest_execution_payload_header: {error}";
        int validators = parts[BeaconStateField.Validators].Length / ValidatorRegistry.ValidatorSize;
        foreach (BeaconStateField field in (BeaconStateField[])[BeaconStateField.PreviousEpochParticipation, BeaconStateField.CurrentEpochParticipation])
            if (parts[field].Length != validators) return $"{field}: expected flags of {validators} validators, actual {parts[field].Length}";
        int bits = parts[BeaconStateField.JustificationBits][0];
        if (bits >> JustificationBitsLength != 0) return $"justification_bits: expected {JustificationBitsLength} bits, actual {bits}";
        uint version = CurrentVersion(parts), expected = config.Forks.Version(parts.Fork);
        return version == expected ? null : $"fork.current_version: expected 0x{expected:x8}, actual 0x{version:x8}: another network's state, or rules newer than {parts.Fork}'s";
    }

    private static CasperState ToState(in BeaconStateParts parts, in ExecutionPayloadHeader execution) => new()
    {
        Fork = parts.Fork,
        GenesisValidatorsRoot = new(parts[BeaconStateField.GenesisValidatorsRoot]),
        Slot = parts.Number(BeaconStateField.Slot),
        PreviousVersion = BinaryPrimitives.ReadUInt32BigEndian(parts[BeaconStateField.Fork]),
        CurrentVersion = CurrentVersion(parts),
        ForkEpoch = BinaryPrimitives.ReadUInt64LittleEndian(parts[BeaconStateField.Fork][8..]),
        LatestBlockHeader = Header(parts[BeaconStateField.LatestBlockHeader]),
        BlockRoots = parts.Digests(BeaconStateField.BlockRoots),
        RandaoMixes = parts.Digests(BeaconStateField.RandaoMixes),
        Validators = new(parts[BeaconStateField.Validators].ToArray()),
        PreviousEpochParticipation = parts[BeaconStateField.PreviousEpochParticipation].ToArray(),
        CurrentEpochParticipation = parts[BeaconStateField.CurrentEpochParticipation].ToArray(),
        JustificationBits = parts[BeaconStateField.JustificationBits][0],
        PreviousJustifiedCheckpoint = ToCheckpoint(parts[BeaconStateField.PreviousJustifiedCheckpoint]),
        CurrentJustifiedCheckpoint = ToCheckpoint(parts[BeaconStateField.CurrentJustifiedCheckpoint]),
        FinalizedCheckpoint = ToCheckpoint(parts[BeaconStateField.FinalizedCheckpoint]),
        LatestExecutionPayloadHeader = execution,
        FieldRoots = parts.FieldRoots,
    };

    private static uint CurrentVersion(in BeaconStateParts parts) => BinaryPrimitives.ReadUInt32BigEndian(parts[BeaconStateField.Fork][4..]);

    private static BeaconBlockHeader Header(ReadOnlySpan<byte> header) => new()
    {
        Slot = BinaryPrimitives.ReadUInt64LittleEndian(header),
        ProposerIndex = BinaryPrimitives.ReadUInt64LittleEndian(header[8..]),
        ParentRoot = new(header.Slice(16, 32)),
        StateRoot = new(header.Slice(48, 32)),
        BodyRoot = new(header.Slice(80, 32)),
    };

    private static Checkpoint ToCheckpoint(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt64LittleEndian(bytes), new(bytes[8..]));
}
