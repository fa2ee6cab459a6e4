using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Clients;

/// <summary>The blocks from the finalized one to the head, by parent roots that were checked.</summary>
internal sealed class HeaderChain
{
    /// <summary>The most headers that are fetched to link a head to the chain: four epochs of mainnet.</summary>
    public const int MostLinks = 128;

    private readonly SortedList<ulong, Digest> blocks = [];

    /// <summary>Begins with one block.</summary>
    public HeaderChain(in BeaconBlockHeader first) => Restart(first);

    /// <summary>How many blocks are known.</summary>
    public int Count => blocks.Count;

    /// <summary>The root of the newest block.</summary>
    public Digest Head => blocks.GetValueAtIndex(blocks.Count - 1);

    /// <summary>Links a new head, asking for the headers between.</summary>
    /// <param name="head">The header, whose signature was checked.</param>
    /// <param name="fetch">Gets the header with a root, checked against it; null when nobody has it.</param>
    public async Task<HeadChange> MoveAsync(BeaconBlockHeader head, Func<Digest, Task<BeaconBlockHeader?>> fetch)
    {
        Digest old = Head, root = BeaconBlockHeader.HashTreeRoot(head);
        List<(ulong Slot, Digest Root)> path = [(head.Slot, root)];
        BeaconBlockHeader at = head;
        while (!IsKnown(at.ParentRoot))
        {
            BeaconBlockHeader? parent = path.Count < MostLinks && at.Slot > blocks.GetKeyAtIndex(0) ? await fetch(at.ParentRoot).ConfigureAwait(false) : null;
            if (parent is not BeaconBlockHeader found || found.Slot >= at.Slot)
            {
                Restart(head);
                return new(old, root, head.Slot, 0, 1, IsLinked: false);
            }

            path.Add((found.Slot, at.ParentRoot));
            at = found;
        }

        ulong ancestor = blocks.GetKeyAtIndex(blocks.IndexOfValue(at.ParentRoot));
        int removed = 0;
        for (; blocks.GetKeyAtIndex(blocks.Count - 1) > ancestor; removed++) blocks.RemoveAt(blocks.Count - 1);
        foreach ((ulong slot, Digest added) in path) blocks[slot] = added;
        return new(old, root, ancestor, removed, path.Count, IsLinked: true);
    }

    /// <summary>Forgets what lies before a finalized block, or everything when the block is not of this chain.</summary>
    public void Finalize(in BeaconBlockHeader header)
    {
        if (!IsKnown(BeaconBlockHeader.HashTreeRoot(header))) Restart(header);
        while (blocks.GetKeyAtIndex(0) < header.Slot) blocks.RemoveAt(0);
    }

    private bool IsKnown(Digest root) => blocks.ContainsValue(root);

    private void Restart(in BeaconBlockHeader header)
    {
        blocks.Clear();
        blocks[header.Slot] = BeaconBlockHeader.HashTreeRoot(header);
    }
}
