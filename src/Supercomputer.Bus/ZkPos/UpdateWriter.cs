using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.LightClient;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Bus.ZkPos;

/// <summary>Writes an update as the zkPoS guest reads it.</summary>
internal static class UpdateWriter
{
    private const uint BringsNext = 1;
    private const int ExecutionDepth = 4;

    public static void Write(in ConsensusConfig config, HintWriter writer, in LightClientUpdate update, in SyncCommittee signers)
    {
        bool isElectra = IsElectra(config, update.AttestedHeader.Beacon.Slot), bringsNext = LightClientHelpers.IsSyncCommitteeUpdate(update);
        writer.Word(bringsNext ? BringsNext : 0);
        Header(writer, update.AttestedHeader.Beacon);
        Header(writer, update.FinalizedHeader.Beacon);
        writer.Branch(update.FinalityBranch, isElectra ? 7 : 6);
        bool isDeneb = LightClientHelpers.ForkAtSlot(config, update.FinalizedHeader.Beacon.Slot) >= Fork.Deneb;
        ExecutionPayloadHeader execution = update.FinalizedHeader.Execution;
        foreach (Digest root in isDeneb ? ExecutionPayloadHeader.DenebFieldRoots(execution) : ExecutionPayloadHeader.CapellaFieldRoots(execution))
            writer.Node(root);
        writer.Branch(update.FinalizedHeader.ExecutionBranch, ExecutionDepth);
        if (bringsNext)
        {
            writer.Node(SyncCommittee.HashTreeRoot(update.NextSyncCommittee, config.Preset.SyncCommitteeSize));
            writer.Branch(update.NextSyncCommitteeBranch, isElectra ? 6 : 5);
        }

        writer.Number(update.SignatureSlot);
        uint version = config.Forks.ComputeForkVersion(LightClientHelpers.ComputeEpochAtSlot(config, Math.Max(update.SignatureSlot, 1) - 1));
        Digest signingRoot = LightClientHelpers.ComputeSigningRoot(
            update.AttestedHeader.Beacon, LightClientHelpers.ComputeDomain(version, config.GenesisValidatorsRoot));
        new SignatureHints(writer).Write(signers, config.Preset.SyncCommitteeSize, update.SyncAggregate, signingRoot);
    }

    public static void Header(HintWriter writer, in BeaconBlockHeader header)
    {
        writer.Number(header.Slot);
        writer.Number(header.ProposerIndex);
        writer.Node(header.ParentRoot);
        writer.Node(header.StateRoot);
        writer.Node(header.BodyRoot);
    }

    public static bool IsElectra(in ConsensusConfig config, ulong slot) => LightClientHelpers.ForkAtSlot(config, slot) >= Fork.Electra;
}
