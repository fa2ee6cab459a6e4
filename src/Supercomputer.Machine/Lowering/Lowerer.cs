using System.Buffers.Binary;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Linking;
using Supercomputer.Machine.Lowering.Vectors;
using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Validation;

namespace Supercomputer.Machine.Lowering;

/// <summary>Lowers WebAssembly modules to the register machine. The same module and options always give the same program.</summary>
/// <remarks>
/// A program begins with its halts, then come the functions that the entry reaches, then the runtime's routines, then the
/// entry stub: it counts the words of the input streams in use, runs the start function, calls the entry function, and appends
/// the integers that the entry function returns to the public output, little-endian.
/// </remarks>
public static class Lowerer
{
    private const int MaximumInstructions = 1 << 20;
    private static readonly string[] s_entryNames = ["zkmain", "_start", "main"];

    /// <summary>Decodes, validates and lowers a module.</summary>
    public static LoweringResult LowerBytes(ReadOnlyMemory<byte> wasm, LoweringOptions? options = null)
    {
        DecodeResult decoded = ModuleDecoder.Decode(wasm);
        if (!decoded.IsSuccess) return Refused(decoded.Error);
        ValidationResult validated = Validator.Validate(decoded.Module);
        return validated.IsValid ? Lower(validated.Module, wasm, options) : Refused(validated.Error);
    }

    /// <summary>Lowers a valid module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="wasm">Its bytes, for the digest.</param>
    /// <param name="options">The entry and the limits.</param>
    public static LoweringResult Lower(
        ValidatedModule module, ReadOnlyMemory<byte> wasm, LoweringOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        options ??= new LoweringOptions();
        if (ModuleLinker.Merge(module.Module, options.Links, out uint firstHelper, out LoweringError? refused) is not { } merged)
            return new LoweringResult(null, refused);
        string[] hostFunctions = LinkedPrograms.HostFunctions(module.Module, options.Links);
        if (LinkedPrograms.CheckEnds(hostFunctions) is { } ambiguous) return new LoweringResult(null, ambiguous);
        if (VectorSplitter.Split(merged, out refused) is not { } plain) return new LoweringResult(null, refused);
        ProgramBuilder builder = new();
        ModuleContext context = new(plain, options, builder) { FirstHelper = firstHelper };
        CheckSizes(context);
        uint? entry = context.Error is null && !options.AllExports ? FindEntry(context) : null;
        if (context.Error is not null) return new LoweringResult(null, context.Error);
        if (entry is { } function) context.LabelOf(function);
        if (options.AllExports) RequestExports(context);
        if (plain.Start is { } start) context.LabelOf(start);
        EmitFunctions(context);
        if (context.Error is not null) return new LoweringResult(null, context.Error);
        Label stub = builder.NewLabel();
        EmitEntryStub(context, stub, entry);
        EmitFunctions(context);
        CheckAuxiliary(context);
        if (context.Error is not null) return new LoweringResult(null, context.Error);
        LoweredProgram program = Finish(context, stub, entry, wasm, hostFunctions);
        return context.Error is null ? new LoweringResult(program, null) : new LoweringResult(null, context.Error);
    }

    private static LoweringResult Refused(ModuleError error) => new(null, new LoweringError(
        error.Function ?? "the module", error.Kind.ToString().ToLowerInvariant(), error.ByteOffset, $"{error.Rule}: {error.Actual}", error.Expected));

    private static void CheckSizes(ModuleContext context)
    {
        if (context.InitialPages > LoweringLimits.ProvablePages)
            context.Refuse(new LoweringError("memory", "its initial size", -1, $"{context.InitialPages} pages",
                $"at most {LoweringLimits.ProvablePages}"));
    }

    private static void CheckAuxiliary(ModuleContext context)
    {
        if (context.Auxiliary.IsFull)
            context.Refuse(new LoweringError("tables and passive segments", "their size", -1,
                $"more than {AuxiliaryLayout.MaximumSize} words", $"at most {AuxiliaryLayout.MaximumSize}: make the tables smaller"));
    }

