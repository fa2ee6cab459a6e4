using System.CommandLine;
using System.Text.Json;
using Supercomputer.Cli.Output;
using Supercomputer.Compute.Blocks;
using Supercomputer.Machine.Execution;

namespace Supercomputer.Cli.Commands;

/// <summary><c>wsc block</c>: checks a block file against its own header and writes a zkGraph's input streams.</summary>
internal static class BlockCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "block file: header, body, receipts (YAML), or JSON-RPC answers" };
        Option<string?> graph = CommonOptions.Graph(), state = CommonOptions.State();
        Option<string?> output = new("--out") { Description = "folder for public.bin, disclosed.bin and private.bin" };
        Option<bool> json = CommonOptions.Json();
        Command command = new("block", "Check a block file and write a zkGraph's input streams") { file, graph, state, output, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!;
            CheckedBlock block = BlockStreams.ReadBlock(path);
            ProgramInputs? inputs = parsed.GetValue(graph) is { } manifest ? BlockStreams.Read(path, manifest, parsed.GetValue(state)) : null;
            if (parsed.GetValue(output) is { } folder) Write(inputs, folder);
            Print(block, inputs, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Write(ProgramInputs? inputs, string folder)
    {
        if (inputs is null) throw new CommandFailure("--out needs --graph: the manifest says which streams to write", CommandFailure.Usage);
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "public.bin"), inputs.Public.ToArray());
        File.WriteAllBytes(Path.Combine(folder, "disclosed.bin"), inputs.Disclosed.ToArray());
        File.WriteAllBytes(Path.Combine(folder, "private.bin"), inputs.Private.ToArray());
    }

    private static void Print(CheckedBlock block, ProgramInputs? inputs, bool json)
    {
        if (json)
        {
            JsonLine.Print(writer =>
            {
                writer.WriteNumber("number", block.Header.Number);
                writer.WriteString("hash", $"0x{block.Header.Hash}");
                WriteCount(writer, "receipts", block.Receipts?.Count);
                WriteCount(writer, "transactions", block.Transactions?.Count);
                writer.WriteNumber("accounts", block.Accounts.Count);
                if (inputs is null) return;
                writer.WriteNumber("public_bytes", inputs.Public.Length);
                writer.WriteNumber("disclosed_bytes", inputs.Disclosed.Length);
                writer.WriteNumber("private_bytes", inputs.Private.Length);
            });
            return;
        }

        Console.WriteLine($"block         {block.Header.Number}, hash 0x{block.Header.Hash}");
        Console.WriteLine($"checked       {Count(block.Receipts?.Count, "receipts against receiptsRoot")}, "
            + $"{Count(block.Transactions?.Count, "transactions against transactionsRoot")}, {block.Accounts.Count} accounts against stateRoot");
        if (inputs is null) return;
        Console.WriteLine($"streams       public {inputs.Public.Length} bytes, disclosed {inputs.Disclosed.Length} bytes, private {inputs.Private.Length} bytes");
    }

    /// <summary>Null where the file has none of a kind: nothing was checked, which is not a block with zero of them.</summary>
    private static void WriteCount(Utf8JsonWriter writer, string name, int? count)
    {
        if (count is { } known) writer.WriteNumber(name, known);
        else writer.WriteNull(name);
    }

    private static string Count(int? count, string what) => count is null ? $"no {what}" : $"{count} {what}";
}
