using System.CommandLine;
using Supercomputer.Bus.Graphs;
using Supercomputer.Cli.Output;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;

namespace Supercomputer.Cli.Commands;

/// <summary><c>wsc run</c>: executes without proving.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Argument<string> program = CommonOptions.Program();
        Option<string?> entry = CommonOptions.Entry(), @public = CommonOptions.Public(), disclosed = CommonOptions.Disclosed();
        Option<string?> @private = CommonOptions.Private(), block = CommonOptions.Block(), graph = CommonOptions.Graph(), state = CommonOptions.State();
        Option<ulong?> fuel = CommonOptions.Fuel();
        Option<string[]> link = CommonOptions.Link();
        WasiOptions wasi = new();
        Option<bool> json = CommonOptions.Json();
        Command command = new("run", "Execute a program; prints outcome, outputs and counts")
        {
            program, entry, @public, disclosed, @private, block, graph, state, fuel, link, json,
        };
        wasi.AddTo(command);
        command.SetAction(parsed =>
        {
            VerifyingKey key = ProgramFiles.Load(parsed.GetValue(program)!, parsed.GetValue(entry), parsed.GetValue(fuel), parsed.GetValue(link));
            ProgramInputs inputs = StreamFiles.Read(
                parsed.GetValue(@public), parsed.GetValue(disclosed), parsed.GetValue(@private), parsed.GetValue(block), parsed.GetValue(graph),
                parsed.GetValue(state), wasi.Read(parsed), GraphProgram.IsSafe(key.Program));
            ExecutionResult result = Executor.Run(key.Program, inputs);
            Print(key, result, parsed.GetValue(json));
            return result.Outcome == Outcome.Returned ? 0 : CommandFailure.Refused;
        });
        return command;
    }

    private static void Print(VerifyingKey key, ExecutionResult result, bool json)
    {
        if (json)
        {
            JsonLine.Print(writer =>
            {
                writer.WriteString("program", key.Digest.ToString());
                writer.WriteString("outcome", result.Outcome.Message());
                writer.WriteString("output", Convert.ToHexStringLower(result.Output));
                writer.WriteNumber("instructions", result.InstructionCount);
                writer.WriteNumber("rows", result.Steps);
                OutcomeText.WriteTrap(writer, key, result);
            });
            return;
        }

        Console.WriteLine($"outcome       {OutcomeText.Describe(key, result)}");
        Console.WriteLine($"output        {Convert.ToHexStringLower(result.Output)} ({result.Output.Length} bytes)");
        Console.WriteLine($"instructions  {result.InstructionCount} (WebAssembly)");
        Console.WriteLine($"rows          {result.Steps} ({(double)result.InstructionCount / Math.Max(1, result.Steps):0.00} instructions a row)");
        if (result.Log.Length > 0) Console.Error.Write(result.Log);
    }
}
