namespace Supercomputer.Bus.History;

/// <summary>How an older block is shown to be an ancestor of a finalized one: a word of the public bytes of ancestor-proof.</summary>
public enum AncestorWay
{
    /// <summary>Every header from the finalized block back, each named by the parent hash of the one before it.</summary>
    ParentHashes = 1,

    /// <summary>The history contract of EIP-2935 in the state: the last 8,191 blocks, from Prague on.</summary>
    HistoryContract = 2,

    /// <summary>block_roots of the beacon state: the last SLOTS_PER_HISTORICAL_ROOT slots.</summary>
    BlockRoots = 3,

    /// <summary>historical_summaries and historical_roots of the beacon state: every period that is over.</summary>
    History = 4,

    /// <summary>Mainnet's accumulator of blocks before the merge (EIP-7643).</summary>
    PreMergeAccumulator = 5,
}
