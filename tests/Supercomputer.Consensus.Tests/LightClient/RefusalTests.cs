using System.Text.Json;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.Encoding;
using Supercomputer.Consensus.LightClient;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives.Ssz;
using Xunit;

namespace Supercomputer.Consensus.Tests.LightClient;

/// <summary>Bad input on mainnet's data: each refused with its reason, and the store left as it was.</summary>
public sealed class RefusalTests
{
    private readonly ConsensusConfig config = ConsensusConfig.Mainnet;
    private readonly LightClientBootstrap bootstrap;
    private readonly LightClientUpdate first, update;
    private LightClientStore store;

    public RefusalTests()
    {
        bootstrap = LightClientData.Bootstrap(LightClientData.Mainnet("bootstrap.json"), config.Preset);
        LightClientUpdate[] updates = LightClientData.Updates(LightClientData.Mainnet("updates.json"), config.Preset);
        (first, update) = (updates[0], updates[1]);
        store = LightClientData.Store(config, bootstrap);
    }

    [Fact]
    public void With_341_of_512_signers_nothing_is_final()
    {
        LightClientUpdate few = first;
        few.SyncAggregate.SyncCommitteeBits = new byte[64];
        for (int i = 0; i < 341; i++) few.SyncAggregate.SyncCommitteeBits[i / 8] |= (byte)(1 << (i % 8));
        Refused(few, new(LightClientFault.TooFewSigners, 342, 341));
        few.SyncAggregate.SyncCommitteeBits[341 / 8] |= 1 << (341 % 8);
        Refused(few, new(LightClientFault.WrongSignature));
        few.SyncAggregate.SyncCommitteeBits = new byte[64];
        Assert.Equal(new(LightClientFault.TooFewSigners, 1, 0), LightClientProtocol.ValidateLightClientUpdate(config, ref store, few, LightClientData.Never));
    }

    [Fact]
    public void A_signature_under_another_fork_version_or_network_is_refused()
    {
        ulong[] epochs = [0, 74240, 144896, 194048, 194049, ulong.MaxValue, ulong.MaxValue];
        uint[] versions = [0, 0x01000000, 0x02000000, 0x03000000, 0x03000000, 0x05000000, 0x06000000];
        // Headers of Deneb would have other roots; only the version of Capella's epochs differs here.
        versions[3] = 0x03000001;
        epochs[4] = ulong.MaxValue;
        ConsensusConfig otherVersion = config with { Forks = new(versions, epochs) };
        Assert.Equal(LightClientFault.WrongSignature, FinalityAdvance.Advance(otherVersion, ref store, first, LightClientData.Never).Fault);
        ConsensusConfig otherNetwork = config with { GenesisValidatorsRoot = new Digest([.. Enumerable.Repeat((byte)7, 32)]) };
        Assert.Equal(LightClientFault.WrongSignature, FinalityAdvance.Advance(otherNetwork, ref store, first, LightClientData.Never).Fault);
        Assert.Equal("accepted", FinalityAdvance.Advance(config, ref store, first, LightClientData.Never).ToString());
    }

    [Fact]
    public void A_header_that_is_not_finalized_is_refused()
    {
        LightClientUpdate changed = first;
        changed.FinalityBranch = new Digest[6];
        Refused(changed, new(LightClientFault.UnprovenFinalizedHeader));
        changed.FinalizedHeader = default;
        changed.NextSyncCommittee = default;
        changed.NextSyncCommitteeBranch = null;
        Refused(changed, new(LightClientFault.NothingNew, 7069376, 7061719));
        Accepted(first);
        changed = update;
        changed.FinalityBranch = null;
        changed.FinalizedHeader = default;
        Refused(changed, new(LightClientFault.NotFinalized, 7069376, 0));
        changed = update;
        changed.FinalizedHeader = first.FinalizedHeader;
        Refused(changed, new(LightClientFault.WrongFinalityBranch));
    }

    [Fact]
    public void A_foreign_or_stale_checkpoint_is_refused()
    {
        Digest root = BeaconBlockHeader.HashTreeRoot(first.FinalizedHeader.Beacon);
        Assert.Equal(
            LightClientFault.OtherCheckpoint, LightClientProtocol.InitializeLightClientStore(config, root, bootstrap, out _).Fault);
        LightClientBootstrap changed = bootstrap;
        changed.CurrentSyncCommittee = first.NextSyncCommittee;
        root = BeaconBlockHeader.HashTreeRoot(bootstrap.Header.Beacon);
        Assert.Equal(
            LightClientFault.WrongCurrentCommitteeBranch, LightClientProtocol.InitializeLightClientStore(config, root, changed, out _).Fault);
        changed = bootstrap;
        changed.Header.Execution.BlockNumber++;
        Assert.Equal(
            LightClientFault.WrongCheckpointExecution, LightClientProtocol.InitializeLightClientStore(config, root, changed, out _).Fault);
        Assert.Equal(new(LightClientFault.StaleCheckpoint, 7_100_001, 7_069_376), FinalityAdvance.CheckCheckpointAge(7_069_376, 7_200_001, 100_000));
        Assert.False(FinalityAdvance.CheckCheckpointAge(7_069_376, 7_169_376, 100_000).IsError);
    }

