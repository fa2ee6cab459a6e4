using System.CommandLine;
using System.Diagnostics;
using Supercomputer.Bus;
using Supercomputer.Bus.Graphs;
using Supercomputer.Cli.Output;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;

namespace Supercomputer.Cli.Commands;

/// <summary><c>wsc verify</c>: accepts a proof, or says which check failed.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        Argument<string> proof = new("proof") { Description = "the proof file, or a bundle of proofs" };
        Option<string?> program = new("--program") { Description = "the program: a .wasm or .wat file" };
        Option<string?> keyFile = new("--key") { Description = "a verifying key, in place of the program (trusts whoever lowered it)" };
        Option<string?> entry = CommonOptions.Entry(), @public = CommonOptions.Public(), disclosed = CommonOptions.Disclosed();
        Option<string?> block = CommonOptions.Block(), graph = CommonOptions.Graph(), state = CommonOptions.State();
        Option<ulong?> fuel = CommonOptions.Fuel();
        Option<string?> outputs = new("--outputs") { Description = "file with the outputs that the proof must have" };
        Option<string[]> link = CommonOptions.Link();
        WasiOptions wasi = new();
        TrustOptions trust = new();
        Option<int> security = new("--security") { Description = "128 or 100: the bits that the proof must have been made for", DefaultValueFactory = _ => 128 };
        Option<bool> json = CommonOptions.Json();
        Command command = new("verify", "Check a proof: accepted, or which check failed")
        {
            proof, program, keyFile, entry, @public, disclosed, block, graph, state, fuel, link, outputs, security, json,
        };
        wasi.AddTo(command);
        trust.AddTo(command);
        command.SetAction(parsed =>
        {
            ProofProfile profile = CommonOptions.Profile(parsed.GetValue(security));
            byte[] bytes = InputFiles.Read(parsed.GetValue(proof)!, "proof");
            if (bytes.Length == 0) throw new CommandFailure($"{parsed.GetValue(proof)}: a proof or a bundle expected, actual an empty file; make one with 'wsc prove' or 'wsc bus'");
            if (Bundle.IsBundle(bytes))
            {
                IEnumerable<BusProgram> own = parsed.GetValue(program) is not { } module ? [] : GraphClaims.Programs(
                    module, parsed.GetValue(entry), parsed.GetValue(fuel), parsed.GetValue(link), parsed.GetValue(graph));
                return BusVerifyCommand.Verify(bytes, trust.Read(parsed, profile, own), parsed.GetValue(json));
            }

            VerifyingKey key = ProgramFiles.LoadProgramOrKey(
                parsed.GetValue(program), parsed.GetValue(keyFile), parsed.GetValue(entry), parsed.GetValue(fuel), parsed.GetValue(link));
            ProgramInputs inputs = StreamFiles.Read(
                parsed.GetValue(@public), parsed.GetValue(disclosed), null, parsed.GetValue(block), parsed.GetValue(graph),
                parsed.GetValue(state), wasi.Read(parsed), GraphProgram.IsSafe(key.Program));
            byte[]? expected = parsed.GetValue(outputs) is { } path ? InputFiles.Read(path, "outputs") : null;
            return Verify(profile, key, inputs, bytes, expected, parsed.GetValue(json));
        });
        return command;
    }

    private static int Verify(ProofProfile profile, VerifyingKey key, ProgramInputs inputs, byte[] proof, byte[]? expected, bool json)
    {
        long began = Stopwatch.GetTimestamp();
        VerificationError? error = Check(profile, key, inputs, proof, expected, out Statement? statement);
        double first = Stopwatch.GetElapsedTime(began).TotalSeconds, warm = first;
        for (int again = 0; json && error is null && again < 5; again++)
        {
            began = Stopwatch.GetTimestamp();
            Check(profile, key, inputs, proof, expected, out _);
            warm = Math.Min(warm, Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        if (json) PrintJson(profile, key, error, statement, first, warm);
        else if (error is null) PrintAccepted(profile, key, statement!, first);
        else Console.Error.WriteLine($"wsc: refused: {error}");
        return error is null ? 0 : CommandFailure.Refused;
    }

    /// <summary>Verifies a proof and, where outputs are given, compares them.</summary>
    public static VerificationError? Check(
        ProofProfile profile, VerifyingKey key, ProgramInputs inputs, byte[] proof, byte[]? expected, out Statement? statement)
    {
        if (!MachineVerifier.Verify(profile, key, inputs.Public, inputs.Disclosed, proof).TryGet(out statement, out VerificationError? error))
            return error;
        return expected is null || statement.Output.Span.SequenceEqual(expected)
            ? null
            : new("outputs", Convert.ToHexStringLower(expected), Convert.ToHexStringLower(statement.Output.Span));
    }

    private static void PrintAccepted(ProofProfile profile, VerifyingKey key, Statement statement, double seconds)
    {
        Console.WriteLine("accepted");
        Console.WriteLine($"security      {profile.TargetBits} bits");
        Console.WriteLine($"outcome       {statement.Outcome.Message()}");
        if (OutcomeText.ExitCode(key, statement.Outcome, statement.Output.Span) is { } code) Console.WriteLine($"exit code     {code}");
        Console.WriteLine($"output        {Convert.ToHexStringLower(statement.Output.Span)} ({statement.Output.Length} bytes)");
        Console.WriteLine($"instructions  {statement.InstructionCount} in {statement.Steps} steps");
        Console.WriteLine($"time          {SizeText.Seconds(seconds)}");
    }

    private static void PrintJson(ProofProfile profile, VerifyingKey key, VerificationError? error, Statement? statement, double first, double warm) =>
        JsonLine.Print(writer =>
        {
            writer.WriteBoolean("accepted", error is null);
            writer.WriteString("failed_check", error?.ToString());
            writer.WriteNumber("security", profile.TargetBits);
            if (error is null)
            {
                writer.WriteString("outcome", statement!.Outcome.Message());
                writer.WriteString("output", Convert.ToHexStringLower(statement.Output.Span));
                writer.WriteNumber("instructions", statement.InstructionCount);
                OutcomeText.WriteExit(writer, key, statement.Outcome, statement.Output.Span);
            }

            writer.WriteNumber("seconds_first", Math.Round(first, 5));
            writer.WriteNumber("seconds_warm", Math.Round(warm, 5));
        });
}
