using System.CommandLine;
using Supercomputer.Cli.Output;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Paths;
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
        Option<int> paths = new("--path-chips") { Description = "chips for so many hot paths of the run on the streams given (0: none)" };
        Option<string?> @public = CommonOptions.Public(), disclosed = CommonOptions.Disclosed(), @private = CommonOptions.Private();
        Option<string[]> link = CommonOptions.Link();
        WasiOptions wasi = new();
        Option<bool> json = CommonOptions.Json();
        Command command = new("key", "Write a program's verifying key and print its digest D")
        {
            program, entry, fuel, link, output, paths, @public, disclosed, @private, json,
        };
        wasi.AddTo(command);
        command.SetAction(parsed =>
        {
            VerifyingKey key = ProgramFiles.Load(parsed.GetValue(program)!, parsed.GetValue(entry), parsed.GetValue(fuel), parsed.GetValue(link));
            if (parsed.GetValue(paths) is not 0 and int most)
                key = WithPaths(key, most, StreamFiles.Read(
                    parsed.GetValue(@public), parsed.GetValue(disclosed), parsed.GetValue(@private), null, null, null, wasi.Read(parsed)));
            if (parsed.GetValue(output) is { } path) File.WriteAllBytes(path, key.Bytes.ToArray());
            if (parsed.GetValue(json))
            {
                JsonLine.Print(writer =>
                {
                    writer.WriteString("digest", key.Digest.ToString());
                    writer.WriteString("module_sha256", Convert.ToHexStringLower(key.Program.ModuleDigest));
                    writer.WriteNumber("instructions", key.Program.Instructions.Length);
                    writer.WriteNumber("path_chips", key.Program.Paths.Length);
                    writer.WriteNumber("key_bytes", key.Bytes.Length);
                });
                return 0;
            }

            Console.WriteLine($"digest D      {key.Digest}");
            Console.WriteLine($"module        sha256 {Convert.ToHexStringLower(key.Program.ModuleDigest)}, entry {key.Program.EntryName}");
            Console.WriteLine($"program table {key.Program.Instructions.Length} rows; key {key.Bytes.Length} bytes");
            if (key.Program.Paths.Length > 0) Console.WriteLine($"path chips    {key.Program.Paths.Length}; prove and verify with this key, D names them too");
            Console.WriteLine("note          with --key alone a verifier trusts whoever lowered the module; with --program it lowers it itself");
            return 0;
        });
        return command;
    }

    /// <summary>The key with chips for the hottest paths of a sample run.</summary>
    public static VerifyingKey WithPaths(VerifyingKey key, int most, ProgramInputs sample) =>
        most is > 0 and <= ProgramPath.MaximumCount
            ? VerifyingKey.Create(key.Program.WithPaths(PathFinder.Find(key.Program, sample, most)))
            : throw new CommandFailure($"--path-chips: 1 to {ProgramPath.MaximumCount} expected, actual {most}", CommandFailure.Usage);
}
