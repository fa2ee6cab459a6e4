using System.Buffers.Binary;
using System.Text.Json;
using System.Text.RegularExpressions;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Tries;
using Supercomputer.Primitives;
using Supercomputer.Primitives.Rlp;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Cryptography.Tests.Tries;

public sealed partial class TrieProofTests
{
    private const string Weth = "0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2";
    private const string GenesisHolder = "0x1584a2c066b7a455dbd6ae2807a7334e83c35fa5";

    [Fact]
    public void Mainnet_accounts_of_the_portal_network_are_found_and_deeper_keys_are_missing_nodes()
    {
        int found = 0, cut = 0;
        foreach ((Digest root, byte[] offer) in PortalCases("account_trie_node.yaml"))
        {
            ReadOnlyMemory<byte>[] nodes = SszList(offer.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(offer)));
            foreach (string address in (string[])[Weth, GenesisHolder])
            {
                TrieProofResult result = TrieProof.Check(root, Key(Decode(address)), nodes);
                if (result.Value is { } account)
                {
                    Assert.True(RlpItem.TryRead(account, out RlpItem fields, out _));
                    Assert.True(fields.TryGetItems(4, out RlpItem[]? items, out _));
                    Assert.Equal(4, items.Length);
                    found++;
                }
                else if (result.Error?.Contains("missing", StringComparison.Ordinal) is true)
                {
                    cut++;
                }
            }
        }

