using System.Text;
using System.Text.Json;
using ChainProofs;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Tries;
using Supercomputer.Guests;
using Supercomputer.Primitives;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Bus.Tests;

/// <summary>The guests' reader of RLP and their walk through tries, over the official cases.</summary>
public sealed class TrieAndRlpTests
{
    [Theory]
    [InlineData("trieanyorder.json", false)]
    [InlineData("trieanyorder_secureTrie.json", true)]
    [InlineData("hex_encoded_securetrie_test.json", true)]
    [InlineData("trietest.json", false)]
    [InlineData("trietest_secureTrie.json", true)]
    public void Every_key_of_the_official_tries_is_found_and_every_other_is_absent(string file, bool secure)
    {
        using JsonDocument cases = JsonDocument.Parse(File.ReadAllText(Vectors.Path("ethereum", "tries", file)));
        foreach (JsonProperty test in cases.RootElement.EnumerateObject())
        {
            Dictionary<string, byte[]> items = Items(test.Value.GetProperty("in"), secure);
            KeyValuePair<byte[], ReadOnlyMemory<byte>>[] pairs = [.. items.Select(item => new KeyValuePair<byte[], ReadOnlyMemory<byte>>(Convert.FromHexString(item.Key), item.Value))];
            Hex.TryDecode(test.Value.GetProperty("root").GetString(), out byte[]? root);
            foreach ((string key, byte[] value) in items)
            {
                byte[] bytes = Convert.FromHexString(key);
                Assert.Equal(value, Find(root!, bytes, MerklePatriciaTrie.Proof(pairs, bytes)));
                byte[] other = [.. bytes];
                other[^1] ^= 0x55;
                if (items.ContainsKey(Convert.ToHexString(other))) continue;
                Assert.Null(Find(root!, other, MerklePatriciaTrie.Proof(pairs, other)));
            }
        }
    }

    [Fact]
    public void The_guests_walk_agrees_with_the_native_check_on_seeded_tries()
    {
        Random random = new(20260802);
        for (int run = 0; run < 60; run++)
        {
            Dictionary<string, byte[]> items = new(StringComparer.Ordinal);
            for (int i = 0; i < random.Next(1, 40); i++)
            {
                byte[] key = new byte[random.Next(1, 4)], value = new byte[random.Next(1, 40)];
                for (int k = 0; k < key.Length; k++) key[k] = (byte)(random.Next(4) * 17);
                random.NextBytes(value);
                items[Convert.ToHexString(key)] = value;
            }

            KeyValuePair<byte[], ReadOnlyMemory<byte>>[] pairs = [.. items.Select(item => new KeyValuePair<byte[], ReadOnlyMemory<byte>>(Convert.FromHexString(item.Key), item.Value))];
            Digest root = MerklePatriciaTrie.Root(pairs);
            for (int i = 0; i < 20; i++)
            {
                byte[] key = new byte[random.Next(1, 4)];
                for (int k = 0; k < key.Length; k++) key[k] = (byte)(random.Next(4) * 17);
                IReadOnlyList<ReadOnlyMemory<byte>> proof = MerklePatriciaTrie.Proof(pairs, key);
                TrieProofResult native = TrieProof.Check(root, key, proof);
                Assert.True(native.IsAccepted, native.Error);
                Assert.Equal(native.Value?.ToArray(), Find(root.ToArray(), key, proof));
                Assert.Equal(items.GetValueOrDefault(Convert.ToHexString(key)), native.Value?.ToArray());
            }
        }
    }

    [Fact]
    public void Lists_of_every_length_have_the_root_that_the_trie_builder_gives()
    {
        foreach (int count in new[] { 0, 1, 2, 3, 15, 16, 17, 127, 128, 129, 255, 256, 257, 300, 700 })
        {
            ReadOnlyMemory<byte>[] items = new ReadOnlyMemory<byte>[count];
            List<byte> stream = [];
            for (int i = 0; i < count; i++)
            {
                byte[] item = new byte[2 + ((i * 7) % 90)];
                Array.Fill(item, (byte)i);
                items[i] = item;
                stream.AddRange(BitConverter.GetBytes(item.Length));
                stream.AddRange(item);
                while (stream.Count % 4 != 0) stream.Add(0);
            }

            stream.AddRange(new byte[4]);
            GuestRun run = GuestRun.Execute(PutRoot, @private: [.. stream]);
            Assert.Equal(MerklePatriciaTrie.OrderedRoot(items), new Digest(run.Output));
        }
    }

