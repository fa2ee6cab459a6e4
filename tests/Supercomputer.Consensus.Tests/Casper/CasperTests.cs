using System.Text.Json;
using Supercomputer.Consensus.Casper;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Consensus.Tests.Casper;

/// <summary>Casper FFG: shuffling, committees, signed votes, justification and finalization.</summary>
public sealed class CasperTests
{
    [Theory]
    [InlineData("capella-minimal", "state.ssz")]
    [InlineData("capella-mainnetpreset", "state.ssz.xz")]
    public void The_root_of_a_state_is_the_one_that_its_header_has(string folder, string file)
    {
        string path = Vectors.Path("ethereum", "light-client-devnet", folder, file);
        byte[] bytes = file.EndsWith(".xz", StringComparison.Ordinal) ? XzFiles.Read(path) : File.ReadAllBytes(path);
        ConsensusConfig config = LightClientData.Devnet(folder);
        Assert.Null(CasperStateSsz.TryRead(bytes, config, out CasperState? state, out Digest root));
        LightClientBootstrap bootstrap = LightClientData.Bootstrap(Vectors.Path("ethereum", "light-client-devnet", folder, "bootstrap.json"), config.Preset);
        LightClientUpdate finality = Assert.Single(LightClientData.Updates(Vectors.Path("ethereum", "light-client-devnet", folder, "finality_update.json"), config.Preset));
        BeaconBlockHeader header = ((BeaconBlockHeader[])[bootstrap.Header.Beacon, finality.FinalizedHeader.Beacon]).First(header => header.Slot == state!.Slot);
        Assert.Equal(header.StateRoot, root);
        Assert.Equal(header.BodyRoot, state!.LatestBlockHeader.BodyRoot);
        bytes[^1] ^= 1;
        bytes[1000] ^= 1;
        if (CasperStateSsz.TryRead(bytes, config, out _, out Digest other) is null) Assert.NotEqual(header.StateRoot, other);
        for (int length = 0; length < bytes.Length; length += 1 + bytes.Length / 40)
            Assert.NotNull(CasperStateSsz.TryRead(bytes.AsSpan(0, length), config, out _, out _));
    }

