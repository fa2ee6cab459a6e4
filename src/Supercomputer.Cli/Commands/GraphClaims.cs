using Supercomputer.Bus;
using Supercomputer.Claims;
using Supercomputer.Compute.Manifests;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;

namespace Supercomputer.Cli.Commands;

/// <summary>A zkGraph that rests on a FinalizedHeader claim: its program binds the receipts to the header inside the proof.</summary>
internal static class GraphClaims
{
    /// <summary>The streams: the program's digest and the manifest's events are public, the header claim and the receipts private.</summary>
    public static ProgramInputs Read(VerifyingKey key, string? block, string? graph, string header)
    {
        if (block is null || graph is null)
            throw new CommandFailure("--header goes with --block and --graph: the block's receipts, and the events that the program looks for", CommandFailure.Usage);
        Manifest manifest = BlockStreams.ReadManifest(graph);
        if (manifest.Storage.Count > 0 || manifest.Events.Count == 0)
            throw new CommandFailure($"{graph}: with --header a manifest asks for events alone; prove storage with 'wsc bus state'");
        byte[] input = [.. manifest.Events.SelectMany(source => source.Topics.SelectMany(topic => BusRequest.EventSumInput(new(source.Address.Span), new(topic.Span))))];
        FinalizedHeaderClaim claim = TrustOptions.ReadHeader(header);
        return BusInputs.Computation(BlockStreams.ReadBlock(block), claim, key.Digest, input).TryGet(out ProgramInputs? inputs, out VerificationError? error)
            ? inputs
            : throw new CommandFailure($"{block}: {error}");
    }

    /// <summary>The bundle with the proof; a run that did not end with a claim is refused here and not only by verifiers.</summary>
    public static byte[] Bundle(VerifyingKey key, ProveReport report, string header)
    {
        const string Next = "a program for --header begins with Computation.Begin() (docs/claims.md)";
        if (report.Statement.Outcome != Outcome.Returned)
            throw new CommandFailure($"the program ended with '{report.Statement.Outcome.Message()}' and claims nothing; {Next}");
        BusProgram program = BusProgram.Computing(key);
        return BusProver.Refuse(program, report, TrustOptions.ReadHeader(header)) is { } error
            ? throw new CommandFailure($"the program's output is no claim that rests on the header: {error}; {Next}")
            : new Bundle([BusProver.Entry(program, report)]).ToArray();
    }
}
