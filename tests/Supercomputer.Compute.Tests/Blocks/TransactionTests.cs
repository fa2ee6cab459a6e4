using System.Text.Json.Nodes;
using Supercomputer.Compute.Blocks;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives;
using Supercomputer.Primitives.Rlp;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Compute.Tests.Blocks;

public sealed class TransactionTests
{
    private const string Signer = "0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f"; // of the key of EIP-155's example, 46 32 times

    private const string OfType4 = "04f8f9010901148252089435353535353535353535353535353535353535350101f838f7943535353535353535353535353535353535353535e1a00000000000000000000000000000"
        + "000000000000000000000000000000000000f85cf85a019435353535353535353535353535353535353535350a01a0ac1df8a834640fbc22ee55937a87360dafe05ca724290c9ed594cc47c57e1c94a035ba"
        + "6ebd2dcb44b83569232da6ac5f2b9ee8324f296b90ff42af21d23de5d29e01a0a995f5e60e2bb2a52a7d891d5c2fadd49d30df6ab5865b7434509c210b4c825fa0300626445bf3dbddee91e2372d5ccff"
        + "7899c932a989781e608e8b1dca2439a3e";

    /// <summary>Keccak-256 of all senders of a block one after another, as ethers 6.15 recovers them; types 0 with and without a chain, 1, 2 and 3.</summary>
    [Theory]
    [InlineData("14764013", "4f4bd31bf530e603b001ed2083226759713ab1dceb2c87fd406737b3ca9b6227")]
    [InlineData("17034869", "45fe2811aae335b93708da132735246dba09087060e8a715099898ae80903fb0")]
    [InlineData("17062257", "db28b9bd1d33e8719b6ff60b93660d45653702739e779f12b014c909a00898a2")]
    [InlineData("19426587", "bca748be725aae5474c3aa4ab807a99350cfe442cdc26b390471c4c72dba1893")]
    [InlineData("22162263", "825c2022e9392c29e5fcf99c54868fab7cda4b0f469ba65fd3e1842ec7ec3991")]
    [InlineData("22431083", "678410f4c0a2dba9d03c5e4784820f17a59357a0201be9a2cc10ace0d3d11cea")]
    [InlineData("22431084", "4f77c61a8d49fbaa7b86b85744278ed0ed74cf17d4233055de6a6374728ab5ad")]
    public void The_senders_of_a_mainnet_block_are_those_that_another_implementation_finds(string number, string expected)
    {
        CheckedBlock block = BlockFileTests.Good(BlockFile.Read(Vectors.Path("ethereum", "blocks", number + ".yaml")));
        Assert.Equal(expected, $"{Keccak256.Hash([.. block.Transactions!.SelectMany(encoding => Sender(encoding))])}");
    }

    [Fact]
    public void The_sender_of_a_node_s_answer_is_the_one_recovered()
    {
        foreach (string file in new[] { CleTemplates.Block, BlockFileTests.DemoFile })
        {
            string[] expected = [.. JsonNode.Parse(File.ReadAllText(file))!["block"]!["transactions"]!.AsArray().Select(entry => (string)entry!["from"]!)];
            CheckedBlock block = BlockFileTests.Good(BlockFile.Read(file));
            Assert.Equal(expected, block.Transactions!.Select(encoding => Hex.Encode(Sender(encoding))));
        }

        JsonNode json = JsonNode.Parse(File.ReadAllText(Vectors.Path("ethereum", "rpc-mainnet", "transaction.json")))!;
        byte[] Field(string name) => RlpEncoder.EncodeBytes(Hex.TryDecode(Even((string)json[name]!), out byte[]? bytes) ? name is "to" or "input" ? bytes : bytes.AsSpan().TrimStart((byte)0) : []);
        byte[] encoding = [2, .. RlpEncoder.EncodeList([Field("chainId"), Field("nonce"), Field("maxPriorityFeePerGas"), Field("maxFeePerGas"), Field("gas"), Field("to"),
            Field("value"), Field("input"), RlpEncoder.EncodeList(), Field("v"), Field("r"), Field("s")])];
        Assert.Equal((string)json["hash"]!, $"0x{Keccak256.Hash(encoding)}");
        Assert.Equal((string)json["from"]!, Hex.Encode(Sender(encoding)));
    }

    [Theory]
    [InlineData("f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83", 0, 0)] // EIP-155
    [InlineData(OfType4, 4, 1)]
    public void Parts_and_sender_of_an_example_are_read(string hex, int type, int dataBytes)
    {
        byte[] encoding = Convert.FromHexString(hex);
        Assert.Null(Transaction.TryRead(encoding, out Transaction? transaction));
        Assert.Equal((type, 1UL, dataBytes), (transaction!.Type, transaction.ChainId, transaction.Data.Length));
        Assert.Equal(("0x09", "0x" + string.Concat(Enumerable.Repeat("35", 20))), (Hex.Encode(transaction.Nonce.Span), Hex.Encode(transaction.To.Span)));
        Assert.Equal(Signer, Hex.Encode(Sender(encoding)));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("05c0", "type 5 is unknown")]
    [InlineData("00c0", "type 0 is unknown")]
    [InlineData("7fc0", "type 127 is unknown")]
    [InlineData("02", "an RLP item was expected")]
    [InlineData("02c0", "expected 12 fields")]
    [InlineData("c0", "expected 9 fields")]
    [InlineData("c9808080808080808080", "unknown v")]
    [InlineData("c9808080808080258080", null)]
    [InlineData("c9808080018080258080", "an address of 20 bytes")]
    [InlineData("c9008080808080258080", "leading zeros")]
    [InlineData("c9c08080808080258080", "field 0: expected bytes")]
    [InlineData("04cd8080808080808080c0c0808080", "an address of 20 bytes")]
    [InlineData("02cc808080808080808080808080", "field 8: expected a list")]
    [InlineData("02cc8080808080808080c0028080", "unknown v")]
    [InlineData("02cc8080808080808080c0018080ff", "bytes follow")]
    public void What_is_no_transaction_is_refused_with_the_reason(string hex, string? words)
    {
        string? error = Transaction.TryRead(Convert.FromHexString(hex), out Transaction? transaction);
        if (words is null) Assert.False(transaction!.TryRecoverSender(out _)); // r and s are zero
        else Assert.Contains(words, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, 4000)]
    public void No_altered_transaction_throws(int seed, int rounds)
    {
        Random random = new(seed);
        for (int round = 0; round < rounds; round++)
        {
            byte[] bytes = Convert.FromHexString(OfType4);
            for (int changes = random.Next(1, 4); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (round % 5 == 0) bytes = bytes[..random.Next(bytes.Length)];
            if (Transaction.TryRead(bytes, out Transaction? transaction) is null && transaction!.TryRecoverSender(out byte[] sender)) Assert.Equal(20, sender.Length);
        }
    }

    internal static byte[] Sender(ReadOnlyMemory<byte> encoding)
    {
        Assert.Null(Transaction.TryRead(encoding, out Transaction? transaction));
        Assert.True(transaction!.TryRecoverSender(out byte[] sender));
        return sender;
    }

    private static string Even(string hex) => hex.Length % 2 == 0 ? hex : "0x0" + hex[2..];
}
