using Supercomputer.Bus.Casper;
using Supercomputer.Consensus.Casper;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Guests;
using Supercomputer.Machine.Execution;
using Xunit;

namespace Supercomputer.Bus.Tests.Casper;

/// <summary>What is wrong is refused with its reason, whoever made the hints; what is just enough is accepted.</summary>
public sealed class CasperRefusalTests
{
    private const int BalanceAt = 80, SlashedAt = 88, ExitAt = 105;
    private const string TooFew = "fewer than two thirds of the balance voted for the target", NotSigned = "the signature does not verify";

    [Fact]
    public void Two_thirds_missed_by_one_validator_are_too_few()
    {
        CasperScene scene = new();
        CasperCheckpoint[] at = scene.Checkpoints();
        CasperLink five = scene.Link(at[0], at[1], 5), six = scene.Link(at[0], at[1]), second = scene.Link(at[1], at[2]);
        AssertRefused(TooFew, scene, five, second);
        AssertRefused(TooFew, scene, six, scene.Link(at[1], at[2], 5));
        // Eleven of sixteen are enough.
        CasperVote pair = six.Votes[5];
        CasperLink eleven = five with { Votes = [.. five.Votes, scene.Vote(pair.Data, [.. pair.Voters], 1)] };
        Assert.NotEmpty(CasperData.Run(scene.Streams(eleven, second)));
    }

    [Fact]
    public void Nobody_votes_twice()
    {
        CasperScene scene = new();
        CasperCheckpoint[] at = scene.Checkpoints();
        CasperLink link = scene.Link(at[0], at[1], 5), second = scene.Link(at[1], at[2]);
        CasperVote vote = link.Votes[0];
        int[] members = [.. vote.Voters];
        AssertRefused("a validator votes twice", scene, link with { Votes = [.. link.Votes, vote] }, second);
        // An overlapping aggregate, and another head of the same committee.
        AssertRefused("a validator votes twice", scene, link with { Votes = [.. link.Votes, scene.Vote(vote.Data, members, 2)] }, second);
        AttestationData otherHead = vote.Data with { BeaconBlockRoot = at[1].Checkpoint.Root };
        AssertRefused("a validator votes twice", scene, link with { Votes = [.. link.Votes, scene.Vote(otherHead, members, 1)] }, second);
    }

    [Fact]
    public void Votes_count_only_for_what_was_signed()
    {
        CasperScene scene = new();
        CasperCheckpoint[] at = scene.Checkpoints();
        CasperLink second = scene.Link(at[1], at[2]);
        ConsensusConfig config = scene.Network.Config;
        ForkSchedule forks = new([1, 0x01000001, 0x02000001, 0x03000002, 4, 5, 6], [0, 0, 0, 0, ForkSchedule.FarFuture, ForkSchedule.FarFuture, ForkSchedule.FarFuture]);
        Digest other = at[2].Checkpoint.Root;
        AssertRefused(NotSigned, scene, scene.Link(at[0], at[1], sign: data => data with { Source = data.Source with { Root = other } }), second);
        AssertRefused(NotSigned, scene, scene.Link(at[0], at[1], sign: data => data with { Source = data.Source with { Epoch = 1 } }), second);
        AssertRefused(NotSigned, scene, scene.Link(at[0], at[1], sign: data => data with { Target = data.Target with { Root = other } }), second);
        AssertRefused(NotSigned, scene, scene.Link(at[0], at[1], sign: data => data with { Target = data.Target with { Epoch = 4 } }), second);
        AssertRefused(NotSigned, scene, scene.Link(at[0], at[1], signedFor: config with { Forks = forks }), second);
        AssertRefused(NotSigned, scene, scene.Link(at[0], at[1], signedFor: config with { GenesisValidatorsRoot = other }), second);
        CasperLink good = scene.Link(at[0], at[1]);
        AssertRefused(NotSigned, scene, good with { Votes = [good.Votes[0] with { Signature = good.Votes[1].Signature }, .. good.Votes.Skip(1)] }, second);
    }

    [Fact]
    public void A_vote_is_of_a_member_of_a_committee_of_its_epoch()
    {
        CasperScene scene = new();
        CasperCheckpoint[] at = scene.Checkpoints();
        CasperLink link = scene.Link(at[0], at[1]), second = scene.Link(at[1], at[2]);
        CasperVote vote = link.Votes[0];
        int[] members = [.. vote.Voters];
        AssertRefused("a vote is of a slot of another epoch than its target", scene, With(vote with { Data = vote.Data with { Slot = 23 } }), second);
        AssertRefused("a vote is of a committee that there is not", scene, With(vote with { Data = vote.Data with { Index = 1 } }), second);
        AssertRefused("a vote has more bits than its committees have members", scene, With(scene.Vote(vote.Data, [.. members, 3], 7)), second);
        AssertRefused("a vote has no voters", scene, With(scene.Vote(vote.Data, members, 0)), second);
        AssertRefused("a link has no votes, or more than 2^16", scene, link with { Votes = [] }, second);

        CasperLink With(CasperVote altered) => link with { Votes = [altered, .. link.Votes.Skip(1)] };
    }

