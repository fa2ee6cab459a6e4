using System.Globalization;
using Supercomputer.Consensus.Clients;
using Xunit;

namespace Supercomputer.Consensus.Tests.Clients;

/// <summary>
/// Tells a client each lie about a reply and sorts what came of it: refused, outvoted, or without effect on what is believed. The last
/// is allowed only for fields that a test names with the reason. SUPERCOMPUTER_LIES=all tells every lie instead of some of each field.
/// </summary>
internal sealed class LieCampaign(string name, IReadOnlyDictionary<string, string> irrelevant, int mostOfEach = 3)
{
    private readonly SortedDictionary<string, int> counts = new() { ["refused"] = 0, ["outvoted"] = 0, ["irrelevant"] = 0, ["believed"] = 0 };
    private readonly SortedSet<string> harmless = [];
    private readonly List<string> failures = [];

    public static bool IsLong => Environment.GetEnvironmentVariable("SUPERCOMPUTER_LIES") == "all";

    /// <summary>Options of clients that meet liars: no second attempt.</summary>
    public static ClientOptions Options { get; } = new() { Attempts = 1, RequestTimeout = TimeSpan.FromSeconds(20) };

    /// <summary>Tells all lies about one reply.</summary>
    /// <param name="asked">The path or method whose reply is altered.</param>
    /// <param name="good">The good replies.</param>
    /// <param name="liars">How many endpoints lie, and how many are honest.</param>
    /// <param name="ask">Asks the endpoints; what is believed, or null, and the refusals.</param>
    public async Task TellAsync(string asked, Func<string, Reply> good, (int Lying, int Honest) liars,
        Func<IReadOnlyList<Uri>, Task<(string? Believed, IReadOnlyList<ClientError> Refusals)>> ask)
    {
        byte[] current = good(asked).Body;
        using ReplyServer honest = new(good), lying = new(path => path == asked ? new(current) : good(path));
        Uri[] addresses = [.. Enumerable.Repeat(lying.Address, liars.Lying), .. Enumerable.Repeat(honest.Address, liars.Honest)];
        (string? truth, IReadOnlyList<ClientError> noise) = await ask(addresses);
        Assert.True(truth is not null, $"the honest reply to {asked} is refused: {string.Join("; ", noise)}");
        foreach (Lie lie in Lies.Of(good(asked).Body, IsLong ? int.MaxValue : mostOfEach))
        {
            current = lie.Reply;
            (string? believed, IReadOnlyList<ClientError> refusals) = await ask(addresses);
            bool isNoticed = refusals.Except(noise).Any();
            string outcome = believed is not null && believed != truth && !isNoticed ? "believed"
                : believed is null || (believed != truth && isNoticed) ? "refused"
                : isNoticed ? (liars.Honest > 0 ? "outvoted" : "refused") : "irrelevant";
            counts[outcome]++;
            if (outcome == "believed") failures.Add($"{asked} {lie.Path} {lie.Kind}: believed");
            if (outcome != "irrelevant") continue;
            harmless.Add(lie.Field);
            if (!irrelevant.Keys.Any(field => lie.Field.EndsWith(field, StringComparison.Ordinal))) failures.Add($"{asked} {lie.Path} {lie.Kind}: no effect, and no reason is known why");
        }
    }

    /// <summary>Prints the counts; fails when a lie was believed or had no effect without a known reason.</summary>
    public void Finish()
    {
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{name}: {counts.Values.Sum().ToString(CultureInfo.InvariantCulture)} lies: {string.Join(", ", counts.Select(pair => $"{pair.Value} {pair.Key}"))}");
        foreach (string field in harmless)
            TestContext.Current.TestOutputHelper!.WriteLine($"  without effect: {field}: {irrelevant.FirstOrDefault(pair => field.EndsWith(pair.Key, StringComparison.Ordinal)).Value}");
        Assert.True(failures.Count == 0, $"{failures.Count} lies that were believed, or had no effect without a known reason: {string.Join("; ", failures.Take(12))}");
    }
}
