using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Supercomputer.Compute.Blocks;
using Supercomputer.Compute.Manifests;
using Supercomputer.Compute.Streams;
using Supercomputer.Compute.Tests.Blocks;
using Supercomputer.Compute.Tests.Streams;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives;
using Supercomputer.Testing;
using Supercomputer.Wasm.Execution;
using Xunit;

namespace Supercomputer.Compute.Tests.Samples;

public sealed class SampleTests(ITestOutputHelper log)
{
    private const string Transfer = "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

    [Fact]
    public void Committed_programs_have_their_committed_hashes()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "samples", "SHA256SUMS"));
        Assert.Equal(7, lines.Length);
        foreach (string line in lines)
            Assert.Equal(line[..64], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Repository.Root, "samples", line[66..])))));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(47u)]
    [InlineData(1000u)]
    [InlineData(null)]
    public void Fibonacci_gives_the_number(uint? n)
    {
        byte[] given = n is uint value ? BitConverter.GetBytes(value) : [];
        (uint current, uint next) = (0, 1);
        for (uint i = 0; i < (n ?? 95325); i++) (current, next) = (next, current + next);
        ProgramRun run = Run("fibonacci/fibonacci.wat", new ProgramStreams(given, [], []), "main");
        Assert.Equal(current, BinaryPrimitives.ReadUInt32LittleEndian(run.Output));
        if (n is null) Assert.InRange(run.Instructions, 1UL << 20, (1UL << 20) + 100);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(55)]
    [InlineData(56)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Sha256_gives_the_digest_of_either_stream(int length)
    {
        byte[] message = [.. Enumerable.Range(0, length).Select(i => (byte)(7 * i + 3))];
        Assert.Equal(SHA256.HashData(message), Run("sha256/sha256.wasm", new ProgramStreams([], message, []), "main").Output);
        Assert.Equal(SHA256.HashData(message), Run("sha256/sha256.wasm", new ProgramStreams(message, [], []), "main").Output);
    }

    [Theory]
    [InlineData(1u, 5u)]
    [InlineData(2u, 5u)]
    [InlineData(1000u, 7u)]
    [InlineData(null, 1u)]
    public void Sort_gives_the_checksum_of_the_sorted_words(uint? n, uint seed)
    {
        byte[] given = n is uint value ? [.. BitConverter.GetBytes(value), .. BitConverter.GetBytes(seed)] : [];
        uint[] words = new uint[n ?? 4096];
        uint x = seed;
        for (int i = 0; i < words.Length; i++) words[i] = x = x * 1664525 + 1013904223;
        Array.Sort(words);
        uint sum = 0;
        for (int i = 0; i < words.Length; i++) sum += (uint)(i + 1) * words[i];
        uint[] expected = [(uint)words.Length, words[0], words[^1], sum];
        Assert.Equal(expected.SelectMany(BitConverter.GetBytes), Run("sort/sort.wasm", new ProgramStreams(given, [], []), "main").Output);
    }

    [Theory]
    [InlineData("22431084", "dac17f958d2ee523a2206206994597c13d831ec7", 29)]
    [InlineData("17062257", "c02aaa39b223fe8d0a0e5c4f27ead9083c756cc2", 40)]
    [InlineData("17062257", "0a286b92fedf27e5d3ceb6d0ccbd6d7715e2e63c", 153)]
    [InlineData("17062257", "dac17f958d2ee523a2206206994597c13d831ec7", 20)]
    [InlineData("14764013", "0000000000000000000000000000000000000001", 0)]
    public void Token_transfers_finds_all_logs_of_a_mainnet_block(string number, string address, int count)
    {
        CheckedBlock block = BlockFileTests.Good(BlockFile.Read(Vectors.Path("ethereum", "blocks", number + ".yaml")));
        string text = File.ReadAllText(Path.Combine(Repository.Root, "samples", "token-transfers", "zkgraph.yaml"))
            .Replace("dac17f958d2ee523a2206206994597c13d831ec7", address, StringComparison.Ordinal);
        Manifest manifest = BlockFileTests.Good(Manifest.Read(Encoding.UTF8.GetBytes(text)));
        AssertTransfers(block, manifest, address, count);
    }

    [Fact]
    public void Token_transfers_finds_all_logs_of_the_block_of_the_demo() => AssertTransfers(
        BlockFileTests.Good(BlockFile.Read(BlockFileTests.DemoFile)), ZkGraphInputsTests.Sample("demo"), "5fbdb2315678afecb367f032d93f642f64180aa3", 14);

    [Fact]
    public void Token_transfers_traps_on_a_stream_that_is_not_the_receipts_of_a_block()
    {
        CheckedBlock block = BlockFileTests.Good(BlockFile.Read(BlockFileTests.DemoFile));
        ProgramStreams streams = BlockFileTests.Good(ZkGraphInputs.Create(block, ZkGraphInputsTests.Sample("demo")));
        byte[] longer = [.. streams.Disclosed, 0, 0, 0, 0], shorter = streams.Disclosed[..^4], otherLength = [.. streams.Disclosed];
        otherLength[0]++;
        foreach (byte[] stream in (byte[][])[longer, shorter, otherLength])
            Assert.Equal(OutcomeKind.Trapped, Run("token-transfers/token-transfers.wasm", streams with { Disclosed = stream }, "zkmain").Outcome.Kind);
    }

    [Fact]
    public void Account_proof_reads_a_slot_of_a_mainnet_account()
    {
        CheckedBlock block = BlockFileTests.Good(BlockFile.Read(Vectors.Path("ethereum", "rpc-mainnet")));
        ProgramStreams streams = BlockFileTests.Good(ZkGraphInputs.Create(block, ZkGraphInputsTests.Sample("account-proof")));
        ProgramRun run = Run("account-proof/account-proof.wasm", streams, "zkmain");
        Assert.Equal("0x388d4e0100000000" + block.Header.Hash + "00000000219ab540356cbb839cbe05303d7705fa" + new string('0', 63) + "1"
            + "2394e3bc4086a9625ae88307145a40ff4a4bf2c9a6755435bff86b22d6175d5f", Hex.Encode(run.Output));
    }

    [Fact]
    public void Account_proof_reads_present_and_absent_slots_and_accounts_and_traps_on_every_flipped_byte()
    {
        CheckedBlock block = BlockFileTests.Good(BlockFile.Read(BlockFileTests.DemoFile));
        StringBuilder yaml = new(File.ReadAllText(Path.Combine(Repository.Root, "samples", "account-proof", "zkgraph.yaml")));
        CheckedAccount token = block.Accounts[0];
        string slots = string.Join("\n          - ", token.Slots.Select(slot => $"'{Hex.Encode(slot.Key.Span)}'"));
        yaml.Replace("0x00000000219ab540356cbb839cbe05303d7705fa", Hex.Encode(token.Address.Span)).Replace("- 1", "- " + slots);
        ProgramStreams streams = BlockFileTests.Good(ZkGraphInputs.Create(block, BlockFileTests.Good(Manifest.Read(Encoding.UTF8.GetBytes(yaml.ToString())))));

        IEnumerable<byte> Padded(ReadOnlyMemory<byte> value) => new byte[32 - value.Length].Concat(value.ToArray());
        byte[] expected = [.. streams.Public[..40], .. token.Slots.SelectMany(slot => token.Address.ToArray().Concat(slot.Key.ToArray()).Concat(Padded(slot.Value)))];
        Assert.Equal(expected, Run("account-proof/account-proof.wasm", streams, "zkmain").Output);

        // The second account is absent: its proof alone, no storage, value 0.
        string absent = yaml.ToString().Replace(Hex.Encode(token.Address.Span), "0x" + string.Concat(Enumerable.Repeat("22", 20)), StringComparison.Ordinal);
        Manifest wanted = BlockFileTests.Good(Manifest.Read(Encoding.UTF8.GetBytes(absent)));
        Assert.Contains("of which the block file has no proof", ZkGraphInputs.Create(block, wanted).Error, StringComparison.Ordinal);

        for (int at = 0; at < streams.Disclosed.Length; at += 97)
        {
            byte[] flipped = [.. streams.Disclosed];
            flipped[at] ^= 1;
            Assert.Equal(OutcomeKind.Trapped, Run("account-proof/account-proof.wasm", streams with { Disclosed = flipped }, "zkmain").Outcome.Kind);
        }
    }

    private void AssertTransfers(CheckedBlock block, Manifest manifest, string address, int count)
    {
        ProgramStreams streams = BlockFileTests.Good(ZkGraphInputs.Create(block, manifest));
        byte[] wanted = Convert.FromHexString(address), topic = Convert.FromHexString(Transfer);
        Log[] logs = [.. block.Receipts!.SelectMany(receipt => receipt.Logs)
            .Where(entry => entry.Address.Span.SequenceEqual(wanted) && entry.Topics.Count > 0 && entry.Topics[0].Span.SequenceEqual(topic))];
        Assert.Equal(count, logs.Length);
        byte[] expected = [.. streams.Public[..40], .. BitConverter.GetBytes(count), .. Keccak256.Hash([.. logs.SelectMany(entry => entry.Encode())]).ToArray()];

        ProgramRun run = Run("token-transfers/token-transfers.wasm", streams, "zkmain");
        Assert.Equal(Hex.Encode(expected), Hex.Encode(run.Output));
        log.WriteLine($"block {block.Header.Number}: {streams.Disclosed.Length} bytes, {count} logs, {run.Instructions} instructions");
        Assert.InRange(run.Instructions, 1UL, 400_000UL);
    }

    private static ProgramRun Run(string file, ProgramStreams streams, string entry)
    {
        ProgramRun run = ProgramHost.Run(Path.Combine(Repository.Root, "samples", file), streams, entry);
        Assert.True(run.Outcome.Kind == OutcomeKind.Trapped || run.Output.Length > 0, run.Outcome.Trap?.ToString());
        return run;
    }
}
