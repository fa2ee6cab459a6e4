using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Supercomputer.Benchmarks;

/// <summary>The best time of a kernel over many short samples, which other work on the machine disturbs least.</summary>
/// <param name="Name">The kernel.</param>
/// <param name="MillionsPerSecond">Units of work.</param>
/// <param name="Nanoseconds">One call.</param>
/// <param name="Ratio">One unit of work in units of 100 chained multiplications.</param>
internal sealed record Measurement(string Name, double MillionsPerSecond, double Nanoseconds, double Ratio)
{
    private const double SampleSeconds = 0.0002, TotalSeconds = 0.7;

    public static Measurement Of(Kernel kernel)
    {
        double chain = Best(() => Chain(100));
        double seconds = Best(kernel.Run);
        return new(kernel.Name, kernel.Units / seconds / 1e6, seconds * 1e9, seconds / kernel.Units / chain);
    }

    private static double Best(Action run)
    {
        for (int i = 0; i < 50; i++) run();
        Stopwatch once = Stopwatch.StartNew();
        run();
        int calls = Math.Max(1, (int)(SampleSeconds / Math.Max(once.Elapsed.TotalSeconds, 1e-8)));
        double best = double.MaxValue;
        for (Stopwatch all = Stopwatch.StartNew(); all.Elapsed.TotalSeconds < TotalSeconds;)
        {
            Stopwatch sample = Stopwatch.StartNew();
            for (int i = 0; i < calls; i++) run();
            best = Math.Min(best, sample.Elapsed.TotalSeconds / calls);
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Chain(int length)
    {
        ulong x = (ulong)length;
        for (int i = 0; i < length; i++) x *= 0x9E3779B97F4A7C15;
        return x;
    }
}
