using System.Text.Json;
using System.Text.Json.Nodes;
using Supercomputer.Consensus.Casper;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Hashing;
using Xunit;

namespace Supercomputer.Consensus.Tests.Casper;

/// <summary>States and votes from Capella to Fulu against what another implementation says of the same chain.</summary>
public sealed class CasperForkTests
{
    private static readonly ForkedChain Chain = ForkedChain.Recorded;

    private static readonly Dictionary<string, VoteFault> Faults = new()
    {
        ["another fork's version"] = VoteFault.WrongSignature,
        ["a voter who did not sign"] = VoteFault.WrongSignature,
        ["another source"] = VoteFault.WrongSource,
        ["a target of the next epoch"] = VoteFault.WrongTargetEpoch,
        ["a target of another epoch than the slot's"] = VoteFault.TargetOfOtherSlot,
        ["a bit too many"] = VoteFault.WrongBitCount,
        ["a bit too few"] = VoteFault.WrongBitCount,
        ["no voter"] = VoteFault.NoVoters,
        ["a vote of the block's own slot"] = VoteFault.WrongInclusionSlot,
        ["a vote of nine slots ago"] = VoteFault.WrongInclusionSlot,
        ["a target two epochs ago"] = VoteFault.WrongTargetEpoch,
        ["no such committee"] = VoteFault.NoSuchCommittee,
        ["an index that is not zero"] = VoteFault.IndexNotZero,
        ["a committee without a voter"] = VoteFault.CommitteeWithoutVoter,
        ["no committee"] = VoteFault.NoVoters,
        ["the bits of two committees under one"] = VoteFault.WrongBitCount,
    };

    [Theory]
    [InlineData(Fork.Capella, 28, 3)]
    [InlineData(Fork.Deneb, 28, 2)]
    [InlineData(Fork.Electra, 37, 4)]
    [InlineData(Fork.Fulu, 38, 8)]
    public void States_have_the_roots_that_the_other_implementation_gives_them(Fork fork, int fields, int count)
    {
        (ulong Epoch, Digest Root, byte[] Ssz)[] states = [.. Chain.States.Where(state => Slot(state.Ssz) / 8 is var epoch && Chain.Config.Forks.ForkAt(epoch) == fork)];
        Assert.Equal(count, states.Length);
        Random random = new(20261127);
        foreach ((_, Digest expected, byte[] ssz) in states)
        {
            Assert.Null(CasperStateSsz.TryRead(ssz, Chain.Config, out CasperState? state, out Digest root));
            Assert.Equal((expected, fork, fields), (root, state!.Fork, state.FieldRoots.Count));
            Assert.Equal((Chain.Config.Forks.Version(fork), Chain.Config.GenesisValidatorsRoot), (state.CurrentVersion, state.GenesisValidatorsRoot));
            for (int run = 0; run < 100; run++)
            {
                byte[] altered = [.. ssz];
                altered[random.Next(ssz.Length)] ^= (byte)random.Next(1, 256);
                if (CasperStateSsz.TryRead(altered, Chain.Config, out _, out Digest other) is null) Assert.NotEqual(expected, other);
            }

            // The list at the end may be cut by an element, which is another list; no other cut is a state.
            for (int length = 0; length < ssz.Length; length += 1 + ssz.Length / 40)
                if (CasperStateSsz.TryRead(ssz.AsSpan(0, length), Chain.Config, out _, out Digest other) is null) Assert.NotEqual(expected, other);
        }
    }

    [Fact]
    public void A_state_of_another_form_or_version_than_its_slots_is_refused()
    {
        byte[] electra = Chain.States.Single(state => state.Epoch == 8).Ssz, capella = Chain.States[0].Ssz;
        ForkSchedule forks = Chain.Config.Forks;
        uint[] versions = [.. Enum.GetValues<Fork>().Select(forks.Version)];
        ConsensusConfig Later(ulong deneb, ulong fork) => Chain.Config with { Forks = new(versions, [0, 0, 0, 0, deneb, fork, fork == 0 ? 0 : ForkSchedule.FarFuture]) };
        Assert.Contains("Deneb", CasperStateSsz.TryRead(electra, Later(3, ForkSchedule.FarFuture), out _, out _), StringComparison.Ordinal);
        Assert.Contains("Fulu", CasperStateSsz.TryRead(electra, Later(0, 0), out _, out _), StringComparison.Ordinal);
        versions[(int)Fork.Capella]++;
        Assert.Contains("fork.current_version: expected 0x03000078, actual 0x03000077", CasperStateSsz.TryRead(capella, Later(3, 6), out _, out _), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new CasperTransition(Chain.State(8), Later(3, 9)));
    }

