using Supercomputer.Consensus.Casper;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.Encoding;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.States;

/// <summary>The fields of BeaconState, Capella to Fulu, in their order.</summary>
/// <remarks>Source: consensus-specs, capella, deneb, electra and fulu, beacon-chain.md, "BeaconState".</remarks>
internal static class BeaconStateFields
{
    private const long RegistryLimit = 1L << 40, HistoryLimit = 1L << 24, PendingDepositsLimit = 1L << 27;
    private const int Balance = 8, Key = 48, MostExecutionBytes = 4096;

    /// <summary>The shapes of a fork's fields.</summary>
    public static SszShape[] Of(Fork fork, CasperPreset preset)
    {
        SszShape number = SszShape.UInt64, root = SszShape.Bytes32, checkpoint = SszShape.Container(number, root);
        SszShape eth1 = SszShape.Container(root, number, root), header = SszShape.Container(number, number, root, root, root);
        SszShape roots = SszShape.Bytes(Digest.Size * preset.SlotsPerHistoricalRoot), participation = SszShape.PackedList(1, RegistryLimit);
        SszShape keys = SszShape.Vector(SszShape.Bytes(Key), preset.Sizes.SyncCommitteeSize), committee = SszShape.Container(keys, SszShape.Bytes(Key));
        List<SszShape> fields =
        [
            number, root, number, SszShape.Container(SszShape.Bytes(4), SszShape.Bytes(4), number), header, roots, roots, SszShape.PackedList(Digest.Size, HistoryLimit),
            eth1, SszShape.List(eth1, preset.EpochsPerEth1VotingPeriod * (long)preset.SlotsPerEpoch), number,
            Validators, SszShape.PackedList(Balance, RegistryLimit),
            SszShape.Bytes(Digest.Size * preset.EpochsPerHistoricalVector), SszShape.Bytes(Balance * preset.EpochsPerSlashingsVector),
            participation, participation, SszShape.Bytes(1), checkpoint, checkpoint, checkpoint, SszShape.PackedList(8, RegistryLimit), committee, committee,
            Execution(fork), number, number, SszShape.List(SszShape.Container(root, root), HistoryLimit),
        ];
        if (fork >= Fork.Electra) AddElectra(fields, preset == CasperPreset.Mainnet);
        if (fork >= Fork.Fulu) fields.Add(SszShape.Bytes(Balance * 2 * (int)preset.SlotsPerEpoch)); // proposer_lookahead
        return [.. fields];
    }

    /// <summary>Validators are many: their roots are made many at once.</summary>
    private static SszShape Validators { get; } =
        new(0, ValidatorRegistry.ValidatorSize, RegistryLimit, bytes => new ValidatorRegistry(bytes.ToArray()).HashTreeRoot());

    private static void AddElectra(List<SszShape> fields, bool isMainnet)
    {
        SszShape number = SszShape.UInt64;
        for (int i = 0; i < 6; i++) fields.Add(number);
        fields.Add(SszShape.List(SszShape.Container(SszShape.Bytes(Key), SszShape.Bytes32, number, SszShape.Bytes(96), number), PendingDepositsLimit));
        fields.Add(SszShape.List(SszShape.Container(number, number, number), isMainnet ? 1L << 27 : 64));
        fields.Add(SszShape.List(SszShape.Container(number, number), isMainnet ? 1L << 18 : 64));
    }

    /// <summary>The execution header has a part of its own length; its reader says what is wrong with it, and then it has no root.</summary>
    private static SszShape Execution(Fork fork) => new(0, 1, MostExecutionBytes, bytes =>
    {
        if (LightClientSsz.ReadExecution(bytes, fork, out ExecutionPayloadHeader header).IsError) return default;
        return fork >= Fork.Deneb ? ExecutionPayloadHeader.DenebHashTreeRoot(header) : ExecutionPayloadHeader.CapellaHashTreeRoot(header);
    });
}
