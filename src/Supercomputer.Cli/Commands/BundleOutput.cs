using System.CommandLine;
using System.Diagnostics;
using Supercomputer.Bus;
using Supercomputer.Claims;
using Supercomputer.Cli.Output;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Machine.Segments;
using Supercomputer.Proofs;

namespace Supercomputer.Cli.Commands;

/// <summary>How a claim is proved and written as a bundle, behind the proofs that it rests on: the same options for every claim.</summary>
internal sealed class BundleOutput
{
    private readonly Option<string> output = new("--out") { Description = "where to write the bundle", Required = true };
    private readonly Option<string?> after = After();
    private readonly Option<int> security = CommonOptions.Security();
    private readonly Option<string?> memory = new("--memory") { Description = "the most memory to use, such as 8GiB" };
    private readonly Option<bool> json = CommonOptions.Json();

    /// <summary>The option that names what a claim rests on.</summary>
    public static Option<string?> After() => new("--after") { Description = "a bundle whose proofs come first: what the claim rests on" };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[output, after, security, memory, json]) command.Options.Add(option);
    }

    /// <summary>The proofs that come first; none where no bundle is named.</summary>
    public IReadOnlyList<BundleEntry> First(ParseResult parsed) => First(parsed.GetValue(after));

    /// <summary>The proofs of a bundle; none where no bundle is named.</summary>
    public static IReadOnlyList<BundleEntry> First(string? path) => path is null ? [] : ReadEntries(path);

    /// <summary>The last FinalizedHeader claim of the proofs that come first, which a claim may rest on; null where no bundle is named.</summary>
    public FinalizedHeaderClaim? LastHeader(ParseResult parsed)
    {
        if (parsed.GetValue(after) is not { } path) return null;
        VerificationError? error = BusProver.LastHeader(ReadEntries(path), CommonOptions.Profile(parsed.GetValue(security)), out FinalizedHeaderClaim claim);
        return error is null ? claim : throw new CommandFailure($"{path}: {error}");
    }

    /// <summary>Proves, writes and prints; the exit code.</summary>
    public int Prove(ParseResult parsed, BusProgram program, ProgramInputs streams)
    {
        IReadOnlyList<BundleEntry> first = First(parsed);
        long began = Stopwatch.GetTimestamp();
        ProveOptions options = new()
        {
            Profile = CommonOptions.Profile(parsed.GetValue(security)),
            MemoryLimitBytes = parsed.GetValue(memory) is { } limit ? SizeText.ParseBytes(limit, "--memory") : null,
            Progress = parsed.GetValue(json) ? null : new ProgressLine().Show,
        };
        if (!BusProver.Prove(program, streams, options).TryGet(out ProveReport? report, out VerificationError? error)) throw new CommandFailure($"cannot prove this: {error}");
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        SegmentFolder.WriteWhole(parsed.GetValue(output)!, new Bundle([.. first, BusProver.Entry(program, report)]).ToArray());
        Print(program, report, seconds, parsed.GetValue(json));
        return 0;
    }

    /// <summary>The proofs of a bundle file.</summary>
    internal static IReadOnlyList<BundleEntry> ReadEntries(string path) =>
        Bundle.Read(InputFiles.Read(path, "bundle")).TryGet(out Bundle? bundle, out VerificationError? error)
            ? bundle.Entries
            : throw new CommandFailure($"{path}: {error}");

    private static void Print(BusProgram program, ProveReport report, double seconds, bool json)
    {
        IClaim claim = Claim(program.Kind, report.Statement.Output, out int length);
        Digest digest = Keccak256.Hash(report.Statement.Output.Span[..length]);
        ReadOnlyMemory<byte> behind = report.Statement.Output[length..];
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
        string name = program.Kind == ClaimKind.FinalizedHeader ? "rests on" : "premises and result";
        if (!behind.IsEmpty) Console.WriteLine($"  {name,-22}{Convert.ToHexStringLower(behind.Span)}");
        Console.WriteLine($"proved in {SizeText.Seconds(seconds)}: {report.Rows} rows, proof {SizeText.Bytes(report.Proof.Length)}");
    }

    private static IClaim Claim(ClaimKind kind, ReadOnlyMemory<byte> output, out int length) => kind switch
    {
        ClaimKind.FinalizedHeader => Read<FinalizedHeaderClaim>(output, out length),
        ClaimKind.State => Read<StateClaim>(output, out length),
        ClaimKind.Event => Read<EventClaim>(output, out length),
        ClaimKind.Transaction => Read<TransactionClaim>(output, out length),
        _ => Read<ComputationClaim>(output, out length),
    };

    /// <summary>The claim that an output begins with, and its bytes.</summary>
    private static IClaim Read<TClaim>(ReadOnlyMemory<byte> output, out int length)
        where TClaim : struct, IClaim<TClaim>
    {
        length = Math.Min(output.Length, TClaim.WordCount * ClaimWriter.WordBytes);
        return ClaimEncoding.TryRead(output[..length], out TClaim claim, out string? error) ? claim : throw new CommandFailure($"the program's output is no claim: {error}");
    }
}
