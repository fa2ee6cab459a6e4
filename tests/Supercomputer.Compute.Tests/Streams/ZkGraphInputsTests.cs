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

public sealed class ZkGraphInputsTests
{
    [Fact]
    public void Receipts_are_disclosed_whole_and_the_filter_is_public()
    {
        CheckedBlock block = BlockFileTests.Good(BlockFile.Read(BlockFileTests.DemoFile));
        ProgramStreams streams = BlockFileTests.Good(ZkGraphInputs.Create(block, Sample("demo")));

        Assert.Equal("0x0200000000000000" + block.Header.Hash + "010000005fbdb2315678afecb367f032d93f642f64180aa3"
            + "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef", Hex.Encode(streams.Public));
        Assert.Empty(streams.Private);
        ReadOnlySpan<byte> rest = streams.Disclosed;
        foreach (Receipt receipt in block.Receipts!)
        {
            Assert.Equal(receipt.Encoding.Length, BinaryPrimitives.ReadInt32LittleEndian(rest));
            Assert.Equal(receipt.Encoding.ToArray(), rest.Slice(4, receipt.Encoding.Length).ToArray());
            rest = rest[(4 + (receipt.Encoding.Length + 3) / 4 * 4)..];
        }
        Assert.Equal(new byte[4], rest.ToArray());
    }

    [Fact]
    public void Storage_is_disclosed_as_proofs_and_the_state_root_is_public()
    {
        CheckedBlock block = BlockFileTests.Good(BlockFile.Read(Vectors.Path("ethereum", "rpc-mainnet")));
        ProgramStreams streams = BlockFileTests.Good(ZkGraphInputs.Create(block, Sample("account-proof")));
        Assert.Equal(8 + 32 + 32 + 4 + 20 + 4 + 32, streams.Public.Length);
        Assert.Equal(block.Accounts[0].Proof.Concat(block.Accounts[0].Slots[0].Proof).Sum(node => 4 + (node.Length + 3) / 4 * 4) + 8, streams.Disclosed.Length);
    }

    [Fact]
    public void What_the_block_file_lacks_is_named()
    {
        CheckedBlock demo = BlockFileTests.Good(BlockFile.Read(BlockFileTests.DemoFile));
        Assert.Contains("storage of 0x00000000219ab540356cbb839cbe05303d7705fa, of which the block file has no proof",
            ZkGraphInputs.Create(demo, Sample("account-proof")).Error, StringComparison.Ordinal);
        string slots = File.ReadAllText(ManifestOf("account-proof")).Replace("0x00000000219ab540356cbb839cbe05303d7705fa", Hex.Encode(demo.Accounts[0].Address.Span), StringComparison.Ordinal);
        Assert.Contains("slot 0x0000000000000000000000000000000000000000000000000000000000000001 of 0x5fbdb2",
            ZkGraphInputs.Create(demo, BlockFileTests.Good(Manifest.Read(Encoding.UTF8.GetBytes(slots)))).Error, StringComparison.Ordinal);
        string yaml = File.ReadAllText(Vectors.Path("ethereum", "blocks", "22431084.yaml"));
        CheckedBlock header = BlockFileTests.Good(BlockFile.Read(Encoding.UTF8.GetBytes(yaml[..yaml.IndexOf("body", StringComparison.Ordinal)])));
        Assert.Contains("the block file has no receipts", ZkGraphInputs.Create(header, Sample("token-transfers")).Error, StringComparison.Ordinal);
        Assert.Contains("expected state", ZkGraphInputs.Create(demo, Sample("demo"), new byte[1]).Error, StringComparison.Ordinal);
    }

    internal static Manifest Sample(string name) => BlockFileTests.Good(Manifest.Read(ManifestOf(name)));

    private static string ManifestOf(string name) => Path.Combine(Repository.Root, "samples", name, "zkgraph.yaml");
}