    [Fact]
    public void Official_rlp_is_read_and_what_is_invalid_is_refused()
    {
        int good = 0, bad = 0;
        using (JsonDocument cases = JsonDocument.Parse(File.ReadAllText(Vectors.Path("ethereum", "rlp", "rlptest.json"))))
        {
            foreach (JsonProperty test in cases.RootElement.EnumerateObject())
            {
                Hex.TryDecode(test.Value.GetProperty("out").GetString(), out byte[]? bytes);
                Read(new RlpReader(bytes), single: true);
                good++;
            }
        }

        using (JsonDocument cases = JsonDocument.Parse(File.ReadAllText(Vectors.Path("ethereum", "rlp", "invalidRLPTest.json"))))
        {
            foreach (JsonProperty test in cases.RootElement.EnumerateObject())
            {
                if (!Hex.TryDecode(test.Value.GetProperty("out").GetString(), out byte[]? bytes)) continue;
                Assert.Throws<GuestTrapException>(() => Read(new RlpReader(bytes), single: true));
                bad++;
            }
        }

        Assert.True(good >= 28 && bad >= 26, $"{good} good, {bad} bad");
        TestContext.Current.TestOutputHelper!.WriteLine($"RLP in the guest: {good} cases read, {bad} refused, 0 failed");
    }

    private static void PutRoot()
    {
        byte[] root = new byte[32];
        OrderedTrie.Root(BlockList.Read(InputStream.Private, 0, Guest.InputSize(InputStream.Private)), root);
        Guest.Output(root);
    }

    private static void Read(RlpReader reader, bool single)
    {
        int count = 0;
        do
        {
            if (!single && reader.IsAtEnd) return;
            RlpItem item = reader.Next();
            if (item.IsList) Read(new RlpReader(item.Payload), single: false);
            count++;
        }
        while (!single || count == 0);
        reader.End();
    }

    private static byte[]? Find(byte[] root, byte[] key, IReadOnlyList<ReadOnlyMemory<byte>> nodes)
    {
        List<byte> stream = [];
        foreach (ReadOnlyMemory<byte> node in nodes)
        {
            stream.AddRange(BitConverter.GetBytes(node.Length));
            stream.AddRange(node.Span);
            while (stream.Count % 4 != 0) stream.Add(0);
        }

        stream.AddRange(new byte[4]);
        byte[] bytes = [.. stream];
        ItemReader items = new(bytes);
        bool found = TrieWalk.TryFind(root, key, ref items, out ReadOnlySpan<byte> value);
        items.End();
        return found ? value.ToArray() : null;
    }

    private static Dictionary<string, byte[]> Items(JsonElement input, bool secure)
    {
        Dictionary<string, byte[]> items = new(StringComparer.Ordinal);
        IEnumerable<(string Key, string? Value)> pairs = input.ValueKind == JsonValueKind.Array
            ? input.EnumerateArray().Select(pair => (pair[0].GetString()!, pair[1].GetString()))
            : input.EnumerateObject().Select(pair => (pair.Name, pair.Value.GetString()));
        foreach ((string key, string? value) in pairs)
        {
            byte[] bytes = Bytes(key);
            string name = Convert.ToHexString(secure ? Keccak256.Hash(bytes).ToArray() : bytes);
            if (value is null) items.Remove(name);
            else items[name] = Bytes(value);
        }

        return items;
    }

    private static byte[] Bytes(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) && Hex.TryDecode(text, out byte[]? bytes) ? bytes : Encoding.UTF8.GetBytes(text);
}