    [Fact]
    public void A_next_committee_enters_only_under_a_proof()
    {
        // The known fault of another implementation: a committee taken from the prover although no update proves it.
        LightClientUpdate poisoned = first;
        poisoned.NextSyncCommittee = bootstrap.CurrentSyncCommittee;
        Refused(poisoned, new(LightClientFault.WrongNextCommitteeBranch));
        poisoned.NextSyncCommitteeBranch = new Digest[5];
        Refused(poisoned, new(LightClientFault.NothingNew, 7069376, 7061719));
        Accepted(first);
        poisoned = update;
        poisoned.NextSyncCommitteeBranch = null;
        Refused(poisoned, new(LightClientFault.UnprovenNextCommittee));
        // Once it is known, another one for the same period is refused before its branch is looked at.
        poisoned = update;
        poisoned.AttestedHeader.Beacon.Slot = store.FinalizedHeader.Beacon.Slot + 1;
        poisoned.FinalizedHeader = default;
        poisoned.FinalityBranch = null;
        Refused(poisoned, new(LightClientFault.OtherNextCommittee));
    }

    [Fact]
    public void Slots_out_of_order_and_headers_changed_are_refused()
    {
        Assert.Equal(
            new(LightClientFault.SignatureFromFuture, 7061719, 7061720), FinalityAdvance.Advance(config, ref store, first, 7061719));
        Refused(first with { SignatureSlot = 7061719 }, new(LightClientFault.SignatureNotAfterAttested, 7061719, 7061719));
        Refused(first with { SignatureSlot = 7061721 + 8192 }, new(LightClientFault.WrongPeriod, 862, 863));
        LightClientUpdate changed = first;
        changed.AttestedHeader.Execution.GasUsed++;
        Refused(changed, new(LightClientFault.WrongAttestedExecution));
        changed = first;
        changed.FinalizedHeader.Execution.GasUsed++;
        Refused(changed, new(LightClientFault.WrongFinalizedExecution));
        changed = first;
        changed.AttestedHeader.Execution.BlobGasUsed = 1;
        Refused(changed, new(LightClientFault.WrongAttestedExecution));
        changed = first;
        changed.FinalityBranch = [default, .. first.FinalityBranch!];
        Accepted(changed);
        changed = first;
        changed.SyncAggregate.SyncCommitteeBits = new byte[63];
        Assert.Equal(new(LightClientFault.WrongShape, 64, 63), LightClientProtocol.ValidateLightClientUpdate(config, ref store, changed, LightClientData.Never));
    }

    [Fact]
    public void Malformed_SSZ_is_refused_with_the_reason()
    {
        byte[] bytes = LightClientSszWriter.Write(first, Fork.Capella, config.Preset);
        Assert.Equal("valid SSZ", Read(bytes));
        Assert.Equal("first SSZ offset 25152 expected, actual 25153", Read(Changed(bytes, 0, 1)));
        int second = 4 + 513 * 48 + 5 * 32;
        Assert.Equal("SSZ offset of at least 25152 expected, actual 0", Read(Changed(Changed(bytes, second, -bytes[second]), second + 1, -bytes[second + 1])));
        Assert.StartsWith("SSZ offset of at most", Read(Changed(bytes, second + 3, 1)), StringComparison.Ordinal);
        Assert.StartsWith("SSZ of", Read(bytes[..20000]), StringComparison.Ordinal);
        Assert.StartsWith("SSZ list of at most 32", Read([.. bytes, .. new byte[33]]), StringComparison.Ordinal);
        Assert.Equal("SSZ of 25152 bytes expected, actual 0", Read([]));
        for (int length = 0; length < bytes.Length; length += 97) Assert.NotEqual("valid SSZ", Read(bytes[..length]));
    }

    [Theory]
    [InlineData("{}", "update.attested_header: missing")]
    [InlineData("[]", "update: an object expected, actual Array")]
    [InlineData("""{"attested_header":{"beacon":{"slot":"-1"}}}""", "update.attested_header.beacon.slot: a decimal number of 64 bits expected")]
    [InlineData("""{"attested_header":{"beacon":{"slot":5}}}""", "update.attested_header.beacon.slot: a decimal number of 64 bits expected")]
    [InlineData("""{"attested_header":{"beacon":{"slot":"1","proposer_index":"1","parent_root":"0x00"}}}""", "update.attested_header.beacon.parent_root: 32 bytes expected, actual 1")]
    public void Malformed_JSON_is_refused_with_the_place(string json, string expected)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.Equal(expected, BeaconJson.TryReadUpdate(document.RootElement, config.Preset, out _));
    }

    private string Read(byte[] bytes)
    {
        SszError error = LightClientSsz.TryReadUpdate(bytes, Fork.Capella, config.Preset, out _);
        return error.ToString();
    }

    private static byte[] Changed(byte[] bytes, int at, int by)
    {
        byte[] changed = [.. bytes];
        changed[at] += (byte)by;
        return changed;
    }

    private void Refused(in LightClientUpdate changed, LightClientError expected)
    {
        Digest before = BeaconBlockHeader.HashTreeRoot(store.FinalizedHeader.Beacon);
        bool known = LightClientHelpers.IsNextSyncCommitteeKnown(store);
        Assert.Equal(expected, FinalityAdvance.Advance(config, ref store, changed, LightClientData.Never));
        Assert.Equal(before, BeaconBlockHeader.HashTreeRoot(store.FinalizedHeader.Beacon));
        Assert.Equal(known, LightClientHelpers.IsNextSyncCommitteeKnown(store));
    }

    private void Accepted(in LightClientUpdate good) =>
        Assert.Equal("accepted", FinalityAdvance.Advance(config, ref store, good, LightClientData.Never).ToString());
}