    [Fact]
    public void Votes_of_a_live_network_lead_to_the_checkpoints_and_flags_of_its_own_states()
    {
        RecordedVotes recorded = new();
        CasperTransition transition = new(recorded.State, RecordedVotes.Config);
        Digest stateRoot = recorded.StateRoot;
        foreach ((BlockVotes votes, BeaconBlockHeader header, string after) in recorded.Blocks)
        {
            Assert.Equal((VoteFault.None, 0), transition.ProcessBlock(votes, header, stateRoot));
            Assert.Equal(after, RecordedVotes.Say(recorded.State));
            stateRoot = votes.StateRoot;
        }

        Assert.Equal(2UL, recorded.State.FinalizedCheckpoint.Epoch);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{recorded.Blocks.Count} blocks, {transition.Verified.Signatures} signatures of {transition.Verified.Votes} votes verified; "
            + $"epoch {recorded.State.FinalizedCheckpoint.Epoch} finalized, flags and checkpoints equal after every block");
    }

    [Fact]
    public void A_vote_that_is_altered_is_refused_with_its_reason()
    {
        RecordedVotes recorded = new();
        CasperTransition transition = new(recorded.State, RecordedVotes.Config);
        (BlockVotes block, BeaconBlockHeader header, _) = recorded.Blocks[2];
        (BlockVotes first, BeaconBlockHeader firstHeader, _) = recorded.Blocks[0];
        Assert.Equal(VoteFault.WrongParent, transition.ProcessBlock(first with { ParentRoot = default }, firstHeader, recorded.StateRoot).Fault);
        transition = new(new RecordedVotes().State, RecordedVotes.Config);
        Digest stateRoot = recorded.StateRoot;
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(VoteFault.None, transition.ProcessBlock(recorded.Blocks[i].Votes, recorded.Blocks[i].Header, stateRoot).Fault);
            stateRoot = recorded.Blocks[i].Votes.StateRoot;
        }

        Assert.Equal(VoteFault.None, transition.ProcessBlock(block with { Attestations = [] }, header, stateRoot).Fault);
        Assert.Equal(VoteFault.WrongSlot, transition.ProcessBlock(block, header, stateRoot).Fault);
        Attestation good = Assert.Single(block.Attestations);
        AttestationData data = good.Data;
        byte[] signature = [.. recorded.Blocks[5].Votes.Attestations[0].Signature];
        (Attestation Vote, VoteFault Fault)[] bad =
        [
            (good with { AggregationBits = [0b101] }, VoteFault.WrongSignature),
            (good with { AggregationBits = [0b100] }, VoteFault.NoVoters),
            (good with { AggregationBits = [0b1111] }, VoteFault.WrongBitCount),
            (good with { AggregationBits = [] }, VoteFault.WrongBitCount),
            (good with { Signature = signature }, VoteFault.WrongSignature),
            (good with { Signature = new byte[96] }, VoteFault.WrongSignature),
            (good with { Data = data with { BeaconBlockRoot = default } }, VoteFault.WrongSignature),
            (good with { Data = data with { Index = 1 } }, VoteFault.NoSuchCommittee),
            (good with { Data = data with { Source = new(data.Source.Epoch, Keccak256.Hash([])) } }, VoteFault.WrongSource),
            (good with { Data = data with { Target = new(data.Target.Epoch, default) } }, VoteFault.WrongSignature),
            (good with { Data = data with { Target = new(data.Target.Epoch + 1, data.Target.Root) } }, VoteFault.WrongTargetEpoch),
            (good with { Data = data with { Target = new(data.Target.Epoch - 1, data.Target.Root) } }, VoteFault.TargetOfOtherSlot),
            (good with { Data = data with { Slot = data.Slot + 1 } }, VoteFault.WrongInclusionSlot),
        ];
        foreach ((Attestation vote, VoteFault fault) in bad) Assert.Equal(fault, transition.ProcessAttestation(vote));
        Assert.Equal(VoteFault.None, transition.ProcessAttestation(good));
    }

    [Fact]
    public void A_list_is_shuffled_as_its_indices_are()
    {
        foreach ((int count, int rounds) in ((int, int)[])[(1, 10), (2, 10), (16, 10), (255, 90), (256, 90), (257, 10), (3000, 90)])
        {
            Digest seed = Keccak256.Hash(BitConverter.GetBytes(count));
            int[] list = [.. Enumerable.Range(0, count)];
            Shuffling.ShuffleList(list, seed, rounds);
            Assert.Equal(Enumerable.Range(0, count).Select(index => Shuffling.ComputeShuffledIndex(index, count, seed, rounds)), list);
            Assert.Equal(count, list.Distinct().Count());
        }
    }

    [Fact]
    public void Committees_of_a_million_validators_are_disjoint_and_cover_all()
    {
        const int count = 1_000_000;
        byte[] bytes = new byte[count * ValidatorRegistry.ValidatorSize];
        for (int i = 0; i < count; i++)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(i * ValidatorRegistry.ValidatorSize + 80), 32_000_000_000UL);
            BitConverter.TryWriteBytes(bytes.AsSpan(i * ValidatorRegistry.ValidatorSize + 105), ulong.MaxValue);
        }

        ValidatorRegistry registry = new(bytes);
        Assert.Equal(32_000_000_000UL * count, registry.GetTotalActiveBalance(7));
        Committees committees = new(registry, 7, Keccak256.Hash([]), CasperPreset.Mainnet);
        Assert.Equal(64, committees.CommitteesPerSlot);
        bool[] seen = new bool[count];
        int covered = 0;
        for (ulong slot = 7 * 32; slot < 8 * 32; slot++)
            for (int index = 0; index < 64; index++)
                foreach (int validator in committees.GetBeaconCommittee(slot, index))
                {
                    Assert.False(seen[validator]);
                    seen[validator] = true;
                    covered++;
                }

        Assert.Equal(count, covered);
        Assert.Equal(Shuffling.ComputeShuffledIndex(0, count, Keccak256.Hash([]), 90), committees.GetBeaconCommittee(7 * 32, 0)[0]);
    }

    [Theory]
    [InlineData(0b0111, 4, 3, 10, 66, 34, 3)] // two thirds of neither: nothing moves
    [InlineData(0b0001, 8, 9, 10, 67, 0, 0)] // the epoch before alone, whose source was justified then
    [InlineData(0b0001, 8, 9, 10, 67, 67, 9)] // rule 4: the current epoch from the one before
    [InlineData(0b0010, 8, 8, 10, 67, 67, 8)] // rule 3: two epochs from the one before them
    [InlineData(0b0110, 7, 8, 10, 67, 0, 7)] // rule 1: three epochs from the oldest
    public void Two_thirds_finalize_by_the_four_rules(int bits, ulong oldPrevious, ulong oldCurrent, ulong epoch, ulong previous, ulong current, ulong finalized)
    {
        CasperState state = new RecordedVotes().State;
        ulong before = finalized is 3 or 0 ? finalized : 1;
        state.JustificationBits = bits;
        state.Slot = 8 * epoch + 7;
        state.PreviousJustifiedCheckpoint = new(oldPrevious, default);
        state.CurrentJustifiedCheckpoint = new(oldCurrent, default);
        state.FinalizedCheckpoint = new(before, default);
        Finalization.WeighJustificationAndFinalization(state, CasperPreset.Minimal, 100, previous, current);
        Assert.Equal(finalized, state.FinalizedCheckpoint.Epoch);
        Assert.Equal(oldCurrent, state.PreviousJustifiedCheckpoint.Epoch);
        Assert.Equal(current >= 67 ? epoch : previous >= 67 ? epoch - 1 : oldCurrent, state.CurrentJustifiedCheckpoint.Epoch);
    }

    [Fact]
    public void Votes_of_a_mainnet_block_are_read()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Vectors.Path("ethereum", "beacon-blocks", "7109344.json")));
        Assert.Null(BlockVotes.TryRead(json.RootElement.GetProperty("data"), ConsensusConfig.Mainnet, out BlockVotes? votes));
        Assert.Equal((7109344UL, 65), (votes!.Slot, votes.Attestations.Count));
        foreach (Attestation vote in votes.Attestations)
        {
            Assert.Equal(CasperPreset.Mainnet.ComputeEpochAtSlot(vote.Data.Slot), vote.Data.Target.Epoch);
            Assert.InRange(vote.Data.Index, 0UL, 63UL);
            Assert.False(Supercomputer.Primitives.Ssz.SszReader.ReadBitlistLength(vote.AggregationBits, CasperPreset.MaxValidatorsPerCommittee, out int bits).IsError);
            Assert.InRange(bits, 300, 400);
        }
    }
}
