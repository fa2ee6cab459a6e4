using System.Buffers.Binary;
using System.Text;
using Supercomputer.Compute.Blocks;
using Supercomputer.Compute.Manifests;
using Supercomputer.Compute.Streams;
using Supercomputer.Compute.Tests.Blocks;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives;
using Supercomputer.Primitives.Rlp;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Compute.Tests.Streams;

public sealed class CleStreamsTests
{
    [Theory]
    [InlineData("22431084", "dac17f958d2ee523a2206206994597c13d831ec7", 29)]
    [InlineData("17062257", "0a286b92fedf27e5d3ceb6d0ccbd6d7715e2e63c", 153)] // four topics and no data
    public void Offsets_point_at_the_parts_of_every_wanted_event(string number, string address, int count)
    {
        CheckedBlock block = BlockFileTests.Good(BlockFile.Read(Vectors.Path("ethereum", "blocks", number + ".yaml")));
        string yaml = File.ReadAllText(Path.Combine(Repository.Root, "samples", "token-transfers", "zkgraph.yaml"))
            .Replace("1.0.0", "0.0.2", StringComparison.Ordinal).Replace("dac17f958d2ee523a2206206994597c13d831ec7", address, StringComparison.Ordinal);
        Manifest manifest = BlockFileTests.Good(Manifest.Read(Encoding.UTF8.GetBytes(yaml)));
        Log[] logs = [.. block.Receipts!.SelectMany(receipt => receipt.Logs).Where(log =>
            log.Address.Span.SequenceEqual(manifest.Events[0].Address.Span) && log.Topics.Count > 0 && log.Topics[0].Span.SequenceEqual(manifest.Events[0].Topics[0].Span))];
        Assert.Equal(count, logs.Length);

        WordReader reader = new(BlockFileTests.Good(ZkGraphInputs.Create(block, manifest)).Disclosed);
        Assert.Equal((1UL, block.Header.Number, 0UL), (reader.Next(), reader.Next(), reader.Next()));
        Assert.NotEqual(0UL, reader.Next());
        byte[] receipts = reader.Bytes(), offsets = reader.Bytes();
        Assert.Equal(0UL, reader.Next());
        Assert.True(reader.IsAtEnd);
        Assert.Equal(28 * count, offsets.Length);
        for (int i = 0; i < count; i++)
        {
            int Offset(int part) => BinaryPrimitives.ReadInt32LittleEndian(offsets.AsSpan(28 * i + 4 * part));
            Assert.Equal(Hex.Encode(logs[i].Address.Span), Hex.Encode(receipts.AsSpan(Offset(0), 20)));
            for (int topic = 0; topic < 4; topic++)
            {
                if (topic < logs[i].Topics.Count) Assert.Equal(Hex.Encode(logs[i].Topics[topic].Span), Hex.Encode(receipts.AsSpan(Offset(1 + topic), 32)));
                else Assert.Equal(0, Offset(1 + topic));
            }
            Assert.Equal(Hex.Encode(logs[i].Data.Span), Hex.Encode(receipts.AsSpan(Offset(5), Offset(6))));
        }
    }

    [Theory]
    [InlineData("22431084", "*", "0xdac17f958d2ee523a2206206994597c13d831ec7", 9)]
    [InlineData("22431084", "0x3dba27d87870d2ec57237d9cd09840621169b64d", "0xdac17f958d2ee523a2206206994597c13d831ec7", 2)]
    [InlineData("22431084", "0x3dba27d87870d2ec57237d9cd09840621169b64d", "*", 3)]
    [InlineData("17062257", "*", "*", 208)] // types 0, with a chain and without, and 2; contracts are created
    [InlineData("22162263", "*", "*", 142)] // types 0 to 3
    [InlineData("22431084", "*", "0x00000000219ab540356cbb839cbe05303d7705fa", 0)]
    public void Offsets_point_at_the_parts_of_every_wanted_transaction(string number, string from, string to, int count)
    {
        CheckedBlock block = BlockFileTests.Good(BlockFile.Read(Vectors.Path("ethereum", "blocks", number + ".yaml")));
        WordReader reader = new(BlockFileTests.Good(ZkGraphInputs.Create(block, Transactions(from, to))).Disclosed);
        Assert.Equal((1UL, block.Header.Number, 0UL, 0UL), (reader.Next(), reader.Next(), reader.Next(), reader.Next()));
        Assert.Equal((ulong)count, reader.Next());
        int index = 0;
        for (int i = 0; i < count; i++)
        {
            byte[] hash = reader.Bytes(32), sender = reader.Bytes(20), encoding = reader.Bytes();
            while (!block.Transactions![index].Span.SequenceEqual(encoding)) index++; // in the block's order
            Assert.Equal(Keccak256.Hash(encoding).ToArray(), hash);
            Assert.Equal(TransactionTests.Sender(encoding), sender);
            int[] offsets = [.. Enumerable.Range(0, 8).Select(_ => (int)reader.Next())];
            Assert.True(RlpItem.TryRead(encoding[0] < 0x80 ? encoding.AsMemory(1) : encoding, out RlpItem list, out string? error), error);
            Assert.True(list.TryGetItems(20, out RlpItem[]? items, out error), error);
            int first = encoding[0] < 0x80 ? 1 : 0, callee = encoding[0] is >= 2 and < 0x80 ? first + 4 : first + 3;
            Assert.Equal(Hex.Encode(items[first].Payload.Span), Hex.Encode(encoding.AsSpan(offsets[0], offsets[1])));
            Assert.Equal(Hex.Encode(items[callee].Payload.Span), offsets[2] == 0 ? "0x" : Hex.Encode(encoding.AsSpan(offsets[2], 20)));
            Assert.Equal(Hex.Encode(items[callee + 2].Payload.Span), Hex.Encode(encoding.AsSpan(offsets[3], offsets[4])));
            Assert.Equal(offsets[6] - 1, offsets[5]);
            Assert.Equal(Hex.Encode(items[^2].Payload.Span), Hex.Encode(encoding.AsSpan(offsets[6], items[^2].Payload.Length)));
            Assert.Equal(Hex.Encode(items[^1].Payload.Span), Hex.Encode(encoding.AsSpan(offsets[7])));
            if (from != "*") Assert.Equal(from, Hex.Encode(sender));
            if (to != "*") Assert.Equal(to, Hex.Encode(items[callee].Payload.Span));
        }

        Assert.True(reader.IsAtEnd);
    }

