using System.CommandLine;
using Supercomputer.Cli.Output;
using Supercomputer.Guests;

namespace Supercomputer.Cli.Commands;

/// <summary><c>wsc guest</c>: programs for the machine that are written in C#.</summary>
internal static class GuestCommand
{
    public static Command Create() => new("guest", "Programs for the machine in C#: start one, compile one") { Build(), New() };

    private static Command Build()
    {
        Argument<string> source = new("source") { Description = "a project (.csproj), or an assembly (.dll) that is built already" };
        Option<string> output = new("--out") { Description = "where to write the module", Required = true };
        Option<string?> entry = new("--entry") { Description = "the method to start, as Type.Method (default: the only static Main)" };
        Option<string> export = new("--export") { Description = "the name that the module exports it under", DefaultValueFactory = _ => "main" };
        Option<string[]> methods = new("--method") { Description = "in place of --entry and --export: a method that other modules call, as Type.Method=name, repeatable" };
        Option<bool> json = CommonOptions.Json();
        Command command = new("build", "Compile a C# guest to WebAssembly") { source, output, entry, export, methods, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(source)!;
            if (!path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)) path = GuestProject.Build(path);
            if (!File.Exists(path)) throw new CommandFailure($"{path}: no such file; name a project (.csproj) or an assembly (.dll)");
            GuestBuild build = parsed.GetValue(methods) is { Length: > 0 } exports ? GuestCompiler.CompileAll(path, [.. exports.Select(ReadMethod)])
                : GuestCompiler.Compile(path, parsed.GetValue(entry), parsed.GetValue(export)!);
            if (build.Module is null)
                throw new CommandFailure($"{path} is not a guest:{Environment.NewLine}{string.Join(Environment.NewLine, build.Diagnostics)}");
            File.WriteAllBytes(parsed.GetValue(output)!, build.Module);
            Print(parsed.GetValue(output)!, build.Module, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static (string Method, string Export) ReadMethod(string text)
    {
        int at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && at < text.Length - 1 ? (text[..at], text[(at + 1)..])
            : throw new CommandFailure($"--method: Type.Method=name expected, actual '{text}'", CommandFailure.Usage);
    }

    private static Command New()
    {
        Argument<string> folder = new("folder") { Description = "where to make it; it must not exist, or be empty" };
        Command command = new("new", "Make a project with a guest, a test and a README") { folder };
        command.SetAction(parsed =>
        {
            GuestProject.Create(parsed.GetValue(folder)!);
            Console.WriteLine($"made {parsed.GetValue(folder)}: see its README.md");
            return 0;
        });
        return command;
    }

    private static void Print(string path, byte[] module, bool json)
    {
        string digest = Convert.ToHexStringLower(Cryptography.Hashing.Sha256.Hash(module).ToArray());
        if (!json)
        {
            Console.WriteLine($"{path}: {module.Length} bytes, sha256 {digest}");
            return;
        }

        JsonLine.Print(writer =>
        {
            writer.WriteString("module", path);
            writer.WriteNumber("bytes", module.Length);
            writer.WriteString("sha256", digest);
        });
    }
}
