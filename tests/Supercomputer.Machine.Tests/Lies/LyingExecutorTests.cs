using System.Text.Json.Nodes;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Machine.Tests.Lies;

/// <summary>Executors that lie once in a run and then prove it as well as they can: a sample here, a thousand proofs by eng/soundness.sh.</summary>
/// <remarks>Each lie is a whole proof by the real prover. A lie that has no effect (statement and traces of the honest run), that was told before,
/// or that leads to no end (an endless loop, a program counter outside the program) is not counted.</remarks>
public sealed class LyingExecutorTests(ITestOutputHelper output)
{
    private const int LiesOfKind = 2;
    private const int LiesOfKindInLongForm = 70;
    private const int LeastOfKind = 30;
    private const int LeastInLongForm = 1000;

    private readonly SortedDictionary<string, int> refusedBy = new(StringComparer.Ordinal);
    private readonly HashSet<string> told = new(StringComparer.Ordinal);
    private int tried, accepted, withoutEnd, withoutEffect;

    [Fact]
    public void No_proof_of_a_lying_executor_is_accepted()
    {
        int most = CampaignReport.IsLong ? LiesOfKindInLongForm : LiesOfKind;
        IReadOnlyList<HonestRun> programs = LyingPrograms.Run();
        foreach (HonestRun honest in programs) AcceptHonest(honest);
        JsonObject kinds = [];
        for (int kind = 0; kind < LieKind.All.Count; kind++)
        {
            int counted = Tell(LieKind.All[kind], programs, most, new Random(1000 + kind));
            kinds.Add(LieKind.All[kind].Name, counted);
            Assert.True(counted >= Math.Min(most, LeastOfKind), $"{LieKind.All[kind].Name}: {counted} lies");
        }

        foreach (HonestRun honest in programs) honest.Dispose();
        JsonObject counts = new()
        {
            ["proofs"] = tried,
            ["accepted"] = accepted,
            ["lies"] = kinds,
            ["refusedBy"] = new JsonObject(refusedBy.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))),
            ["notCounted"] = new JsonObject { ["withoutEffectOrRepeated"] = withoutEffect, ["withoutEnd"] = withoutEnd },
        };
        output.WriteLine(counts.ToJsonString());
        CampaignReport.Write("lying-executor", counts);
        Assert.Equal(0, accepted);
        Assert.True(!CampaignReport.IsLong || tried >= LeastInLongForm, $"{tried} proofs");
    }

    private void AcceptHonest(HonestRun honest)
    {
        using LyingRun run = new(honest);
        byte[]? proof = run.Prove(out string print);
        Assert.NotNull(proof);
        Assert.Null(Verify(honest, proof));
        told.Add(print);
        output.WriteLine($"{honest.Name}: {honest.Steps.Count} steps, proof of {proof.Length} bytes");
    }

    private int Tell(LieKind kind, IReadOnlyList<HonestRun> programs, int most, Random random)
    {
        int counted = 0;
        for (int trial = 0; counted < most && trial < 20 * most; trial++)
        {
            HonestRun honest = programs[(trial + random.Next(2)) % programs.Count];
            if (kind.Choose(honest, random) is not { } lie) continue;
            using LyingRun run = new(honest);
            if (Prove(run, lie, out string print) is not { } proof)
            {
                withoutEnd++;
                continue;
            }

            if (!told.Add(print))
            {
                withoutEffect++;
                continue;
            }

            counted++;
            Count(Verify(honest, proof), $"{kind.Name}, {honest.Name}, trial {trial}");
        }

        return counted;
    }

    private void Count(VerificationError? error, string lie)
    {
        tried++;
        if (error is null)
        {
            accepted++;
            output.WriteLine($"accepted: {lie}");
            return;
        }

        refusedBy[error.Check] = refusedBy.GetValueOrDefault(error.Check) + 1;
    }

    /// <summary>The proof; null where the run ends nowhere, by the executor's own guards (a wild program counter or address) too.</summary>
    private static byte[]? Prove(LyingRun run, Action<LyingRun> lie, out string print)
    {
        print = "";
        try
        {
            lie(run);
            return run.Prove(out print);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static VerificationError? Verify(HonestRun honest, byte[] proof)
    {
        MachineVerifier.Verify(honest.Key, honest.Inputs.Public, honest.Inputs.Disclosed, proof).TryGet(out _, out VerificationError? error);
        return error;
    }
}
