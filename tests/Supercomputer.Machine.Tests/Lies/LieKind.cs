namespace Supercomputer.Machine.Tests.Lies;

/// <summary>A kind of lie.</summary>
/// <param name="Name">What an executor does wrong.</param>
/// <param name="Choose">Picks a lie of this kind about a run, or null where the run has no place for it.</param>
internal sealed record LieKind(string Name, Func<HonestRun, Random, Action<LyingRun>?> Choose)
{
    /// <summary>All kinds.</summary>
    internal static IReadOnlyList<LieKind> All { get; } =
    [
        new("wrong result", ValueLies.WrongResult),
        new("wrong float rounding", ValueLies.WrongRounding),
        new("stale read", ValueLies.StaleRead),
        new("lost write", ValueLies.LostWrite),
        new("repeated address", ValueLies.RepeatedAddress),
        new("wrong initial value", ValueLies.WrongInitialValue),
        new("wrong host output", ClaimLies.WrongHostOutput),
        new("skipped instruction", ControlLies.SkippedInstruction),
        new("repeated instruction", ControlLies.RepeatedInstruction),
        new("early end", ControlLies.EarlyEnd),
        new("wrong branch", ControlLies.WrongBranch),
        new("altered call depth", ControlLies.AlteredCallDepth),
        new("altered pages", ControlLies.AlteredPages),
        new("changed instruction count", ClaimLies.ChangedCount),
        new("changed public output", ClaimLies.ChangedOutput),
        new("changed outcome or steps", ClaimLies.ChangedEnd),
    ];

    /// <summary>A step for which a condition holds, or -1.</summary>
    internal static int Pick(HonestRun honest, Random random, Func<int, bool> isPlace)
    {
        int count = honest.Steps.Count - 1, start = random.Next(count);
        for (int at = 0; at < count; at++)
            if (isPlace((start + at) % count)) return (start + at) % count;
        return -1;
    }
}
