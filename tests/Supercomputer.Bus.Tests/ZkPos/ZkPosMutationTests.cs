using System.Globalization;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.LightClient;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Guests;
using Xunit;

namespace Supercomputer.Bus.Tests.ZkPos;

/// <summary>Updates with one bit altered: the guest accepts what the light client accepts, and nothing else.</summary>
public sealed class ZkPosMutationTests
{
    private const int Seed = 20251017, Parts = 12;

    [Fact]
    public void An_altered_update_is_judged_by_the_guest_as_by_the_light_client()
    {
        // A long campaign sets the number (eng/zkpos-mutations.sh).
        int count = int.Parse(Environment.GetEnvironmentVariable("SUPERCOMPUTER_ZKPOS_MUTATIONS") ?? "36", CultureInfo.InvariantCulture);
        (LightClientBootstrap bootstrap, LightClientUpdate[] updates) = ZkPosData.Mainnet();
        ConsensusConfig config = ConsensusConfig.Mainnet;
        Digest checkpoint = BeaconBlockHeader.HashTreeRoot(bootstrap.Header.Beacon);
        Assert.False(LightClientProtocol.InitializeLightClientStore(config, checkpoint, bootstrap, out LightClientStore store).IsError);
        foreach (LightClientUpdate update in updates.AsSpan(0, 2)) Assert.False(FinalityAdvance.Advance(config, ref store, update, ulong.MaxValue).IsError);
        ZkPosState state = ZkPosState.AtCheckpoint(checkpoint, bootstrap).After(config, updates.AsSpan(0, 2));
        int accepted = 0;
        Parallel.For(0, count, i =>
        {
            LightClientUpdate altered = Alter(updates[2], new Random(Seed + i), i % Parts);
            LightClientStore copy = store;
            bool expected = !FinalityAdvance.Advance(ConsensusConfig.Mainnet, ref copy, altered, ulong.MaxValue).IsError;
            ZkPosStreams streams = state.Streams(ConsensusConfig.Mainnet, ZkPosData.ChainId, [altered], false);
            Exception? refusal = Record.Exception(() => ZkPosData.Run(streams));
            Assert.True(refusal is null or GuestTrapException, $"mutation {i}: {refusal}");
            Assert.True(expected == refusal is null, $"mutation {i}: the light client accepts: {expected}, the guest: {refusal?.Message ?? "accepted"}");
            if (!expected) return;

            // The slot of the signature is not signed: another one of the same period and fork is as true.
            Assert.Equal(Parts - 1, i % Parts);
            Interlocked.Increment(ref accepted);
        });
        TestContext.Current.TestOutputHelper!.WriteLine($"{count} altered updates, 0 false ones accepted, 0 disagreements with the light client; {accepted} alter only the signature's slot, which nobody signs, and stay true");
    }

    private static LightClientUpdate Alter(LightClientUpdate update, Random random, int part)
    {
        switch (part)
        {
            case 0: Alter(ref update.AttestedHeader.Beacon, random); break;
            case 1: Alter(ref update.FinalizedHeader.Beacon, random); break;
            case 2: update.FinalityBranch = Alter(update.FinalityBranch!, random); break;
            case 3: update.NextSyncCommitteeBranch = Alter(update.NextSyncCommitteeBranch!, random); break;
            case 4: update.FinalizedHeader.ExecutionBranch = Alter(update.FinalizedHeader.ExecutionBranch!, random); break;
            case 5: update.FinalizedHeader.Execution.StateRoot = Alter(update.FinalizedHeader.Execution.StateRoot, random); break;
            case 6: update.FinalizedHeader.Execution.Timestamp ^= 1UL << random.Next(64); break;
            case 7: update.NextSyncCommittee.PublicKeys = Alter(update.NextSyncCommittee.PublicKeys!, random); break;
            case 8: update.NextSyncCommittee.AggregatePublicKey = Alter(update.NextSyncCommittee.AggregatePublicKey!, random); break;
            case 9: update.SyncAggregate.SyncCommitteeBits = Alter(update.SyncAggregate.SyncCommitteeBits!, random); break;
            case 10: update.SyncAggregate.SyncCommitteeSignature = Alter(update.SyncAggregate.SyncCommitteeSignature!, random); break;
            default: update.SignatureSlot ^= 1UL << random.Next(64); break;
        }

        return update;
    }

    private static void Alter(ref BeaconBlockHeader header, Random random)
    {
        switch (random.Next(5))
        {
            case 0: header.Slot ^= 1UL << random.Next(64); break;
            case 1: header.ProposerIndex ^= 1UL << random.Next(64); break;
            case 2: header.ParentRoot = Alter(header.ParentRoot, random); break;
            case 3: header.StateRoot = Alter(header.StateRoot, random); break;
            default: header.BodyRoot = Alter(header.BodyRoot, random); break;
        }
    }

    private static Digest[] Alter(Digest[] nodes, Random random)
    {
        Digest[] altered = [.. nodes];
        int at = random.Next(altered.Length);
        altered[at] = Alter(altered[at], random);
        return altered;
    }

    private static Digest Alter(Digest node, Random random) => new(Alter(node.ToArray(), random));

    private static byte[] Alter(byte[] bytes, Random random)
    {
        byte[] altered = [.. bytes];
        altered[random.Next(altered.Length)] ^= (byte)(1 << random.Next(8));
        return altered;
    }
}
