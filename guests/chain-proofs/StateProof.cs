using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>Proves: in the state after the block with a hash, an account or one of its slots is this, or is absent.</summary>
/// <remarks>
/// Public: chain id, block hash, account, whether a slot is asked for, the slot or zero (words). Private: the header's RLP, the nodes from the
/// state root to the account; where a slot is asked for and the account exists, the nodes from its storage root to the slot.
/// Output: the State claim.
/// </remarks>
public static class StateProof
{
    private const ulong Kind = 2;
    private const int ClaimWords = 15;

    /// <summary>The guest's entry.</summary>
    public static void Main()
    {
        BlockRequest request = BlockRequest.Read();
        ReadOnlySpan<byte> account = request.Words.Address();
        bool isSlot = request.Words.Bool();
        ReadOnlySpan<byte> slot = request.Words.Next();
        request.Words.End();

        byte[] claim = new byte[32 * ClaimWords];
        WordWriter words = request.BeginClaim(claim, Kind, request.Header.StateRoot);
        words.Bytes(account);
        Find(request.Header.StateRoot, account, isSlot, slot, ref request.Items, ref words);
        request.Items.End();
        Guest.Output(claim);
    }

    private static void Find(
        ReadOnlySpan<byte> stateRoot, ReadOnlySpan<byte> address, bool isSlot, ReadOnlySpan<byte> slot, scoped ref ItemReader items, scoped ref WordWriter words)
    {
        Span<byte> key = stackalloc byte[32];
        Guest.Keccak256(address, key);
        bool exists = TrieWalk.TryFind(stateRoot, key, ref items, out ReadOnlySpan<byte> account);
        words.Number(exists ? 1UL : 0);
        ReadOnlySpan<byte> storageRoot = default;
        if (exists)
        {
            RlpReader fields = RlpReader.OfList(account);
            words.Number(fields.UInt64());
            words.Bytes(fields.Number());
            storageRoot = fields.Bytes(32);
            words.Bytes(storageRoot);
            words.Bytes(fields.Bytes(32));
            fields.End();
        }
        else
        {
            words.Skip(4);
        }

        words.Number(isSlot ? 1UL : 0);
        if (!isSlot) return;
        words.Bytes(slot);
        if (!exists) return; // an absent account has no slots
        Guest.Keccak256(slot, key);
        if (!TrieWalk.TryFind(storageRoot, key, ref items, out ReadOnlySpan<byte> leaf)) return;
        RlpReader value = new(leaf);
        ReadOnlySpan<byte> number = value.Number();
        value.End();
        Guest.Require(number.Length > 0, "a slot holds zero");
        words.Number(1);
        words.Bytes(number);
    }
}