    [Theory]
    [InlineData(Fork.Capella)]
    [InlineData(Fork.Deneb)]
    [InlineData(Fork.Electra)]
    [InlineData(Fork.Fulu)]
    public void Votes_lead_from_each_checkpoint_to_the_flags_bits_and_checkpoints_after_every_block(Fork fork)
    {
        int blocks = 0, votes = 0;
        foreach ((ulong epoch, _, _) in Chain.States.Where(state => Chain.Config.Forks.ForkAt(state.Epoch) == fork))
        {
            CasperTransition transition = Follow(Chain.State(epoch), Chain.States.Single(state => state.Epoch == epoch).Root, 8 * (epoch + 1), out int followed);
            blocks += followed;
            votes += transition.Verified.Votes;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{fork}: {blocks} blocks, {votes} votes verified; flags, bits and checkpoints equal after every block");
        Assert.InRange(votes, 60, 1000);
    }

    [Theory]
    [InlineData(1UL, 8UL, 5UL, Fork.Electra)] // effective balances grow at the end of epoch 7
    [InlineData(9UL, 18UL, 15UL, Fork.Fulu)]
    public void One_state_leads_over_the_forks_behind_it(ulong from, ulong to, ulong finalized, Fork fork)
    {
        CasperState state = Chain.State(from);
        Follow(state, Chain.States.Single(entry => entry.Epoch == from).Root, 8 * to - 1, out int blocks);
        CasperState own = Chain.State(to - 1);
        Assert.Equal((fork, own.PreviousVersion, own.CurrentVersion, own.ForkEpoch), (state.Fork, state.PreviousVersion, state.CurrentVersion, state.ForkEpoch));
        Assert.Equal(finalized, state.FinalizedCheckpoint.Epoch);
        Assert.InRange(blocks, 45, 80);
    }

    [Theory]
    [InlineData(Fork.Capella, 12, 1)]
    [InlineData(Fork.Deneb, 11, 2)]
    [InlineData(Fork.Electra, 15, 2)]
    [InlineData(Fork.Fulu, 15, 2)]
    public void Votes_that_the_other_implementation_refuses_are_refused_with_their_reason(Fork fork, int count, int good)
    {
        (ulong slot, Attestation[] accepted, (string Name, Attestation Vote)[] refused) = Chain.Judged(fork);
        Assert.Equal((count, good), (refused.Length, accepted.Length));
        ulong epoch = (slot / 8);
        CasperTransition transition = Follow(Chain.State(epoch), Chain.States.Single(state => state.Epoch == epoch).Root, slot - 1, out _);
        (BlockVotes block, BeaconBlockHeader header, _) = Chain.Blocks.Single(entry => entry.Header.Slot == slot);
        Assert.Equal((VoteFault.None, 0), transition.ProcessBlock(block with { Attestations = [] }, header, Chain.Blocks.Single(entry => entry.Header.Slot == slot - 1).Header.StateRoot));
        foreach ((string name, Attestation vote) in refused)
        {
            VoteFault expected = name == "no voter" && fork >= Fork.Electra ? VoteFault.CommitteeWithoutVoter : Faults[name];
            Assert.Equal((name, expected), (name, transition.ProcessAttestation(vote)));
        }

        Attestation first = accepted[0];
        Assert.Equal(VoteFault.WrongForm, transition.ProcessAttestation(first with { CommitteeBits = fork >= Fork.Electra ? null : [1] }));
        Assert.All(accepted, vote => Assert.Equal(VoteFault.None, transition.ProcessAttestation(vote)));
    }

    [Fact]
    public void Balances_decide_and_not_heads()
    {
        // Almost all vote in epoch 11, but not the two of 1000 and 400 ether; in epoch 12 those two and half of the others.
        foreach ((ulong epoch, ulong last, int fewest, int most, bool isJustified) in ((ulong, ulong, int, int, bool)[])[(11, 103, 64, 70, false), (12, 111, 30, 40, true)])
        {
            CasperState state = Chain.State(epoch + 1);
            Follow(state, Chain.States.Single(entry => entry.Epoch == epoch + 1).Root, last, out _);
            Assert.InRange(state.PreviousEpochParticipation.Count(flags => (flags >> Finalization.TimelyTargetFlagIndex & 1) != 0), fewest, most);
            Assert.Equal((1_000_000_000_000UL, 400_000_000_000UL), (state.Validators.EffectiveBalance(0), state.Validators.EffectiveBalance(1)));
            int others = state.Validators.GetActiveValidatorIndices(epoch).Count(static validator => validator > 1);
            Assert.InRange(others, 68, 70);
            Assert.Equal(1400_000_000_000UL + ((ulong)others * 32_000_000_000), state.Validators.GetTotalActiveBalance(epoch));
            Finalization.ProcessJustificationAndFinalization(state, CasperPreset.Minimal);
            Assert.Equal(isJustified, (state.JustificationBits & 2) != 0);
        }
    }

    [Fact]
    public void Links_start_from_what_the_other_implementation_finalizes()
    {
        Attestation[] votes = [.. Chain.Blocks.SelectMany(block => block.Votes.Attestations)];
        CasperCheckpoint[] checkpoints = [.. Chain.States.Select(state =>
        {
            Assert.Null(CasperCheckpoint.TryRead(state.Ssz, Chain.Config, out CasperCheckpoint? checkpoint));
            return checkpoint!;
        })];
        List<CasperLink> links = [];
        for (int i = 1; i < checkpoints.Length; i++)
            if (CasperLink.TryMake(Chain.Config, checkpoints[i - 1], checkpoints[i], votes, out CasperLink? link) is null) links.Add(link!);
        // The end of the text is the finalized checkpoint: its epoch and its root.
        // It finalizes epoch 12 by a link over two epochs, from 12 to 14 with 13 between them; links here are of one.
        string[] sources = [.. links.Select(static link => RecordedVotes.Text(link.Source.Checkpoint))];
        string overTwo = RecordedVotes.Text(checkpoints.Single(static checkpoint => checkpoint.Checkpoint.Epoch == 12).Checkpoint);
        Assert.Equal(Chain.Blocks.Select(block => block.After[^80..]).Distinct().Skip(1).Where(final => final != overTwo), sources);
        Assert.Contains(Chain.Blocks, block => block.After.EndsWith(overTwo, StringComparison.Ordinal));
        Assert.Equal([3UL, 6, 7, 9, 15, 16], links.Select(static link => link.Target.Checkpoint.Epoch));
        foreach (CasperLink link in links)
        {
            bool isElectra = link.Target.Checkpoint.Epoch >= 6;
            Assert.All(link.Votes, vote => Assert.True(isElectra ? vote.CommitteeBits is [>= 1 and <= 3] && vote.Data.Index == 0 : vote.CommitteeBits is null && vote.Data.Index <= 1));
            Assert.Contains(link.Votes, vote => isElectra ? vote.CommitteeBits![0] == 3 : vote.Data.Index == 1);
            Assert.Equal(link.Votes.Sum(static vote => vote.Voters.Count), link.Votes.SelectMany(static vote => vote.Voters).Distinct().Count());
        }
    }

    [Fact]
    public void Blocks_have_the_votes_of_their_forks_form()
    {
        JsonNode Changed(ulong slot, Action<JsonArray> change)
        {
            JsonNode block = Chain.Json(slot);
            change(block["message"]!["body"]!["attestations"]!.AsArray());
            return block;
        }

        string? Read(JsonNode block) => BlockVotes.TryRead(JsonSerializer.SerializeToElement(block), Chain.Config, out _);
        Assert.Contains("committee_bits: none expected before Electra", Read(Changed(44, votes => votes[0]!["committee_bits"] = "0x01")), StringComparison.Ordinal);
        Assert.Contains("committee_bits", Read(Changed(68, votes => votes[0]!.AsObject().Remove("committee_bits"))), StringComparison.Ordinal);
        Assert.Contains("1 bytes expected, actual 2", Read(Changed(68, votes => votes[0]!["committee_bits"] = "0x0100")), StringComparison.Ordinal);
        Assert.Contains("committee_bits: bits of 4 committees expected", Read(Changed(68, votes => votes[0]!["committee_bits"] = "0x11")), StringComparison.Ordinal);
        Assert.Contains("at most 8 elements expected, actual 9", Read(Changed(68, votes => Fill(votes, 9))), StringComparison.Ordinal);
        Assert.Null(Read(Changed(44, votes => Fill(votes, 128))));
        Assert.Contains("at most 128 elements", Read(Changed(44, votes => Fill(votes, 129))), StringComparison.Ordinal);

        static void Fill(JsonArray votes, int count)
        {
            while (votes.Count < count) votes.Add(votes[0]!.DeepClone());
        }
    }

    /// <summary>Goes through the blocks after a state up to a slot, and compares after each.</summary>
    private static CasperTransition Follow(CasperState state, Digest stateRoot, ulong last, out int blocks)
    {
        CasperTransition transition = new(state, Chain.Config);
        blocks = 0;
        foreach ((BlockVotes votes, BeaconBlockHeader header, string after) in Chain.Blocks.Where(block => block.Header.Slot > state.Slot && block.Header.Slot <= last).ToArray())
        {
            Assert.Equal((VoteFault.None, 0, header.Slot), (transition.ProcessBlock(votes, header, stateRoot) is var (fault, vote) ? fault : default, vote, header.Slot));
            Assert.Equal(after, RecordedVotes.Say(state));
            stateRoot = votes.StateRoot;
            blocks++;
        }

        return transition;
    }

    private static ulong Slot(byte[] ssz) => BitConverter.ToUInt64(ssz, 40);
}
