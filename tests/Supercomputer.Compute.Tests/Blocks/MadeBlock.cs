using System.Text;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Tries;
using Supercomputer.Primitives;
using Supercomputer.Primitives.Rlp;

namespace Supercomputer.Compute.Tests.Blocks;

/// <summary>A block file in its YAML form: block 7, made for a test, with these transactions and a receipt without logs for each.</summary>
internal static class MadeBlock
{
    /// <summary>The file's bytes.</summary>
    public static byte[] Yaml(params byte[][] transactions)
    {
        ReadOnlyMemory<byte>[] list = [.. transactions.Select(static transaction => (ReadOnlyMemory<byte>)transaction)];
        byte[] receipt = RlpEncoder.EncodeList(RlpEncoder.EncodeInteger(1), RlpEncoder.EncodeInteger(21000), RlpEncoder.EncodeBytes(new byte[256]), RlpEncoder.EncodeList());
        byte[] shortReceipt = RlpEncoder.EncodeList(RlpEncoder.EncodeInteger(0), RlpEncoder.EncodeInteger(1), RlpEncoder.EncodeInteger(21000), RlpEncoder.EncodeList());
        byte[] header = RlpEncoder.EncodeList(
            Root(default), Root(Keccak256.Hash([0xc0])), RlpEncoder.EncodeBytes(new byte[20]), Root(MerklePatriciaTrie.EmptyRoot), Root(MerklePatriciaTrie.OrderedRoot(list)),
            Root(MerklePatriciaTrie.OrderedRoot([.. transactions.Select(_ => (ReadOnlyMemory<byte>)receipt)])), RlpEncoder.EncodeBytes(new byte[256]), RlpEncoder.EncodeInteger(0),
            RlpEncoder.EncodeInteger(7), RlpEncoder.EncodeInteger(30_000_000), RlpEncoder.EncodeInteger(21000), RlpEncoder.EncodeInteger(1_700_000_000), RlpEncoder.EncodeBytes([]),
            Root(default), RlpEncoder.EncodeBytes(new byte[8]));
        byte[] body = RlpEncoder.EncodeList(
            RlpEncoder.EncodeList(transactions.Select(static transaction => transaction[0] >= 0xc0 ? transaction : RlpEncoder.EncodeBytes(transaction))), RlpEncoder.EncodeList());
        byte[] receipts = RlpEncoder.EncodeList(transactions.Select(_ => shortReceipt));
        return Encoding.UTF8.GetBytes($"header: {Hex.Encode(header)}\nbody: {Hex.Encode(body)}\nreceipts: {Hex.Encode(receipts)}\n");
    }

    private static byte[] Root(in Digest digest) => RlpEncoder.EncodeBytes(digest.ToArray());
}
