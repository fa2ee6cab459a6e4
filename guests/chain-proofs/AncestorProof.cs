using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>Proves: an older block is an ancestor of the block of a FinalizedHeader claim.</summary>
/// <remarks>
/// Public: the claim's digest, the way; for ways through a beacon state its rules (<see cref="BeaconRules"/>). Private: the claim, then what the way needs.
/// Output: the FinalizedHeader claim of the older block, the digest of the claim that it rests on.
/// </remarks>
public static class AncestorProof
{
    private const int ParentHashes = 1, HistoryContract = 2, BlockRoots = 3, History = 4, PreMergeAccumulator = 5;

    /// <summary>The guest's entry.</summary>
    public static void Main()
    {
        WordReader request = new(Guest.ReadAll(InputStream.Public));
        ReadOnlySpan<byte> digest = request.Next();
        int way = request.Index();
        ItemReader items = new(Guest.ReadAll(InputStream.Private));
        FinalizedHeader premise = Premise(items.Next(), digest);
        BeaconRules rules = way is BlockRoots or History ? BeaconRules.Read(ref request) : default;
        request.End();

        Ancestor ancestor = default;
        if (way == ParentHashes) ancestor = AncestorRun.Find(premise, ref items);
        else if (way == HistoryContract) ancestor = AncestorContract.Find(premise, ref items);
        else if (way == PreMergeAccumulator) ancestor = AncestorAccumulator.Find(premise, ref items);
        else if (way is BlockRoots or History) ancestor = AncestorState.Find(premise, rules, way == History, ref items);
        else Guest.Trap("the public bytes name no way that this program knows");
        items.End();
        Guest.Require(ancestor.Header.Number < premise.Number, "the block is not older than the one that it is to rest on");
        ancestor.PutOut(premise, digest);
    }

    private static FinalizedHeader Premise(ReadOnlySpan<byte> claim, scoped ReadOnlySpan<byte> digest)
    {
        Span<byte> hash = stackalloc byte[32];
        Guest.Keccak256(claim, hash);
        Guest.Require(digest.SequenceEqual(hash), "the claim is not the one whose digest the public bytes name");
        return FinalizedHeader.Read(claim);
    }
}
