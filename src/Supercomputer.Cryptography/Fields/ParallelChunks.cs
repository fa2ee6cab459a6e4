namespace Supercomputer.Cryptography.Fields;

/// <summary>Parallel loops of the provers: a range cut into chunks that the processor's cores take in turn.</summary>
public static class ParallelChunks
{
    private static readonly ParallelOptions Options = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };

    /// <summary>Calls the body on [0, length) in chunks; with at most one chunk, on the calling thread.</summary>
    /// <param name="length">The end of the range.</param>
    /// <param name="chunk">The length of every chunk but the last; keep it a multiple of sixteen words for vector loops.</param>
    /// <param name="body">Given the start and end of a chunk; called from several threads at once.</param>
    public static void Run(nint length, nint chunk, Action<nint, nint> body)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(chunk);
        nint chunks = (length + chunk - 1) / chunk;
        ForEach(chunks, i => body(i * chunk, Math.Min(length, (i + 1) * chunk)));
    }

    /// <summary>Calls the body for 0 .. count - 1; a single call stays on the calling thread.</summary>
    /// <param name="count">The number of calls.</param>
    /// <param name="body">Given the index; called from several threads at once.</param>
    public static void ForEach(nint count, Action<nint> body)
    {
        if (count <= 1 || Options.MaxDegreeOfParallelism == 1)
        {
            for (nint i = 0; i < count; i++)
            {
                body(i);
            }

            return;
        }

        Parallel.For(0L, count, Options, i => body((nint)i));
    }
}