    private static uint? FindEntry(ModuleContext context)
    {
        Module module = context.Module;
        Export[] exports = [.. module.Exports.Where(e => e.Kind == ExternKind.Function)];
        Export? entry = context.Options.Entry is { } name ? Array.Find(exports, e => e.Name == name)
            : s_entryNames.Select(n => Array.Find(exports, e => e.Name == n)).FirstOrDefault(e => e is not null);
        if (entry is null && context.Options.Entry is null)
        {
            Export[] candidates = [.. exports.Where(e => module.FunctionTypeOf(e.Index).Parameters.Length == 0)];
            if (candidates.Length == 1) entry = candidates[0];
        }
        if (entry is not null && module.FunctionTypeOf(entry.Index).Parameters.Length == 0) return entry.Index;
        context.Refuse(new LoweringError("exports", context.Options.Entry ?? "the entry", -1,
            entry is null ? "no such function" : "a function with parameters",
            $"name an exported function without parameters; exported are {string.Join(", ", exports.Select(e => e.Name))}"));
        return null;
    }

    internal static void RequestExports(ModuleContext context)
    {
        foreach (Export export in context.Module.Exports)
            if (export.Kind == ExternKind.Function) context.LabelOf(export.Index);
        for (uint table = 0; table < context.Module.TableTypes.Length; table++) context.TableAddress(table);
    }

    internal static void EmitFunctions(ModuleContext context)
    {
        while (context.Error is null && context.Pending.TryDequeue(out uint function))
        {
            ProgramBuilder builder = context.Builder;
            builder.IsRuntime = function >= context.FirstHelper;
            string name = context.Module.NameOfFunction(function);
            if (builder.IsRuntime) builder.BeginFunction($"${name}", null);
            else builder.BeginFunction(name, function);
            builder.Bind(context.LabelOf(function));
            if (function < context.Imports.Length) EmitImport(context, function);
            else new FunctionLowerer(context, function).Lower();
            if (builder.ProgramCounter > MaximumInstructions)
                context.Refuse(new LoweringError(context.Module.NameOfFunction(function), "the program", -1,
                    $"{builder.ProgramCounter} instructions", $"at most {MaximumInstructions}: make it smaller"));
        }
        context.Builder.IsRuntime = false;
        if (context.Error is null) context.Library.EmitPending();
    }

    /// <summary>An imported function that is called through a table, exported, or the entry.</summary>
    private static void EmitImport(ModuleContext context, uint function)
    {
        Import import = context.Imports[function];
        FunctionType type = context.Module.FunctionTypeOf(function);
        if (context.Options.LinkedFunction(import) is { } linked) context.Builder.Jump(linked);
        else if (context.Options.SilentModules.Contains(import.ModuleName)) context.Builder.Emit(Operation.Return);
        else if (Hosts.HostInterface.Check(import, type) is { } error) context.Refuse(error);
        else context.Builder.Jump(context.Library.LabelOf($"{import.ModuleName}.{import.Name}"));
    }

    private static void EmitEntryStub(ModuleContext context, Label stub, uint? entry)
    {
        ProgramBuilder builder = context.Builder;
        builder.ByteOffset = -1;
        if (entry is { } function && context.Module.FunctionTypeOf(function).Results.Length > 0)
        {
            context.Library.LabelOf("wsc.output_word");
            context.Library.EmitPending();
        }
        (Outcome Outcome, string Segment, int ByteOffset)? trap = InitializationTrap(context.Module, context);
        builder.BeginFunction(trap?.Segment ?? "$entry", null);
        builder.Bind(stub);
        if (trap is { } found)
        {
            builder.ByteOffset = found.ByteOffset;
            builder.Jump(Label.Of(found.Outcome));
            builder.ByteOffset = -1;
            builder.BeginFunction("$entry", null);
        }
        context.Library.EmitPrologue();
        if (context.Module.Start is { } start) builder.Call(context.LabelOf(start), 1);
        if (entry is { } main)
        {
            builder.Call(context.LabelOf(main), 1);
            EmitResults(context, context.Module.FunctionTypeOf(main));
        }
        context.Options.EmitMain?.Invoke(context);
        builder.Jump(Label.Of(Outcome.Returned));
    }

