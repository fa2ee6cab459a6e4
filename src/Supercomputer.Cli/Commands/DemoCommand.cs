using System.CommandLine;
using System.Buffers.Binary;
using System.Diagnostics;
using Supercomputer.Compute.Blocks;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;

namespace Supercomputer.Cli.Commands;

/// <summary><c>wsc demo</c>: the main job, told to a newcomer.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        Command command = new("demo", "The main job in a minute: prove a program's run over a block, verify it, see lies refused");
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        string blockPath = SampleFiles.Path("demo", "block.json"), graphPath = SampleFiles.Path("demo", "zkgraph.yaml");
        string programPath = SampleFiles.Path("token-transfers", "token-transfers.wasm");
        Console.WriteLine("1. A block. Its header commits to every receipt; the file is checked against it before anything else.");
        CheckedBlock block = BlockStreams.ReadBlock(blockPath);
        ProgramInputs inputs = BlockStreams.Read(blockPath, graphPath);
        Console.WriteLine($"   block {block.Header.Number}, {block.Receipts!.Count} receipts match receiptsRoot; {inputs.Disclosed.Length} bytes go to the program");

        Console.WriteLine("2. A zkGraph: a WebAssembly program that reads all receipts and counts and digests one token's transfers.");
        VerifyingKey key = ProgramFiles.Load(programPath, null, null);
        Console.WriteLine($"   its digest D = {key.Digest} names exactly this program");

        Console.WriteLine("3. A proof that this program, on this block, ended with these outputs.");
        ProveReport report = Timed(() => ProveCommand.Prove(ProofProfile.Bits128, key, inputs, null, talk: true), out double proveSeconds);
        Console.WriteLine($"   {report.Statement.InstructionCount} WebAssembly instructions proved in {SizeText.Seconds(proveSeconds)}: "
            + $"{SizeText.Bytes(report.Proof.Length)}, {report.Soundness.MinimumBits} bits of provable security");
        Console.WriteLine($"   output: {Describe(report.Statement.Output.Span)}");

        Console.WriteLine("4. Anyone verifies it, with the program, the block and the proof, without running the program.");
        VerificationError? error = Timed(() => VerifyCommand.Check(ProofProfile.Bits128, key, inputs, report.Proof, null, out _), out double first);
        if (error is not null) throw new CommandFailure($"the proof was refused: {error}");
        Timed(() => VerifyCommand.Check(ProofProfile.Bits128, key, inputs, report.Proof, null, out _), out double again);
        Console.WriteLine($"   accepted in {SizeText.Seconds(first)} (again: {SizeText.Seconds(again)})");

        Console.WriteLine("5. Lies are refused.");
        Refuse("a changed output", key, inputs, ChangedOutput(report));
        VerifyingKey other = ProgramFiles.Load(SampleFiles.Path("fibonacci", "fibonacci.wat"), null, null);
        Refuse("another program", other, inputs, report.Proof);
        byte[] flipped = [.. report.Proof];
        flipped[flipped.Length / 2] ^= 1;
        Refuse("one flipped bit of the proof", key, inputs, flipped);
        byte[] disclosed = inputs.Disclosed.ToArray();
        disclosed[disclosed.Length / 2] ^= 1;
        Refuse("another block", key, inputs with { Disclosed = disclosed }, report.Proof);

        Console.WriteLine("Done. Next: docs/first-hour.md proves your own program over a mainnet block.");
        return 0;
    }

    private static byte[] ChangedOutput(ProveReport report)
    {
        // The outputs stand in the proof's header behind magic, format, profile, digest, outcome, two counts and their own length.
        byte[] changed = [.. report.Proof];
        changed[4 + 4 + 1 + 32 + 1 + 8 + 8 + 4] ^= 1;
        return changed;
    }

    private static void Refuse(string what, VerifyingKey key, ProgramInputs inputs, byte[] proof)
    {
        VerificationError error = VerifyCommand.Check(ProofProfile.Bits128, key, inputs, proof, null, out _)
            ?? throw new CommandFailure($"{what} was accepted: this must never happen; please report it");
        Console.WriteLine($"   {what}: refused ({error.Check})");
    }

    private static string Describe(ReadOnlySpan<byte> output) =>
        output.Length == 76
            ? $"{BinaryPrimitives.ReadUInt32LittleEndian(output[40..])} transfers in block "
              + $"{BinaryPrimitives.ReadUInt64LittleEndian(output)}, digest 0x{Convert.ToHexStringLower(output[44..])}"
            : Convert.ToHexStringLower(output);

    private static T Timed<T>(Func<T> work, out double seconds)
    {
        long began = Stopwatch.GetTimestamp();
        T result = work();
        seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return result;
    }
}
