using System.Text;
using System.Text.Json.Nodes;
using Supercomputer.Compute.Blocks;
using Supercomputer.Primitives;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Compute.Tests.Blocks;

public sealed class BlockFileTests
{
    [Theory]
    [InlineData("14764013", 19, 28)]
    [InlineData("17034869", 93, 208)]
    [InlineData("17062257", 208, 490)]
    [InlineData("19426587", 37, 39)]
    [InlineData("22162263", 142, 793)]
    [InlineData("22431083", 139, 949)]
    [InlineData("22431084", 95, 233)]
    public void A_mainnet_block_of_each_fork_is_read_and_checked(string number, int receipts, int logs)
    {
        CheckedBlock block = Good(BlockFile.Read(Vectors.Path("ethereum", "blocks", number + ".yaml")));
        Assert.Equal(number, block.Header.Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal((receipts, receipts, logs), (block.Receipts!.Count, block.Transactions!.Count, block.Receipts.Sum(receipt => receipt.Logs.Count)));
    }

    [Fact]
    public void The_answers_of_a_mainnet_node_are_read_from_a_folder_and_checked()
    {
        CheckedBlock block = Good(BlockFile.Read(Vectors.Path("ethereum", "rpc-mainnet")));
        Assert.Equal(21925176UL, block.Header.Number);
        Assert.Equal("92dabfa3f61ff1c349d12f5fd0dd4c99760a0a41b77dee8f0a80f83efdcb307a", block.Header.Hash.ToString());
        Assert.Equal(202, block.Receipts!.Count);
        Assert.Null(block.Transactions); // the answer holds hashes only
        CheckedSlot slot = Assert.Single(Assert.Single(block.Accounts).Slots);
        Assert.Equal("0x2394e3bc4086a9625ae88307145a40ff4a4bf2c9a6755435bff86b22d6175d5f", Hex.Encode(slot.Value.Span));
    }

    [Fact]
    public void The_block_of_the_demo_is_read_and_checked_with_all_its_transactions_and_proofs()
    {
        CheckedBlock block = Good(BlockFile.Read(DemoFile));
        Assert.Equal((2UL, 21, 21, 19), (block.Header.Number, block.Receipts!.Count, block.Transactions!.Count, block.Receipts.Sum(r => r.Logs.Count)));
        Assert.Equal(2, block.Accounts.Count);
        Assert.Null(block.Accounts[1].Account);
        Assert.True(block.Accounts[0].Slots[3].Value.IsEmpty);
    }

    [Fact]
    public void Envelopes_a_block_alone_and_one_proof_alone_are_read()
    {
        JsonNode root = JsonNode.Parse(File.ReadAllText(DemoFile))!;
        static JsonNode Envelope(JsonNode result) => new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["result"] = result.DeepClone() };
        JsonObject wrapped = new()
        {
            ["block"] = Envelope(root["block"]!),
            ["receipts"] = Envelope(root["receipts"]!),
            ["proofs"] = Envelope(root["proofs"]![0]!),
        };
        CheckedBlock block = Good(BlockFile.Read(Encoding.UTF8.GetBytes(wrapped.ToJsonString())));
        Assert.Equal((21, 1), (block.Receipts!.Count, block.Accounts.Count));
        CheckedBlock alone = Good(BlockFile.Read(Encoding.UTF8.GetBytes(Envelope(root["block"]!).ToJsonString())));
        Assert.Equal((block.Header.Hash, true, 21), (alone.Header.Hash, alone.Receipts is null, alone.Transactions!.Count));
    }

