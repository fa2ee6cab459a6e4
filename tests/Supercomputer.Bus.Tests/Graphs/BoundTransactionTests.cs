using Supercomputer.Bus.Graphs;
using Supercomputer.Claims;
using Supercomputer.Compute.Blocks;
using Supercomputer.Compute.Tests.Blocks;
using Supercomputer.Machine.Execution;
using Supercomputer.Primitives;
using Supercomputer.Proofs;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Bus.Tests.Graphs;

/// <summary>zkGraphs that read transactions, bound to a header claim: senders, what is selected, and everything that must be refused.</summary>
public sealed class BoundTransactionTests(ITestOutputHelper log)
{
    private const string Usdt = "0xdac17f958d2ee523a2206206994597c13d831ec7", Twice = "0x3dba27d87870d2ec57237d9cd09840621169b64d";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_senders_of_a_contract_s_transactions_rest_on_the_header_of_a_mainnet_block(bool isSafe)
    {
        BoundRun run = BoundRun.Senders(Blocks.Mainnet("22431084"), isSafe);
        Assert.Equal(isSafe, run.IsSafe);
        Assert.Equal(Hex.Encode(CleTemplates.SendersOfUsdt()), Hex.Encode(run.Result(log)));
    }

    [Theory]
    [InlineData("22431084", "*", Usdt)]
    [InlineData("22431084", Twice, Usdt)]
    [InlineData("22431084", Twice, "*")]
    [InlineData("22431084", "*", "0x00000000219ab540356cbb839cbe05303d7705fa")] // nobody calls it
    [InlineData("22431084", "0x00000000219ab540356cbb839cbe05303d7705fa", "*")] // a contract sends nothing
    [InlineData("14764013", "*", "*")]
    [InlineData("17062257", "*", "*")] // types 0, with a chain and without, and 2
    [InlineData("22162263", "*", "*")] // types 0 to 3
    public void The_binder_makes_the_stream_that_a_verifier_would_make_from_the_block(string number, string from, string to)
    {
        BoundRun run = BoundRun.Senders(Blocks.Mainnet(number), isSafe: number == "14764013", from, to);
        Assert.Equal(Hex.Encode(run.StreamOfVerifier()), Hex.Encode(run.StreamOfBinder()));
    }

    [Fact]
    public void Transactions_are_read_beside_events_and_of_every_source()
    {
        CheckedBlock block = Blocks.Mainnet("22431084");
        string yaml = $"      - from: '{Twice}'\n        to: '*'\n    event:\n      - address: '{Usdt}'\n        events: [\"Transfer(address,address,uint256)\"]\nmapping:";
        BoundRun run = BoundRun.Of(block, BoundRun.ReadManifest(CleTemplates.Manifest("senders"), ("\nmapping:", yaml)), CleTemplates.Program("senders"));
        Assert.Equal(Hex.Encode(run.StreamOfVerifier()), Hex.Encode(run.StreamOfBinder()));
        Assert.Equal(10, run.Result(log)[3]);
    }