    [Fact]
    public void Links_join_checkpoints_of_consecutive_epochs_of_one_chain()
    {
        CasperScene scene = new();
        CasperCheckpoint[] at = scene.Checkpoints(), recorded = CasperData.Recorded.Checkpoints();
        CasperLink first = scene.Link(at[0], at[1]), second = scene.Link(at[1], at[2]);
        const string notNext = "the target is not the checkpoint of the epoch after its source";
        AssertRefused("fewer than two links finalize nothing after the trusted checkpoint", scene, first);
        AssertRefused(notNext, scene, first with { Target = at[2] }, second);
        AssertRefused(notNext, scene, first, second with { Target = at[1] });
        Assert.Equal("the first checkpoint is not the trusted one", CasperData.Refusal(CasperStreams.Of(scene.Network, [first, second], at[1].Checkpoint.Root)));
        // A target of another chain: its block_roots do not have the source.
        CasperScene other = new CasperScene().Alter(0, 3, SlashedAt, 1);
        CasperCheckpoint fork = other.Checkpoints()[0];
        AssertRefused("the target does not descend from its source", scene, scene.Link(fork, recorded[1]), second);
    }

    [Fact]
    public void Validators_and_mix_are_those_of_the_sources_state()
    {
        CasperScene scene = new();
        CasperCheckpoint[] at = scene.Checkpoints();
        CasperLink first = scene.Link(at[0], at[1]), second = scene.Link(at[1], at[2]);
        foreach (int part in (int[])[0, BalanceAt, SlashedAt, ExitAt])
        {
            CasperCheckpoint altered = at[0] with { State = new CasperScene().Alter(0, 5, part, 1).Checkpoints()[0].State };
            AssertRefused("the validators are not those of the checkpoint's state", scene, first with { Source = altered }, second);
        }

        CasperCheckpoint[] mixed = new CasperScene().Checkpoints();
        mixed[0].State.RandaoMixes[1] = at[0].Checkpoint.Root;
        AssertRefused("the randao mix is not that of the source's state", scene, first with { Source = mixed[0] }, second);
    }

    [Fact]
    public void A_slashed_validator_does_not_count_by_either_state()
    {
        CasperScene everywhere = new();
        int voter = new CasperScene().Link(everywhere.Checkpoints()[0], everywhere.Checkpoints()[1]).Votes[0].Voters[0];
        for (int i = 0; i < 3; i++) everywhere.Alter(i, voter, SlashedAt, 1);
        AssertRefusedEleven(TooFew, everywhere);
        // Slashed between source and target.
        AssertRefusedEleven("fewer than two thirds of the target's own balance voted for it", new CasperScene().Alter(1, voter, SlashedAt, 1).Alter(2, voter, SlashedAt, 1));
    }

    [Fact]
    public void Balances_are_weighed_and_exited_validators_have_none()
    {
        // One has left: of fifteen, ten are two thirds exactly.
        CasperScene scene = new();
        for (int i = 0; i < 3; i++) scene.Alter(i, 5, ExitAt, 3, 0, 0, 0, 0, 0, 0, 0);
        CasperCheckpoint[] at = scene.Checkpoints();
        CasperLink[] ten = [.. Ten(scene, at[0], at[1]), .. Ten(scene, at[1], at[2])];
        Assert.NotEmpty(CasperData.Run(scene.Streams(ten)));
        // Committees that still have him are others.
        CasperScene before = new();
        CasperCheckpoint[] old = before.Checkpoints();
        CasperLink stale = before.Link(old[0], old[1]) with { Source = at[0], Target = at[1] };
        Assert.NotEmpty(CasperData.Refusal(scene.Streams(stale, ten[1])));
        // Eleven of sixteen are too few where one that does not vote has twice the balance.
        CasperScene heavy = new();
        int silent = heavy.Link(old[0], old[1], 8).Votes[7].Voters[0];
        for (int i = 0; i < 3; i++) heavy.Alter(i, silent, BalanceAt, BitConverter.GetBytes(64_000_000_000UL));
        AssertRefusedEleven(TooFew, heavy);
    }

