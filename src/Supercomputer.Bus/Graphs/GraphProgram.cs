using System.Security.Cryptography;
using Supercomputer.Compute.Manifests;
using Supercomputer.Machine.Linking;
using Supercomputer.Machine.Lowering;
using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Validation;

namespace Supercomputer.Bus.Graphs;

/// <summary>Programs of zkGraphs, linked above a module of this assembly before they are lowered.</summary>
/// <remarks>
/// Bound: <c>graph-binder</c> lies beneath; it checks everything that the program reads under a FinalizedHeader claim and puts out the
/// Computation claim. The program is the one that runs without a claim, byte for byte.
/// Safe mode of cle-lib: <c>safe-events</c> lies beneath and serves <c>matchEventsOnRLP</c>; the verifier makes the streams from the block.
/// </remarks>
public static class GraphProgram
{
    /// <summary>What programs built with cle-lib's safe mode import.</summary>
    public const string SafeImport = "readblock.matchEventsOnRLP";

    private const uint BasePages = 512;

    private static readonly string[] s_entries = ["zkmain", "_start", "main"];

    private static readonly Lazy<BaseModule> s_binder = new(() => ReadBase("graph-binder")), s_safeEvents = new(() => ReadBase("safe-events"));

    /// <summary>Whether a module was built with cle-lib's safe mode.</summary>
    public static bool NeedsSafeEvents(Module module) => BaseLinker.IsImported(module, SafeImport);

    /// <summary>Whether a module's bytes were.</summary>
    public static bool NeedsSafeEvents(ReadOnlyMemory<byte> wasm) => ModuleDecoder.Decode(wasm).Module is { } module && NeedsSafeEvents(module);

    /// <summary>Whether a lowered program was.</summary>
    public static bool IsSafe(LoweredProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return program.HostFunctions.Contains(SafeImport);
    }

    /// <summary>A program of cle-lib's safe mode, with <c>zkmain</c> and <c>asmain</c> as it exports them.</summary>
    /// <param name="wasm">The program.</param>
    /// <param name="options">Entry and limits.</param>
    public static LoweringResult LowerSafe(ReadOnlyMemory<byte> wasm, LoweringOptions options) => Lower(wasm, s_safeEvents.Value, options, static _ => """
        (module
          (import "program" "zkmain" (func $zkmain))
          (import "program" "asmain" (func $asmain (result i32)))
          (func (export "zkmain") call $zkmain)
          (func (export "asmain") (result i32) call $asmain))
        """);

    /// <summary>A program that is bound to a header claim.</summary>
    /// <param name="wasm">The program.</param>
    /// <param name="layout">How its streams are laid out: of cle-lib <c>asmain</c> is run and its state is the result.</param>
    /// <param name="options">Entry (of the complete layout) and limits.</param>
    public static LoweringResult LowerBound(ReadOnlyMemory<byte> wasm, StreamLayout layout, LoweringOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string? entry = options.Entry;
        return Lower(wasm, s_binder.Value, options with { Entry = null }, module => layout == StreamLayout.Cle ? """
            (module
              (import "wsc.base" "begin" (func $begin))
              (import "wsc.base" "end_with" (func $end (param i32)))
              (import "program" "asmain" (func $asmain (result i32)))
              (func (export "zkmain") call $begin call $asmain call $end))
            """ : $"""
            (module
              (import "wsc.base" "begin" (func $begin))
              (import "wsc.base" "end" (func $end))
              (import "program" "{entry ?? s_entries.FirstOrDefault(name => module.Exports.Any(e => e.Name == name), s_entries[0])}" (func $run))
              (func (export "zkmain") call $begin call $run call $end))
            """);
    }

    private static LoweringResult Lower(ReadOnlyMemory<byte> wasm, BaseModule @base, LoweringOptions options, Func<Module, string> entry)
    {
        DecodeResult decoded = ModuleDecoder.Decode(wasm);
        if (!decoded.IsSuccess) return Refused(decoded.Error);
        ValidationResult validated = Validator.Validate(decoded.Module);
        return validated.IsValid ? BaseLinker.Lower(entry(decoded.Module), @base, validated.Module, wasm, options) : Refused(validated.Error);
    }

    private static LoweringResult Refused(ModuleError error) =>
        new(null, new LoweringError(error.Function ?? "the module", $"{error.Kind}", error.ByteOffset, $"{error.Rule}: {error.Actual}", error.Expected));

    private static BaseModule ReadBase(string name)
    {
        byte[] bytes = BusProgram.ReadModule(name);
        ValidationResult validated = Validator.Validate(ModuleDecoder.Decode(bytes).Module ?? throw new InvalidOperationException($"{name} does not decode"));
        return new(validated.Module ?? throw new InvalidOperationException($"{name} is not valid: {validated.Error}"), SHA256.HashData(bytes), BasePages);
    }
}
