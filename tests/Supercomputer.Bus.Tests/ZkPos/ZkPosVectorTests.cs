using Supercomputer.Bus.ZkPos;
using Supercomputer.Claims;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.Encoding;
using Supercomputer.Consensus.LightClient;
using Supercomputer.Consensus.Tests;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Guests;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Bus.Tests.ZkPos;

/// <summary>The specification's vectors, the Portal network's and devnets', natively: the guest accepts what the light client accepts, and nothing else.</summary>
/// <remarks>Every update of a case is tried in every state that the case leads to, not only in the order in which it stands there.</remarks>
public sealed class ZkPosVectorTests
{
    private const ulong ChainId = 9;

    [Theory]
    [InlineData("deneb", Fork.Deneb, "light_client_sync")]
    [InlineData("deneb", Fork.Deneb, "advance_finality_without_sync_committee")]
    [InlineData("deneb", Fork.Deneb, "supply_sync_committee_from_past_update")]
    [InlineData("electra", Fork.Electra, "light_client_sync")]
    [InlineData("electra", Fork.Electra, "advance_finality_without_sync_committee")]
    [InlineData("electra", Fork.Electra, "supply_sync_committee_from_past_update")]
    public void The_specifications_vectors_are_judged_by_the_guest_as_by_the_light_client(string folder, Fork fork, string name)
    {
        string path = Vectors.Path("ethereum", "light-client-spec", folder, name);
        Dictionary<string, object> meta = LightClientData.Yaml(Path.Combine(path, "meta.yaml")), settings = LightClientData.Yaml(Path.Combine(path, "config.yaml"));
        ConsensusConfig config = LightClientData.Config(key => (string?)settings.GetValueOrDefault(key), LightClientData.Root(meta["genesis_validators_root"]));
        Assert.False(LightClientSsz.TryReadBootstrap(Snappy(path, "bootstrap"), fork, config.Preset, out LightClientBootstrap bootstrap).IsError);
        Assert.Equal(LightClientData.Root(meta["trusted_block_root"]), BeaconBlockHeader.HashTreeRoot(bootstrap.Header.Beacon));
        List<LightClientUpdate> updates = [];
        foreach (Dictionary<object, object> step in new YamlDotNet.Serialization.DeserializerBuilder().Build()
            .Deserialize<List<Dictionary<object, object>>>(File.ReadAllText(Path.Combine(path, "steps.yaml"))))
        {
            if (!step.TryGetValue("process_update", out object? content)) continue;
            Assert.False(LightClientSsz.TryReadUpdate(
                Snappy(path, (string)((Dictionary<object, object>)content)["update"]), fork, config.Preset, out LightClientUpdate update).IsError);
            updates.Add(update);
        }

        Judge($"{folder} {name}", config, bootstrap, [.. updates]);
    }

    [Theory]
    [InlineData("capella", Fork.Capella)]
    [InlineData("deneb", Fork.Deneb)]
    public void Portal_data_is_judged_by_the_guest_as_by_the_light_client(string folder, Fork fork)
    {
        ConsensusConfig config = ConsensusConfig.Mainnet;
        Assert.False(LightClientSsz.TryReadBootstrap(Portal(folder, "bootstrap.yaml"), fork, config.Preset, out LightClientBootstrap bootstrap).IsError);
        Assert.False(LightClientSsz.TryReadFinalityUpdate(Portal(folder, "finality_update.yaml"), fork, config.Preset, out LightClientUpdate finality).IsError);
        Assert.False(LightClientSsz.TryReadOptimisticUpdate(Portal(folder, "optimistic_update.yaml"), fork, config.Preset, out LightClientUpdate optimistic).IsError);
        Judge($"Portal {folder}", config, bootstrap, [finality, optimistic]);
    }

    [Fact]
    public void Each_of_three_rotations_of_mainnet_in_the_Portal_data_is_accepted_where_the_one_before_it_leads()
    {
        ConsensusConfig config = ConsensusConfig.Mainnet;
        byte[] list = LightClientData.Bytes(LightClientData.Yaml(Vectors.Path("ethereum", "light-client", "capella", "updates.yaml"))["content_value"]);
        LightClientUpdate[] updates = new LightClientUpdate[BitConverter.ToInt32(list) / sizeof(int)];
        for (int i = 0; i < updates.Length; i++)
        {
            int start = BitConverter.ToInt32(list, 4 * i), end = i + 1 < updates.Length ? BitConverter.ToInt32(list, 4 * i + 4) : list.Length;
            Assert.False(LightClientSsz.TryReadUpdate(list.AsSpan(start + 4, end - start - 4), Fork.Capella, config.Preset, out updates[i]).IsError);
        }

        // No bootstrap leads there: the first update's next committee is believed, as a state whose digest is trusted.
        LightClientHeader first = updates[0].FinalizedHeader;
        Digest root = BeaconBlockHeader.HashTreeRoot(first.Beacon);
        LightClientStore store = new() { FinalizedHeader = first, NextSyncCommittee = updates[0].NextSyncCommittee };
        ZkPosState begin = ZkPosState.At(root, first.Beacon.Slot, updates[0].NextSyncCommittee, updates[0].NextSyncCommittee);
        for (int i = 1; i < updates.Length; i++)
        {
            ZkPosState state = begin.After(config, updates.AsSpan(1, i - 1));
            for (int other = 0; other < updates.Length; other++)
            {
                bool isAccepted = IsAcceptedByBoth(config, root, store, state, updates[other]);
                Assert.True(isAccepted == (other == i), $"update {other} after {i - 1}: {(isAccepted ? "accepted" : "refused")}");
            }

            Assert.True(Advances(config, ref store, updates[i]));
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"Portal updates of mainnet: {updates.Length - 1} rotations of 512 keys accepted, {(updates.Length - 1) * (updates.Length - 1)} out of order refused by both; 0 failed");
    }

