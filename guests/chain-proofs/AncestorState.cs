using System.Buffers.Binary;
using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>A beacon state's memory of blocks: block_roots, and the roots of periods in historical_roots and historical_summaries.</summary>
/// <remarks>
/// Private: the execution header; the premise's beacon header (112 bytes); the slot s where the block's beacon root stands (8 bytes); the branch
/// from the block hash to that root; where the block's own slot is to be said, proposer and the node over parent and state of its beacon header
/// (64 bytes), then the list's end; the branch from the root to the state root. A slot without a block repeats the root before it: what is at s
/// is of a slot up to s, so the claim names a slot only where the beacon header is opened.
/// </remarks>
internal static class AncestorState
{
    private const int BeaconHeaderBytes = 112;

    public static Ancestor Find(FinalizedHeader premise, scoped in BeaconRules rules, bool isHistory, scoped ref ItemReader items)
    {
        Ancestor ancestor = Ancestor.Of(items.Next());
        ReadOnlySpan<byte> beacon = items.Next(), place = items.Next();
        Guest.Require(beacon.Length == BeaconHeaderBytes, "a beacon header has not 112 bytes");
        Guest.Require(place.Length == 8, "a slot has not 8 bytes");
        Span<byte> node = stackalloc byte[32];
        BeaconRoot(beacon, node);
        Guest.Require(premise.BeaconRoot.SequenceEqual(node), "the beacon header is not that of the block that the claim is about");
        ulong stateSlot = BinaryPrimitives.ReadUInt64LittleEndian(beacon), slot = BinaryPrimitives.ReadUInt64LittleEndian(place);
        Guest.Require(slot < stateSlot, "the slot is not before that of the finalized block");

        ReadOnlySpan<byte> branch = items.Next();
        rules.BlockRoot(ancestor.Hash, slot, branch, ancestor.BeaconRoot);
        if (items.TryNext(out ReadOnlySpan<byte> opening))
        {
            CheckSlot(slot, opening, branch.Slice(branch.Length - 32));
            ancestor.Slot = slot;
            Guest.Require(!items.TryNext(out opening), "a beacon header is opened twice");
        }

        ancestor.BeaconRoot.AsSpan().CopyTo(node);
        if (isHistory) rules.StateRootOverHistory(stateSlot, slot, items.Next(), node);
        else rules.StateRootOverRoots(stateSlot, slot, items.Next(), node);
        Guest.Require(beacon.Slice(48, 32).SequenceEqual(node), "the finalized state does not have this block at the slot");
        return ancestor;
    }

    /// <summary>The left half of a beacon header's tree: ((slot, proposer), (parent, state)).</summary>
    private static void CheckSlot(ulong slot, scoped ReadOnlySpan<byte> opening, scoped ReadOnlySpan<byte> half)
    {
        Guest.Require(opening.Length == 64, "the opening of a beacon header has not 64 bytes");
        Span<byte> node = stackalloc byte[32];
        SszBranch.Number(slot, node);
        SszBranch.Root(node, opening, 2, 0, node);
        Guest.Require(half.SequenceEqual(node), "the block's slot is another");
    }

    private static void BeaconRoot(scoped ReadOnlySpan<byte> header, scoped Span<byte> root)
    {
        Span<byte> left = stackalloc byte[32];
        Span<byte> right = stackalloc byte[32];
        SszBranch.Number(BinaryPrimitives.ReadUInt64LittleEndian(header), left);
        SszBranch.Number(BinaryPrimitives.ReadUInt64LittleEndian(header.Slice(8)), right);
        SszBranch.Pair(left, right, root);
        SszBranch.Pair(header.Slice(16, 32), header.Slice(48, 32), left);
        SszBranch.Pair(root, left, root);
        right.Clear();
        SszBranch.Pair(header.Slice(80, 32), right, left);
        SszBranch.Pair(right, right, right);
        SszBranch.Pair(left, right, left);
        SszBranch.Pair(root, left, root);
    }
}
