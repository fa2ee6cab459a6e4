using System.Globalization;
using Supercomputer.Bus.History;
using Supercomputer.Claims;
using Supercomputer.Proofs;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Bus.Tests.History;

/// <summary>Blocks of mainnet years back, under the summaries of a later beacon state.</summary>
public sealed class HistoricalHeaderTests
{
    [Fact]
    public void Headers_since_Capella_are_accepted_and_older_ones_refused_with_the_reason()
    {
        byte[] summaries = RealHistory.Summaries();
        int accepted = 0, refused = 0;
        foreach (string path in Directory.EnumerateFiles(Vectors.Path("ethereum", "headers-with-proof"), "*.yaml"))
        {
            ulong number = ulong.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture);
            VerificationError? error = HistoricalHeader.Check(RealHistory.PortalBytes(Path.GetFileNameWithoutExtension(path)), summaries, out FinalizedHeaderClaim claim);
            if (number <= 17034869)
            {
                Assert.NotNull(error);
                refused++;
                continue;
            }

            Assert.Null(error);
            Assert.Equal(number, claim.BlockNumber);
            accepted++;
        }

        Assert.Equal((6, 9), (accepted, refused));
    }

    [Fact]
    public void A_block_of_two_years_ago_gives_the_header_under_which_its_events_are_proved()
    {
        Assert.Null(HistoricalHeader.Check(RealHistory.PortalBytes("19426587"), RealHistory.Summaries(), out FinalizedHeaderClaim claim));
        Compute.Blocks.CheckedBlock block = Blocks.Mainnet("19426587");
        Assert.Equal(BusInputs.TrustedHeader(block, 1), claim with { Slot = 0, BeaconRoot = default });
        int transaction = block.Receipts!.ToList().FindIndex(receipt => receipt.Logs.Count > 0);
        Machine.Execution.ProgramInputs inputs = Blocks.Good(BusInputs.Event(block, 1, transaction, 0));
        Assert.Null(new ClaimChain(new() { Headers = [claim] }).Add(BusPrograms.Event, inputs.Public, Blocks.Run(BusPrograms.Event, inputs)));
    }

    [Fact]
    public void Altered_headers_proofs_and_summaries_are_refused_and_nothing_throws()
    {
        byte[] good = RealHistory.PortalBytes("22162263"), summaries = RealHistory.Summaries();
        Random random = new(20260805);
        for (int run = 0; run < 1500; run++)
        {
            byte[] altered = [.. good];
            altered[run < 8 ? run : random.Next(good.Length)] ^= (byte)(1 << random.Next(8));
            Assert.NotNull(HistoricalHeader.Check(altered, summaries, out _));
            Assert.NotNull(HistoricalHeader.Check(good.AsMemory(0, random.Next(good.Length)), summaries, out _));
        }

        Assert.NotNull(HistoricalHeader.Check(good, summaries.AsSpan(0, 64 * 100), out _));
        Assert.NotNull(HistoricalHeader.Check(good, default, out _));
        summaries.AsSpan().Reverse();
        Assert.NotNull(HistoricalHeader.Check(good, summaries, out _));
    }
}