    [Fact]
    public void Transactions_of_an_unknown_type_or_of_two_chains_or_absent_are_refused()
    {
        Manifest manifest = Transactions("*", "*");
        string yaml = File.ReadAllText(Vectors.Path("ethereum", "blocks", "22431084.yaml"));
        CheckedBlock header = BlockFileTests.Good(BlockFile.Read(Encoding.UTF8.GetBytes(yaml[..yaml.IndexOf("body", StringComparison.Ordinal)])));
        Assert.Contains("the block file has none", ZkGraphInputs.Create(header, manifest).Error, StringComparison.Ordinal);
        static byte[] Legacy(int v) => [0xc9, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, (byte)v, 0x01, 0x01];
        Assert.Contains("transaction 1 of block 7: transaction type 5 is unknown", ZkGraphInputs.Create(Made(Legacy(37), [5, 0xc0]), manifest).Error, StringComparison.Ordinal);
        Assert.Contains("transaction 1 of block 7: chain 2, where those before it are of chain 1", ZkGraphInputs.Create(Made(Legacy(37), Legacy(39)), manifest).Error, StringComparison.Ordinal);
        byte[] unsigned = Legacy(37);
        unsigned[^1] = 0x80;
        Assert.Contains("transaction 0 of block 7: no key made its signature", ZkGraphInputs.Create(Made(unsigned), manifest).Error, StringComparison.Ordinal);
        Assert.Equal("0x01000000000000000700000000000000" + new string('0', 48), Hex.Encode(BlockFileTests.Good(ZkGraphInputs.Create(Made(), manifest)).Disclosed));
    }

    private static CheckedBlock Made(params byte[][] transactions) => BlockFileTests.Good(BlockFile.Read(MadeBlock.Yaml(transactions)));

    private static Manifest Transactions(string from, string to) => BlockFileTests.Good(Manifest.Read(Encoding.UTF8.GetBytes(
        File.ReadAllText(Path.Combine(Repository.Root, "eng", "cle-templates", "senders", "src", "cle.yaml"))
            .Replace("from: '*'", $"from: '{from}'", StringComparison.Ordinal).Replace("to: '0xdac17f958d2ee523a2206206994597c13d831ec7'", $"to: '{to}'", StringComparison.Ordinal))));

    [Fact]
    public void The_public_stream_is_the_block_number_and_the_expected_state()
    {
        Assert.Equal("0x0700000000000000", Hex.Encode(CleStreams.Public(7, null)));
        Assert.Equal("0x0700000000000000" + "0900000000000000" + "0102030405060708" + "0900000000000000",
            Hex.Encode(CleStreams.Public(7, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 })));
    }

    private sealed class WordReader(byte[] stream)
    {
        private int at;

        public bool IsAtEnd => at == stream.Length;

        public ulong Next()
        {
            at += 8;
            return BinaryPrimitives.ReadUInt64LittleEndian(stream.AsSpan(at - 8));
        }

        public byte[] Bytes() => Bytes((int)Next());

        public byte[] Bytes(int length)
        {
            int start = at;
            at += (length + 7) / 8 * 8;
            return stream[start..(start + length)];
        }
    }
}
