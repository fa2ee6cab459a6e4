using System.Numerics;
using System.Text;
using Supercomputer.Compute.Blocks;
using Supercomputer.Compute.Manifests;
using Supercomputer.Compute.Streams;
using Supercomputer.Compute.Tests.Blocks;
using Supercomputer.Compute.Tests.Streams;
using Supercomputer.Guests;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Primitives;
using Supercomputer.Samples;
using Supercomputer.Testing;
using Supercomputer.Wasm.Text;
using Xunit;
using MachineOutcome = Supercomputer.Machine.Execution.Outcome;

namespace Supercomputer.Compute.Tests.Samples;

/// <summary>The samples and the templates on the register machine give what they give in the interpreter.</summary>
public sealed class MachineSampleTests(ITestOutputHelper log)
{
    [Theory]
    [InlineData("fibonacci/fibonacci.wat", "main", 1000)]
    [InlineData("sha256/sha256.wasm", "main", 1000)]
    [InlineData("sort/sort.wasm", "main", 300)]
    public void A_sample_ends_alike(string file, string entry, int parameter)
    {
        ProgramStreams streams = file.StartsWith("sha256", StringComparison.Ordinal)
            ? new([], [.. Enumerable.Range(0, parameter).Select(i => (byte)i)], [])
            : new(BitConverter.GetBytes(parameter), [], []);
        AssertAlike(Path.Combine(Repository.Root, "samples", file), streams, entry);
    }

    [Fact]
    public void Token_transfers_ends_alike_over_the_block_of_the_demo() => AssertAlike(
        Path.Combine(Repository.Root, "samples", "token-transfers", "token-transfers.wasm"),
        BlockFileTests.Good(ZkGraphInputs.Create(BlockFileTests.Good(BlockFile.Read(BlockFileTests.DemoFile)), ZkGraphInputsTests.Sample("demo"))), "zkmain");

    [Theory]
    [InlineData("22431084", "dac17f958d2ee523a2206206994597c13d831ec7")]
    [InlineData("17062257", "c02aaa39b223fe8d0a0e5c4f27ead9083c756cc2")]
    public void Token_transfers_ends_alike_over_a_mainnet_block(string number, string address)
    {
        CheckedBlock block = BlockFileTests.Good(BlockFile.Read(Vectors.Path("ethereum", "blocks", number + ".yaml")));
        string text = File.ReadAllText(Path.Combine(Repository.Root, "samples", "token-transfers", "zkgraph.yaml"))
            .Replace("dac17f958d2ee523a2206206994597c13d831ec7", address, StringComparison.Ordinal);
        Manifest manifest = BlockFileTests.Good(Manifest.Read(Encoding.UTF8.GetBytes(text)));
        AssertAlike(Path.Combine(Repository.Root, "samples", "token-transfers", "token-transfers.wasm"),
            BlockFileTests.Good(ZkGraphInputs.Create(block, manifest)), "zkmain");
    }

    [Fact]
    public void Account_proof_ends_alike_over_a_mainnet_account() => AssertAlike(
        Path.Combine(Repository.Root, "samples", "account-proof", "account-proof.wasm"),
        BlockFileTests.Good(ZkGraphInputs.Create(
            BlockFileTests.Good(BlockFile.Read(Vectors.Path("ethereum", "rpc-mainnet"))), ZkGraphInputsTests.Sample("account-proof"))), "zkmain");

    [Theory]
    [InlineData("hello")]
    [InlineData("event")]
    [InlineData("multiaddr")]
    [InlineData("storage")]
    [InlineData("uniswapprice")]
    public void A_template_ends_alike(string template)
    {
        (string program, CheckedBlock block, Manifest manifest, byte[] state) = CleTemplateTests.Template(template);
        AssertAlike(program, BlockFileTests.Good(ZkGraphInputs.Create(block, manifest, state)), "zkmain");
        state[0] ^= 1;
        Assert.Equal(MachineOutcome.RequirementFailed, RunMachine(program, BlockFileTests.Good(ZkGraphInputs.Create(block, manifest, state)), "zkmain").Outcome);
    }

