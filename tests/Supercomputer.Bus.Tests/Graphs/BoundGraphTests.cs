using System.Buffers.Binary;
using Supercomputer.Bus.Graphs;
using Supercomputer.Claims;
using Supercomputer.Compute.Blocks;
using Supercomputer.Compute.Manifests;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Guests;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Primitives;
using Supercomputer.Primitives.Rlp;
using Supercomputer.Proofs;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Bus.Tests.Graphs;

/// <summary>zkGraphs bound to a header claim: results beside computations of their own, proofs, and everything that must be refused.</summary>
public sealed class BoundGraphTests(ITestOutputHelper log)
{
    private const string Usdt = "dac17f958d2ee523a2206206994597c13d831ec7", Weth = "c02aaa39b223fe8d0a0e5c4f27ead9083c756cc2";

    [Theory]
    [InlineData("22431084", Usdt, 29)]
    [InlineData("17062257", Weth, 40)]
    public void The_token_transfers_of_a_mainnet_block_rest_on_its_header(string number, string address, int count)
    {
        BoundRun run = TokenTransfers(Blocks.Mainnet(number), address);
        byte[] topic = Keccak256.Hash("Transfer(address,address,uint256)"u8).ToArray();
        byte[][] logs = [.. run.Block.Receipts!.SelectMany(receipt => receipt.Logs)
            .Where(entry => entry.Address.Span.SequenceEqual(Convert.FromHexString(address)) && entry.Topics.Count > 0 && entry.Topics[0].Span.SequenceEqual(topic))
            .Select(entry => entry.Encode())];
        Assert.Equal(count, logs.Length);
        byte[] expected = [.. BitConverter.GetBytes(run.Block.Header.Number), .. run.Block.Header.Hash.ToArray(), .. BitConverter.GetBytes(count),
            .. Keccak256.Hash([.. logs.SelectMany(bytes => bytes)]).ToArray()];
        Assert.Equal(Hex.Encode(expected), Hex.Encode(run.Result(log)));
    }

    [Fact]
    public void A_storage_slot_of_a_mainnet_account_rests_on_its_header()
    {
        CheckedBlock block = Blocks.Read(Vectors.Path("ethereum", "rpc-mainnet"));
        BoundRun run = BoundRun.Of(block, BoundRun.ReadManifest(BoundRun.Sample("account-proof", "zkgraph.yaml")), BoundRun.Sample("account-proof", "account-proof.wasm"));
        CheckedSlot slot = block.Accounts[0].Slots[0];
        Assert.Equal(Hex.Encode(block.Accounts[0].Address.Span) + Convert.ToHexStringLower(slot.Key.Span) + Convert.ToHexStringLower(slot.Value.Span), Hex.Encode(run.Result(log).AsSpan(40)));
    }

    [Fact]
    public void A_graph_in_csharp_that_knows_nothing_of_claims_is_bound_as_one_in_AssemblyScript()
    {
        CheckedBlock block = Blocks.Mainnet("22431084");
        BoundRun run = BoundRun.Of(block, BoundRun.ReadManifest(BoundRun.Sample("transfer-volume", "zkgraph.yaml")), BoundRun.Sample("transfer-volume", "transfer-volume.wasm"));
        Assert.Equal(29, BinaryPrimitives.ReadInt32LittleEndian(run.Result(log).AsSpan(40)));
    }

    [Fact]
    public void A_graph_may_read_events_and_storage_and_gets_them_as_it_does_without_a_claim()
    {
        BoundRun run = BothStreams();
        Compute.Streams.ProgramStreams streams = Compute.Streams.ZkGraphInputs.Create(run.Block, run.Manifest).Value!;
        Assert.Equal(Hex.Encode([.. streams.Public, .. streams.Disclosed, .. streams.Disclosed.AsSpan(4, 4)]), Hex.Encode(run.Result(log)));
    }

