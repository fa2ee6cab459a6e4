using Supercomputer.Consensus.Configuration;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;

namespace Supercomputer.Consensus.States;

/// <summary>What a beacon state remembers of blocks, with the branches to the state's root: Capella to Fulu.</summary>
/// <remarks>Cost: the root of the whole state is made once, about 10 compressions for each validator.</remarks>
public sealed class BeaconStateHistory
{
    /// <summary>The place of block_roots among the fields.</summary>
    public const int BlockRootsField = 5;

    /// <summary>The place of historical_roots.</summary>
    public const int HistoricalRootsField = 7;

    /// <summary>The place of historical_summaries.</summary>
    public const int HistoricalSummariesField = 27;

    private const int ListLevels = 24;
    private readonly Digest[] fieldRoots;
    private readonly int levels;

    internal BeaconStateHistory(ulong slot, Digest[] fieldRoots, Digest[] blockRoots, Digest[] historicalRoots, Digest[] summaries)
    {
        this.fieldRoots = fieldRoots;
        levels = BeaconStateParts.LevelsOf(fieldRoots.Length);
        Slot = slot;
        Root = SszMerkle.Merkleize([.. fieldRoots], levels);
        BlockRoots = blockRoots;
        HistoricalRoots = historicalRoots;
        Summaries = summaries;
    }

    /// <summary>The state's slot.</summary>
    public ulong Slot { get; }

    /// <summary>hash_tree_root of the state.</summary>
    public Digest Root { get; }

    /// <summary>block_roots: at slot s modulo their number, the root of the newest block up to s.</summary>
    public IReadOnlyList<Digest> BlockRoots { get; }

    /// <summary>historical_roots: a root for each period that ended before Capella.</summary>
    public IReadOnlyList<Digest> HistoricalRoots { get; }

    /// <summary>historical_summaries: for each period since, the root of its blocks and the root of its states.</summary>
    public IReadOnlyList<Digest> Summaries { get; }

    /// <summary>Reads a state's SSZ.</summary>
    /// <param name="bytes">The encoding.</param>
    /// <param name="config">The network: which fork the state's slot is of, and its sizes.</param>
    /// <param name="state">The state, where it is good.</param>
    /// <returns>Null, or what is wrong. Never throws on any bytes.</returns>
    public static string? TryRead(ReadOnlySpan<byte> bytes, in ConsensusConfig config, out BeaconStateHistory? state)
    {
        state = null;
        if (BeaconStateParts.TryRead(bytes, config, out BeaconStateParts parts) is { } wrong) return wrong;
        state = new(
            parts.Number(BeaconStateField.Slot), parts.FieldRoots, parts.Digests(BeaconStateField.BlockRoots), parts.Digests(BeaconStateField.HistoricalRoots),
            parts.Digests(BeaconStateField.HistoricalSummaries));
        return null;
    }

    /// <summary>The branch from an entry of block_roots to the state's root.</summary>
    public Digest[] BlockRootBranch(ulong slot) =>
        [.. VectorBranch([.. BlockRoots], slot), .. SszMerkle.Branch(fieldRoots, levels, BlockRootsField)];

    /// <summary>The branch from the root of a period's blocks to the state's root.</summary>
    /// <param name="field">historical_roots or historical_summaries.</param>
    /// <param name="entry">The period's place in the list, below its length.</param>
    /// <param name="sibling">The root of the period's states.</param>
    public Digest[] PeriodBranch(int field, int entry, Digest sibling)
    {
        Digest[] periods = field == HistoricalRootsField ? [.. HistoricalRoots] : [.. Pairs()];
        return
        [
            sibling, .. SszMerkle.Branch(periods, ListLevels, (ulong)entry), SszMerkle.UInt64Chunk((ulong)periods.Length),
            .. SszMerkle.Branch(fieldRoots, levels, (ulong)field),
        ];
    }

    /// <summary>The branch from the root at a slot to the root of a period's block roots.</summary>
    public static Digest[] VectorBranch(ReadOnlySpan<Digest> blockRoots, ulong slot) =>
        SszMerkle.Branch(blockRoots, SszMerkle.FloorLog2((ulong)blockRoots.Length), slot % (ulong)blockRoots.Length);

    private IEnumerable<Digest> Pairs()
    {
        for (int i = 0; i < Summaries.Count; i += 2) yield return SszMerkle.HashPair(Summaries[i], Summaries[i + 1]);
    }
}
