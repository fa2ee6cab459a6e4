namespace Supercomputer.Machine.Proving;

/// <summary>What a prover is asked for beside the run itself.</summary>
public sealed record ProveOptions
{
    /// <summary>The most memory that the process may use, in bytes; refused beforehand when the estimate is greater.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>Called with the estimate of the peak before the tables are allocated.</summary>
    public Action<long>? Estimated { get; init; }

    /// <summary>Called as each phase begins.</summary>
    public Action<ProveProgress>? Progress { get; init; }
}
