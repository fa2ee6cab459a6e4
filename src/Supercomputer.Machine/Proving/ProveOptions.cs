namespace Supercomputer.Machine.Proving;

/// <summary>What a prover is asked for beside the run itself.</summary>
public sealed record ProveOptions
{
    /// <summary>The kind of proof.</summary>
    public ProofProfile Profile { get; init; } = ProofProfile.Bits128;

    /// <summary>The most memory that the process may use, in bytes: a run whose tables need more is proved in segments, and one whose smallest
    /// segment does is refused beforehand.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>A folder for the finished segments of a long run: those it holds are checked and used, the others proved and kept there.</summary>
    public string? ResumeFolder { get; init; }

    /// <summary>The log of the cells of a segment, in place of what the memory limit gives: for tests.</summary>
    internal int? LogSegmentCells { get; init; }

    /// <summary>Called with the estimate of the peak before the tables are allocated.</summary>
    public Action<long>? Estimated { get; init; }

    /// <summary>Called as each phase begins.</summary>
    public Action<ProveProgress>? Progress { get; init; }
}
