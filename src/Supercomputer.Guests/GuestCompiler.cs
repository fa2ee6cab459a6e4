using System.Buffers.Binary;
using Supercomputer.Guests.Emission;
using Supercomputer.Guests.Ir;
using Supercomputer.Guests.Metadata;
using Supercomputer.Guests.Optimization;
using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Execution;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Validation;

namespace Supercomputer.Guests;

/// <summary>Compiles an assembly's static methods to WebAssembly for the machine.</summary>
/// <remarks>The same assembly gives the same bytes. Static constructors run once, here: the module begins with what they leave in memory.
/// Source: ECMA-335; WebAssembly Core 2.0.</remarks>
public static class GuestCompiler
{
    private const string Initializer = "initialize";
    private const int StackSizeBytes = 256 << 20;

    /// <summary>Compiles the entry of a guest.</summary>
    /// <param name="assemblyPath">The assembly; what it references lies beside it.</param>
    /// <param name="entry">The method as <c>Namespace.Type.Method</c> or its last parts; null for the only static <c>Main</c>.</param>
    /// <param name="exportName">The name that the module exports it under.</param>
    public static GuestBuild Compile(string assemblyPath, string? entry = null, string exportName = "main") =>
        CompileAll(assemblyPath, [(entry ?? "Main", exportName)], mustBeEntries: true);

    /// <summary>Compiles several methods into one module, with any parameters and results that fit into numbers.</summary>
    /// <param name="assemblyPath">The assembly; what it references lies beside it.</param>
    /// <param name="entries">The methods as for one, and the names that the module exports them under.</param>
    /// <param name="mustBeEntries">Whether none may have parameters or a result.</param>
    public static GuestBuild CompileAll(string assemblyPath, IReadOnlyList<(string Method, string Export)> entries, bool mustBeEntries = false)
    {
        GuestBuild? build = null;
        Exception? failure = null;

        // Passes walk the dominator tree and expressions recursively.
        Thread thread = new(() =>
        {
            try
            {
                build = Build(assemblyPath, entries, mustBeEntries);
            }
            catch (GuestException error)
            {
                build = new GuestBuild(null, [new GuestDiagnostic(Path.GetFileName(assemblyPath), null, 0, error.Message)]);
            }
            catch (Exception error) when (error is BadImageFormatException or IOException)
            {
                build = new GuestBuild(null, [new GuestDiagnostic(Path.GetFileName(assemblyPath), null, 0, error.Message)]);
            }
            catch (Exception error)
            {
                failure = error;
            }
        }, StackSizeBytes);
        thread.Start();
        thread.Join();
        return build ?? throw new InvalidOperationException($"the compiler failed on {assemblyPath}", failure);
    }

    private static GuestBuild Build(string path, IReadOnlyList<(string Method, string Export)> entries, bool mustBeEntries)
    {
        using TypeSystem types = new(path);
        AssemblyImage image = types.Load(path);
        MethodDesc[] methods = [.. entries.Select(e => EntryFinder.Find(image, e.Method, mustBeEntries))];

        // First with the static constructors, to see what they leave in memory; then without them.
        (GuestProgram first, byte[]? bytes) = Translate(types, methods, entries, null);
        if (bytes is null) return new GuestBuild(null, first.Diagnostics);
        if (first.Constructors.Count == 0 && !first.UsesHeap) return new GuestBuild(bytes, []);
        byte[] memory = Initialize(bytes, first);
        (GuestProgram second, bytes) = Translate(types, methods, entries, memory);
        return new GuestBuild(bytes, second.Diagnostics);
    }

    private static (GuestProgram Program, byte[]? Bytes) Translate(
        TypeSystem types, MethodDesc[] methods, IReadOnlyList<(string Method, string Export)> entries, byte[]? memory)
    {
        GuestProgram program = new(types);
        for (int i = 0; i < methods.Length; i++) program.Module.Exports.Add((entries[i].Export, program.FunctionOf(methods[i])));
        program.ImportAll();
        if (program.Diagnostics.Count > 0) return (program, null);
        IEnumerable<GuestFunction> roots = program.Module.Exports.Select(e => e.Function);
        if (memory is null)
        {
            for (int i = 0; i < program.Constructors.Count; i++)
                program.Module.Exports.Add(($"{Initializer} {i}", program.Constructors[i]));
            if (program.UsesHeap) program.Module.SetWord(program.HeapTop, program.Module.HeapBase);
            roots = program.Module.Exports.Select(e => e.Function);
        }
        else
        {
            program.Module.TakeMemory(memory);
        }

        List<GuestFunction> reached = new Optimizer(program.Module).Run(roots);
        return (program, new ModuleWriter(program.Module, reached).Write());
    }

    /// <summary>Runs the static constructors in the interpreter; returns the statics and the heap that they leave.</summary>
    private static byte[] Initialize(byte[] bytes, GuestProgram program)
    {
        Module module = ModuleDecoder.Decode(bytes).Module ?? throw new InvalidOperationException("the compiler wrote a module that does not decode");
        ValidationResult validation = Validator.Validate(module);
        if (validation.Module is null) throw new InvalidOperationException($"the compiler wrote a module that is not valid: {validation.Error}");
        Imports imports = new();
        foreach (Wasm.Modules.Import import in module.Imports)
        {
            imports.Add(import.ModuleName, import.Name, new FunctionInstance(module.Types[import.FunctionTypeIndex],
                (_, _, _) => throw new GuestException($"a static constructor calls the host ({import.Name})")));
        }

        Instance instance = Instance.Instantiate(validation.Module, imports).Instance
            ?? throw new InvalidOperationException("the compiler wrote a module that does not instantiate");
        for (int i = 0; i < program.Constructors.Count; i++)
        {
            Outcome outcome = instance.Invoke($"{Initializer} {i}", [], 1_000_000_000);
            if (outcome.Kind != OutcomeKind.Returned)
                throw new GuestException($"{program.Constructors[i]} does not end well when it is run: {outcome.Trap}");
        }

        Span<byte> memory = instance.Memory!.Bytes;
        uint end = program.UsesHeap ? BinaryPrimitives.ReadUInt32LittleEndian(memory[(int)program.HeapTop..]) : program.Module.HeapBase;
        return memory[GuestModule.StackBytes..(int)end].ToArray();
    }
}
