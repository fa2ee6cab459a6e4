using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips;

/// <summary>The traces of a run, in the order of the chip set, a chip's parts one after the other; none where a chip has no row.</summary>
public sealed class FilledTraces : IDisposable
{
    internal FilledTraces(Trace[] traces) => Traces = traces;

    /// <summary>The traces.</summary>
    public IReadOnlyList<Trace> Traces { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Trace trace in Traces) trace.Dispose();
    }
}
