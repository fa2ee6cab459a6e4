using Supercomputer.Bus.Casper;
using Supercomputer.Claims;
using Supercomputer.Consensus.Casper;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Hashing;
using Xunit;

namespace Supercomputer.Bus.Tests.Casper;

/// <summary>The Casper guest's rules on states and votes of Electra and Fulu, natively.</summary>
public sealed class CasperForkTests
{
    private static readonly CasperData Data = CasperData.Forked;
    private static readonly CasperCheckpoint[] Checkpoints = Data.Checkpoints();

    [Theory]
    [InlineData(5UL, Fork.Deneb, Fork.Electra, 2)] // the first link's source is of Deneb, its target and votes are of Electra
    [InlineData(14UL, Fork.Fulu, Fork.Fulu, 2)]
    public void Votes_of_several_committees_lead_to_the_claim_of_the_finalized_block(ulong epoch, Fork from, Fork to, int count)
    {
        CasperLink[] links = Links(epoch, count);
        CasperCheckpoint final = links[^1].Source;
        Assert.Equal((from, to), (links[0].Source.State.Fork, final.State.Fork));
        Assert.All(links, link => Assert.Contains(link.Votes, static vote => vote.CommitteeBits is [3]));
        Assert.True(ClaimEncoding.TryRead(CasperData.Run(Data.Streams(links)), out FinalizedHeaderClaim claim, out string? error), error);
        ExecutionPayloadHeader execution = final.State.LatestExecutionPayloadHeader;
        Assert.Equal(
            new FinalizedHeaderClaim(
                Data.Network.ChainId, Data.Network.Config.GenesisValidatorsRoot, links[0].Source.Checkpoint.Root, final.Header.Slot, final.Checkpoint.Root,
                execution.BlockNumber, execution.BlockHash, execution.StateRoot, execution.ReceiptsRoot, execution.TransactionsRoot, execution.Timestamp),
            claim);
    }

    [Fact]
    public void Committees_that_there_are_not_bits_that_nobody_has_and_voters_who_voted_are_refused()
    {
        CasperLink[] links = Links(14, 2);
        CasperVote vote = links[0].Votes.First(static vote => vote.CommitteeBits is [3]);
        Assert.Equal("a vote is of a committee that there is not", Refusal(vote with { CommitteeBits = [7] }));
        Assert.Equal("a vote has more bits than its committees have members", Refusal(vote with { Bits = [.. vote.Bits, 1] }));
        Assert.Equal("a vote has no voters", Refusal(vote with { CommitteeBits = [0], Bits = [] }));
        Assert.Equal("a validator votes twice", CasperData.Refusal(Data.Streams(links[0] with { Votes = [vote, .. links[0].Votes] }, links[1])));
        // The same voters under one committee less are others, who have not signed.
        Assert.NotEmpty(Refusal(vote with { CommitteeBits = [2] }));
        Assert.Equal("the signature does not verify", Refusal(vote with { Data = vote.Data with { BeaconBlockRoot = default(Digest) } }));

        string Refusal(CasperVote altered) => CasperData.Refusal(Data.Streams(links[0] with { Votes = [.. links[0].Votes.Select(other => other == vote ? altered : other)] }, links[1]));
    }

    [Fact]
    public void Every_part_of_the_private_input_is_checked()
    {
        CasperLink[] links = Links(14, 2);
        byte[] good = CasperStreams.Of(Data.Network, links).Private.ToArray();
        Random random = new(20261127);
        int[] places = [.. Enumerable.Range(0, 60).Select(i => good.Length / 60 * i + random.Next(good.Length / 60)), .. Enumerable.Range(1, 12).Select(i => good.Length - 67 * i)];
        Parallel.ForEach(places, place =>
        {
            byte[] altered = [.. good];
            altered[place] ^= 1;
            Assert.True(Record.Exception(() => CasperData.Run(Data.Streams(links) with { Private = altered })) is Supercomputer.Guests.GuestTrapException, $"byte {place} of {altered.Length}");
        });
    }

    /// <summary>So many links from an epoch's checkpoint on.</summary>
    private static CasperLink[] Links(ulong epoch, int count) =>
        Data.Links([.. Checkpoints.Where(checkpoint => checkpoint.Checkpoint.Epoch >= epoch && checkpoint.Checkpoint.Epoch <= epoch + (ulong)count)]);
}
