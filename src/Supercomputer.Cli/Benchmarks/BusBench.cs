using System.Diagnostics;
using Supercomputer.Bus;
using Supercomputer.Cli.Commands;
using Supercomputer.Compute.Blocks;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;

namespace Supercomputer.Cli.Benchmarks;

/// <summary>One claim about a block, from its streams to its proof.</summary>
/// <param name="Name">What is claimed.</param>
/// <param name="Program">The program.</param>
/// <param name="Inputs">Its streams.</param>
internal sealed record BusBench(string Name, BusProgram Program, ProgramInputs Inputs)
{
    private const string VectorsVariable = "SUPERCOMPUTER_VECTORS";

    /// <summary>An event, a transaction, an account, a storage slot, the sum of a contract's events over the whole block, and a zkGraph bound to its header.</summary>
    /// <param name="block">A block file; null for mainnet's block 22431084 where the vectors are, for the demo's block where they are not.</param>
    /// <param name="only">Only claims whose name contains this.</param>
    public static IEnumerable<BusBench> All(string? block, string? only)
    {
        string? vectors = Environment.GetEnvironmentVariable(VectorsVariable) is { Length: > 0 } root && Directory.Exists(root) ? Path.Combine(root, "ethereum") : null;
        string demo = SampleFiles.Path("demo", "block.json");
        CheckedBlock events = BlockStreams.ReadBlock(block ?? (vectors is null ? demo : Path.Combine(vectors, "blocks", "22431084.yaml")));
        CheckedBlock states = block is null && vectors is not null ? BlockStreams.ReadBlock(Path.Combine(vectors, "rpc-mainnet")) : events;
        IEnumerable<BusBench> claims = Claims(events, states).Concat(AncestorBench.All(events, vectors));
        return claims.Where(bench => only is null || bench.Name.Contains(only, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Proves and verifies, one cold run and so many warm ones.</summary>
    public BenchResult Measure(int runs, double calibration, ProofProfile profile)
    {
        double[] seconds = new double[runs + 1];
        ProveReport? report = null;
        for (int run = 0; run <= runs; run++)
        {
            long began = Stopwatch.GetTimestamp();
            report = Good(BusProver.Prove(Program, Inputs, new() { Profile = profile }));
            seconds[run] = Stopwatch.GetElapsedTime(began).TotalSeconds;
        }

        double verify = double.MaxValue;
        for (int run = 0; run <= 5; run++)
        {
            long began = Stopwatch.GetTimestamp();
            Good(MachineVerifier.Verify(profile, Program.Key, Inputs.Public, default, report!.Proof));
            verify = Math.Min(verify, Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        return new(Name, seconds, report!, verify, calibration);
    }

    private static IEnumerable<BusBench> Claims(CheckedBlock block, CheckedBlock states)
    {
        if (block.Receipts is { } receipts && receipts.ToList().FindIndex(receipt => receipt.Logs.Any(log => log.Topics.Count > 0)) is >= 0 and var first)
        {
            yield return new($"event {first}:0 of block {block.Header.Number}", BusPrograms.Event, Good(BusInputs.Event(block, 1, first, 0)));
            Log log = receipts[first].Logs.First(entry => entry.Topics.Count > 0);
            byte[] input = BusRequest.EventSumInput(new(log.Address.Span), new(log.Topics[0].Span));
            yield return new(
                $"sum over the {receipts.Count} receipts of block {block.Header.Number}", BusPrograms.EventSum,
                Good(BusInputs.Computation(block, BusInputs.TrustedHeader(block, 1), BusPrograms.EventSum.Key.Digest, input)));
        }

        if (block.Receipts is { Count: > 0 } all)
        {
            (BusProgram program, ProgramInputs inputs) = GraphClaims.Read(
                SampleFiles.Path("token-transfers", "token-transfers.wasm"), null, null, [], block, $"block {block.Header.Number}",
                BlockStreams.ReadManifest(SampleFiles.Path("token-transfers", "zkgraph.yaml")), BusInputs.TrustedHeader(block, 1));
            yield return new($"zkGraph token-transfers over the {all.Count} receipts of block {block.Header.Number}", program, inputs);
        }

        if (block.Transactions is { Count: > 0 })
        {
            // A transaction names its chain: mainnet's, or that of a devnet.
            ProgramInputs inputs = new ulong[] { 1, 31337 }.Select(chain => Good(BusInputs.Transaction(block, chain, 0)))
                .First(known => BusProver.RunNatively(BusPrograms.Transaction, known).TryGet(out _, out _));
            yield return new($"transaction 0 of block {block.Header.Number}", BusPrograms.Transaction, inputs);
        }

        foreach (CheckedAccount account in states.Accounts.Take(1))
        {
            yield return new($"account of block {states.Header.Number}", BusPrograms.State, Good(BusInputs.State(states, 1, new(account.Address.Span), null)));
            foreach (CheckedSlot slot in account.Slots.Take(1))
                yield return new(
                    $"storage slot of block {states.Header.Number}", BusPrograms.State,
                    Good(BusInputs.State(states, 1, new(account.Address.Span), new Digest(slot.Key.Span))));
        }
    }

    internal static T Good<T>(Checked<T> result)
        where T : class => result.TryGet(out T? value, out VerificationError? error) ? value : throw new CommandFailure($"bench: {error}");
}
