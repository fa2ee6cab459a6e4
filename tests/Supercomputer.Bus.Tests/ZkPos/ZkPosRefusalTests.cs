using Supercomputer.Bus.ZkPos;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Guests;
using Xunit;

namespace Supercomputer.Bus.Tests.ZkPos;

/// <summary>What is wrong is refused with its reason, whoever made the hints.</summary>
public sealed class ZkPosRefusalTests
{
    private static readonly ConsensusConfig s_mainnet = ConsensusConfig.Mainnet;

    [Fact]
    public void Signers_one_short_of_two_thirds_are_too_few()
    {
        (ZkPosState state, LightClientUpdate update) = ZkPosData.Rotation();
        Keep(ref update, 341);
        AssertRefused("fewer than two thirds of the committee signed", state, update);
        // One more passes the count; the signature is then not theirs.
        Keep(ref update, 342);
        AssertRefused("the signature does not verify", state, update);
    }

    [Fact]
    public void Another_fork_version_or_network_makes_another_signing_root()
    {
        (ZkPosState state, LightClientUpdate update) = ZkPosData.Rotation();
        uint[] versions = [.. Enumerable.Range(0, ForkSchedule.Count).Select(i => s_mainnet.Forks.Version((Fork)i))];
        ulong[] epochs = [.. Enumerable.Range(0, ForkSchedule.Count).Select(i => s_mainnet.Forks.Epoch((Fork)i))];
        versions[(int)Fork.Capella] = 0x03000001;
        AssertRefused("the signature does not verify", state, update, s_mainnet with { Forks = new(versions, epochs) });
        AssertRefused("the signature does not verify", state, update, s_mainnet with { GenesisValidatorsRoot = state.CheckpointRoot });
    }

    [Fact]
    public void A_header_that_is_not_finalized_is_refused()
    {
        (ZkPosState state, LightClientUpdate update) = ZkPosData.Rotation();
        AssertRefused("the attested state does not call this header finalized", state, update with { FinalizedHeader = update.AttestedHeader });
    }

    [Fact]
    public void A_next_committee_comes_only_from_a_signed_state()
    {
        (ZkPosState state, LightClientUpdate update) = ZkPosData.Rotation();
        (LightClientBootstrap bootstrap, LightClientUpdate[] updates) = ZkPosData.Mainnet();
        AssertRefused("the next committee is not in the attested state", state, update with { NextSyncCommittee = state.CurrentSyncCommittee });

        // The prover names another next committee in the state that it goes on from.
        ZkPosStreams streams = state.Streams(s_mainnet, ZkPosData.ChainId, [update], false);
        streams.Private[32 + 8 + 32] ^= 1;
        Assert.Equal("the store is not the trusted one", ZkPosData.Refusal(streams));

        // A checkpoint knows no next committee: a signature of the next period has none.
        ZkPosState checkpoint = ZkPosState.AtCheckpoint(state.CheckpointRoot, bootstrap);
        AssertRefused("the signature is of a period whose committee is not known", checkpoint, updates[1]);
        AssertRefused("no update finalizes a block after the trusted one", checkpoint, updates[0]);
    }

    [Fact]
    public void A_checkpoint_that_is_not_the_trusted_one_is_refused()
    {
        (LightClientBootstrap bootstrap, LightClientUpdate[] updates) = ZkPosData.Mainnet();
        Digest other = BeaconBlockHeader.HashTreeRoot(updates[0].FinalizedHeader.Beacon), own = BeaconBlockHeader.HashTreeRoot(bootstrap.Header.Beacon);
        AssertRefused("the header is not that of the trusted checkpoint", ZkPosState.AtCheckpoint(other, bootstrap), updates[0]);
        LightClientBootstrap poisoned = bootstrap with { CurrentSyncCommittee = updates[0].NextSyncCommittee };
        AssertRefused("the committee is not in the checkpoint's state", ZkPosState.AtCheckpoint(own, poisoned), updates[0]);
    }

    [Fact]
    public void Every_part_of_the_private_input_is_checked()
    {
        (ZkPosState state, LightClientUpdate update) = ZkPosData.Rotation();
        ZkPosStreams good = state.Streams(s_mainnet, ZkPosData.ChainId, [update], false);
        Random random = new(20250904);
        // A prime stride visits headers, branches, keys, roots, slopes and the witness in turn.
        Assert.All(Enumerable.Range(0, good.Private.Length / 613), i =>
        {
            byte[] altered = [.. good.Private];
            altered[(613 * i) + random.Next(613)] ^= (byte)(1 << random.Next(8));
            Assert.IsType<GuestTrapException>(Record.Exception(() => ZkPosData.Run(good with { Private = altered })), exactMatch: true);
        });
    }

    [Fact]
    public void Malformed_bytes_end_the_run_with_a_reason()
    {
        (ZkPosState state, LightClientUpdate update) = ZkPosData.Rotation();
        ZkPosStreams good = state.Streams(s_mainnet, ZkPosData.ChainId, [update], false);
        for (int length = 0; length < good.Private.Length; length += 997)
            Assert.Equal("the private input ends early", ZkPosData.Refusal(good with { Private = good.Private[..length] }));
        Assert.Equal("the private input is too long", ZkPosData.Refusal(good with { Private = [.. good.Private, 0, 0, 0, 0] }));
        Assert.Equal("the public input has not 180 bytes", ZkPosData.Refusal(good with { Public = good.Public[1..] }));
        // Version, flags, committee size, kind of trust; the other numbers are the statement's own.
        foreach (int i in (int[])[0, 1, 2, 3, 4, 5, 6, 7, 24, 25, 26, 27, 28, 29, 30, 31])
        {
            byte[] altered = [.. good.Public];
            altered[i] ^= 0x80;
            Assert.NotEmpty(ZkPosData.Refusal(good with { Public = altered }));
        }
    }

    private static void AssertRefused(string reason, ZkPosState state, in LightClientUpdate update, ConsensusConfig? config = null) =>
        Assert.Equal(reason, ZkPosData.Refusal(state.Streams(config ?? s_mainnet, ZkPosData.ChainId, [update], false)));

    /// <summary>Takes signers away until so many are left.</summary>
    private static void Keep(ref LightClientUpdate update, int count)
    {
        byte[] bits = [.. update.SyncAggregate.SyncCommitteeBits!];
        for (int i = 0; i < 512 && SyncAggregate.CountParticipants(new() { SyncCommitteeBits = bits }) > count; i++) bits[i / 8] &= (byte)~(1 << (i % 8));
        int missing = count - SyncAggregate.CountParticipants(new() { SyncCommitteeBits = bits });
        for (int i = 0; missing > 0; i++)
        {
            if ((bits[i / 8] >> (i % 8) & 1) != 0) continue;
            bits[i / 8] |= (byte)(1 << (i % 8));
            missing--;
        }

        update.SyncAggregate.SyncCommitteeBits = bits;
    }
}
