using System.Security.Cryptography;
using Supercomputer.Machine.Linking;
using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;

namespace Supercomputer.Cli.Commands;

/// <summary>Modules that a program imports from: <c>--link name=file</c>.</summary>
internal static class LinkFiles
{
    /// <summary>Reads and validates the modules, in the order given.</summary>
    public static LinkedModule[] Read(string[]? links) => [.. (links ?? []).Select(Read)];

    private static LinkedModule Read(string link)
    {
        int at = link.IndexOf('=', StringComparison.Ordinal);
        if (at < 1 || at == link.Length - 1)
            throw new CommandFailure($"--link: name=file expected, actual '{link}'", CommandFailure.Usage);
        string path = link[(at + 1)..];
        WatResult module = WatCompiler.CompileProgram(InputFiles.Read(path, "linked module"));
        if (module.Error is { } error) throw new CommandFailure($"{path}: {error}");
        DecodeResult decoded = ModuleDecoder.Decode(module.Bytes!);
        if (!decoded.IsSuccess) throw new CommandFailure($"{path}: {decoded.Error}") { Function = decoded.Error.Function, Offset = decoded.Error.ByteOffset };
        ValidationResult validated = Validator.Validate(decoded.Module);
        return validated.IsValid
            ? new(link[..at], validated.Module, SHA256.HashData(module.Bytes!))
            : throw new CommandFailure($"{path}: {validated.Error}") { Function = validated.Error.Function, Offset = validated.Error.ByteOffset };
    }
}
