using System.Diagnostics;
using Supercomputer.Cli.Commands;
using Supercomputer.Machine.Proving;

namespace Supercomputer.Cli.Output;

/// <summary>One line on a terminal that says which phase runs, how far the work is and how long it will still take.</summary>
internal sealed class ProgressLine
{
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly bool onTerminal = !Console.IsErrorRedirected;

    /// <summary>Shows a phase.</summary>
    public void Show(ProveProgress progress)
    {
        if (!onTerminal) return;
        double elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        string left = progress.Done is > 0.04 and < 1 ? $", about {SizeText.Seconds(elapsed / progress.Done * (1 - progress.Done))} left" : "";
        Console.Error.Write($"\r\u001b[K{progress.Done * 100,3:0} %  {progress.Phase}{left}");
        if (progress.Done >= 1) Console.Error.Write("\r\u001b[K");
    }
}