    private static void EmitResults(ModuleContext context, FunctionType type)
    {
        ProgramBuilder builder = context.Builder;
        RegisterLayout results = new(type.Results);
        uint frame = 1 + Math.Max(results.Count32, results.Count64);
        Label output = results.Length > 0 ? context.Library.LabelOf("wsc.output_word") : default;
        for (int i = 0; i < results.Length; i++)
        {
            uint register = 1 + results.Registers[i];
            builder.Emit(results.IsWideAt[i] ? Operation.Wrap : Operation.Move32, frame, register);
            builder.Call(output, frame);
            if (!results.IsWideAt[i]) continue;
            builder.Emit(Operation.ShrU64Imm, frame, register, immediate: 32);
            builder.Emit(Operation.Wrap, frame, frame);
            builder.Call(output, frame);
        }
    }

    /// <summary>The trap of a module whose active segments do not fit, and which; they are applied in order up to there.</summary>
    internal static (Outcome Outcome, string Segment, int ByteOffset)? InitializationTrap(Module module, ModuleContext context)
    {
        for (int i = 0; i < module.Elements.Length; i++)
            if (module.Elements[i] is { Mode: SegmentMode.Active } segment && (uint)context.Constant(segment.Offset) + (ulong)segment.Items.Length
                > module.TableTypes[segment.TableIndex].Limits.Minimum)
                return (Outcome.TableOutOfBounds, $"element segment {i}", segment.Offset[0].ByteOffset);
        for (int i = 0; i < module.Data.Length; i++)
            if (module.Data[i] is { Mode: SegmentMode.Active } segment && !Fits(context, segment))
                return (Outcome.MemoryOutOfBounds, $"data segment {i}", segment.Offset[0].ByteOffset);
        return null;
    }

    private static bool Fits(ModuleContext context, DataSegment segment) =>
        (uint)context.Constant(segment.Offset) + (ulong)segment.Bytes.Length <= (ulong)context.InitialPages << 16;

    private static LoweredProgram Finish(
        ModuleContext context, Label stub, uint? entry, ReadOnlyMemory<byte> wasm, string[] hostFunctions)
    {
        ProgramBuilder builder = context.Builder;
        return new LoweredProgram
        {
            Instructions = builder.Finish(),
            EntryProgramCounter = (uint)builder.AddressOf(stub),
            MemoryImage = MemoryImage(context),
            AuxiliaryImage = context.Auxiliary.Image(),
            AuxiliarySize = context.Auxiliary.Size,
            InitialPages = context.InitialPages,
            MaximumPages = context.MaximumPages,
            Limits = context.Options.Limits,
            EntryName = entry is { } function ? context.Module.NameOfFunction(function) : "",
            HostFunctions = hostFunctions,
            Symbols = builder.Symbols,
            ByteOffsets = builder.ByteOffsets,
            ModuleDigest = LinkedPrograms.Digest(wasm.Span, context.Options.Links),
        };
    }

    private static ImageInterval[] MemoryImage(ModuleContext context)
    {
        const int ChunkBytes = 256;
        SortedDictionary<uint, byte[]> chunks = [];
        foreach (DataSegment segment in context.Module.Data)
        {
            if (segment.Mode != SegmentMode.Active) continue;
            if (!Fits(context, segment)) break;
            uint at = (uint)context.Constant(segment.Offset);
            for (ReadOnlySpan<byte> rest = segment.Bytes.Span; rest.Length > 0;)
            {
                uint index = at / ChunkBytes;
                int offset = (int)(at % ChunkBytes), length = Math.Min(rest.Length, ChunkBytes - offset);
                if (!chunks.TryGetValue(index, out byte[]? chunk)) chunks.Add(index, chunk = new byte[ChunkBytes]);
                rest[..length].CopyTo(chunk.AsSpan(offset));
                rest = rest[length..];
                at += (uint)length;
            }
        }
        return ImageIntervals.Of(chunks.SelectMany(c => Enumerable.Range(0, ChunkBytes / 4).Select(i =>
            (c.Key * (ChunkBytes / 4) + (uint)i, BinaryPrimitives.ReadUInt32LittleEndian(c.Value.AsSpan(4 * i))))));
    }
}
