using System.Buffers.Binary;
using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>The history contract of EIP-2935: from Prague on its storage holds the hashes of the last 8,191 blocks, at number modulo 8,191.</summary>
/// <remarks>Private: the header, the nodes from the premise's state root to the contract, the nodes from its storage root to the slot.</remarks>
internal static class AncestorContract
{
    private const ulong Window = 8191;

    private static ReadOnlySpan<byte> Contract =>
    [
        0x00, 0x00, 0xf9, 0x08, 0x27, 0xf1, 0xc5, 0x3a, 0x10, 0xcb, 0x7a, 0x02, 0x33, 0x5b, 0x17, 0x53, 0x20, 0x00, 0x29, 0x35,
    ];

    public static Ancestor Find(FinalizedHeader premise, scoped ref ItemReader items)
    {
        Ancestor ancestor = Ancestor.Of(items.Next());
        ulong number = ancestor.Header.Number;
        Guest.Require(number < premise.Number, "the block is not older than the one that it is to rest on");
        Guest.Require(premise.Number - number <= Window, "the history contract does not reach back to this block");
        Span<byte> key = stackalloc byte[32];
        Guest.Keccak256(Contract, key);
        bool exists = TrieWalk.TryFind(premise.StateRoot, key, ref items, out ReadOnlySpan<byte> account);
        Guest.Require(exists, "the state has no history contract");
        RlpReader fields = RlpReader.OfList(account);
        fields.Skip(2); // nonce, balance
        ReadOnlySpan<byte> storageRoot = fields.Bytes(32);

        Span<byte> slot = stackalloc byte[32];
        slot.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(slot.Slice(24), number % Window);
        Guest.Keccak256(slot, key);
        exists = TrieWalk.TryFind(storageRoot, key, ref items, out ReadOnlySpan<byte> leaf);
        Guest.Require(exists, "the history contract holds nothing at the block's slot");
        RlpReader value = new(leaf);
        ReadOnlySpan<byte> number256 = value.Number();
        value.End();
        slot.Clear();
        number256.CopyTo(slot.Slice(32 - number256.Length));
        Guest.Require(ancestor.Hash.AsSpan().SequenceEqual(slot), "the hash at the block's slot of the history contract is another");
        return ancestor;
    }
}
