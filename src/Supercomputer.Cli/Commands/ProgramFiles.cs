using Supercomputer.Bus.Graphs;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Wasm.Text;

namespace Supercomputer.Cli.Commands;

/// <summary>Programs and keys from files.</summary>
internal static class ProgramFiles
{
    /// <summary>Reads, validates and lowers a .wasm or .wat file; a key file is taken as it is, with the entry and fuel it was made for.</summary>
    public static VerifyingKey Load(string path, string? entry, ulong? fuel, string[]? links = null)
    {
        byte[] file = InputFiles.Read(path, "program");
        if (file.Length == 0) throw new CommandFailure($"{path}: the file is empty; a WebAssembly module is expected, binary (.wasm) or text (.wat)");
        if (IsKey(file))
            return links is { Length: > 0 } ? throw new CommandFailure("--link: a key holds its modules already; leave it out", CommandFailure.Usage) : Read(path, file);
        byte[] module = Compile(path, file);
        LoweringOptions options = Options(entry, fuel, links);
        LoweringResult lowered = GraphProgram.NeedsSafeEvents(module) ? GraphProgram.LowerSafe(module, options) : Lowerer.LowerBytes(module, options);
        return lowered.IsSuccess ? VerifyingKey.Create(lowered.Program) : throw Refusal(path, lowered.Error);
    }

    /// <summary>Whether a file is a key and no module.</summary>
    public static bool IsKey(byte[] file) => file.AsSpan().StartsWith("WSCK"u8);

    /// <summary>The module's bytes, of a module or of its text.</summary>
    public static byte[] Compile(string path, byte[] file)
    {
        WatResult module = WatCompiler.CompileProgram(file);
        return module.Error is { } error ? throw new CommandFailure($"{path}: {error}") : module.Bytes!;
    }

    /// <summary>What the command line says about lowering.</summary>
    public static LoweringOptions Options(string? entry, ulong? fuel, string[]? links)
    {
        LoweringLimits limits = fuel is { } steps ? LoweringLimits.Default with { Fuel = CheckFuel(steps) } : LoweringLimits.Default;
        return new() { Entry = entry, Limits = limits, Links = LinkFiles.Read(links) };
    }

    /// <summary>A verifier's key: from the program itself, or from a key file.</summary>
    public static VerifyingKey LoadProgramOrKey(string? program, string? keyFile, string? entry, ulong? fuel, string[]? links = null)
    {
        if (program is null == keyFile is null)
            throw new CommandFailure("name the program with --program (or its key with --key), and only one of them", CommandFailure.Usage);
        if (program is not null) return Load(program, entry, fuel, links);
        if (links is { Length: > 0 }) throw new CommandFailure("--link goes with --program: a key holds its modules already", CommandFailure.Usage);
        return Read(keyFile!, InputFiles.Read(keyFile!, "key"));
    }

    /// <summary>Why a program cannot be lowered.</summary>
    public static CommandFailure Refusal(string path, LoweringError error) =>
        new($"{path}: {error}") { Function = error.Function, Offset = error.ByteOffset };

    private static VerifyingKey Read(string path, byte[] file) =>
        VerifyingKey.TryRead(file, out VerifyingKey? key) is { } error ? throw new CommandFailure($"{path}: {error}") : key!;

    private static ulong CheckFuel(ulong steps) =>
        steps is > 0 and <= 1UL << 40
            ? steps
            : throw new CommandFailure($"--fuel: 1 to {1UL << 40} steps expected, actual {steps}", CommandFailure.Usage);
}