    [Fact]
    public void Before_an_empty_boundary_slot_the_block_before_it_is_the_checkpoint()
    {
        CasperScene scene = new CasperScene().Move(1, 23);
        CasperCheckpoint[] at = scene.Checkpoints();
        Assert.Equal(3UL, at[1].Checkpoint.Epoch);
        Assert.NotEmpty(CasperData.Run(scene.Streams(scene.Link(at[0], at[1]), scene.Link(at[1], at[2]))));
    }

    [Fact]
    public void Forks_with_other_states_are_refused()
    {
        CasperData data = CasperData.Recorded;
        CasperLink[] links = data.Links(data.Checkpoints()[..3]);
        uint[] versions = [1, 0x01000001, 0x02000001, 0x03000001, 4, 5, 6];
        const ulong far = ForkSchedule.FarFuture;
        foreach ((ulong capella, ulong electra, string reason) in ((ulong, ulong, string)[])
            [(far, far, "a checkpoint's state is older than Capella"), (0, 0, "the validators are not those of the checkpoint's state")])
        {
            ConsensusConfig config = data.Network.Config with { Forks = new(versions, [0, 0, 0, capella, electra, electra, far]) };
            Assert.Equal(reason, CasperData.Refusal(CasperStreams.Of(data.Network with { Config = config }, links)));
        }
    }

    [Fact]
    public void Every_part_of_the_private_input_is_checked()
    {
        CasperData data = CasperData.Recorded;
        ProgramInputs good = data.Streams(data.Links(data.Checkpoints()[..3]));
        Random random = new(20250904);
        // Header, registry, branches and mix densely; votes, hints, signature, slopes and witness of both links in equal strides.
        int[] places = [.. Enumerable.Range(0, 50).Select(i => 53 * i + random.Next(53)), .. Enumerable.Range(0, 30).Select(i => good.Private.Length / 30 * i + random.Next(good.Private.Length / 30)),
            .. Enumerable.Range(1, 8).Select(i => good.Private.Length - 67 * i)];
        Parallel.ForEach(places, place =>
        {
            byte[] altered = good.Private.ToArray();
            altered[place] ^= 1;
            Assert.True(Record.Exception(() => CasperData.Run(good with { Private = altered })) is GuestTrapException, $"byte {place} of {altered.Length}");
        });
    }

    [Fact]
    public void Malformed_bytes_end_the_run_with_a_reason()
    {
        CasperData data = CasperData.Recorded;
        ProgramInputs good = data.Streams(data.Links(data.Checkpoints()[..3]));
        for (int length = 0; length < 20_000; length += 997)
            Assert.Equal("the private input ends early", CasperData.Refusal(good with { Private = good.Private[..length] }));
        Assert.Equal("the private input is too long", CasperData.Refusal(good with { Private = (byte[])[.. good.Private.Span, 0, 0, 0, 0] }));
        Assert.Equal("the public input has not 200 bytes", CasperData.Refusal(good with { Public = good.Public[..180] }));
        // Flags, kind of trust, the trusted root, and each size of the preset.
        foreach (int place in (int[])[4, 28, 64, 180, 184, 188, 192, 196])
        {
            byte[] altered = good.Public.ToArray();
            altered[place] = (byte)(place is 184 or 188 ? 0 : altered[place] ^ 0x81);
            Assert.NotEmpty(CasperData.Refusal(good with { Public = altered }));
        }
    }

    /// <summary>Ten votes: the largest parts of committees first.</summary>
    private static CasperLink[] Ten(CasperScene scene, CasperCheckpoint source, CasperCheckpoint target)
    {
        List<CasperVote> votes = [];
        foreach (CasperVote vote in scene.Link(source, target, 8).Votes)
        {
            int left = 10 - votes.Sum(static vote => vote.Voters.Count);
            if (left > 0) votes.Add(left >= vote.Voters.Count ? vote : scene.Vote(vote.Data, [.. vote.Voters], 1));
        }

        return [new(source, target, votes)];
    }

    private static void AssertRefusedEleven(string reason, CasperScene scene)
    {
        CasperCheckpoint[] at = scene.Checkpoints();
        CasperLink six = scene.Link(at[0], at[1]);
        CasperVote last = six.Votes[5];
        AssertRefused(reason, scene, six with { Votes = [.. six.Votes.Take(5), scene.Vote(last.Data, [.. last.Voters], 1)] }, scene.Link(at[1], at[2]));
    }

    private static void AssertRefused(string reason, CasperScene scene, params CasperLink[] links) => Assert.Equal(reason, CasperData.Refusal(scene.Streams(links)));
}
