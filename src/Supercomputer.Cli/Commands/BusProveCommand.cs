using System.CommandLine;
using System.Diagnostics;
using Supercomputer.Bus;
using Supercomputer.Claims;
using Supercomputer.Cli.Output;
using Supercomputer.Compute.Blocks;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Machine.Segments;
using Supercomputer.Proofs;

namespace Supercomputer.Cli.Commands;

/// <summary><c>wsc bus event|state|transaction|event-sum</c>: proves a claim about a block and writes it as a bundle.</summary>
internal static class BusProveCommand
{
    public static Option<string> Block() =>
        new("--block") { Description = "block file: YAML, or JSON-RPC answers (with eth_getProof for states)", Required = true };

    public static Option<ulong> Chain() => new("--chain") { Description = "the chain's id", DefaultValueFactory = _ => 1 };

    public static Option<string?> After() => new("--after") { Description = "a bundle whose proofs come first: what the claim rests on" };

    public static Command Event()
    {
        Option<int> transaction = new("--transaction") { Description = "which transaction of the block, from 0", Required = true };
        Option<int> log = new("--log") { Description = "which log of the transaction, from 0", Required = true };
        return Create("event", "Prove that a log is in a block", BusPrograms.Event, [transaction, log], (parsed, block, chain) =>
            BusInputs.Event(block, chain, parsed.GetValue(transaction), parsed.GetValue(log)));
    }

    public static Command State()
    {
        Option<string> account = new("--account") { Description = "the account's address", Required = true };
        Option<string?> slot = new("--slot") { Description = "one of its storage slots; without it the account itself is proved" };
        return Create("state", "Prove an account or a storage slot after a block, or their absence", BusPrograms.State, [account, slot], (parsed, block, chain) =>
            BusInputs.State(
                block, chain, TrustOptions.ReadAddress(parsed.GetValue(account)!, "--account"),
                parsed.GetValue(slot) is { } text ? TrustOptions.ReadSlot(text) : null));
    }

    public static Command Transaction()
    {
        Option<int> index = new("--transaction") { Description = "which transaction of the block, from 0", Required = true };
        return Create("transaction", "Prove that a transaction is in a block", BusPrograms.Transaction, [index], (parsed, block, chain) =>
            BusInputs.Transaction(block, chain, parsed.GetValue(index)));
    }

    public static Command EventSum()
    {
        Option<string> contract = new("--contract") { Description = "the contract whose logs are counted", Required = true };
        Option<string> topic = new("--topic") { Description = "their first topic: the hash of the event's signature", Required = true };
        Option<string> header = new("--header") { Description = "file with the FinalizedHeader claim that the proof rests on", Required = true };
        return Create("event-sum", "Prove count and sum of a contract's events over all receipts of a finalized block", BusPrograms.EventSum, [contract, topic, header], (parsed, block, _) =>
        {
            byte[] input = BusRequest.EventSumInput(
                TrustOptions.ReadAddress(parsed.GetValue(contract)!, "--contract"), TrustOptions.ReadDigest(parsed.GetValue(topic)!, "--topic"));
            return BusInputs.Computation(block, TrustOptions.ReadHeader(parsed.GetValue(header)!), BusPrograms.EventSum.Key.Digest, input);
        });
    }