    [Theory]
    [InlineData("receipts", "receiptsRoot of block 22431084: expected 0x")]
    [InlineData("body", "transactionsRoot of block 22431084: expected 0x")]
    public void A_changed_part_of_a_block_is_refused_with_its_name(string part, string expected)
    {
        string text = File.ReadAllText(Vectors.Path("ethereum", "blocks", "22431084.yaml"));
        int at = text.IndexOf(part + ":", StringComparison.Ordinal) + 400; // inside a byte string, so the RLP stays good
        string changed = text[..at] + (text[at] == '0' ? '1' : '0') + text[(at + 1)..];
        Result<CheckedBlock> result = BlockFile.Read(Encoding.UTF8.GetBytes(changed));
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Contains("actual 0x", result.Error, StringComparison.Ordinal);
        Assert.Contains("fetch it again", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("block.hash", "0x05d1f7f979a22320d49cca0a5e570c490f9a39633120ba64a80f58e277bab737", "block hash: expected 0x05d1")]
    [InlineData("block.timestamp", "0x1", "block hash: expected")]
    [InlineData("block.stateRoot", "0x12", "block.stateRoot: expected 32 bytes, found 1")]
    [InlineData("block.number", "12", "block.number: expected a number")]
    [InlineData("block.transactions[3].nonce", "0x99", "transactionsRoot of block 2")]
    [InlineData("block.transactions[3].type", "0x7f", "transactions[3].type: expected 0 to 4")]
    [InlineData("receipts[4].cumulativeGasUsed", "0x99", "receiptsRoot of block 2")]
    [InlineData("receipts[4].logs[0].data", "0x00", "receiptsRoot of block 2")]
    [InlineData("receipts[4].logs[0].address", "0x00", "receipts[4].logs[0].address: expected 20 bytes, found 1")]
    [InlineData("proofs[0].accountProof[0]", "0x00", "node 0: expected hash")]
    [InlineData("proofs[0].storageProof[1].value", "0x99", "slot 0x00000000000000000000000070997970c51812dc3a010c7d01b50e0d17dc79c8: value: expected 0x")]
    [InlineData("proofs[0].storageProof[1].proof[0]", "0x99", "the proof does not hold under storage root")]
    public void A_changed_field_of_an_answer_is_refused_with_its_name(string path, string value, string expected)
    {
        JsonNode root = JsonNode.Parse(File.ReadAllText(DemoFile))!;
        JsonNode node = root;
        foreach (string step in path.Replace("[", ".#", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.'))
            node = step[0] == '#' ? node[int.Parse(step[1..], null)]! : node[step]!;
        node.ReplaceWith(value);
        Assert.Contains(expected, BlockFile.Read(Encoding.UTF8.GetBytes(root.ToJsonString())).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("{", "not JSON")]
    [InlineData("[1]", "expected an object")]
    [InlineData("{\"block\":{}}", "'parentHash' is missing")]
    [InlineData("{\"block\":1}", "block: expected an object, found 1")]
    [InlineData("header: 0x12\nfoo: 1", "unknown key 'foo'")]
    [InlineData("header: 0xc0", "header: expected 15, 16, 17, 20, 21 fields, found 0")]
    [InlineData("header: hello", "expected RLP in hexadecimal")]
    [InlineData("body: 0xc0", "there is no header")]
    [InlineData("header: &a 0xc0", "anchors and tags")]
    [InlineData("header: [[[[[[[[[[[[[[[[[[[[[[[[[[", "deeper than 16")]
    public void What_is_no_block_file_is_refused_with_the_reason(string text, string expected) =>
        Assert.Contains(expected, BlockFile.Read(Encoding.UTF8.GetBytes(text)).Error, StringComparison.Ordinal);

    [Fact]
    public void Deep_nesting_and_long_lists_are_refused_quickly()
    {
        foreach (string unit in (string[])["[", "{\"a\":", "- ", "a: {", "[0,"])
            Assert.False(BlockFile.Read(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(unit, 200_000)))).IsGood);
        string many = string.Join(",", Enumerable.Repeat("{}", 200_000));
        string demo = File.ReadAllText(DemoFile);
        int receipts = demo.IndexOf("\"receipts\": [", StringComparison.Ordinal);
        Result<CheckedBlock> result = BlockFile.Read(Encoding.UTF8.GetBytes(demo[..receipts] + "\"receipts\": [" + many + "]}"));
        Assert.Contains("receipts: at most 131072 items", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 100)]
    public void No_mutated_file_is_accepted_as_another_block_and_none_throws(int seed, int rounds)
    {
        Random random = new(seed);
        byte[] demo = File.ReadAllBytes(DemoFile);
        byte[] yaml = File.Exists(YamlFile) ? File.ReadAllBytes(YamlFile) : demo;
        string[] hashes = [.. ((byte[][])[demo, yaml]).Select(file => BlockFile.Read(file).Value!.Header.Hash.ToString())];
        for (int round = 0; round < rounds; round++)
        {
            byte[] file = [.. round % 2 == 0 ? demo : yaml];
            for (int changes = random.Next(1, 4); changes > 0; changes--) file[random.Next(file.Length)] = (byte)random.Next(32, 127);
            if (round % 5 == 0) file = file[..random.Next(file.Length)];
            Result<CheckedBlock> result = BlockFile.Read(file);
            if (result.IsGood) Assert.Contains(result.Value.Header.Hash.ToString(), hashes);
        }
    }

    internal static string DemoFile { get; } = Path.Combine(Repository.Root, "samples", "demo", "block.json");

    internal static T Good<T>(Result<T> result)
        where T : class
    {
        Assert.True(result.IsGood, result.Error);
        return result.Value!;
    }

    private static string YamlFile => Path.Combine(
        Environment.GetEnvironmentVariable("SUPERCOMPUTER_VECTORS") ?? "", "ethereum", "blocks", "19426587.yaml");
}
