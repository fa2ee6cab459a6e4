using Supercomputer.Claims;
using Supercomputer.Consensus.Casper;
using Supercomputer.Consensus.Containers;
using Xunit;

namespace Supercomputer.Bus.Tests.Casper;

/// <summary>The Casper guest's rules on votes of a real network, natively.</summary>
public sealed class CasperGuestTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Votes_of_a_live_network_lead_from_a_checkpoint_to_the_claim_of_the_last_finalized_block(int links)
    {
        CasperData data = CasperData.Recorded;
        CasperCheckpoint[] checkpoints = data.Checkpoints();
        CasperLink[] chain = data.Links(checkpoints[..(links + 1)]);
        Assert.True(ClaimEncoding.TryRead(CasperData.Run(data.Streams(chain)), out FinalizedHeaderClaim claim, out string? error), error);
        CasperCheckpoint final = checkpoints[links - 1];
        ExecutionPayloadHeader execution = final.State.LatestExecutionPayloadHeader;
        Assert.Equal(
            new FinalizedHeaderClaim(
                data.Network.ChainId, data.Network.Config.GenesisValidatorsRoot, checkpoints[0].Checkpoint.Root, final.Header.Slot, final.Checkpoint.Root,
                execution.BlockNumber, execution.BlockHash, execution.StateRoot, execution.ReceiptsRoot, execution.TransactionsRoot, execution.Timestamp),
            claim);
        // What the network's own state calls finalized two epochs later.
        if (links + 1 < checkpoints.Length) Assert.Equal(checkpoints[links - 1].Checkpoint, checkpoints[links + 1].State.FinalizedCheckpoint);
        // Two members vote together in each slot: six votes of two are two thirds of sixteen.
        Assert.All(chain, link => Assert.Equal((6, 12), (link.Votes.Count, link.Votes.Sum(static vote => vote.Voters.Count))));
    }

    [Fact]
    public void Aggregates_that_do_not_overlap_are_joined_and_wrong_signatures_passed_over()
    {
        CasperScene scene = new();
        CasperCheckpoint[] at = scene.Checkpoints();
        CasperLink link = scene.Link(at[0], at[1]);
        CasperVote pair = link.Votes[0];
        int[] members = [.. pair.Voters];
        Attestation first = Attest(scene.Vote(pair.Data, members, 1)), second = Attest(scene.Vote(pair.Data, members, 2));
        Attestation[] rest = [.. link.Votes.Skip(1).Select(Attest)];
        Assert.Null(Make(scene, at, [first with { Signature = second.Signature }, first, first, second, .. rest], out CasperLink? joined));
        Assert.Equal(pair.Signature, joined!.Votes.Single(vote => vote.Data == pair.Data).Signature);
        Assert.Equal(12, joined.Votes.Sum(static vote => vote.Voters.Count));
        // Without either of them eleven are left, without both ten.
        Assert.Null(Make(scene, at, [first, .. rest], out _));
        Assert.Contains("two thirds of 512000000000 Gwei from epoch 2 to 3 expected, actual 320000000000", Make(scene, at, [first with { Signature = second.Signature }, .. rest], out _), StringComparison.Ordinal);
        Assert.Contains("the checkpoint of epoch 3 expected", CasperLink.TryMake(scene.Network.Config, at[0], at[2], rest, out _), StringComparison.Ordinal);
    }

    private static string? Make(CasperScene scene, CasperCheckpoint[] at, Attestation[] votes, out CasperLink? link) =>
        CasperLink.TryMake(scene.Network.Config, at[0], at[1], votes, out link);

    /// <summary>The vote as blocks carry it: behind the bits the one that marks the end.</summary>
    private static Attestation Attest(CasperVote vote) => new([(byte)(vote.Bits[0] | 4)], vote.Data, vote.Signature);
}