    [Fact]
    public void A_graph_with_vectors_passive_segments_and_accelerators_is_bound_proved_and_gives_what_it_gives_without_a_claim()
    {
        const string Text = """
            (module
              (import "wsc" "input_read" (func $read (param i32 i32 i32 i32)))
              (import "wsc" "output" (func $output (param i32 i32)))
              (import "wsc" "sha256_compress" (func $compress (param i32 i32)))
              (import "wsc" "multiply_add_256" (func $multiply (param i32 i32 i32 i32 i32)))
              (import "wsc" "secp256k1_recover" (func $recover (param i32 i32 i32) (result i32)))
              (memory 1)
              (data $first "\01\02\03\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f\10\11\12\13\14\15\16\17\18\19\1a\1b\1c\1d\1e\1f\20")
              (data $v "\1b")
              (func (export "zkmain")
                (memory.init $first (i32.const 0) (i32.const 0) (i32.const 32))
                (data.drop $first)
                (call $read (i32.const 1) (i32.const 0) (i32.const 64) (i32.const 64))
                (call $compress (i32.const 0) (i32.const 64))
                (call $multiply (i32.const 0) (i32.const 64) (i32.const 96) (i32.const 32) (i32.const 128))
                (v128.store offset=160 (i32.const 0) (i8x16.popcnt (v128.load offset=128 (i32.const 0))))
                (v128.store32_lane offset=176 1 (i32.const 0) (v128.load16x4_u (i32.const 64)))
                (memory.init $v (i32.const 319) (i32.const 0) (i32.const 1))
                (i32.store (i32.const 180) (call $recover (i32.const 0) (i32.const 255) (i32.const 320)))
                (call $output (i32.const 0) (i32.const 400))))
            """;
        byte[] module = Wasm.Text.WatCompiler.Compile(Text).Bytes!;
        Manifest manifest = BoundRun.ReadManifest(BoundRun.Sample("demo", "zkgraph.yaml"));
        BoundRun run = BoundRun.Of(Blocks.Demo(), manifest, module);
        Compute.Streams.ProgramStreams streams = Compute.Streams.ZkGraphInputs.Create(run.Block, manifest).Value!;
        ExecutionResult alone = Executor.Run(Lowerer.LowerBytes(module, new LoweringOptions { Entry = "zkmain" }).Program!, new(streams.Public, streams.Disclosed, streams.Private));
        Assert.Equal(Outcome.Returned, alone.Outcome);
        VerifiedEntry entry = Assert.Single(Blocks.Good(BundleVerifier.Verify(run.Prove(log), run.Trust)).Entries);
        Assert.Equal(Hex.Encode(alone.Output), Hex.Encode(entry.Result.Span));
    }