    [Fact]
    public void A_proof_of_senders_is_verified_with_the_header_the_program_and_the_manifest_alone()
    {
        BoundRun run = BoundRun.Senders(Blocks.Mainnet("22431084"));
        byte[] bundle = run.Prove(log);
        VerifiedEntry entry = Assert.Single(Blocks.Good(BundleVerifier.Verify(bundle, run.Trust)).Entries);
        Assert.Equal(CleTemplates.SendersOfUsdt(), entry.Result.ToArray());
        foreach ((string from, string to) in new[] { ("*", Twice), (Usdt, "*"), ("*", "*") })
        {
            byte[] other = GraphInputs.Input(BoundRun.Senders(run.Block, false, from, to).Manifest, isSafe: false);
            Assert.False(BundleVerifier.Verify(bundle, run.Trust with { Programs = [BusProgram.Computing(run.Key, other)] }).TryGet(out _, out VerificationError? error));
            Assert.Contains("what the manifest asks for", error!.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Transactions_that_the_header_does_not_bind_are_refused_natively_and_in_the_machine()
    {
        BoundRun run = BoundRun.Senders(Blocks.Mainnet("14764013"));
        byte[][] all = [.. run.Block.Transactions!.Select(transaction => transaction.ToArray())];
        byte[] header = run.Block.Header.Encoding.ToArray(), good = run.Inputs.Private.ToArray();
        Assert.Equal(good, Private(run, header, all));
        Refused(run, Private(run, header, all[1..]), "transactions are not all");
        Refused(run, Private(run, header, all[..^1]), "transactions are not all");
        Refused(run, Private(run, header, [.. all, all[0]]), "transactions are not all");
        Refused(run, Private(run, header, [all[1], all[0], .. all[2..]]), "transactions are not all");
        Refused(run, Private(run, header, [[.. all[0][..^1], (byte)(all[0][^1] ^ 1)], .. all[1..]]), "transactions are not all");
        Refused(run, Private(run, header, []), "transactions are not all");
        Refused(run, Private(run, [.. header[..^1], (byte)(header[^1] ^ 1)], all), "not the block hash");
        Refused(run, Private(run, Blocks.Mainnet("22431084").Header.Encoding.ToArray(), all), "not the block hash");
        Refused(run, [.. good, 0, 0, 0, 0], "bytes follow");
        Refused(run, good[..^4], "where the private stream ends");
        Refused(run, good[..(13 * 32)], "");
        Refused(run, good[..(12 * 32 + 4)], "a header was expected");
        Refused(run, [.. good[..(12 * 32 + 4)], 1, 0, 0, 1, .. good[(12 * 32 + 8)..]], "longer than the private stream");
        run = BoundRun.Senders(run.Block, chainId: 5);
        Refused(run, run.Inputs.Private.ToArray(), "of another chain");
    }

    [Fact]
    public void Blocks_without_transactions_or_with_some_that_are_unknown_unsigned_or_of_another_chain_are_right_or_refused()
    {
        static byte[] Legacy(int v, byte r = 1) => [0xc9, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, (byte)v, r, 0x01];
        BoundRun none = Made();
        Assert.Equal(new byte[4], none.Result(log));
        Assert.Equal(Hex.Encode(none.StreamOfVerifier()), Hex.Encode(none.StreamOfBinder()));
        BoundRun events = BoundRun.Of(none.Block, BoundRun.ReadManifest(CleTemplates.Manifest("hello")), CleTemplates.Program("hello"));
        Assert.Equal(CleTemplates.Result("hello"), events.Result(log)); // neither receipts nor events
        Refused(Made([5, 0xc0]), null, "neither a known type nor a list");
        Refused(Made([0x7f, 0xc0]), null, "neither a known type nor a list");
        Refused(Made(Legacy(39)), null, "of another chain"); // chain 2
        Refused(Made(Legacy(27, r: 0x80)), null, "no key made"); // r is zero
        Refused(Made(Legacy(29)), null, "unknown v");
        Refused(Made([2, 0xcc, 2, .. new byte[7].Select(_ => (byte)0x80), 0xc0, 0x01, 0x01, 0x01]), null, "of another chain");
        Refused(Made([2, 0xcc, 1, .. new byte[7].Select(_ => (byte)0x80), 0xc0, 0x02, 0x01, 0x01]), null, "unknown parity");
        Refused(Made([3, 0xce, 1, .. new byte[7].Select(_ => (byte)0x80), 0xc0, 0x01, 0xc0, 0x01, 0x01, 0x01]), null, "calls no address");
        Assert.Null(GraphInputs.Refuse(Made(Legacy(37)).Inputs));
    }

    [Fact]
    public void A_request_that_says_one_thing_in_two_ways_or_asks_for_transactions_in_another_layout_is_refused()
    {
        BoundRun run = Made();
        byte[] request = run.Inputs.Public.ToArray();
        int source = request.Length - (4 * 32); // any sender, USDT
        Assert.Equal((0, 1), (request[source + 31], request[source + 95]));
        RefusedRequest(run, request, source + 63, 1, "does not ask for");
        RefusedRequest(run, request, source + 31, 2, "neither 0 nor 1");
        RefusedRequest(run, request, source + 40, 1, "no address");
        RefusedRequest(run, request, source - 1, 2, "where the bytes end");
        RefusedRequest(run, request, source - 1, 0, "bytes follow");
        RefusedRequest(run, request, 63, 0, "a layout that has none");
    }

    private static BoundRun Made(params byte[][] transactions)
    {
        Compute.Result<CheckedBlock> block = BlockFile.Read(MadeBlock.Yaml(transactions));
        Assert.True(block.IsGood, block.Error);
        return BoundRun.Senders(block.Value, to: transactions.Length == 0 ? Usdt : "*");
    }

    private static void RefusedRequest(BoundRun run, byte[] request, int at, byte value, string words)
    {
        byte[] altered = [.. request];
        altered[at] = value;
        Refused(run, null, words, altered);
    }

    private static void Refused(BoundRun run, byte[]? @private, string words, byte[]? request = null)
    {
        ProgramInputs inputs = run.Inputs with { Private = @private ?? run.Inputs.Private, Public = request ?? run.Inputs.Public };
        VerificationError? error = GraphInputs.Refuse(inputs);
        Assert.NotNull(error);
        Assert.Contains(words, error.Actual, StringComparison.Ordinal);
        Assert.NotEqual(Outcome.Returned, Executor.Run(run.Key.Program, inputs).Outcome);
    }

    private static byte[] Private(BoundRun run, byte[] header, byte[][] transactions) =>
        new ItemStream([.. ClaimEncoding.Encode(run.Header), 0, 0, 0, 0]).Item(header).List([.. transactions.Select(bytes => (ReadOnlyMemory<byte>)bytes)]).ToArray();
}
