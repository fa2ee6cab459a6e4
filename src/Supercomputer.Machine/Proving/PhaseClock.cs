using System.Diagnostics;

namespace Supercomputer.Machine.Proving;

/// <summary>The seconds of each phase, over all segments, and progress as they begin.</summary>
internal sealed class PhaseClock(Action<ProveProgress>? progress)
{
    // The share of a proof at which each phase begins; measured on the benchmark programs.
    private static readonly Dictionary<string, double> Begins = new(StringComparer.Ordinal)
    {
        ["execute"] = 0,
        ["fill"] = 0.05,
        ["commit"] = 0.08,
        ["lookups"] = 0.25,
        ["zerocheck"] = 0.65,
        ["opening"] = 0.75,
        ["done"] = 1,
    };

    private readonly List<string> order = [];
    private readonly Dictionary<string, double> seconds = new(StringComparer.Ordinal);
    private string? current;
    private long began;

    /// <summary>The phases in order, with their seconds.</summary>
    public IReadOnlyList<(string Phase, double Seconds)> Phases => [.. order.Select(phase => (phase, seconds[phase]))];

    /// <summary>The share of the run that is proved when the segment at work is begun, and its own share.</summary>
    public (double Done, double Own) Share { get; set; } = (0, 1);

    /// <summary>Ends the phase before and begins one.</summary>
    public void Begin(string phase)
    {
        if (current is not null)
        {
            if (seconds.TryAdd(current, 0)) order.Add(current);
            seconds[current] += Stopwatch.GetElapsedTime(began).TotalSeconds;
        }

        (current, began) = (phase, Stopwatch.GetTimestamp());
        progress?.Invoke(new(phase, Share.Done + (Share.Own * Begins[phase])));
    }
}