    [Theory]
    [InlineData("(v128.store (i32.const -33554432) (v128.const i64x2 0 0))")]
    [InlineData("(v128.store8_lane offset=4261412863 0 (i32.const 33554433) (v128.const i64x2 0 0))")]
    [InlineData("(memory.init $d (i32.const -33554432) (i32.const 0) (i32.const 4))")]
    [InlineData("(memory.init $d (i32.const 65533) (i32.const 0) (i32.const 4))")]
    [InlineData("(call $compress (i32.const -33554432) (i32.const 0))")]
    [InlineData("(call $compress (i32.const -16) (i32.const 0))")]
    [InlineData("(call $compress (i32.const -33554464) (i32.const 0))")]
    [InlineData("(call $compress (i32.const 65505) (i32.const 0))")]
    [InlineData("(drop (call $recover (i32.const 0) (i32.const 64) (i32.const -33554432)))")]
    public void A_graph_that_names_bytes_of_the_binder_ends_in_a_trap_that_claims_nothing(string body)
    {
        byte[] module = Wasm.Text.WatCompiler.Compile($"""
            (module
              (import "wsc" "sha256_compress" (func $compress (param i32 i32)))
              (import "wsc" "secp256k1_recover" (func $recover (param i32 i32 i32) (result i32)))
              (memory 1)
              (data $d "data")
              (func (export "zkmain") {body}))
            """).Bytes!;
        BoundRun run = BoundRun.Of(Blocks.Demo(), BoundRun.ReadManifest(BoundRun.Sample("demo", "zkgraph.yaml")), module);
        ExecutionResult result = Executor.Run(run.Key.Program, run.Inputs);
        Assert.Equal(Outcome.MemoryOutOfBounds, result.Outcome);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_proof_is_verified_with_the_header_the_program_and_the_manifest_alone()
    {
        BoundRun run = TokenTransfers(Blocks.Demo(), "5fbdb2315678afecb367f032d93f642f64180aa3");
        byte[] bundle = run.Prove(log);
        VerifiedBundle verified = Blocks.Good(BundleVerifier.Verify(bundle, run.Trust));
        Assert.Equal(ClaimEncoding.DigestOf(run.Header), Assert.Single(Assert.Single(verified.Entries).Premises));

        // Another manifest, another header, a program that the verifier does not know.
        Manifest other = BoundRun.ReadManifest(BoundRun.Sample("token-transfers", "zkgraph.yaml"));
        AssertRefused(bundle, run.Trust with { Programs = [BusProgram.Computing(run.Key, GraphInputs.Input(other, isSafe: false))] }, "input", "what the manifest asks for");
        AssertRefused(bundle, run.Trust with { Headers = [run.Header with { BlockNumber = run.Header.BlockNumber + 1 }] }, "premise", "digest 0x");
        BoundRun volume = BoundRun.Of(run.Block, run.Manifest, BoundRun.Sample("transfer-volume", "transfer-volume.wasm"));
        AssertRefused(bundle, volume.Trust, "program", "digest 0x");
        bundle[bundle.Length / 2] ^= 1;
        Assert.False(BundleVerifier.Verify(bundle, run.Trust).TryGet(out _, out VerificationError? error));
        Assert.NotNull(error);
    }

    [Theory]
    [InlineData("uniswapprice", false)]
    [InlineData("multiaddr", true)]
    [InlineData("storage", false)]
    public void A_template_is_proved_and_verified_with_the_header_the_program_and_the_manifest_alone(string template, bool isSafe)
    {
        BoundRun run = BoundRun.Template(template, isSafe);
        VerifiedEntry entry = Assert.Single(Blocks.Good(BundleVerifier.Verify(run.Prove(log), run.Trust)).Entries);
        Assert.Equal(CleTemplates.Result(template), entry.Result.ToArray());
    }

    [Fact]
    public void Streams_that_the_header_does_not_bind_are_refused_natively_and_in_the_machine()
    {
        BoundRun events = BoundRun.Template("event", isSafe: false);
        byte[] good = events.Inputs.Private.ToArray();
        byte[][] receipts = [.. events.Block.Receipts!.Select(receipt => receipt.Encoding.ToArray())];
        Refused(events, [.. good[..31], 2, .. good[32..]], "does not begin with a FinalizedHeader claim");
        Refused(events, Private(events, receipts[1..]), "receipts are not all");
        Refused(events, Private(events, [.. receipts, receipts[0]]), "receipts are not all");
        Refused(events, Private(events, [Altered(receipts[0]), .. receipts[1..]]), "receipts are not all");
        Refused(events, Private(events, [WithoutLogs(events.Block.Receipts![0]), .. receipts[1..]]), "receipts are not all");
        Refused(events, [.. good, 0, 0, 0, 0], "bytes follow");
        Refused(events, good[..^4], "where the private stream ends");
        Refused(events, Private(events with { Header = events.Header with { ReceiptsRoot = default } }, receipts), "receipts are not all");
        BoundRun storage = BoundRun.Template("storage", isSafe: false);
        byte[] proofs = storage.Inputs.Private.ToArray();
        for (int at = 388; at < proofs.Length; at += 211)
        {
            byte[] altered = [.. proofs];
            altered[at] ^= 4;
            Refused(storage, altered, "");
        }

        Refused(storage, [.. proofs[..^4], 4, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0], "");
    }

    [Theory]
    [InlineData("multiaddr")]
    [InlineData("storage")]
    public void Every_altered_private_stream_is_refused_by_the_binder_or_rests_on_another_header(string template)
    {
        BoundRun run = BoundRun.Template(template, isSafe: false);
        Random random = new(20261126);
        int refused = 0, others = 0;
        for (int i = 0; i < 1000; i++)
        {
            byte[] altered = run.Inputs.Private.ToArray();
            int at = random.Next(altered.Length);
            altered[at] ^= (byte)(1 << random.Next(8));
            if (GraphInputs.Refuse(run.Inputs with { Private = altered }) is not null)
            {
                refused++;
                continue;
            }

            // Words of the header claim that nothing here is checked under: the claim's digest, which is put out, is another.
            Assert.InRange(at, 0, (12 * ClaimWriter.WordBytes) - 1);
            others++;
        }

        log.WriteLine($"{template}: {refused} refused, {others} of another header");
        Assert.InRange(refused, 700, 1000);
    }

    /// <summary>A prover may answer each read of a private word as it likes: what is checked must be what the program gets.</summary>
    [Theory]
    [InlineData("demo")]
    [InlineData("storage")]
    [InlineData("multiaddr")]
    public void No_word_of_the_private_stream_is_read_twice(string template)
    {
        BoundRun run = template == "demo" ? BothStreams() : BoundRun.Template(template, isSafe: false);
        ExecutionResult result = Executor.Run(run.Key.Program, run.Inputs, record: true);
        using ExecutionRecord record = result.Record!;
        Assert.Equal(Outcome.Returned, result.Outcome);
        HashSet<uint> read = [];
        foreach (ref readonly Step step in record.Steps(OperationClass.Input).Span)
        {
            if (run.Key.Program.Instructions[step.ProgramCounter].Immediate != (ulong)InputStream.Private || (uint)step.A == uint.MaxValue) continue;
            Assert.True(read.Add((uint)step.A), $"word {step.A} of the private stream is read twice");
        }

        Assert.Equal(run.Inputs.Private.Length / 4, read.Count);
    }

    [Theory]
    [InlineData("(drop (call $size (i32.const 1)))")]
    [InlineData("(drop (call $word (i32.const 2) (i32.const 0)))")]
    [InlineData("(call $read (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 4))")]
    [InlineData("(drop (call $input (i32.const 1)))")]
    [InlineData("(call $output (i32.const 0) (i32.const 4))")]
    [InlineData("")]
    public void A_start_function_runs_before_the_streams_are_checked_and_is_served_nothing(string body)
    {
        byte[] module = Wasm.Text.WatCompiler.Compile($"""
            (module
              (import "wsc" "input_size" (func $size (param i32) (result i32)))
              (import "wsc" "input_word" (func $word (param i32 i32) (result i32)))
              (import "wsc" "input_read" (func $read (param i32 i32 i32 i32)))
              (import "wsc" "output" (func $output (param i32 i32)))
              (import "env" "wasm_input" (func $input (param i32) (result i64)))
              (memory 1)
              (func $early {body})
              (start $early)
              (func (export "zkmain")))
            """).Bytes!;
        BoundRun run = BoundRun.Of(Blocks.Demo(), BoundRun.ReadManifest(BoundRun.Sample("demo", "zkgraph.yaml")), module);
        Assert.Equal(body.Length == 0, Executor.Run(run.Key.Program, run.Inputs).Outcome == Outcome.Returned);
    }

    [Fact]
    public void A_header_claim_of_another_chain_or_block_gives_a_claim_that_rests_on_nothing()
    {
        BoundRun run = BoundRun.Template("hello", isSafe: true);
        FinalizedHeaderClaim other = run.Header with { Timestamp = run.Header.Timestamp + 1, ChainId = 5 };
        ProgramInputs inputs = Blocks.Good(GraphInputs.Create(run.Block, other, run.Key.Digest, run.Manifest, run.IsSafe));
        ExecutionResult result = Executor.Run(run.Key.Program, inputs);
        Assert.Equal(Outcome.Returned, result.Outcome);
        Assert.Equal("0x" + ClaimEncoding.DigestOf(other), new ClaimChain(run.Trust).Add(run.Program, inputs.Public, result.Output)!.Actual.Split(' ')[^1]);
        Assert.False(GraphInputs.Create(Blocks.Demo(), run.Header, run.Key.Digest, run.Manifest, run.IsSafe).TryGet(out _, out VerificationError? error));
        Assert.Equal("block hash", error!.Check);
    }

    [Fact]
    public void A_program_that_imports_what_nobody_serves_is_refused()
    {
        byte[] module = Wasm.Text.WatCompiler.Compile("""
            (module (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32))) (memory 1) (func (export "zkmain") (drop (call $random (i32.const 0) (i32.const 0)))))
            """).Bytes!;
        LoweringResult lowered = GraphProgram.LowerBound(module, StreamLayout.Complete, new LoweringOptions());
        Assert.Contains("wasi_snapshot_preview1.random_get", lowered.Error!.ToString(), StringComparison.Ordinal);
        Assert.Contains("wsc.keccak256", lowered.Error.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("graph-binder")]
    [InlineData("safe-events")]
    public void Compiling_a_module_that_lies_beneath_programs_again_gives_the_one_that_the_bus_carries(string name)
    {
        string script = File.ReadAllText(Path.Combine(Repository.Root, "eng", "build-guests.sh"));
        string command = script[script.IndexOf($"{name}.wasm", StringComparison.Ordinal)..].Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')[0];
        (string, string)[] methods = [.. command.Split("--method ").Skip(1).Select(text => text.Trim().Split('=')).Select(pair => (pair[0], pair[1]))];
        GuestBuild build = GuestCompiler.CompileAll(typeof(ChainProofs.GraphBinder).Assembly.Location, methods);
        Assert.True(build.Module is not null, string.Join(Environment.NewLine, build.Diagnostics));
        Assert.True(build.Module.AsSpan().SequenceEqual(BusProgram.ReadModule(name)), "the guests have changed: run eng/build-guests.sh");
    }

    private static BoundRun BothStreams()
    {
        // Puts out both of its streams.
        const string Text = """
            (module
              (import "wsc" "input_size" (func $size (param i32) (result i32)))
              (import "wsc" "input_word" (func $word (param i32 i32) (result i32)))
              (import "wsc" "input_read" (func $read (param i32 i32 i32 i32)))
              (import "wsc" "output" (func $output (param i32 i32)))
              (memory 16)
              (func (export "zkmain")
                (call $output (i32.const 0) (call $all (i32.const 0)))
                (call $output (i32.const 0) (call $all (i32.const 1)))
                (i32.store (i32.const 0) (call $word (i32.const 1) (i32.const 1)))
                (call $output (i32.const 0) (i32.const 4)))
              (func $all (param i32) (result i32)
                (call $read (local.get 0) (i32.const 0) (i32.const 0) (call $size (local.get 0)))
                (call $size (local.get 0))))
            """;
        CheckedBlock block = Blocks.Demo();
        CheckedAccount account = block.Accounts[0];
        string slots = string.Join("\n          - ", account.Slots.Select(slot => $"'{Hex.Encode(slot.Key.Span)}'"));
        Manifest manifest = BoundRun.ReadManifest(
            BoundRun.Sample("demo", "zkgraph.yaml"),
            ("mapping:", $"    storage:\n      - address: '{Hex.Encode(account.Address.Span)}'\n        slots:\n          - {slots}\nmapping:"));
        return BoundRun.Of(block, manifest, Wasm.Text.WatCompiler.Compile(Text).Bytes!);
    }

    private static BoundRun TokenTransfers(CheckedBlock block, string address) => BoundRun.Of(
        block, BoundRun.ReadManifest(BoundRun.Sample("token-transfers", "zkgraph.yaml"), (Usdt, address)), BoundRun.Sample("token-transfers", "token-transfers.wasm"));

    private static void AssertRefused(byte[] bundle, BusTrust trust, string check, string words)
    {
        Assert.False(BundleVerifier.Verify(bundle, trust).TryGet(out _, out VerificationError? error));
        Assert.Contains(check, error!.Check, StringComparison.Ordinal);
        Assert.Contains(words, error.ToString(), StringComparison.Ordinal);
    }

    private static void Refused(BoundRun run, byte[] @private, string words)
    {
        ProgramInputs inputs = run.Inputs with { Private = @private };
        VerificationError? error = GraphInputs.Refuse(inputs);
        Assert.NotNull(error);
        Assert.Contains(words, error.Actual, StringComparison.Ordinal);
        Assert.NotEqual(Outcome.Returned, Executor.Run(run.Key.Program, inputs).Outcome);
    }

    private static byte[] Private(BoundRun run, byte[][] receipts)
    {
        ItemStream stream = new([.. ClaimEncoding.Encode(run.Header), 0, 0, 0, 0]);
        return stream.List([.. receipts.Select(receipt => (ReadOnlyMemory<byte>)receipt)]).ToArray();
    }

    private static byte[] Altered(byte[] receipt)
    {
        byte[] altered = [.. receipt];
        altered[^1] ^= 1;
        return altered;
    }

    /// <summary>The receipt as it would be had its transaction logged nothing.</summary>
    private static byte[] WithoutLogs(Receipt receipt)
    {
        byte[] bytes = receipt.Encoding.ToArray();
        byte[] type = bytes[0] < 0x80 ? [bytes[0]] : [];
        Assert.True(RlpItem.TryRead(bytes.AsMemory(type.Length), out RlpItem list, out string? error), error);
        Assert.True(list.TryGetItems(4, out RlpItem[]? fields, out error), error);
        return [.. type, .. RlpEncoder.EncodeList(
            RlpEncoder.EncodeBytes(fields[0].Payload.Span), RlpEncoder.EncodeBytes(fields[1].Payload.Span), RlpEncoder.EncodeBytes(fields[2].Payload.Span), RlpEncoder.EncodeList())];
    }
}
