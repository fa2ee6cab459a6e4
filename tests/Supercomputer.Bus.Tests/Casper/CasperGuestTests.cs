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
}
