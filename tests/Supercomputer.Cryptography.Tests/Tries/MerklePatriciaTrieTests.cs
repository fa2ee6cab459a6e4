using System.Text;
using System.Text.Json;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Tries;
using Supercomputer.Primitives;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Cryptography.Tests.Tries;

public sealed class MerklePatriciaTrieTests
{
    [Theory]
    [InlineData("trieanyorder.json", false)]
    [InlineData("trieanyorder_secureTrie.json", true)]
    [InlineData("hex_encoded_securetrie_test.json", true)]
    [InlineData("trietest.json", false)]
    [InlineData("trietest_secureTrie.json", true)]
    public void The_official_roots_are_reached(string file, bool secure)
    {
        using JsonDocument cases = JsonDocument.Parse(File.ReadAllText(Vectors.Path("ethereum", "tries", file)));
        int count = 0;
        foreach (JsonProperty test in cases.RootElement.EnumerateObject())
        {
            Dictionary<string, ReadOnlyMemory<byte>> items = new(StringComparer.Ordinal);
            foreach ((byte[] key, byte[]? value) in Pairs(test.Value.GetProperty("in")))
            {
                string name = Convert.ToHexString(secure ? Keccak256.Hash(key).ToArray() : key);
                if (value is null) items.Remove(name);
                else items[name] = value;
            }
            Digest root = MerklePatriciaTrie.Root(items.Select(item => KeyValuePair.Create(Convert.FromHexString(item.Key), item.Value)));
            Assert.Equal(test.Value.GetProperty("root").GetString(), "0x" + root);
            count++;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"roots of tries, {file}: {count} cases, 0 failed");
    }

    [Fact]
    public void A_trie_of_nothing_has_the_known_root() =>
        Assert.Equal("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421", MerklePatriciaTrie.OrderedRoot([]).ToString());

    [Fact]
    public void A_mainnet_account_is_found_and_every_flipped_byte_refused()
    {
        using JsonDocument answer = JsonDocument.Parse(File.ReadAllText(Vectors.Path("ethereum", "rpc-mainnet", "proof.json")));
        using JsonDocument block = JsonDocument.Parse(File.ReadAllText(Vectors.Path("ethereum", "rpc-mainnet", "block.json")));
        Digest root = new(Bytes(block.RootElement.GetProperty("stateRoot")));
        byte[] key = Keccak256.Hash(Bytes(answer.RootElement.GetProperty("address"))).ToArray();
        ReadOnlyMemory<byte>[] nodes =
            [.. answer.RootElement.GetProperty("accountProof").EnumerateArray().Select(node => new ReadOnlyMemory<byte>(Bytes(node)))];

        TrieProofResult result = TrieProof.Check(root, key, nodes);
        Assert.True(result.IsAccepted, result.Error);
        Assert.NotNull(result.Value);
        for (int i = 0; i < nodes.Length; i++)
        {
            for (int at = 0; at < nodes[i].Length; at += 7)
            {
                ReadOnlyMemory<byte>[] changed = [.. nodes];
                byte[] node = nodes[i].ToArray();
                node[at] ^= 1;
                changed[i] = node;
                Assert.Contains("expected hash", TrieProof.Check(root, key, changed).Error, StringComparison.Ordinal);
            }
        }
        Assert.Contains("missing", TrieProof.Check(root, key, nodes[..^1]).Error, StringComparison.Ordinal);
        Assert.Contains("more nodes follow", TrieProof.Check(root, key, [.. nodes, nodes[0]]).Error, StringComparison.Ordinal);
        key[31] ^= 1;
        TrieProofResult other = TrieProof.Check(root, key, nodes);
        Assert.True(other.IsAccepted && other.Value is null, "a neighbour of the leaf's key is proved absent");
    }

    private static IEnumerable<(byte[] Key, byte[]? Value)> Pairs(JsonElement input) => input.ValueKind == JsonValueKind.Object
        ? input.EnumerateObject().Select(pair => (Text(pair.Name), (byte[]?)Bytes(pair.Value)))
        : input.EnumerateArray().Select(pair => (Bytes(pair[0]), pair[1].ValueKind == JsonValueKind.Null ? null : (byte[]?)Bytes(pair[1])));

    private static byte[] Bytes(JsonElement value) => Text(value.GetString()!);

    private static byte[] Text(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) && Hex.TryDecode(text, out byte[]? bytes) ? bytes : Encoding.UTF8.GetBytes(text);
}
