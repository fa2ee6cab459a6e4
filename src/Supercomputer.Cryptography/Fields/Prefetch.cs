using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Supercomputer.Cryptography.Fields;

/// <summary>Asks for memory before it is needed.</summary>
/// <remarks>For passes that read some kilobytes of one vector, then of the next: the processor finds out anew each time where a stream
/// goes on, and the wait was as long as the arithmetic (decision 0002).</remarks>
public static unsafe class Prefetch
{
    private const int Line = 64;

    /// <summary>Brings words into the second-level cache; without effect on other processors and beyond mapped memory.</summary>
    /// <param name="from">The first word.</param>
    /// <param name="words">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Words(uint* from, nint words)
    {
        if (!Sse.IsSupported) return;
        for (nint at = 0; at < words; at += Line / sizeof(uint)) Sse.Prefetch1(from + at);
    }
}
