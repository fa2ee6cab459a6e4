namespace Supercomputer.Benchmarks;

/// <summary>Something to measure.</summary>
/// <param name="Name">Its name, the first word the subject.</param>
/// <param name="Units">Units of work in one call.</param>
/// <param name="Run">One call, on buffers made before.</param>
internal sealed record Kernel(string Name, int Units, Action Run);
