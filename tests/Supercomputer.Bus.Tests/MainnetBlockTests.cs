using System.Numerics;
using Supercomputer.Claims;
using Supercomputer.Compute.Blocks;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Execution;
using Xunit;

namespace Supercomputer.Bus.Tests;

/// <summary>Every log and transaction of blocks of the mainnet, from before the merge to Prague.</summary>
public sealed class MainnetBlockTests
{
    [Theory]
    [InlineData("14764013", 28)]
    [InlineData("17034869", 208)]
    [InlineData("17062257", 490)]
    [InlineData("19426587", 39)]
    [InlineData("22162263", 793)]
    [InlineData("22431083", 949)]
    [InlineData("22431084", 233)]
    public void Every_log_of_every_receipt_is_claimed_as_it_stands_in_the_block(string number, int logs)
    {
        CheckedBlock block = Blocks.Mainnet(number);
        int seen = 0;
        for (int j = 0; j < block.Receipts!.Count; j++)
        {
            if (block.Receipts[j].Logs.Count == 0) continue;
            ProgramInputs inputs = Blocks.Good(BusInputs.Event(block, 1, j, 0));
            for (int i = 0; i < block.Receipts[j].Logs.Count; i++)
            {
                Log log = block.Receipts[j].Logs[i];
                inputs = inputs with { Public = BusRequest.Event(1, block.Header.Hash, (ulong)j, (ulong)i) };
                EventClaim claim = Blocks.Claim<EventClaim>(BusPrograms.Event, inputs);
                Assert.Equal((block.Header.Hash, block.Header.ReceiptsRoot, block.Header.Number), (claim.BlockHash, claim.ReceiptsRoot, claim.BlockNumber));
                Assert.Equal(((ulong)j, (ulong)i, new Address(log.Address.Span)), (claim.TransactionIndex, claim.LogIndex, claim.Contract));
                Assert.Equal(log.Topics.Count, (int)claim.TopicCount);
                for (int t = 0; t < log.Topics.Count; t++) Assert.Equal(new Digest(log.Topics[t].Span), claim.Topic(t));
                Assert.Equal(((ulong)log.Data.Length, Keccak256.Hash(log.Data.Span)), (claim.DataLength, claim.DataHash));
                seen++;
            }
        }

        Assert.Equal(logs, seen);
        TestContext.Current.TestOutputHelper!.WriteLine($"block {number}: {seen} logs of {block.Receipts.Count} receipts claimed, 0 failed");
    }

    [Theory]
    [InlineData("14764013", "0 2")]
    [InlineData("17034869", "0 2")]
    [InlineData("17062257", "0 2")]
    [InlineData("19426587", "0 2")]
    [InlineData("22162263", "0 1 2 3")]
    [InlineData("22431083", "0 2 3")]
    [InlineData("22431084", "0 2 3")]
    public void Every_transaction_of_every_type_is_claimed_as_it_stands_in_the_block(string number, string types)
    {
        CheckedBlock block = Blocks.Mainnet(number);
        SortedSet<ulong> seen = [];
        for (int j = 0; j < block.Transactions!.Count; j++)
        {
            TransactionClaim claim = Blocks.Claim<TransactionClaim>(BusPrograms.Transaction, Blocks.Good(BusInputs.Transaction(block, 1, j)));
            ReadOnlySpan<byte> bytes = block.Transactions[j].Span;
            Assert.Equal((Keccak256.Hash(bytes), (ulong)bytes.Length, (ulong)j), (claim.TransactionHash, claim.Length, claim.TransactionIndex));
            Assert.Equal((block.Header.Hash, block.Header.TransactionsRoot), (claim.BlockHash, claim.TransactionsRoot));
            Assert.Equal(bytes[0] >= 0xc0 ? 0UL : bytes[0], claim.Type);
            Assert.True(claim.IsCreation || bytes.IndexOf(claim.To.ToArray()) >= 0);
            seen.Add(claim.Type);
        }

        Assert.Equal(types, string.Join(' ', seen));
        TestContext.Current.TestOutputHelper!.WriteLine($"block {number}: {block.Transactions.Count} transactions of types {types} claimed, 0 failed");
    }

    [Fact]
    public void The_sum_over_all_receipts_is_that_of_the_block()
    {
        foreach (string number in new[] { "14764013", "17034869", "22431083", "22431084" })
        {
            CheckedBlock block = Blocks.Mainnet(number);
            byte[] output = Blocks.Run(BusPrograms.EventSum, Blocks.SumOfFirstLog(block, out byte[] input));
            (int count, BigInteger sum) = (0, 0);
            foreach (Log log in block.Receipts!.SelectMany(receipt => receipt.Logs))
            {
                if (log.Topics.Count == 0 || !log.Address.Span.SequenceEqual(input.AsSpan(12, 20)) || !log.Topics[0].Span.SequenceEqual(input.AsSpan(32))) continue;
                count++;
                if (log.Data.Length >= 32) sum += new BigInteger(log.Data.Span[..32], isUnsigned: true, isBigEndian: true);
            }

            Assert.True(count > 0);
            Assert.Equal(count, new BigInteger(output.AsSpan(352, 32), isUnsigned: true, isBigEndian: true));
            Assert.Equal(sum % BigInteger.Pow(2, 256), new BigInteger(output.AsSpan(384, 32), isUnsigned: true, isBigEndian: true));
            Assert.Null(new ClaimChain(Blocks.Trust(block)).Add(BusPrograms.EventSum, BusRequest.Computation(BusPrograms.EventSum.Key.Digest, input), output));
        }
    }
}
