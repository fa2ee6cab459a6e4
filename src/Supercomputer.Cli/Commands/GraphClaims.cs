using Supercomputer.Bus;
using Supercomputer.Bus.Graphs;
using Supercomputer.Claims;
using Supercomputer.Compute.Blocks;
using Supercomputer.Compute.Manifests;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;

namespace Supercomputer.Cli.Commands;

/// <summary>zkGraphs that rest on a FinalizedHeader claim: everything that the program reads is bound to the header inside the proof.</summary>
/// <remarks>A program that puts out the claim itself (<c>Computation.Begin()</c>) is proved as it is; any other is linked above the binder.</remarks>
internal static class GraphClaims
{
    /// <summary>The program to prove, with its streams.</summary>
    public static (BusProgram Program, ProgramInputs Inputs) Read(
        string path, string? entry, ulong? fuel, string[]? links, string? block, string? graph, string header)
    {
        if (block is null || graph is null)
            throw new CommandFailure("--header goes with --block and --graph: the block that the program reads, and what it reads of it", CommandFailure.Usage);
        return Read(path, entry, fuel, links, BlockStreams.ReadBlock(block), block, BlockStreams.ReadManifest(graph), TrustOptions.ReadHeader(header));
    }

    /// <summary>The same for what was read before.</summary>
    public static (BusProgram Program, ProgramInputs Inputs) Read(
        string path, string? entry, ulong? fuel, string[]? links, CheckedBlock read, string block, Manifest manifest, FinalizedHeaderClaim claim)
    {
        byte[] file = InputFiles.Read(path, "program");
        if (EventInput(manifest) is { } input)
        {
            VerifyingKey own = ProgramFiles.Load(path, entry, fuel, links);
            ProgramInputs inputs = Good(BusInputs.Computation(read, claim, own.Digest, input), block);
            BusProgram program = BusProgram.Computing(own, input);
            if (BusProver.Refuse(program, inputs, claim) is not { } refused) return (program, inputs);
            if (ProgramFiles.IsKey(file) || links is { Length: > 0 }) throw new CommandFailure($"the program puts out no claim that rests on the header: {refused}");
        }

        (BusProgram bound, bool isSafe) = Bound(path, file, entry, fuel, links, manifest);
        ProgramInputs streams = Good(GraphInputs.Create(read, claim, bound.Key.Digest, manifest, isSafe), block);
        return GraphInputs.Refuse(streams) is { } error ? throw new CommandFailure($"{block}: {error}") : (bound, streams);
    }

    /// <summary>The programs of which a verifier accepts computations: with a manifest, only over what that manifest asks for.</summary>
    public static IEnumerable<BusProgram> Programs(string path, string? entry, ulong? fuel, string[]? links, string? graph)
    {
        if (graph is null) return [BusProgram.Computing(ProgramFiles.Load(path, entry, fuel, links))];
        Manifest manifest = BlockStreams.ReadManifest(graph);
        byte[] file = InputFiles.Read(path, "program");
        BusProgram[] own = EventInput(manifest) is { } input ? [BusProgram.Computing(ProgramFiles.Load(path, entry, fuel, links), input)] : [];
        bool isLinked = ProgramFiles.IsKey(file) || links is { Length: > 0 };
        return isLinked ? own : [.. own, Bound(path, file, entry, fuel, links, manifest).Program];
    }

    /// <summary>The bundle with the proof behind those that it rests on; a run that did not end with a claim is refused here and not only by verifiers.</summary>
    public static byte[] Bundle(BusProgram program, ProveReport report, string header, IReadOnlyList<BundleEntry> first)
    {
        if (report.Statement.Outcome != Outcome.Returned)
            throw new CommandFailure($"the program ended with '{report.Statement.Outcome.Message()}' and claims nothing");
        return BusProver.Refuse(program, report, TrustOptions.ReadHeader(header)) is { } error
            ? throw new CommandFailure($"the program's output is no claim that rests on the header: {error}")
            : new Bundle([.. first, BusProver.Entry(program, report)]).ToArray();
    }

    /// <summary>The input of a program that reads the receipts itself; null where the manifest asks for more, or is of cle-lib.</summary>
    private static byte[]? EventInput(Manifest manifest) =>
        manifest.Layout == StreamLayout.Cle || manifest.Storage.Count > 0 || manifest.Events.Count == 0 ? null
            : [.. manifest.Events.SelectMany(source => source.Topics.SelectMany(topic => BusRequest.EventSumInput(new(source.Address.Span), new(topic.Span))))];

    private static (BusProgram Program, bool IsSafe) Bound(string path, byte[] file, string? entry, ulong? fuel, string[]? links, Manifest manifest)
    {
        if (ProgramFiles.IsKey(file) || links is { Length: > 0 })
            throw new CommandFailure($"{path}: a program that is linked to the header claim is a module alone: leave --link out, and name the .wasm", CommandFailure.Usage);
        byte[] module = ProgramFiles.Compile(path, file);
        LoweringResult lowered = GraphProgram.LowerBound(module, manifest.Layout, ProgramFiles.Options(entry, fuel, null));
        if (!lowered.IsSuccess) throw ProgramFiles.Refusal(path, lowered.Error);
        bool isSafe = GraphProgram.NeedsSafeEvents(module);
        return (BusProgram.Computing(VerifyingKey.Create(lowered.Program), GraphInputs.Input(manifest, isSafe)), isSafe);
    }

    private static ProgramInputs Good(Checked<ProgramInputs> inputs, string block) =>
        inputs.TryGet(out ProgramInputs? value, out VerificationError? error) ? value : throw new CommandFailure($"{block}: {error}");
}
