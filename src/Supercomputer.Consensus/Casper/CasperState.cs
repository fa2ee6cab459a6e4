using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Casper;

/// <summary>The parts of a beacon state that votes, justification and finalization read and change.</summary>
/// <remarks>Source: consensus-specs, capella to fulu, beacon-chain.md, "BeaconState".</remarks>
public sealed class CasperState
{
    /// <summary>Whose rules hold in the state's epoch.</summary>
    public required Configuration.Fork Fork { get; set; }

    /// <summary>genesis_validators_root.</summary>
    public required Digest GenesisValidatorsRoot { get; init; }

    /// <summary>slot.</summary>
    public required ulong Slot { get; set; }

    /// <summary>fork.previous_version, as a big-endian number.</summary>
    public required uint PreviousVersion { get; set; }

    /// <summary>fork.current_version, as a big-endian number.</summary>
    public required uint CurrentVersion { get; set; }

    /// <summary>fork.epoch.</summary>
    public required ulong ForkEpoch { get; set; }

    /// <summary>latest_block_header with the state root that the next slot fills in where it is zero.</summary>
    public required Containers.BeaconBlockHeader LatestBlockHeader { get; set; }

    /// <summary>block_roots.</summary>
    public required Digest[] BlockRoots { get; init; }

    /// <summary>randao_mixes.</summary>
    public required Digest[] RandaoMixes { get; init; }

    /// <summary>validators.</summary>
    public required ValidatorRegistry Validators { get; init; }

    /// <summary>previous_epoch_participation.</summary>
    public required byte[] PreviousEpochParticipation { get; set; }

    /// <summary>current_epoch_participation.</summary>
    public required byte[] CurrentEpochParticipation { get; set; }

    /// <summary>justification_bits: bit 0 is the current epoch.</summary>
    public required int JustificationBits { get; set; }

    /// <summary>previous_justified_checkpoint.</summary>
    public required Checkpoint PreviousJustifiedCheckpoint { get; set; }

    /// <summary>current_justified_checkpoint.</summary>
    public required Checkpoint CurrentJustifiedCheckpoint { get; set; }

    /// <summary>finalized_checkpoint.</summary>
    public required Checkpoint FinalizedCheckpoint { get; set; }

    /// <summary>latest_execution_payload_header: that of the newest block.</summary>
    public required Containers.ExecutionPayloadHeader LatestExecutionPayloadHeader { get; init; }

    /// <summary>The roots of all fields of the state as it was read, in their order: the leaves of its tree.</summary>
    public required IReadOnlyList<Digest> FieldRoots { get; init; }
}