    private static Command Create(
        string name, string description, BusProgram program, Option[] own, Func<ParseResult, CheckedBlock, ulong, Checked<ProgramInputs>> inputs)
    {
        Option<string> block = Block(), output = new("--out") { Description = "where to write the bundle", Required = true };
        Option<string?> after = After();
        Option<ulong> chain = Chain();
        Option<int> security = CommonOptions.Security();
        Option<string?> memory = new("--memory") { Description = "the most memory to use, such as 8GiB" };
        Option<bool> json = CommonOptions.Json();
        Command command = new(name, description) { block, chain, output, after, security, memory, json };
        foreach (Option option in own) command.Options.Add(option);
        command.SetAction(parsed =>
        {
            ProofProfile profile = CommonOptions.Profile(parsed.GetValue(security));
            BundleEntry[] first = ReadEntries(parsed.GetValue(after));
            CheckedBlock read = BlockStreams.ReadBlock(parsed.GetValue(block)!);
            if (!inputs(parsed, read, parsed.GetValue(chain)).TryGet(out ProgramInputs? streams, out VerificationError? error))
                throw new CommandFailure($"{parsed.GetValue(block)}: {error}");
            long began = Stopwatch.GetTimestamp();
            ProveOptions options = new()
            {
                Profile = profile,
                MemoryLimitBytes = parsed.GetValue(memory) is { } limit ? SizeText.ParseBytes(limit, "--memory") : null,
                Progress = parsed.GetValue(json) ? null : new ProgressLine().Show,
            };
            if (!BusProver.Prove(program, streams, options).TryGet(out ProveReport? report, out error)) throw new CommandFailure($"cannot prove this: {error}");
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            SegmentFolder.WriteWhole(parsed.GetValue(output)!, new Bundle([.. first, BusProver.Entry(program, report)]).ToArray());
            Print(program, report, seconds, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    /// <summary>The proofs of a bundle that come first in another; none where none is named.</summary>
    public static BundleEntry[] ReadEntries(string? path) => path is null ? [] :
        Bundle.Read(InputFiles.Read(path, "bundle")).TryGet(out Bundle? bundle, out VerificationError? error)
            ? [.. bundle.Entries]
            : throw new CommandFailure($"{path}: {error}");

    private static void Print(BusProgram program, ProveReport report, double seconds, bool json)
    {
        IClaim claim = Claim(program.Kind, report.Statement.Output);
        Digest digest = Keccak256.Hash(report.Statement.Output.Span[..Math.Min(report.Statement.Output.Length, WordsOf(program.Kind) * ClaimWriter.WordBytes)]);
        ReadOnlyMemory<byte> behind = report.Statement.Output[(WordsOf(program.Kind) * ClaimWriter.WordBytes)..];
        if (json)
        {
            JsonLine.Print(writer =>
            {
                writer.WriteString("digest", $"0x{digest}");
                writer.WriteStartObject("claim");
                ClaimText.Write(writer, claim);
                writer.WriteEndObject();
                if (!behind.IsEmpty) writer.WriteString("behind_claim", Convert.ToHexStringLower(behind.Span));
                writer.WriteNumber("rows", report.Rows);
                writer.WriteNumber("instructions", report.Statement.InstructionCount);
                writer.WriteNumber("proof_bytes", report.Proof.Length);
                writer.WriteNumber("seconds", Math.Round(seconds, 4));
            });
            return;
        }

        Console.WriteLine($"{program.Kind} claim 0x{digest}");
        ClaimText.Print(claim);
        if (!behind.IsEmpty) Console.WriteLine($"  {"premises and result",-22}{Convert.ToHexStringLower(behind.Span)}");
        Console.WriteLine($"proved in {SizeText.Seconds(seconds)}: {report.Rows} rows, proof {SizeText.Bytes(report.Proof.Length)}");
    }

    private static int WordsOf(ClaimKind kind) => kind == ClaimKind.Computation ? ComputationClaim.WordCount : StateClaim.WordCount;

    private static IClaim Claim(ClaimKind kind, ReadOnlyMemory<byte> output) => kind switch
    {
        ClaimKind.State => Read<StateClaim>(output),
        ClaimKind.Event => Read<EventClaim>(output),
        ClaimKind.Transaction => Read<TransactionClaim>(output),
        _ => Read<ComputationClaim>(output[..(ComputationClaim.WordCount * ClaimWriter.WordBytes)]),
    };

    private static IClaim Read<TClaim>(ReadOnlyMemory<byte> bytes)
        where TClaim : struct, IClaim<TClaim> =>
        ClaimEncoding.TryRead(bytes, out TClaim claim, out string? error) ? claim : throw new CommandFailure($"the program's output is no claim: {error}");
}