    [Theory]
    [InlineData("22431084", "dac17f958d2ee523a2206206994597c13d831ec7", 29)]
    [InlineData("17062257", "c02aaa39b223fe8d0a0e5c4f27ead9083c756cc2", 40)]
    public void Transfer_volume_gives_one_answer_natively_interpreted_and_in_the_machine(string number, string address, int transfers)
    {
        CheckedBlock block = BlockFileTests.Good(BlockFile.Read(Vectors.Path("ethereum", "blocks", number + ".yaml")));
        string text = File.ReadAllText(Path.Combine(Repository.Root, "samples", "transfer-volume", "zkgraph.yaml"))
            .Replace("dac17f958d2ee523a2206206994597c13d831ec7", address, StringComparison.Ordinal);
        ProgramStreams streams = BlockFileTests.Good(ZkGraphInputs.Create(block, BlockFileTests.Good(Manifest.Read(Encoding.UTF8.GetBytes(text)))));
        byte[][] amounts = [.. block.Receipts!.SelectMany(receipt => receipt.Logs)
            .Where(entry => entry.Address.Span.SequenceEqual(Convert.FromHexString(address)) && entry.Topics.Count > 0
                && entry.Topics[0].Span.SequenceEqual(streams.Public.AsSpan(64)))
            .Select(entry => entry.Data[..32].ToArray())];
        Assert.Equal(transfers, amounts.Length);
        BigInteger sum = amounts.Aggregate(BigInteger.Zero, (total, amount) => total + new BigInteger(amount, isUnsigned: true, isBigEndian: true));
        byte[] digits = sum.ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] expected = [.. streams.Public[..40], .. BitConverter.GetBytes(transfers), .. new byte[32 - digits.Length], .. digits];
        Assert.Equal(expected, GuestRun.Execute(TransferVolume.Main, streams.Public, streams.Disclosed).Output);
        string program = Path.Combine(Repository.Root, "samples", "transfer-volume", "transfer-volume.wasm");
        Assert.Equal(expected, ProgramHost.Run(program, streams, "zkmain").Output);
        AssertAlike(program, streams, "zkmain");
    }

    [Fact]
    public void Transfer_volume_is_what_its_source_compiles_to()
    {
        GuestBuild build = GuestCompiler.Compile(typeof(TransferVolume).Assembly.Location, null, "zkmain");
        Assert.True(build.Module is not null, string.Join(Environment.NewLine, build.Diagnostics));
        Assert.Equal(File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "transfer-volume", "transfer-volume.wasm")), build.Module);
    }

    private void AssertAlike(string file, ProgramStreams streams, string entry)
    {
        ProgramRun expected = ProgramHost.Run(file, streams, entry);
        ExecutionResult actual = RunMachine(file, streams, entry);
        Assert.Equal(MachineOutcome.Returned, actual.Outcome);
        Assert.Equal(Hex.Encode(expected.Output), Hex.Encode(actual.Output));
        Assert.Equal(expected.Instructions, actual.InstructionCount);
        log.WriteLine($"{Path.GetFileName(file)}: {actual.InstructionCount} instructions, {actual.Steps} rows, {(double)actual.InstructionCount / actual.Steps:F2} instructions per row");
    }

    private static ExecutionResult RunMachine(string file, ProgramStreams streams, string entry)
    {
        byte[] bytes = File.ReadAllBytes(file);
        if (file.EndsWith(".wat", StringComparison.Ordinal)) bytes = WatCompiler.Compile(bytes).Bytes!;
        LoweringResult lowered = Lowerer.LowerBytes(bytes, new LoweringOptions { Entry = entry });
        Assert.True(lowered.IsSuccess, lowered.Error?.ToString());
        return Executor.Run(lowered.Program!, new ProgramInputs(streams.Public, streams.Disclosed, streams.Private));
    }
}