    [Theory]
    [InlineData("capella-minimal")]
    [InlineData("capella-mainnetpreset")]
    public void Devnet_data_is_judged_by_the_guest_as_by_the_light_client(string folder)
    {
        (ConsensusConfig config, LightClientBootstrap bootstrap, LightClientUpdate[] updates) = ZkPosData.Devnet(folder);
        Judge($"devnet {folder}", config, bootstrap, updates);
    }

    /// <summary>Tries every update in every state, moves on by those that the light client accepts, and runs all of these as one proof would.</summary>
    private static void Judge(string name, ConsensusConfig config, LightClientBootstrap bootstrap, LightClientUpdate[] updates)
    {
        Digest checkpoint = BeaconBlockHeader.HashTreeRoot(bootstrap.Header.Beacon);
        Assert.False(LightClientProtocol.InitializeLightClientStore(config, checkpoint, bootstrap, out LightClientStore store).IsError);
        ZkPosState start = ZkPosState.AtCheckpoint(checkpoint, bootstrap), state = start;
        List<LightClientUpdate> taken = [];
        int states = 0, accepted = 0, refused = 0;
        for (int next = -1; next < updates.Length; next++)
        {
            if (next >= 0 && !Advances(config, ref store, updates[next])) continue;
            if (next >= 0) taken.Add(updates[next]);
            state = start.After(config, taken.ToArray());
            states++;
            foreach (LightClientUpdate update in updates)
            {
                if (IsAcceptedByBoth(config, checkpoint, store, state, update)) accepted++;
                else refused++;
            }
        }

        if (store.FinalizedHeader.Beacon.Slot > bootstrap.Header.Beacon.Slot)
            AssertClaim(config, checkpoint, store.FinalizedHeader, state, ZkPosData.Run(start.Streams(config, ChainId, taken.ToArray(), true)).Output);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{name}: {updates.Length} updates in {states} states, {accepted} accepted, {refused} refused by both; {taken.Count} in a row finalize slot {store.FinalizedHeader.Beacon.Slot} from {bootstrap.Header.Beacon.Slot}; 0 failed");
    }

    private static bool IsAcceptedByBoth(in ConsensusConfig config, Digest checkpoint, LightClientStore store, ZkPosState state, in LightClientUpdate update)
    {
        ulong known = store.FinalizedHeader.Beacon.Slot;
        LightClientError error = FinalityAdvance.Advance(config, ref store, update, ulong.MaxValue);
        ZkPosStreams streams = state.Streams(config, ChainId, [update], true);
        GuestRun? run = null;
        Exception? refusal = Record.Exception(() => run = ZkPosData.Run(streams));
        Assert.True(refusal is null or GuestTrapException, $"{refusal}");
        if (!error.IsError && update.FinalizedHeader.Beacon.Slot <= known)
        {
            // Good, for it brings the next committee; alone it finalizes nothing that could be claimed.
            Assert.Equal("no update finalizes a block after the trusted one", refusal?.Message);
            return true;
        }

        Assert.True(error.IsError == refusal is not null, $"attested slot {update.AttestedHeader.Beacon.Slot}: the light client: {error}, the guest: {refusal?.Message ?? "accepted"}");
        if (!error.IsError) AssertClaim(config, checkpoint, update.FinalizedHeader, state.After(config, [update]), run!.Output);
        return !error.IsError;
    }

    private static bool Advances(in ConsensusConfig config, ref LightClientStore store, in LightClientUpdate update) =>
        !FinalityAdvance.Advance(config, ref store, update, ulong.MaxValue).IsError;

    /// <summary>The claim is that of the header, and the digest behind it that of the state.</summary>
    private static void AssertClaim(in ConsensusConfig config, Digest checkpoint, in LightClientHeader header, ZkPosState state, byte[] output)
    {
        Assert.Null(ZkPosStatement.TryReadOutput(output, true, out FinalizedHeaderClaim claim, out Digest digest));
        Assert.Equal(
            new FinalizedHeaderClaim(
                ChainId, config.GenesisValidatorsRoot, checkpoint, header.Beacon.Slot, BeaconBlockHeader.HashTreeRoot(header.Beacon),
                header.Execution.BlockNumber, header.Execution.BlockHash, header.Execution.StateRoot, header.Execution.ReceiptsRoot,
                header.Execution.TransactionsRoot, header.Execution.Timestamp),
            claim);
        Assert.Equal(state.DigestOf(config), digest);
    }

    private static byte[] Snappy(string path, string name) => SnappyBlock.Decode(File.ReadAllBytes(Path.Combine(path, name + ".ssz_snappy")));

    /// <summary>The content behind the four bytes of its fork digest.</summary>
    private static byte[] Portal(string folder, string name) =>
        LightClientData.Bytes(LightClientData.Yaml(Vectors.Path("ethereum", "light-client", folder, name))["content_value"])[4..];
}
