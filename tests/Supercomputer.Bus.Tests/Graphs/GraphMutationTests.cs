using Supercomputer.Bus.Graphs;
using Supercomputer.Claims;
using Supercomputer.Machine.Execution;
using Xunit;

namespace Supercomputer.Bus.Tests.Graphs;

/// <summary>Altered streams of bound zkGraphs: refused by the binder, or the claim is of another header or manifest. Nothing else is ever accepted.</summary>
public sealed class GraphMutationTests(ITestOutputHelper log)
{
    private const int MachineRuns = 4, ClaimBytes = 12 * ClaimWriter.WordBytes;

    [Theory]
    [InlineData("senders", 31)]
    [InlineData("senders of one", 32)]
    [InlineData("multiaddr", 33)]
    [InlineData("storage", 34)]
    public void Altered_streams_of_a_bound_graph_are_refused_or_rest_on_another_header(string name, int seed)
    {
        BoundRun run = Run(name);
        byte[] output = Executor.Run(run.Key.Program, run.Inputs).Output;
        run.Accepted(output);
        Random random = new(StreamMutations.Seed + seed);
        int refused = 0, others = 0, same = 0;
        for (int i = 0; i < StreamMutations.NativeRuns; i++)
        {
            ProgramInputs altered = StreamMutations.Alter(run.Inputs, random);
            if (GraphInputs.Refuse(altered) is { } error)
            {
                Assert.NotEmpty(error.Actual);
                refused++;
                if (refused <= MachineRuns) Assert.NotEqual(Outcome.Returned, Executor.Run(run.Key.Program, altered).Outcome);
                continue;
            }

            bool isSame = altered.Private.Span.SequenceEqual(run.Inputs.Private.Span) && altered.Public.Span.SequenceEqual(run.Inputs.Public.Span);
            if (isSame) same++;
            else others++;
            if (!isSame && altered.Public.Span.SequenceEqual(run.Inputs.Public.Span)) // a stream has one form: only the header claim, whose digest is put out, may be another
                Assert.False(altered.Private.Span[..ClaimBytes].SequenceEqual(run.Inputs.Private.Span[..ClaimBytes]));
            if (others + same > MachineRuns) continue;
            ExecutionResult result = Executor.Run(run.Key.Program, altered);
            bool isAccepted = result.Outcome == Outcome.Returned && new ClaimChain(run.Trust).Add(run.Program, altered.Public, result.Output) is null;
            Assert.Equal(isSame, isAccepted);
        }

        log.WriteLine($"{name}: {StreamMutations.NativeRuns} altered, {refused} refused, {others} of another header or manifest, {same} not altered at all");
        Assert.True(refused > StreamMutations.NativeRuns / 2);
    }

    private static BoundRun Run(string name) => name switch
    {
        "senders" => BoundRun.Senders(Blocks.Mainnet("14764013")),
        "senders of one" => BoundRun.Senders(Blocks.Mainnet("22431084"), isSafe: true, from: "0x3dba27d87870d2ec57237d9cd09840621169b64d"),
        _ => BoundRun.Template(name, isSafe: false),
    };
}
