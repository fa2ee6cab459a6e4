using System.Text;
using Supercomputer.Machine.Execution;
using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;
using Module = Supercomputer.Wasm.Modules.Module;

namespace Supercomputer.Machine.Runtime;

/// <summary>Float instructions as WebAssembly functions over integers, written in <c>Runtime/SoftFloat/*.wat</c>.</summary>
/// <remarks>The functions that a program uses are lowered into it like its own, so its digest binds them. A function has the
/// name of its instruction as its export; f32 is i32 and f64 is i64.</remarks>
internal static class FloatLibrary
{
    private static readonly string[] s_sources = ["f32.wat", "f32-compare.wat", "f64.wat", "f64-compare.wat", "convert.wat"];
    private static readonly Lazy<Module> s_module = new(Load);
    private static readonly Lazy<Dictionary<string, uint>> s_functions = new(() => Module.Exports
        .Where(e => e.Kind == ExternKind.Function).ToDictionary(e => e.Name, e => e.Index, StringComparer.Ordinal));

    /// <summary>The library's module.</summary>
    internal static Module Module => s_module.Value;

    /// <summary>The function of an instruction; null where it has none. The library is only loaded for names of float instructions.</summary>
    internal static uint? IndexOf(string name) =>
        (name.Contains("f32", StringComparison.Ordinal) || name.Contains("f64", StringComparison.Ordinal))
        && s_functions.Value.TryGetValue(name, out uint index) ? index : null;

    /// <summary>The type of an instruction's function; null where it has none.</summary>
    internal static FunctionType? TypeOf(string name) => IndexOf(name) is { } index ? Module.FunctionTypeOf(index) : null;

    /// <summary>The trap that an import of the library stands for.</summary>
    internal static Outcome TrapOf(Import import) =>
        import.Name == "invalid_conversion" ? Outcome.InvalidConversion : Outcome.IntegerOverflow;

    private static Module Load()
    {
        WatResult compiled = WatCompiler.Compile(Source());
        if (compiled.Bytes is null) throw new InvalidOperationException($"the float library: {compiled.Error}");
        DecodeResult decoded = ModuleDecoder.Decode(compiled.Bytes);
        if (!decoded.IsSuccess) throw new InvalidOperationException($"the float library: {decoded.Error}");
        ValidationResult validated = Validator.Validate(decoded.Module);
        return validated.IsValid ? validated.Module.Module
            : throw new InvalidOperationException($"the float library: {validated.Error}");
    }

    private static string Source()
    {
        StringBuilder source = new("""
            (module
            (import "trap" "invalid_conversion" (func $invalid_conversion))
            (import "trap" "integer_overflow" (func $integer_overflow))

            """);
        foreach (string name in s_sources)
        {
            using Stream stream = typeof(FloatLibrary).Assembly.GetManifestResourceStream(name)
                ?? throw new InvalidOperationException($"no resource {name}");
            using StreamReader reader = new(stream);
            source.Append(reader.ReadToEnd());
        }
        return source.Append(')').ToString();
    }
}
