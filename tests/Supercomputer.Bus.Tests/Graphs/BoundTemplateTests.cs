using System.Numerics;
using Supercomputer.Bus.Graphs;
using Supercomputer.Compute.Blocks;
using Supercomputer.Compute.Manifests;
using Supercomputer.Compute.Streams;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Primitives;
using Supercomputer.Proofs;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Bus.Tests.Graphs;

/// <summary>The templates of create-cle, in unsafe mode and in safe mode, bound to a header claim.</summary>
public sealed class BoundTemplateTests(ITestOutputHelper log)
{
    private const string Usdt = "dac17f958d2ee523a2206206994597c13d831ec7", HelloContract = "FA5Db19087920F5d0e71d0373F099bd0C03589DA";
    private const string Pair = "a60ecf32309539dd84f27a9563754dca818b815e", SyncEvent = "Sync(uint112,uint112)";

    public static TheoryData<string, bool> Templates()
    {
        TheoryData<string, bool> data = [];
        foreach (string template in (string[])["hello", "event", "multiaddr", "storage", "uniswapprice"])
        {
            data.Add(template, false);
            data.Add(template, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public void A_template_gives_its_result_as_a_claim_that_rests_on_the_header(string template, bool isSafe)
    {
        BoundRun run = BoundRun.Template(template, isSafe);
        Assert.Equal(isSafe, run.IsSafe);
        Assert.Null(GraphInputs.Refuse(run.Inputs));
        Assert.Equal(Hex.Encode(CleTemplates.Result(template)), Hex.Encode(run.Result(log)));
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public void The_binder_makes_the_stream_of_blocks_that_a_verifier_would_make_from_the_block(string template, bool isSafe)
    {
        BoundRun run = BoundRun.Template(template, isSafe);
        Assert.Equal(Hex.Encode(run.StreamOfVerifier()), Hex.Encode(run.StreamOfBinder()));
    }

    [Theory]
    [InlineData("22431084", Usdt, false)]
    [InlineData("22431084", Usdt, true)]
    [InlineData("17062257", "0a286b92fedf27e5d3ceb6d0ccbd6d7715e2e63c", false)] // four topics and no data
    [InlineData("17062257", "0a286b92fedf27e5d3ceb6d0ccbd6d7715e2e63c", true)]
    public void A_template_reads_all_events_of_a_mainnet_block(string number, string address, bool isSafe)
    {
        Manifest manifest = BoundRun.ReadManifest(CleTemplates.Manifest("hello"), (HelloContract, address), (SyncEvent, "Transfer(address,address,uint256)"));
        BoundRun run = BoundRun.Of(Blocks.Mainnet(number), manifest, CleTemplates.Program("hello", isSafe));
        Assert.Equal(Hex.Encode(run.StreamOfVerifier()), Hex.Encode(run.StreamOfBinder()));
        Assert.Equal(CleTemplates.Result("hello"), run.Result(log));
    }

    [Theory]
    [InlineData("22431084", false)]
    [InlineData("22431084", true)]
    [InlineData("17062257", false)]
    [InlineData("17062257", true)]
    public void The_price_of_the_last_trade_of_a_mainnet_block_is_the_one_computed_apart(string number, bool isSafe)
    {
        CheckedBlock block = Blocks.Mainnet(number);
        byte[] sync = Keccak256.Hash("Sync(uint112,uint112)"u8).ToArray();
        Log last = block.Receipts!.SelectMany(receipt => receipt.Logs)
            .Last(entry => entry.Topics.Count > 0 && entry.Topics[0].Span.SequenceEqual(sync) && Price(entry) >= 1_880_000);
        Log[] ofPair = [.. block.Receipts!.SelectMany(receipt => receipt.Logs)
            .Where(entry => entry.Address.Span.SequenceEqual(last.Address.Span) && entry.Topics.Count > 0 && entry.Topics[0].Span.SequenceEqual(sync))];
        Manifest manifest = BoundRun.ReadManifest(CleTemplates.Manifest("uniswapprice"), (Pair, Convert.ToHexStringLower(last.Address.Span)));
        BoundRun run = BoundRun.Of(block, manifest, CleTemplates.Program("uniswapprice", isSafe));
        Assert.Equal(Price(ofPair[^1]), new BigInteger(run.Result(log), isUnsigned: true, isBigEndian: true));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("event")]
    [InlineData("multiaddr")]
    [InlineData("storage")]
    [InlineData("uniswapprice")]
    public void A_template_in_safe_mode_runs_without_a_claim_too(string template)
    {
        LoweringResult lowered = GraphProgram.LowerSafe(File.ReadAllBytes(CleTemplates.Program(template, isSafe: true)), new LoweringOptions());
        Assert.True(lowered.IsSuccess, lowered.Error?.ToString());
        Assert.True(GraphProgram.IsSafe(lowered.Program));
        CheckedBlock block = Blocks.Read(CleTemplates.Block);
        Manifest manifest = BoundRun.ReadManifest(CleTemplates.Manifest(template));
        byte[] state = CleTemplates.Result(template);
        Assert.Equal(Outcome.Returned, Executor.Run(lowered.Program, Streams(block, manifest, state)).Outcome);
        state[^1] ^= 1;
        Assert.Equal(Outcome.RequirementFailed, Executor.Run(lowered.Program, Streams(block, manifest, state)).Outcome);
    }

    [Fact]
    public void A_run_in_safe_mode_is_proved_and_verified_with_the_manifest_s_filter()
    {
        VerifyingKey key = VerifyingKey.Create(GraphProgram.LowerSafe(File.ReadAllBytes(CleTemplates.Program("event", isSafe: true)), new LoweringOptions()).Program!);
        CheckedBlock block = Blocks.Read(CleTemplates.Block);
        ProgramInputs inputs = Streams(block, BoundRun.ReadManifest(CleTemplates.Manifest("event")), CleTemplates.Result("event"));
        ProveReport report = Blocks.Good(MachineProver.Prove(key, inputs, new ProveOptions()));
        Assert.Equal(Outcome.Returned, Blocks.Good(MachineVerifier.Verify(key, inputs.Public, inputs.Disclosed, report.Proof)).Outcome);
        ProgramInputs other = Streams(block, BoundRun.ReadManifest(CleTemplates.Manifest("multiaddr")), CleTemplates.Result("event"));
        Assert.False(MachineVerifier.Verify(key, other.Public, other.Disclosed, report.Proof).TryGet(out _, out VerificationError? error));
        Assert.NotNull(error);
    }

    private static ProgramInputs Streams(CheckedBlock block, Manifest manifest, byte[] state)
    {
        ProgramStreams streams = ZkGraphInputs.Create(block, manifest, state, isSafe: true).Value!;
        return new(streams.Public, streams.Disclosed, streams.Private);
    }

    /// <summary>As the template computes it, for reserves of 6 and 18 decimals, with three decimals.</summary>
    private static BigInteger Price(Log sync)
    {
        BigInteger reserve0 = Word(sync, 0), reserve1 = Word(sync, 32);
        return reserve1.IsZero ? 0 : reserve0 * BigInteger.Pow(10, 18) * 1000 / (reserve1 * BigInteger.Pow(10, 6));
    }

    private static BigInteger Word(Log log, int at) => new(log.Data.Span.Slice(at, 32), isUnsigned: true, isBigEndian: true);
}
