namespace Supercomputer.Machine.Proving;

/// <summary>Where a proof is.</summary>
/// <param name="Phase">The phase that begins.</param>
/// <param name="Done">The share of the whole that is done, by the cost model, from 0 to 1.</param>
public readonly record struct ProveProgress(string Phase, double Done);
