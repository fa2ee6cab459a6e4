using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>The accounts and slots that a zkGraph asks for, proved under the state root, as cle-lib reads them.</summary>
internal static class GraphState
{
    private const int HashBytes = 32;

    /// <summary>Walks the proof of every account and slot: their number; address, account RLP, number of slots, key and value of each.</summary>
    internal static void Write(scoped GraphRequest graph, scoped ReadOnlySpan<byte> stateRoot, byte[] proofs, scoped ref StreamWriter stream)
    {
        ItemReader items = new(proofs);
        WordReader asked = new(graph.Accounts);
        stream.Number((ulong)graph.AccountCount);
        for (int i = 0; i < graph.AccountCount; i++)
        {
            ReadOnlySpan<byte> address = asked.Address();
            bool exists = TryFind(stateRoot, address, ref items, out ReadOnlySpan<byte> account);
            stream.Fixed(address);
            stream.Bytes(account);
            ReadOnlySpan<byte> storageRoot = exists ? StorageRoot(account) : default;
            int slots = asked.Index();
            stream.Number((ulong)slots);
            for (int j = 0; j < slots; j++)
            {
                ReadOnlySpan<byte> slot = asked.Next();
                stream.Fixed(slot);
                stream.Bytes(exists ? Value(storageRoot, slot, ref items) : Zero); // an absent account has no slots
            }
        }

        items.End();
    }

    private static ReadOnlySpan<byte> Zero => [0];

    private static bool TryFind(scoped ReadOnlySpan<byte> root, scoped ReadOnlySpan<byte> name, scoped ref ItemReader items, out ReadOnlySpan<byte> value)
    {
        Span<byte> key = stackalloc byte[HashBytes];
        Guest.Keccak256(name, key);
        return TrieWalk.TryFind(root, key, ref items, out value);
    }

    private static ReadOnlySpan<byte> StorageRoot(ReadOnlySpan<byte> account)
    {
        RlpReader fields = RlpReader.OfList(account);
        fields.UInt64(); // nonce
        fields.Number(); // balance
        ReadOnlySpan<byte> storageRoot = fields.Bytes(HashBytes);
        fields.Bytes(HashBytes);
        fields.End();
        return storageRoot;
    }

    private static ReadOnlySpan<byte> Value(scoped ReadOnlySpan<byte> storageRoot, scoped ReadOnlySpan<byte> slot, scoped ref ItemReader items)
    {
        if (!TryFind(storageRoot, slot, ref items, out ReadOnlySpan<byte> leaf)) return Zero;
        RlpReader value = new(leaf);
        ReadOnlySpan<byte> number = value.Number();
        value.End();
        Guest.Require(number.Length > 0, "a slot holds zero");
        return number;
    }
}
