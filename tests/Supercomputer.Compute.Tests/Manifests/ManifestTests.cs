using System.Text;
using Supercomputer.Compute.Manifests;
using Supercomputer.Compute.Tests.Blocks;
using Supercomputer.Primitives;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Compute.Tests.Manifests;

public sealed class ManifestTests
{
    private const string Text = """
        specVersion: 0.0.2
        apiVersion: 0.0.2
        name: both
        description: "events and storage"
        repository: here
        dataSources:
          - kind: ethereum
            network: sepolia
            event:
              - address: '0xa60ecf32309539dd84f27a9563754dca818b815e'
                events:
                  - "Sync(uint112,uint112)"
                  - "0xa818b815ea60ecf3230563754dc9539dd84f27a98b815ea60ecf32309539dd84"
            storage:
              - address: '0xa60ecf32309539dd84f27a9563754dca818b815e'
                slots:
                  - 8
                  - '0x10'
        mapping:
          language: wasm/assemblyscript
          file: ./mapping.ts
          handler: handleBlocks
        """;

    [Fact]
    public void Events_and_slots_are_read()
    {
        Manifest manifest = BlockFileTests.Good(Manifest.Read(Encoding.UTF8.GetBytes(Text)));
        Assert.Equal((StreamLayout.Cle, "both", "sepolia", "handleBlocks"), (manifest.Layout, manifest.Name, manifest.Network, manifest.Handler));
        EventSource source = Assert.Single(manifest.Events);
        Assert.Equal("0xa60ecf32309539dd84f27a9563754dca818b815e", Hex.Encode(source.Address.Span));
        Assert.Equal("0x1c411e9a96e071241c2f21f7726b17ae89e3cab4c78be50e062b03a9fffbbad1", Hex.Encode(source.Topics[0].Span));
        Assert.Equal("0xa818b815ea60ecf3230563754dc9539dd84f27a98b815ea60ecf32309539dd84", Hex.Encode(source.Topics[1].Span));
        Assert.Equal([8, 16], Assert.Single(manifest.Storage).Slots.Select(slot => slot.Span[31]));
    }

    [Fact]
    public void Transaction_sources_are_read()
    {
        string text = Text.Replace("mapping:\n", "    unsafe: true\n    transaction:\n      - from: '*'\n        to: '0xA60ecf32309539dd84f27a9563754dca818b815e'\n      - from: '0x00000000219ab540356cbb839cbe05303d7705fa'\n        to: '*'\nmapping:\n", StringComparison.Ordinal);
        Manifest manifest = BlockFileTests.Good(Manifest.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(2, manifest.Transactions.Count);
        Assert.Equal((null, "0xa60ecf32309539dd84f27a9563754dca818b815e"), (manifest.Transactions[0].From, Hex.Encode(manifest.Transactions[0].To!.Value.Span)));
        Assert.Equal(("0x00000000219ab540356cbb839cbe05303d7705fa", null), (Hex.Encode(manifest.Transactions[1].From!.Value.Span), manifest.Transactions[1].To));
        void Refused(string from, string to, string words)
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            Assert.Contains(words, Manifest.Read(Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal))).Error, StringComparison.Ordinal);
        }

        Refused("from: '*'", "from: 'x'", "transaction: from 'x': expected 20 bytes in hexadecimal behind 0x, or '*' for any");
        Refused("from: '*'", "value: 1", "transaction: unknown key 'value'; expected from, to");
        Refused("- from: '*'\n        to", "- to", "transaction: 'from' is missing");
        Refused("unsafe: true", "unsafe: perhaps", "unsafe: expected true or false");
        Refused("Version: 0.0.2", "Version: 1.0.0", "transaction sources go with specVersion 0.0.1 and 0.0.2");
    }

    [Theory]
    [InlineData("token-transfers", 1, 0)]
    [InlineData("account-proof", 0, 1)]
    [InlineData("demo", 1, 0)]
    public void The_manifests_of_the_samples_are_read(string sample, int events, int storage)
    {
        Manifest manifest = BlockFileTests.Good(Manifest.Read(Path.Combine(Repository.Root, "samples", sample, "zkgraph.yaml")));
        Assert.Equal((StreamLayout.Complete, events, storage), (manifest.Layout, manifest.Events.Count, manifest.Storage.Count));
        Assert.True(File.Exists(Path.Combine(Repository.Root, "samples", sample, manifest.File)));
    }

    [Theory]
    [InlineData("specVersion: 0.0.2", "specVersion: 0.0.3", "line 1: specVersion '0.0.3' is not supported; expected 0.0.1, 0.0.2 or 1.0.0")]
    [InlineData("apiVersion: 0.0.2", "apiVersion: 1.0.0", "line 2: apiVersion '1.0.0' does not go with specVersion 0.0.2")]
    [InlineData("apiVersion: 0.0.2\n", "", "manifest: 'apiVersion' is missing")]
    [InlineData("repository: here", "repo: here", "line 5: manifest: unknown key 'repo'")]
    [InlineData("name: both", "name: [both]", "line 3: name: expected a text")]
    [InlineData("name: both", "name: both\nname: twice", "line 4: key 'name' stands twice")]
    [InlineData("kind: ethereum", "kind: bitcoin", "kind 'bitcoin' is not supported")]
    [InlineData("kind: ethereum", "kind: offchain", "offchain data is not made from a block")]
    [InlineData("Sync(uint112,uint112)", "Sync", "line 12: events: expected a signature")]
    [InlineData("0xa818b8", "0xa8", "line 13: events: expected a signature")]
    [InlineData("'0xa60ecf32309539dd84f27a9563754dca818b815e'", "'0xa60e'", "address '0xa60e': expected 20 bytes")]
    [InlineData("- 8", "- -8", "slots: expected a number below 2^256")]
    [InlineData("- 8", "- [8]", "slots: expected a number below 2^256")]
    [InlineData("handler: handleBlocks", "", "mapping: 'handler' is missing")]
    [InlineData("  - kind", "  kind", "not YAML")]
    public void What_is_wrong_is_named_with_its_line(string from, string to, string expected)
    {
        string text = Text.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Text, text);
        Assert.Contains(expected, Manifest.Read(Encoding.UTF8.GetBytes(text)).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 3000)]
    public void No_mutated_manifest_throws(int seed, int rounds)
    {
        Random random = new(seed);
        byte[] good = Encoding.UTF8.GetBytes(Text);
        for (int round = 0; round < rounds; round++)
        {
            byte[] bytes = [.. good];
            for (int changes = random.Next(1, 6); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (round % 4 == 0) bytes = bytes[..random.Next(bytes.Length)];
            _ = Manifest.Read(bytes);
        }
    }
}
