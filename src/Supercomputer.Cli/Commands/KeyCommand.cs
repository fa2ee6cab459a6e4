using System.CommandLine;
using Supercomputer.Cli.Output;
using Supercomputer.Machine.Proving;

namespace Supercomputer.Cli.Commands;

/// <summary><c>wsc key</c>: writes the verifying key of a program and prints its digest.</summary>
internal static class KeyCommand
{
    public static Command Create()
    {
        Argument<string> program = CommonOptions.Program();
        Option<string?> entry = CommonOptions.Entry();
        Option<ulong?> fuel = CommonOptions.Fuel();
        Option<string?> output = new("--out") { Description = "where to write the key" };
        Option<bool> json = CommonOptions.Json();
        Command command = new("key", "Write a program's verifying key and print its digest D") { program, entry, fuel, output, json };
        command.SetAction(parsed =>
        {
            VerifyingKey key = ProgramFiles.Load(parsed.GetValue(program)!, parsed.GetValue(entry), parsed.GetValue(fuel));
            if (parsed.GetValue(output) is { } path) File.WriteAllBytes(path, key.Bytes.ToArray());
            if (parsed.GetValue(json))
            {
                JsonLine.Print(writer =>
                {
                    writer.WriteString("digest", key.Digest.ToString());
                    writer.WriteString("module_sha256", Convert.ToHexStringLower(key.Program.ModuleDigest));
                    writer.WriteNumber("instructions", key.Program.Instructions.Length);
                    writer.WriteNumber("key_bytes", key.Bytes.Length);
                });
                return 0;
            }

            Console.WriteLine($"digest D      {key.Digest}");
            Console.WriteLine($"module        sha256 {Convert.ToHexStringLower(key.Program.ModuleDigest)}, entry {key.Program.EntryName}");
            Console.WriteLine($"program table {key.Program.Instructions.Length} rows; key {key.Bytes.Length} bytes");
            Console.WriteLine("note          with --key alone a verifier trusts whoever lowered the module; with --program it lowers it itself");
            return 0;
        });
        return command;
    }
}
