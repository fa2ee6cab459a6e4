using System.Security.Cryptography;
using Supercomputer.Machine.Hosts;
using Supercomputer.Machine.Lowering;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;

namespace Supercomputer.Machine.Linking;

/// <summary>Links a program above a module: both and an entry become one program, which one proof is about.</summary>
/// <remarks>
/// The program keeps its own addresses in the memory behind the module's (<see cref="MemoryShift"/>). Its imports are those that the module
/// exports as <c>module.name</c>, host functions, whose addresses are moved (<see cref="MovedHost"/>), and <c>ENTRY.__call_as_start</c>: the program's own export
/// <c>__as_start</c>, as programs of AssemblyScript call it that are linked before they run.
/// </remarks>
public static class BaseLinker
{
    internal const string BaseName = "wsc.base", ProgramName = "program";

    private const string Memory = "memory", CallAsStart = "__call_as_start", AsStart = "__as_start";

    /// <summary>Whether a program cannot run without such a module beneath it.</summary>
    /// <param name="program">The program.</param>
    /// <param name="import">The import that the module would serve, as <c>module.name</c>.</param>
    public static bool IsImported(Module program, string import)
    {
        ArgumentNullException.ThrowIfNull(program);
        return program.Imports.Any(i => i.Kind == ExternKind.Function && $"{i.ModuleName}.{i.Name}" == import);
    }

    /// <summary>Lowers the program, the module and the entry.</summary>
    /// <param name="entry">WebAssembly text that imports functions of the module from <c>wsc.base</c>, of the program from <c>program</c>.</param>
    /// <param name="base">The module beneath.</param>
    /// <param name="program">The program.</param>
    /// <param name="wasm">Its bytes, for the digest.</param>
    /// <param name="options">The entry and the limits.</param>
    public static LoweringResult Lower(string entry, BaseModule @base, ValidatedModule program, ReadOnlyMemory<byte> wasm, LoweringOptions options)
    {
        ArgumentNullException.ThrowIfNull(@base);
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        WatResult shim = WatCompiler.Compile(entry);
        if (shim.Bytes is null) throw new InvalidOperationException($"the entry above {BaseName}: {shim.Error}");
        if (options.Links.Count > 0) return Refused("linked modules", $"{options.Links.Count}", "none: a module lies beneath the program already");
        Module above = program.Module, beneath = @base.Validated.Module;
        if (above.MemoryTypes.Length > above.Memories.Length) return Refused("imports", "a memory", "a memory of the program's own");
        Limits own = above.Memories.Length > 0 ? above.Memories[0].Limits : new Limits(0, 0);
        if (own.Minimum > MemoryShift.MostPages - @base.Pages)
            return Refused("memory", $"{own.Minimum} pages", $"at most {MemoryShift.MostPages - @base.Pages}, behind those of the module");
        if (Imports(above, beneath, out LoweringError? error) is not { } imports) return new(null, error);
        Import memory = new(BaseName, Memory, ExternKind.Memory) { Memory = new MemoryType(new Limits(0, null)) };
        Module? moved = MemoryShift.Behind(above, @base.Pages, memory, imports, out error);
        if (moved is null) return new(null, error);
        LinkedModule[] links =
        [
            new(BaseName, Validate(MemoryShift.InFront(beneath, @base.Pages, own)), @base.Digest),
            .. MovedHost.Of(imports, @base.Pages),
            new(ProgramName, Validate(moved), SHA256.HashData(wasm.Span)),
        ];
        return Lowerer.LowerBytes(shim.Bytes, options with { Links = links });
    }

    private static Import[]? Imports(Module program, Module @base, out LoweringError? error)
    {
        error = null;
        bool isStarted = program.Exports.Any(e => e.Kind == ExternKind.Function && e.Name == AsStart);
        List<Import> imports = [];
        foreach (Import import in program.Imports)
        {
            string name = $"{import.ModuleName}.{import.Name}";
            if (@base.Exports.Any(e => e.Kind == import.Kind && e.Name == name)) imports.Add(import with { ModuleName = BaseName, Name = name });
            else if (import.Kind == ExternKind.Function && import.Name == CallAsStart && isStarted)
                imports.Add(import with { ModuleName = ProgramName, Name = AsStart });
            else if (import.Kind == ExternKind.Function && HostInterface.TakesNoAddress(import.ModuleName, import.Name)) imports.Add(import);
            else if (import.Kind == ExternKind.Function && HostInterface.Addresses(import.ModuleName, import.Name) is not null)
                imports.Add(import with { ModuleName = MovedHost.Name });
            else
            {
                string served = string.Join(", ", @base.Exports.Where(e => e.Name.Contains('.', StringComparison.Ordinal)).Select(e => e.Name));
                error = new("imports", name, -1, "neither served by the module beneath the program nor a function of the host", $"one of {served}, or one of the host's");
                return null;
            }
        }

        return [.. imports];
    }

    private static ValidatedModule Validate(Module module)
    {
        ValidationResult result = Validator.Validate(module);
        return result.Module ?? throw new InvalidOperationException($"a module that was moved is not valid: {result.Error}");
    }

    private static LoweringResult Refused(string what, string actual, string expected) => new(null, new(what, BaseName, -1, actual, expected));
}
