using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;
using Module = Supercomputer.Wasm.Modules.Module;

namespace Supercomputer.Machine.Linking;

/// <summary>WASI preview 1 as a WebAssembly module, <c>Runtime/Wasi/wasi.wat</c>, that is merged with programs which import it.</summary>
/// <remarks>It is lowered with the program, so the digest binds it; it needs no chip of its own.</remarks>
internal static class WasiLibrary
{
    /// <summary>The module name that programs import.</summary>
    internal const string ModuleName = "wasi_snapshot_preview1";

    /// <summary>The name under which the library imports the program's memory.</summary>
    internal const string ProgramName = "program";

    /// <summary>The name under which it imports what ends a run.</summary>
    internal const string MachineName = "machine";

    private static readonly Lazy<Module> s_module = new(Load);

    internal static Module Module => s_module.Value;

    private static Module Load()
    {
        using Stream stream = typeof(WasiLibrary).Assembly.GetManifestResourceStream("wasi.wat")
            ?? throw new InvalidOperationException("no resource wasi.wat");
        using StreamReader reader = new(stream);
        WatResult compiled = WatCompiler.Compile(reader.ReadToEnd());
        if (compiled.Bytes is null) throw new InvalidOperationException($"the WASI library: {compiled.Error}");
        DecodeResult decoded = ModuleDecoder.Decode(compiled.Bytes);
        if (!decoded.IsSuccess) throw new InvalidOperationException($"the WASI library: {decoded.Error}");
        ValidationResult validated = Validator.Validate(decoded.Module);
        return validated.IsValid ? validated.Module.Module : throw new InvalidOperationException($"the WASI library: {validated.Error}");
    }
}
