using System.Text;
using Supercomputer.Compute.Blocks;
using Supercomputer.Compute.Manifests;
using Supercomputer.Compute.Streams;
using Supercomputer.Compute.Tests.Blocks;
using Supercomputer.Compute.Tests.Streams;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Primitives;
using Supercomputer.Proofs;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Compute.Tests.Proofs;

/// <summary>Runs over blocks are proved and verified; the verifier makes its streams from the block and the manifest itself.</summary>
public sealed class ZkGraphProofTests(ITestOutputHelper log)
{
    [Theory]
    [InlineData("hello")]
    [InlineData("event")]
    [InlineData("multiaddr")]
    [InlineData("storage")]
    [InlineData("uniswapprice")]
    public void A_run_of_a_template_over_a_block_is_proved_and_verified(string template)
    {
        (string program, CheckedBlock block, Manifest manifest, byte[] state) = CleTemplateTests.Template(template);
        ProgramInputs inputs = Inputs(block, manifest, state);
        VerifyingKey key = Key(program);
        byte[] proof = Prove(key, inputs, template);
        Assert.Equal(Outcome.Returned, Verified(key, inputs, proof).Outcome);

        state[^1] ^= 1;
        ProgramInputs other = Inputs(block, manifest, state);
        Assert.False(MachineVerifier.Verify(key, other.Public, other.Disclosed, proof).TryGet(out _, out VerificationError? error));
        Assert.NotNull(error);
        Assert.Equal(Outcome.RequirementFailed, Executor.Run(key.Program, other).Outcome);
    }

    [Theory]
    [InlineData("22431084", "dac17f958d2ee523a2206206994597c13d831ec7", 29)]
    [InlineData("17062257", "c02aaa39b223fe8d0a0e5c4f27ead9083c756cc2", 40)]
    public void The_token_transfers_of_a_mainnet_block_are_proved_and_verified(string number, string address, int count)
    {
        CheckedBlock block = BlockFileTests.Good(BlockFile.Read(Vectors.Path("ethereum", "blocks", number + ".yaml")));
        string text = File.ReadAllText(Path.Combine(Repository.Root, "samples", "token-transfers", "zkgraph.yaml"))
            .Replace("dac17f958d2ee523a2206206994597c13d831ec7", address, StringComparison.Ordinal);
        ProgramInputs inputs = Inputs(block, BlockFileTests.Good(Manifest.Read(Encoding.UTF8.GetBytes(text))));
        VerifyingKey key = Key(Path.Combine(Repository.Root, "samples", "token-transfers", "token-transfers.wasm"));
        byte[] proof = Prove(key, inputs, $"transfers of block {number}");

        // Computed apart from the program: the logs of the checked receipts, their number and their digest.
        byte[] wanted = Convert.FromHexString(address);
        byte[][] logs = [.. block.Receipts!.SelectMany(receipt => receipt.Logs)
            .Where(entry => entry.Address.Span.SequenceEqual(wanted) && entry.Topics.Count > 0 && entry.Topics[0].Span.SequenceEqual(TransferTopic))
            .Select(entry => entry.Encode())];
        Assert.Equal(count, logs.Length);
        byte[] expected = [.. BitConverter.GetBytes(block.Header.Number), .. block.Header.Hash.ToArray(), .. BitConverter.GetBytes(count),
            .. Keccak256.Hash([.. logs.SelectMany(bytes => bytes)]).ToArray()];
        Assert.Equal(Hex.Encode(expected), Hex.Encode(Verified(key, inputs, proof).Output.Span));
        Assert.InRange(proof.Length, 1, 300 << 10);

        byte[] otherReceipts = inputs.Disclosed.ToArray();
        otherReceipts[otherReceipts.Length / 2] ^= 1;
        Assert.False(MachineVerifier.Verify(key, inputs.Public, otherReceipts, proof).TryGet(out _, out VerificationError? error));
        Assert.NotNull(error);
    }

    [Fact]
    public void A_storage_slot_of_a_mainnet_account_is_proved_and_verified()
    {
        CheckedBlock block = BlockFileTests.Good(BlockFile.Read(Vectors.Path("ethereum", "rpc-mainnet")));
        ProgramInputs inputs = Inputs(block, ZkGraphInputsTests.Sample("account-proof"));
        VerifyingKey key = Key(Path.Combine(Repository.Root, "samples", "account-proof", "account-proof.wasm"));
        Statement statement = Verified(key, inputs, Prove(key, inputs, "a storage slot"));
        CheckedSlot slot = block.Accounts[0].Slots[0];
        Assert.Equal(Hex.Encode(block.Accounts[0].Address.Span) + Convert.ToHexStringLower(slot.Key.Span) + Convert.ToHexStringLower(slot.Value.Span),
            Hex.Encode(statement.Output.Span[40..]));
    }

    private static ReadOnlySpan<byte> TransferTopic => Convert.FromHexString("ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");

    private static ProgramInputs Inputs(CheckedBlock block, Manifest manifest, byte[]? state = null)
    {
        ProgramStreams streams = BlockFileTests.Good(ZkGraphInputs.Create(block, manifest, state));
        return new ProgramInputs(streams.Public, streams.Disclosed, streams.Private);
    }

    private static VerifyingKey Key(string program)
    {
        LoweringResult lowered = Lowerer.LowerBytes(File.ReadAllBytes(program));
        Assert.True(lowered.IsSuccess, lowered.Error?.ToString());
        return VerifyingKey.Create(lowered.Program!);
    }

    private byte[] Prove(VerifyingKey key, ProgramInputs inputs, string what)
    {
        Assert.True(MachineProver.Prove(key, inputs, new ProveOptions()).TryGet(out ProveReport? report, out VerificationError? error), error?.ToString());
        log.WriteLine($"{what}: {report.Statement.InstructionCount} instructions in {report.Statement.Steps} rows, {report.Proof.Length} bytes");
        return report.Proof;
    }

    private static Statement Verified(VerifyingKey key, ProgramInputs inputs, byte[] proof)
    {
        Assert.True(MachineVerifier.Verify(key, inputs.Public, inputs.Disclosed, proof).TryGet(out Statement? statement, out VerificationError? error), error?.ToString());
        return statement;
    }
}