        Assert.Equal(2, found);
        Assert.True(cut > 0);
        TestContext.Current.TestOutputHelper!.WriteLine($"Portal account proofs: {found} found, {cut} that end early refused, 0 failed");
    }

    [Fact]
    public void Mainnet_storage_of_the_portal_network_is_found_through_the_account()
    {
        int found = 0;
        foreach ((Digest root, byte[] offer) in PortalCases("contract_storage_trie_node.yaml"))
        {
            int second = BinaryPrimitives.ReadInt32LittleEndian(offer.AsSpan(4));
            TrieProofResult account = TrieProof.Check(root, Key(Decode(Weth)), SszList(offer.AsSpan(second)));
            if (account.Value is null) continue;
            byte[] slot = new byte[32];
            slot[31] = 2;
            TrieProofResult value = TrieProof.Check(StorageRoot(account.Value.Value), Key(slot), SszList(offer.AsSpan(40, second - 40)));
            if (value.Value is null) continue;
            Assert.Equal([18], value.Value.Value.ToArray());
            found++;
        }

        Assert.True(found > 0);
        TestContext.Current.TestOutputHelper!.WriteLine($"Portal storage proofs: {found} found, 0 failed");
    }

    [Fact]
    public void A_mainnet_storage_slot_is_found_and_its_neighbour_absent()
    {
        using JsonDocument answer = JsonDocument.Parse(File.ReadAllText(Vectors.Path("ethereum", "rpc-mainnet", "proof.json")));
        Digest root = new(Decode(answer.RootElement.GetProperty("storageHash").GetString()!));
        JsonElement slot = answer.RootElement.GetProperty("storageProof")[0];
        ReadOnlyMemory<byte>[] nodes = [.. slot.GetProperty("proof").EnumerateArray().Select(node => new ReadOnlyMemory<byte>(Decode(node.GetString()!)))];
        byte[] key = Key(Decode(slot.GetProperty("key").GetString()!));
        TrieProofResult result = TrieProof.Check(root, key, nodes);
        Assert.True(RlpItem.TryRead(result.Value!.Value, out RlpItem value, out _));
        Assert.Equal(slot.GetProperty("value").GetString(), Hex.Encode(value.Payload.Span));
        key[31] ^= 1;
        TrieProofResult neighbour = TrieProof.Check(root, key, nodes);
        Assert.True(neighbour.IsAccepted && neighbour.Value is null);
    }

    [Fact]
    public void Nodes_of_no_known_shape_are_refused_even_under_their_own_hash()
    {
        byte[] hash = Keccak256.Hash([]).ToArray();
        byte[] longChild = RlpEncoder.EncodeList(RlpEncoder.EncodeBytes([0x20]), RlpEncoder.EncodeBytes(new byte[40]));
        byte[][] shapes =
        [
            [], [0xc0], [0xc1, 0x80], [0xc2, 0x80, 0x01], [0xc2, 0x40, 0x01], [0xc2, 0x02, 0x01], [0xc2, 0x00, 0xc0],
            [0xc2, 0x11, 0x05], [0xc3, 0x11, 0x01, 0x02], [0xc2, 0x20, 0xc0], [0xc2, 0xc0, 0x01], [0xc2, 0x20, 0x01, 0x00],
            RlpEncoder.EncodeList(RlpEncoder.EncodeBytes([0x00]), RlpEncoder.EncodeBytes(hash)),
            RlpEncoder.EncodeList(RlpEncoder.EncodeBytes([0x11]), longChild),
        ];
        foreach (byte[] node in shapes)
        {
            byte[] key = node is [0xc2, 0x20, 0xc0] ? [] : [0x10];
            Assert.False(TrieProof.Check(Keccak256.Hash(node), key, [node]).IsAccepted, Convert.ToHexString(node));
        }
    }

    [Fact]
    public void An_empty_trie_proves_absence_with_no_node_or_the_empty_string()
    {
        Assert.True(TrieProof.Check(MerklePatriciaTrie.EmptyRoot, [1], []) is { IsAccepted: true, Value: null });
        Assert.True(TrieProof.Check(MerklePatriciaTrie.EmptyRoot, [1], [new byte[] { 0x80 }]) is { IsAccepted: true, Value: null });
        Assert.False(TrieProof.Check(Keccak256.Hash([1]), [1], []).IsAccepted);
    }

    [Fact]
    public void Changed_nodes_under_their_own_hash_never_throw()
    {
        ulong seed = 11;
        using JsonDocument answer = JsonDocument.Parse(File.ReadAllText(Vectors.Path("ethereum", "rpc-mainnet", "proof.json")));
        byte[][] nodes = [.. answer.RootElement.GetProperty("accountProof").EnumerateArray().Select(node => Decode(node.GetString()!))];
        for (int round = 0; round < 20_000; round++)
        {
            byte[] changed = [.. nodes[round % nodes.Length]];
            for (int change = 0; change <= round % 4; change++)
            {
                seed = seed * 6364136223846793005 + 1442695040888963407;
                ulong range = change == 0 ? 8UL : (ulong)changed.Length;
                changed[(seed >> 33) % range] = (byte)(seed >> 56);
            }

            TrieProof.Check(Keccak256.Hash(changed), [(byte)seed, 3], [changed]);
        }
    }

    private static byte[] Key(byte[] addressOrSlot) => Keccak256.Hash(addressOrSlot).ToArray();

    private static byte[] Decode(string text)
    {
        Assert.True(Hex.TryDecode(text, out byte[]? bytes));
        return bytes;
    }

    private static Digest StorageRoot(ReadOnlyMemory<byte> account)
    {
        Assert.True(RlpItem.TryRead(account, out RlpItem fields, out _));
        Assert.True(fields.TryGetItems(4, out RlpItem[]? items, out _));
        return new(items[2].Payload.Span);
    }

    private static IEnumerable<(Digest StateRoot, byte[] Offer)> PortalCases(string file)
    {
        string text = File.ReadAllText(Vectors.Path("ethereum", "state", file));
        foreach (Match match in PortalCase().Matches(text))
        {
            Assert.True(RlpItem.TryRead(Decode(match.Groups[1].Value), out RlpItem header, out _));
            Assert.True(header.TryGetItems(30, out RlpItem[]? fields, out _));
            yield return (new(fields[3].Payload.Span), Decode(match.Groups[2].Value));
        }
    }

    /// <summary>An SSZ list of byte lists: offsets, then the bytes.</summary>
    private static ReadOnlyMemory<byte>[] SszList(ReadOnlySpan<byte> bytes)
    {
        ReadOnlyMemory<byte>[] items = new ReadOnlyMemory<byte>[BinaryPrimitives.ReadInt32LittleEndian(bytes) / 4];
        for (int i = 0; i < items.Length; i++)
        {
            int start = BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]);
            int end = i + 1 < items.Length ? BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i + 4)..]) : bytes.Length;
            items[i] = bytes[start..end].ToArray();
        }

        return items;
    }

    [GeneratedRegex("block_header: '(0x[0-9a-f]+)'.*?content_value_offer: '(0x[0-9a-f]+)'", RegexOptions.Singleline)]
    private static partial Regex PortalCase();
}
