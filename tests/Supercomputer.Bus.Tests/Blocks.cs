using Supercomputer.Claims;
using Supercomputer.Compute;
using Supercomputer.Compute.Blocks;
using Supercomputer.Machine.Execution;
using Supercomputer.Proofs;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Bus.Tests;

/// <summary>Blocks, and runs of the bus's programs over them.</summary>
internal static class Blocks
{
    /// <summary>A block of the mainnet; the test is skipped where the vectors are absent.</summary>
    internal static CheckedBlock Mainnet(string number) => Read(Vectors.Path("ethereum", "blocks", $"{number}.yaml"));

    /// <summary>A small block of a devnet with contracts, one proof of an account with slots, and one of an account that is absent.</summary>
    internal static CheckedBlock Demo() => Read(Path.Combine(Repository.Root, "samples", "demo", "block.json"));

    internal static CheckedBlock Read(string path)
    {
        Result<CheckedBlock> block = BlockFile.Read(path);
        Assert.True(block.IsGood, block.Error);
        return block.Value;
    }

    internal static T Good<T>(Checked<T> result)
        where T : class
    {
        Assert.True(result.TryGet(out T? value, out VerificationError? error), $"{error}");
        return value;
    }

    /// <summary>The output of a native run that must succeed.</summary>
    internal static byte[] Run(BusProgram program, ProgramInputs inputs) => Good(BusProver.RunNatively(program, inputs));

    /// <summary>The claim that a native run puts out.</summary>
    internal static TClaim Claim<TClaim>(BusProgram program, ProgramInputs inputs)
        where TClaim : struct, IClaim<TClaim>
    {
        Assert.True(ClaimEncoding.TryRead(Run(program, inputs), out TClaim claim, out string? error), error);
        return claim;
    }

    /// <summary>The reason why a native run refuses its inputs.</summary>
    internal static string Refusal(BusProgram program, ProgramInputs inputs)
    {
        bool accepted = BusProver.RunNatively(program, inputs).TryGet(out _, out VerificationError? error);
        Assert.False(accepted, "accepted");
        return error!.Actual;
    }

    /// <summary>What a verifier believes who knows a block.</summary>
    internal static BusTrust Trust(CheckedBlock block, ulong chainId = 1) => new() { Headers = [BusInputs.TrustedHeader(block, chainId)] };

    /// <summary>The address and first topic of the first log of a block, and the input that asks for their sum.</summary>
    internal static ProgramInputs SumOfFirstLog(CheckedBlock block, out byte[] input)
    {
        Log log = block.Receipts!.SelectMany(receipt => receipt.Logs).First(entry => entry.Topics.Count > 0);
        input = BusRequest.EventSumInput(new(log.Address.Span), new(log.Topics[0].Span));
        return Good(BusInputs.Computation(block, BusInputs.TrustedHeader(block, 1), BusPrograms.EventSum.Key.Digest, input));
    }
}
