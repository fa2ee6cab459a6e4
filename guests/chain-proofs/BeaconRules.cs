using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>What of a beacon chain's rules says where history lies in its states: part of the public bytes.</summary>
internal readonly struct BeaconRules
{
    private const ulong BlockRoots = 5, HistoricalRoots = 7, HistoricalSummaries = 27;
    private const int ListLevels = 24, MostSlotsPerRoot = 1 << 20;
    private const ulong BodyIndex = 4, PayloadIndex = 9, BlockHashIndex = 12;
    private const int BlockLevels = 3, BodyLevels = 4;

    private readonly ulong _slotsPerRoot, _capella, _deneb, _electra;
    private readonly int _rootsLevels;

    private BeaconRules(ulong slotsPerRoot, ulong capella, ulong deneb, ulong electra)
    {
        _slotsPerRoot = slotsPerRoot;
        _capella = capella;
        _deneb = deneb;
        _electra = electra;
        for (ulong size = 1; size < slotsPerRoot; size <<= 1) _rootsLevels++;
    }

    /// <summary>Reads SLOTS_PER_HISTORICAL_ROOT and the first slots of Capella, Deneb and Electra.</summary>
    public static BeaconRules Read(ref WordReader words)
    {
        ulong slotsPerRoot = words.UInt64();
        Guest.Require(
            slotsPerRoot > 1 && slotsPerRoot <= MostSlotsPerRoot && (slotsPerRoot & (slotsPerRoot - 1)) == 0,
            "the slots of a historical root are not a power of two from 2 to 2^20");
        return new BeaconRules(slotsPerRoot, words.UInt64(), words.UInt64(), words.UInt64());
    }

    /// <summary>The root of the beacon block of a slot, above the hash of its execution block.</summary>
    public void BlockRoot(scoped ReadOnlySpan<byte> blockHash, ulong slot, scoped ReadOnlySpan<byte> branch, scoped Span<byte> root)
    {
        int payloadLevels = slot >= _deneb ? 5 : 4;
        ulong index = (((BodyIndex << BodyLevels) | PayloadIndex) << payloadLevels) | BlockHashIndex;
        SszBranch.Root(blockHash, branch, BlockLevels + BodyLevels + payloadLevels, index, root);
    }

    /// <summary>The root of the state of a slot, above an entry of its block_roots.</summary>
    public void StateRootOverRoots(ulong stateSlot, ulong slot, scoped ReadOnlySpan<byte> branch, scoped Span<byte> node)
    {
        Guest.Require(stateSlot - slot <= _slotsPerRoot, "the state's block_roots do not reach back to this slot");
        SszBranch.Root(node, branch, _rootsLevels + StateLevels(stateSlot), (BlockRoots << _rootsLevels) | (slot & (_slotsPerRoot - 1)), node);
    }

    /// <summary>The root of the state of a slot, above an entry of the block roots of a period that is over.</summary>
    /// <remarks>The period's node is the left one of a pair in both lists: a HistoricalBatch until Capella, then a HistoricalSummary.</remarks>
    public void StateRootOverHistory(ulong stateSlot, ulong slot, scoped ReadOnlySpan<byte> branch, scoped Span<byte> node)
    {
        ulong period = slot / _slotsPerRoot, first = _capella / _slotsPerRoot;
        Guest.Require(period < stateSlot / _slotsPerRoot, "the period of this slot was not over at the state's slot");
        bool isSummary = period >= first;
        ulong field = isSummary ? HistoricalSummaries : HistoricalRoots, entry = isSummary ? period - first : period;
        Guest.Require(entry < 1UL << ListLevels, "the history of a state has at most 2^24 periods");
        int historyLevels = _rootsLevels + 1 + ListLevels + 1; // the pair, and the list's length
        ulong index = (field << historyLevels) | (entry << (_rootsLevels + 1)) | (slot & (_slotsPerRoot - 1));
        SszBranch.Root(node, branch, historyLevels + StateLevels(stateSlot), index, node);
    }

    private int StateLevels(ulong slot) => slot >= _electra ? 6 : 5;
}
