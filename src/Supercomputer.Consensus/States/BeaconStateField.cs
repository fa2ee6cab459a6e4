namespace Supercomputer.Consensus.States;

/// <summary>The places of fields of BeaconState that are read; they are the same from Capella to Fulu.</summary>
internal enum BeaconStateField
{
    GenesisValidatorsRoot = 1,
    Slot = 2,
    Fork = 3,
    LatestBlockHeader = 4,
    BlockRoots = BeaconStateHistory.BlockRootsField,
    HistoricalRoots = BeaconStateHistory.HistoricalRootsField,
    Validators = 11,
    RandaoMixes = 13,
    PreviousEpochParticipation = 15,
    CurrentEpochParticipation = 16,
    JustificationBits = 17,
    PreviousJustifiedCheckpoint = 18,
    CurrentJustifiedCheckpoint = 19,
    FinalizedCheckpoint = 20,
    LatestExecutionPayloadHeader = 24,
    HistoricalSummaries = BeaconStateHistory.HistoricalSummariesField,
}
