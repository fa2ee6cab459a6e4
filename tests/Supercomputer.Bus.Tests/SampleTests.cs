using System.Numerics;
using Supercomputer.Claims;
using Supercomputer.Compute.Blocks;
using Supercomputer.Guests;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Bus.Tests;

/// <summary>The sample zkGraph that rests on a header claim, natively and in the machine.</summary>
public sealed class SampleTests
{
    [Fact]
    public void The_largest_transfer_is_found_natively_and_in_the_machine()
    {
        CheckedBlock block = Blocks.Demo();
        byte[] module = File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "largest-transfer", "largest-transfer.wasm"));
        VerifyingKey key = VerifyingKey.Create(Lowerer.LowerBytes(module).Program!);
        Log any = block.Receipts!.SelectMany(receipt => receipt.Logs).First(log => log.Topics.Count > 0 && log.Data.Length >= 32);
        byte[] input = BusRequest.EventSumInput(new(any.Address.Span), new(any.Topics[0].Span));
        FinalizedHeaderClaim header = BusInputs.TrustedHeader(block, 1);
        ProgramInputs inputs = Blocks.Good(BusInputs.Computation(block, header, key.Digest, input));
        byte[] output = GuestRun.Execute(LargestTransfer.Program.Main, inputs.Public.ToArray(), [], inputs.Private.ToArray()).Output;
        ExecutionResult run = Executor.Run(key.Program, inputs);
        Assert.Equal(Outcome.Returned, run.Outcome);
        Assert.Equal(output, run.Output);

        BusProgram program = BusProgram.Computing(key);
        ClaimChain chain = new(new() { Headers = [header], Programs = [program] });
        Assert.Null(chain.Add(program, inputs.Public, output));
        BigInteger[] expected = Expected(block, any);
        for (int i = 0; i < 3; i++)
            Assert.Equal(expected[i], new BigInteger(Assert.Single(chain.Entries).Result.Span.Slice(32 * i, 32), isUnsigned: true, isBigEndian: true));
    }

    private static BigInteger[] Expected(CheckedBlock block, Log like)
    {
        (int count, BigInteger largest, int transaction) = (0, -1, 0);
        for (int j = 0; j < block.Receipts!.Count; j++)
            foreach (Log log in block.Receipts[j].Logs)
            {
                if (log.Topics.Count == 0 || log.Data.Length < 32) continue;
                if (!log.Address.Span.SequenceEqual(like.Address.Span) || !log.Topics[0].Span.SequenceEqual(like.Topics[0].Span)) continue;
                count++;
                BigInteger amount = new(log.Data.Span[..32], isUnsigned: true, isBigEndian: true);
                if (amount > largest) (largest, transaction) = (amount, j);
            }

        return [count, largest, transaction];
    }
}
