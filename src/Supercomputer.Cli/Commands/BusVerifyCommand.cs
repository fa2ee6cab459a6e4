using System.CommandLine;
using System.Diagnostics;
using Supercomputer.Bus;
using Supercomputer.Cli.Output;
using Supercomputer.Proofs;

namespace Supercomputer.Cli.Commands;

/// <summary><c>wsc bus verify</c>: checks every proof of a bundle, and that every claim rests on claims that are proved or believed.</summary>
internal static class BusVerifyCommand
{
    public static Command Create()
    {
        Argument<string> bundle = new("bundle") { Description = "the bundle file" };
        Option<string[]> programs = new("--program") { Description = "a program of your own whose computations the bundle proves, repeatable" };
        Option<string?> graph = new("--graph") { Description = "with --program: the zkGraph's manifest; only computations over what it asks for are accepted" };
        Option<int> security = CommonOptions.Security();
        Option<bool> json = CommonOptions.Json();
        TrustOptions trust = new();
        Command command = new("verify", "Check a bundle: every claim in it, or which check failed") { bundle, programs, graph, security, json };
        trust.AddTo(command);
        command.SetAction(parsed =>
        {
            IEnumerable<BusProgram> own = (parsed.GetValue(programs) ?? []).SelectMany(path => GraphClaims.Programs(path, null, null, null, parsed.GetValue(graph)));
            BusTrust read = trust.Read(parsed, CommonOptions.Profile(parsed.GetValue(security)), own);
            return Verify(InputFiles.Read(parsed.GetValue(bundle)!, "bundle"), read, parsed.GetValue(json));
        });
        return command;
    }

    /// <summary>Verifies and prints; the exit code.</summary>
    public static int Verify(byte[] bytes, BusTrust trust, bool json)
    {
        long began = Stopwatch.GetTimestamp();
        bool accepted = BundleVerifier.Verify(bytes, trust).TryGet(out VerifiedBundle? bundle, out VerificationError? error);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (json) PrintJson(bundle, error, seconds);
        else if (accepted) Print(bundle!, seconds);
        else Console.Error.WriteLine($"wsc: refused: {error}");
        return accepted ? 0 : CommandFailure.Refused;
    }

    private static void Print(VerifiedBundle bundle, double seconds)
    {
        Console.WriteLine($"accepted: {bundle.Entries.Count} {(bundle.Entries.Count == 1 ? "claim" : "claims")} in {SizeText.Seconds(seconds)}");
        foreach (VerifiedEntry entry in bundle.Entries)
        {
            Console.WriteLine($"{entry.Claim.Kind} claim 0x{entry.Digest} ({entry.Program})");
            ClaimText.Print(entry.Claim);
            foreach (Cryptography.Hashing.Digest premise in entry.Premises) Console.WriteLine($"  {"rests on",-22}0x{premise}");
            if (!entry.Result.IsEmpty) Console.WriteLine($"  {"result",-22}{Convert.ToHexStringLower(entry.Result.Span)}");
        }
    }

    private static void PrintJson(VerifiedBundle? bundle, VerificationError? error, double seconds) =>
        JsonLine.Print(writer =>
        {
            writer.WriteBoolean("accepted", bundle is not null);
            writer.WriteString("failed_check", error?.ToString());
            writer.WriteNumber("seconds", Math.Round(seconds, 5));
            if (bundle is null) return;
            writer.WriteStartArray("claims");
            foreach (VerifiedEntry entry in bundle.Entries)
            {
                writer.WriteStartObject();
                writer.WriteString("program", entry.Program);
                writer.WriteString("digest", $"0x{entry.Digest}");
                writer.WriteStartArray("rests_on");
                foreach (Cryptography.Hashing.Digest premise in entry.Premises) writer.WriteStringValue($"0x{premise}");
                writer.WriteEndArray();
                writer.WriteString("result", Convert.ToHexStringLower(entry.Result.Span));
                writer.WriteStartObject("claim");
                ClaimText.Write(writer, entry.Claim);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
}
