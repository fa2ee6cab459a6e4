using System.Buffers.Binary;
using System.Text;
using Supercomputer.Compute.Blocks;
using Supercomputer.Compute.Manifests;
using Supercomputer.Compute.Streams;
using Supercomputer.Compute.Tests.Blocks;
using Supercomputer.Primitives;
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

        public byte[] Bytes()
        {
            int length = (int)Next(), start = at;
            at += (length + 7) / 8 * 8;
            return stream[start..(start + length)];
        }
    }
}
